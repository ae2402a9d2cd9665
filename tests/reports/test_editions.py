"""Issuing and withdrawing: what was issued never changes, and is stored whole or not at all."""

from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError
from pypdf import PdfReader

from actions.models import Action
from csp.versions import ChangedByAnother
from partners.access import Role
from plans.models import Block, Priority
from reports import editions, formats
from reports.document import document
from reports.editions import IsRestricted, StillMaking
from reports.formats import Format
from reports.models import Edition, EditionFile, Rendering
from reports.rendering import RenderingFailed
from tests import factories
from tests.conftest import TODAY

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.fixture
def manager(larkshire):
    return factories.make_member(larkshire, Role.MANAGER, name="Mona Manager")


@pytest.fixture
def plan(larkshire, shelter):
    plan = factories.make_plan(larkshire, 2026)
    priority = factories.make_priority(plan, "Violence")
    for wording in ("Open a refuge", "Train taxi drivers"):
        action = factories.make_action(priority, wording, owners=[shelter])
        factories.make_update(action, "The lease is signed.")
    factories.make_block(plan, body="<p>Safe streets.</p>")
    return plan


@pytest.fixture
def quick(monkeypatch):
    """The web page alone is rendered, which takes no time; the PDF is a few bytes."""
    pdf = Format("PDF", "application/pdf", lambda document: b"%PDF-1.7")
    monkeypatch.setattr(formats, "FORMATS", {"pdf": pdf, "html": formats.FORMATS["html"]})


@pytest.fixture
def issue(plan, manager, make_waiting):
    def issue_now(**fields):
        return editions.issue(document(plan, on=TODAY), plan, by=manager, at=NOON, **fields)

    def issue_it(label="Edition 1", after=0):
        try:
            return issue_now(label=label, after=after)
        except StillMaking:
            make_waiting()
            return issue_now(label=label, after=after)

    return issue_it


def bytes_of(edition):
    return {file.format: bytes(file.content) for file in edition.files.all()}


def words_in(content):
    """All the text in a file, whatever its format."""
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as archive:
            members = [archive.read(name) for name in archive.namelist()]
        content = b"".join(members)
    return content.decode("utf-8", "ignore")


@pytest.mark.any_database
def test_every_issued_format_is_frozen_with_its_checksum(issue):
    edition = issue()
    assert (edition.number, edition.issued_at) == (1, NOON)
    assert edition.title == "Partnership Plan 2026 to 2027"
    files = {file.format: file for file in edition.files.all()}
    assert files.keys() == formats.issued().keys()
    assert bytes(files["pdf"].content).startswith(b"%PDF-1.7")
    for file in files.values():
        assert file.checksum == sha256(file.content).hexdigest()


def test_its_bytes_are_the_same_after_every_action_was_edited(issue, quick, plan, manager):
    before = bytes_of(issue())
    for action in Action.objects.all():
        factories.make_update(action, "Edited.", by=manager)
        action.wording = f"Edited {action.wording}"
        action.save()
    Action.objects.filter(priority__plan=plan)[0].delete()
    Priority.objects.update(title="Edited")
    Block.objects.update(body="<p>Edited.</p>")
    plan.partnership.name = "Edited"
    plan.partnership.save()
    edition = Edition.objects.get()
    assert bytes_of(edition) == before
    assert "Open a refuge" in before["html"].decode()
    assert all(sha256(file.content).hexdigest() == file.checksum for file in edition.files.all())


def test_a_new_issue_is_a_new_edition_and_the_old_one_stays(issue, quick):
    old = bytes_of(issue())
    Action.objects.update(wording="Reworded")
    new = issue("Revised", after=1)
    assert (new.number, new.label) == (2, "Revised")
    assert "Reworded" in bytes_of(new)["html"].decode()
    assert bytes_of(Edition.objects.get(number=1)) == old


@pytest.mark.any_database
def test_it_says_which_edition_it_is_and_is_no_draft(issue):
    for content in bytes_of(issue("After consultation")).values():
        assert "DRAFT" not in words_in(content)
    page = bytes_of(Edition.objects.get())["html"].decode()
    assert "After consultation. This document shows the plan" in page


@pytest.mark.any_database
def test_nothing_personal_gets_into_it(issue, shelter, manager):
    factories.make_contact(
        shelter, "Refuge worker", name="Perdita Private", email="perdita@example.org"
    )
    personal = ["Perdita", "perdita@", "Refuge worker", "Mona Manager", manager.email, "Somebody"]
    for content in bytes_of(issue()).values():
        assert [word for word in personal if word in words_in(content)] == []


