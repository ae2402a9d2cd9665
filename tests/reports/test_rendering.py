"""PDF and Word files are made by a child process, whose end is known however it ends."""

import os
import re
import signal
import threading
import time

import pytest
from django.urls import reverse

from reports import rendered
from reports.document import document
from reports.rendered import LIMITS, RenderedFile, fingerprint_of, rendered_file
from reports.views.rendered import file_or_progress
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
    return lambda **less: monkeypatch.setattr(
        rendered, "LIMITS", LIMITS | {name.replace("_", "-"): most for name, most in less.items()}
    )


@pytest.fixture
def begun(plan):
    """A file that a child has only begun to make; it is ended with the test."""
    file = rendered_file(plan, document(plan, on=TODAY), "pdf", name="plan.pdf", patience=0)
    child = rendered._children[-1]
    yield file, child
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)


def made(plan, format="pdf", **fields):
    return rendered_file(plan, document(plan, on=TODAY, **fields), format, name="plan", patience=60)


@pytest.mark.parametrize(("format", "start"), [("pdf", b"%PDF-1.7"), ("docx", b"PK")])
def test_a_file_is_made_in_a_process_of_its_own(format, start, plan):
    file = made(plan, format)
    assert file.failure == ""
    assert file.content.startswith(start)


def test_an_unchanged_document_is_not_rendered_twice(plan, monkeypatch):
    first = made(plan, "html")
    monkeypatch.setattr(rendered.subprocess, "Popen", None)
    again = made(plan, "html")
    assert again.content == first.content
    assert again.is_made


def test_a_changed_document_is_another_one(plan):
    before = document(plan, on=TODAY)
    factories.make_block(plan, body="<p>New.</p>")
    after = document(plan, on=TODAY)
    large = document(plan, on=TODAY, large_print=True)
    prints = {fingerprint_of(one, "pdf") for one in (before, after, large)}
    assert len(prints | {fingerprint_of(after, "docx")}) == 4


def test_a_changed_style_sheet_makes_another_one(plan, monkeypatch):
    before = fingerprint_of(document(plan, on=TODAY), "pdf")
    monkeypatch.setattr(rendered, "MAKERS", ("static/print/pages.css",))
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


def test_only_the_newest_files_are_kept(plan):
    old = [factories.make_rendered_file(plan) for _ in range(rendered.KEPT + 3)]
    for age, file in enumerate(reversed(old)):
        os.utime(file.folder, (time.time() - 60 * (age + 1),) * 2)
    newest = made(plan)
    kept = {path.name for path in newest.folder.parent.iterdir()}
    assert kept == {file.fingerprint for file in [*old[-rendered.KEPT + 1 :], newest]}


def test_a_second_request_for_the_same_starts_no_second_child(begun, plan):
    file, child = begun
    again = made(plan)
    assert again.folder == file.folder
    assert rendered._children[-1] is child
    assert again.is_made


@pytest.mark.parametrize(
    ("less", "words"),
    [
        ({"cpu_seconds": 3}, "it took more than 3 seconds of the server’s work. It was "),
        ({"seconds": 3}, "it took more than 3 seconds. It was "),
    ],
)
def test_what_takes_too_long_is_ended_and_the_message_says_where(less, words, plan, limits):
    limits(**less)
    # So many paragraphs take the layout ten seconds and more.
    factories.make_block(plan, body="<p>x</p>" * 10_000)
    file = made(plan)
    assert not file.is_made
    assert f"The PDF could not be made: {words}" in file.failure


def test_what_needs_too_much_memory_ends_in_words(plan, limits):
    limits(megabytes=100)
    file = made(plan)
    assert not file.is_made
    assert re.search("too much for the server. It was |more memory than", file.failure)


def test_a_child_that_is_killed_has_failed_at_once(begun):
    file, child = begun
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    assert file.is_over
    assert "something in it was too much for the server. It was waiting" in file.failure


def test_what_failed_is_tried_again(begun, plan):
    file, child = begun
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    assert not file.is_made
    assert file.is_over
    assert made(plan).content.startswith(b"%PDF")


def test_a_server_that_can_start_no_process_says_so(plan, monkeypatch):
    def full(*arguments, **options):
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(rendered.subprocess, "Popen", full)
    assert "the server is too busy" in made(plan).failure


def test_the_child_has_neither_the_database_nor_the_secret_key(plan, monkeypatch, settings):
    started = {}

    def look(*arguments, env, **options):
        started.update(env)
        raise OSError

    monkeypatch.setattr(rendered.subprocess, "Popen", look)
    made(plan)
    assert started["DATABASE_URL"] == "sqlite://:memory:"
    assert settings.SECRET_KEY not in started["SECRET_KEY"]


def test_the_server_answers_others_while_a_document_is_made(plan, cast, sign_in, begun):
    file, child = begun
    os.killpg(child.pid, signal.SIGSTOP)
    asked = document(plan, on=TODAY)
    answers = []
    waiting = threading.Thread(
        target=lambda: answers.append(file_or_progress(plan, asked, "pdf", name="plan.pdf"))
    )
    waiting.start()
    response = sign_in(cast.reader).get(reverse("plan", args=["larkshire", 2026]))
    assert b"Mark bicycles" in response.content
    assert not answers
    os.killpg(child.pid, signal.SIGCONT)
    waiting.join()
    assert answers[0].content == file.content


def test_whoever_waits_too_long_is_sent_to_the_page_of_progress(plan, monkeypatch):
    monkeypatch.setattr(rendered, "PATIENCE", 0)
    response = file_or_progress(plan, document(plan, on=TODAY), "pdf", name="plan.pdf")
    assert response.status_code == 302
    assert "/larkshire/2026/document/files/pdf/" in response.url


def test_the_folder_of_files_is_for_the_server_alone(plan):
    assert made(plan, "html").folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("fingerprint", ["0" * 64, "", "..", "../..", "0" * 500, "\0"])
def test_a_file_that_is_not_kept_does_not_exist(fingerprint, plan):
    factories.make_rendered_file(plan)
    assert RenderedFile.kept(plan, "pdf", fingerprint) is None


def test_files_are_made_side_by_side(plan, monkeypatch):
    names = {"pdf": "plan.pdf", "docx": "plan.docx"}
    begun = rendered.rendered_files(plan, document(plan, on=TODAY), names, patience=0)
    children = rendered._children[-2:]
    assert [child.poll() for child in children] == [None, None]
    for child in children:
        os.killpg(child.pid, signal.SIGKILL)
    assert [file.name for file in begun] == ["plan.pdf", "plan.docx"]
