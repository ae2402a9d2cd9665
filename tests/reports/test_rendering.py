"""PDF and Word files are asked for, and made by processes that nobody waits for."""

import os
import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from reports import makers, rendered
from reports.document import document
from reports.makers import LIMITS, Maker
from reports.models import Rendering
from reports.rendered import TooManyWaiting, fingerprint_of, kept_file, rendered_file
from tests import factories
from tests.conftest import TODAY

pytestmark = pytest.mark.any_database


@pytest.fixture
def plan(larkshire):
    plan = factories.make_plan(larkshire, 2026)
    factories.make_action(factories.make_priority(plan), "Mark bicycles")
    return plan


@pytest.fixture
def limits(monkeypatch):
    """limits(megabytes=320) lets a child have less."""
    return lambda **less: monkeypatch.setattr(makers, "LIMITS", LIMITS | less)


@pytest.fixture
def ask(plan, cast):
    """ask() asks for the plan's PDF, as it stands now."""

    def for_file(format="pdf", by=cast.officer, **fields):
        shown = document(plan, on=TODAY, **fields)
        return rendered_file(plan, shown, format, name="plan", by=by)

    return for_file


@pytest.fixture
def made(ask, make_waiting):
    """made() is the plan's PDF as makers made it."""

    def file(*arguments, **fields):
        asked = ask(*arguments, **fields)
        make_waiting()
        asked.refresh_from_db()
        return asked

    return file


@pytest.mark.parametrize(("format", "start"), [("pdf", b"%PDF-1.7"), ("docx", b"PK")])
def test_a_file_is_made_by_another_process(format, start, made):
    file = made(format)
    assert file.failure == ""
    assert file.content.startswith(start)
    assert file.document is None


def test_whoever_asks_does_not_wait(plan, cast, sign_in):
    response = sign_in(cast.officer).get(reverse("document-pdf", args=["larkshire", 2026]))
    assert response.status_code == 302
    assert "/larkshire/2026/document/files/pdf/" in response.url
    assert Rendering.objects.get().state == "waiting"


def test_an_unchanged_document_is_not_made_twice(made, ask):
    first = made()
    again = ask()
    assert (again, again.state) == (first, "made")


def test_many_who_ask_for_the_same_wait_for_one_file(ask, cast):
    assert {ask(by=person) for person in (cast.officer, cast.manager, cast.reader)} == {
        Rendering.objects.get()
    }


def test_a_changed_document_is_another_one(plan):
    before = document(plan, on=TODAY)
    factories.make_block(plan, body="<p>New.</p>")
    after = document(plan, on=TODAY)
    large = document(plan, on=TODAY, large_print=True)
    prints = {fingerprint_of(one, "pdf") for one in (before, after, large)}
    assert len(prints | {fingerprint_of(after, "docx")}) == 4


def test_a_changed_style_sheet_makes_another_one(plan, monkeypatch):
    before = fingerprint_of(document(plan, on=TODAY), "pdf")
    monkeypatch.setattr(rendered, "MADE_OF", ("static/print/pages.css",))
    assert fingerprint_of(document(plan, on=TODAY), "pdf") != before


def test_a_changed_picture_makes_another_one(plan, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    factories.make_block(plan, kind="picture", picture="park.png", alternative_text="A park")
    seen = set()
    for content in (None, b"green", b"blue"):
        if content:
            (tmp_path / "park.png").write_bytes(content)
        seen.add(fingerprint_of(document(plan, on=TODAY), "pdf"))
    assert len(seen) == 3


def test_only_the_newest_files_are_kept(plan, ask):
    long_ago = timezone.now() - timedelta(days=1)
    old = [
        factories.make_rendered_file(plan, asked_at=long_ago + timedelta(minutes=age))
        for age in range(rendered.KEPT + 3)
    ]
    newest = ask()
    assert set(Rendering.objects.all()) == {*old[-rendered.KEPT + 1 :], newest}


def test_the_file_of_one_that_is_not_kept_goes_with_it(
    plan, ask, django_capture_on_commit_callbacks
):
    old = factories.make_rendered_file(plan, asked_at=timezone.now() - timedelta(days=1))
    for _ in range(rendered.KEPT):
        factories.make_rendered_file(plan, content=None)
    with django_capture_on_commit_callbacks(execute=True):
        ask()
    assert old.is_gone


def test_one_of_which_the_file_is_gone_is_made_again(made):
    first = made()
    first.file.storage.delete(first.file.name)
    assert first.content is None
    assert made().content.startswith(b"%PDF")


def test_one_person_waits_for_some_files_at_most(plan, ask, cast, sign_in):
    for _ in range(rendered.MOST_WAITING):
        factories.make_rendered_file(plan, content=None, asked_by=cast.officer)
    with pytest.raises(TooManyWaiting):
        ask()
    response = sign_in(cast.officer).get(reverse("document-pdf", args=["larkshire", 2026]))
    assert response.status_code == 429
    assert "You are waiting for 6 files already" in response.content.decode()
    assert ask(by=cast.manager).state == "waiting"


@pytest.mark.parametrize(
    ("less", "words"),
    [
        ({"cpu_seconds": 3}, "it took more than 3 seconds of the server’s work. It was "),
        ({"seconds": 3}, "it took more than 3 seconds. It was "),
    ],
)
def test_what_takes_too_long_is_ended_and_the_message_says_where(less, words, plan, limits, made):
    limits(**less)
    # So many paragraphs take the layout ten seconds and more.
    factories.make_block(plan, body="<p>x</p>" * 10_000)
    file = made()
    assert not file.is_made
    assert f"The PDF could not be made: {words}" in file.failure


def test_what_needs_too_much_memory_ends_in_words(limits, made):
    limits(megabytes=100)
    file = made()
    assert not file.is_made
    assert re.search("too much for the server. It was |more memory than", file.failure)


def test_pictures_are_handed_to_whoever_makes_the_file(plan, made, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Image.new("RGB", (40, 30)).save(tmp_path / "park.png")
    factories.make_block(plan, kind="picture", picture="park.png", alternative_text="A park")
    assert made().failure == ""


def test_a_maker_has_neither_the_database_nor_secrets(monkeypatch, settings):
    started = {}

    def look(*arguments, env, **options):
        started.update(env)
        raise ConnectionRefusedError

    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")
    monkeypatch.setattr(makers.subprocess, "Popen", look)
    maker = Maker()
    with pytest.raises(ConnectionRefusedError):
        maker.start()
    maker.end()
    assert started["DJANGO_SETTINGS_MODULE"] == "csp.maker_settings"
    assert started["ENV_FILE"] == os.devnull
    assert started.keys() & {"DATABASE_URL", "EMAIL_URL", "AWS_SECRET_ACCESS_KEY"} == set()
    assert settings.SECRET_KEY not in started.values()


def test_a_server_that_can_start_no_process_says_so(made, monkeypatch):
    def full(*arguments, **options):
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(Maker, "begin", full)
    assert "the server is too busy" in made().failure


@pytest.mark.parametrize("fingerprint", ["0" * 64, "", "..", "../..", "0" * 500])
def test_a_file_that_is_not_kept_does_not_exist(fingerprint, plan):
    factories.make_rendered_file(plan)
    assert kept_file(plan, "pdf", fingerprint) is None


def test_the_folder_of_files_is_for_the_server_alone(tmp_path, settings):
    options = settings.STORAGES["renderings"]["OPTIONS"] | {"location": tmp_path / "renderings"}
    FileSystemStorage(**options).save("1/a.pdf", ContentFile(b"made"))
    for path in [tmp_path / "renderings", *(tmp_path / "renderings").rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0
