"""The papers for a meeting and its minutes, as they are printed."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import page
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.meetings.changes import confirm, finish, version_of_notes
from actions.meetings.models import Meeting
from actions.meetings.words import as_text, words_of
from actions.models import Action
from reports.formats import pdf_of, web_page_of, word_of
from reports.meeting_papers import minutes_document, pack_of
from reports.models import Rendering
from tests import factories
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def met(plan, shelter):
    """A meeting of today after one of September, with something of each that they say."""
    body = factories.make_meeting_body(plan, "Strategy Group")
    action = factories.make_action(
        factories.make_priority(plan, "Homes"), "Open a **refuge**", [shelter], reference="1.1"
    )
    factories.make_update(
        action, "None found:\n- not here\n- nor there", "off_track", reason="No house is to be had."
    )
    factories.make_action(action.priority, "Print cards", [shelter])
    factories.make_observation(factories.make_indicator(plan, "Reports"), "2025/26")
    before, now = (factories.make_meeting(body, day) for day in (date(2026, 9, 15), TODAY))
    factories.make_minutes(before, present=[shelter])
    factories.make_decision(before, "Ask the council", shelter, action=action)
    return fresh(now)


def fresh(meeting):
    rows = Meeting.objects.select_related("body__plan__partnership", "minutes")
    return rows.get(pk=meeting.pk)


def before(meeting):
    return fresh(meeting.body.meetings.get(held_on=date(2026, 9, 15)))


def test_the_pack_holds_agenda_highlights_figures_and_the_last_minutes(met):
    document = pack_of(met, on=TODAY)
    names = [part.name for part in document.parts]
    assert [names[0], names[-2], names[-1]] == ["agenda", "figures", "last_minutes"]
    assert {"standing", "over_time", "changes", "trouble", "silence", "decisions"} < set(names)
    titles = [line.title for section in document.parts[0].sections for line in section.lines]
    assert titles[0] == "1.1 Open a refuge"
    assert titles[-1] == "Ask the council"
    assert (document.title, document.years) == ("Strategy Group: papers", "18 November 2026")


def test_the_silent_are_a_list_as_wide_as_the_page(met):
    page = " ".join(web_page_of(pack_of(met, on=TODAY)).split())
    assert (
        "1 action without an update since 20 August 2026:</p> <ul><li>Print cards</li></ul>" in page
    )


@pytest.mark.any_database
@pytest.mark.parametrize("of", ["pack", "minutes"])
def test_they_keep_the_rules_of_pdf_ua_1(of, met):
    document = pack_of(met, on=TODAY) if of == "pack" else minutes_document(before(met), on=TODAY)
    content = pdf_of(document)
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


@pytest.mark.any_database
def test_minutes_come_as_word_too(met):
    content = word_of(minutes_document(before(met), on=TODAY))
    with ZipFile(BytesIO(content)) as file:
        words = file.read("word/document.xml").decode()
    assert "Ask the council" in words
    assert "Lark Shelter" in words


def test_the_file_of_confirmed_minutes_stays_the_same(met, cast):
    meeting = before(met)
    finish(meeting, by=cast.officer, at=timezone.now())
    seen = version_of_notes(as_text(words_of(fresh(meeting))))
    confirm(meeting, seen=seen, by=cast.officer, at=timezone.now())
    made = minutes_document(fresh(meeting), on=TODAY)
    assert made.edition == "Confirmed on 18 November 2026"
    meeting.body.plan.priorities.get().actions.all().delete()
    meeting.body.plan.partnership.agencies.update(name="Renamed")
    assert minutes_document(fresh(meeting), on=date(2027, 3, 1)).parts == made.parts


@pytest.mark.parametrize("make", [pack_of, minutes_document])
def test_papers_cost_the_same_however_much_they_hold(make, met):
    def cost():
        meeting = fresh(met) if make is pack_of else before(met)
        with CaptureQueriesContext(connection) as queries:
            make(meeting, on=TODAY)
        return len(queries)

    few = cost()
    first = before(met)
    for _ in range(3):
        agency = factories.make_agency(first.body.plan.partnership)
        first.minutes.attendance.create(agency=agency)
        action = factories.make_action(first.body.plan.priorities.first(), owners=[agency])
        factories.make_decision(first, action=action)
        factories.make_update_taken(first, action)
    assert cost() == few


@pytest.mark.usefixtures("no_rendering")
@pytest.mark.parametrize("name", ["meeting-pack", "minutes-pdf", "minutes-docx"])
def test_they_are_downloaded_by_their_names(name, met, officer):
    plan = met.body.plan
    officer.get(
        reverse(name, args=[plan.partnership.slug, plan.address, before(met).pk]), follow=True
    )
    what = "papers" if name == "meeting-pack" else "minutes"
    ending = name.partition("-")[2].replace("pack", "pdf")
    assert Rendering.objects.get().name == f"larkshire-{what}-2026-09-15.{ending}"


def test_printed_minutes_say_where_nothing_was_recorded(met):
    made = web_page_of(minutes_document(before(met), on=TODAY))
    # Of what was heard, one has a decision and one has not.
    assert made.count("<p>Nothing was recorded.</p>") == 1
    empty = factories.make_meeting(factories.make_meeting_body(met.body.plan), TODAY)
    Action.objects.all().delete()
    factories.make_minutes(empty)
    made = web_page_of(minutes_document(fresh(empty), on=TODAY))
    assert "What was said and decided</h3><p>Nothing was recorded.</p>" in made