def test_whoever_issues_second_is_told_of_the_first(issue, quick):
    first = issue()
    with pytest.raises(ChangedByAnother) as raised:
        issue("Mine")
    assert raised.value.now == first
    assert Edition.objects.count() == 1


def test_what_is_issued_while_one_is_rendered_comes_first(issue, plan, quick, monkeypatch):
    def slow(document):
        factories.make_edition(plan)
        return b"%PDF-1.7"

    monkeypatch.setitem(formats.FORMATS, "pdf", Format("PDF", "application/pdf", slow))
    with pytest.raises(ChangedByAnother):
        issue("Mine")
    assert Edition.objects.get().label == "Edition 1"


def test_of_a_restricted_plan_nothing_is_even_made(larkshire, manager):
    plan = factories.make_restricted_plan(larkshire, named=[manager])
    said = {"label": "1", "by": manager, "at": NOON, "after": 0}
    with pytest.raises(IsRestricted):
        editions.issue(document(plan, on=TODAY), plan, **said)
    assert not Rendering.objects.exists()


def test_a_plan_that_was_restricted_while_files_were_made_is_not_issued(larkshire, manager):
    plan = factories.make_restricted_plan(larkshire, named=[manager])
    edition = Edition(plan=plan, label="1", title="Plan", issued_at=NOON, issued_by=manager)
    with pytest.raises(IsRestricted):
        editions._store(edition, [], 0)
    assert not Edition.objects.exists()


def test_what_is_checked_is_what_is_printed(plan, shelter, manager, quick):
    """Although somebody has taken it out of the plan since the document was made."""
    factories.make_contact(shelter, email="robin.lark@example.org")
    block = factories.make_block(plan, body="<p>Write to robin.lark@example.org.</p>")
    made = document(plan, on=TODAY)
    block.delete()
    with pytest.raises(editions.NotPublishable, match="The document says “robin"):
        editions.issue(made, plan, label="Mine", by=manager, at=NOON, after=0)
    assert not Edition.objects.exists()


@pytest.mark.parametrize("broken", ["html", "pdf"])
def test_if_one_format_fails_nothing_is_stored(broken, issue, quick, monkeypatch):
    def fail(document):
        raise RenderingFailed("No")

    monkeypatch.setitem(formats.FORMATS, broken, Format("Broken", "text/plain", fail))
    with pytest.raises(RenderingFailed):
        issue()
    assert not Edition.objects.exists()


def test_if_a_file_cannot_be_stored_neither_is_the_edition(issue, quick, monkeypatch):
    def fail(files):
        raise IntegrityError("No")

    monkeypatch.setattr(EditionFile.objects, "bulk_create", fail)
    with pytest.raises(IntegrityError):
        issue()
    assert not Edition.objects.exists()


def test_it_is_withdrawn_once_with_the_first_reason(issue, quick, manager):
    edition = issue()
    assert editions.withdraw(edition, reason="It named a street.", by=manager, at=NOON)
    assert not editions.withdraw(edition, reason="Another", by=manager, at=NOON)
    edition.refresh_from_db()
    assert edition.withdrawn_reason == "It named a street."
    assert not Edition.objects.standing().exists()


def test_neither_it_nor_its_plan_can_be_deleted(issue, quick, plan):
    edition = issue()
    for row in (edition, plan):
        with pytest.raises(ProtectedError):
            row.delete()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"number": 1, "label": "Other"}, "edition_number_unique_in_plan"),
        ({"label": "EDITION 1"}, "edition_label_unique_in_plan"),
        ({"number": 0}, "edition_counts_from_one"),
        ({"label": ""}, "edition_has_label"),
        ({"withdrawn_at": NOON}, "edition_withdrawn_by_somebody_with_reason"),
        ({"withdrawn_reason": "Why"}, "edition_withdrawn_by_somebody_with_reason"),
    ],
)
def test_what_is_always_true_of_an_edition(fields, constraint, plan):
    factories.make_edition(plan)
    # SQLite names a unique constraint of plain columns by these, PostgreSQL by its name.
    with pytest.raises(IntegrityError, match=rf"{constraint}|plan_id, \w+\.number"):
        factories.make_edition(plan, **fields)


def test_an_edition_has_a_format_once(plan):
    file = factories.make_edition(plan).files.first()
    file.pk = None
    with pytest.raises(IntegrityError, match=r"edition_file_format_unique|edition_id, \w+\.format"):
        file.save()
