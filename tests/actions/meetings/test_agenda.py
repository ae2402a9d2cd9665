"""What stands on an agenda that makes itself."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.meetings.agenda import items_of, stops_of
from actions.meetings.changes import close
from actions.meetings.models import Meeting, MeetingDecision
from tests import factories
from tests.conftest import TODAY


def titles(meeting, section=None):
    fresh = Meeting.objects.select_related("body__plan__partnership").get(pk=meeting.pk)
    items = items_of(fresh, on=TODAY)
    return [item.title for item in items if section in (None, item.section)]


def test_what_is_off_track_stands_before_what_is_at_risk(meeting, off_track):
    other = factories.make_action(off_track.priority, "Train drivers")
    factories.make_update(other, status="at_risk", reason="Ill.", on=date(2026, 11, 2))
    assert titles(meeting, "trouble") == ["Open a refuge", "Train drivers"]


def test_what_was_moved_since_the_last_meeting_is_told_with_its_reason(meeting, plan):
    priority = factories.make_priority(plan)
    moved, before, put_right = (
        factories.make_action(priority, wording, timescale="By May 2026")
        for wording in ("Moved", "Moved before", "Put right")
    )
    factories.make_extension(moved, "By July 2026", on=date(2026, 9, 1))
    factories.make_extension(moved, "By March 2027", on=date(2026, 9, 16), reason="Ill.")
    factories.make_extension(before, "By March 2027", on=date(2026, 9, 15))
    factories.make_extension(put_right, "By March 2027", on=TODAY, is_correction=True)
    [item] = [one for one in items_of(meeting, on=TODAY) if one.section == "moved"]
    said = "Second extension from “By July 2026” to “By March 2027”, agreed by The board on"
    assert (item.title, item.said, item.reason) == ("Moved", f"{said} 16 September 2026", "Ill.")


@pytest.fixture
def moved_on(plan):
    """moved_on(day): an action whose timescale was moved on that day."""
    priority = factories.make_priority(plan)

    def make(day):
        action = factories.make_action(priority, f"Moved {day}", timescale="By May 2026")
        factories.make_extension(action, "By March 2027", on=day)

    return make


def test_each_move_stands_on_one_agenda(before, meeting, body, moved_on):
    days = [before.held_on - timedelta(1), before.held_on, before.held_on + timedelta(1), TODAY]
    for day in days:
        moved_on(day)
    after = factories.make_meeting(body, TODAY + timedelta(30))
    on = [titles(one, "moved") for one in (before, meeting, after)]
    moved = [f"Moved {day}" for day in days]
    assert on == [moved[:2], moved[2:], []]


def test_what_is_moved_once_a_meeting_has_begun_stands_on_the_next(meeting, body, moved_on):
    factories.make_minutes(meeting)
    moved_on(TODAY)
    after = factories.make_meeting(body, TODAY + timedelta(30))
    assert titles(meeting, "moved") == []
    assert titles(after, "moved") == [f"Moved {TODAY}"]


def test_what_was_moved_before_a_meeting_began_is_not_on_the_next(meeting, body, moved_on):
    moved_on(TODAY)
    factories.make_minutes(meeting)
    after = factories.make_meeting(body, TODAY + timedelta(30))
    assert titles(meeting, "moved") == [f"Moved {TODAY}"]
    assert titles(after, "moved") == []


def test_minutes_that_are_written_later_tell_no_move_of_the_days_between(before, meeting, moved_on):
    between = before.held_on + timedelta(3)
    moved_on(between)
    factories.make_minutes(before)
    assert titles(before, "moved") == []
    assert titles(meeting, "moved") == [f"Moved {between}"]


def test_silent_actions_are_one_item_that_names_them(meeting, off_track):
    for wording in ("Print cards", "Light the park"):
        factories.make_action(off_track.priority, wording)
    heard = factories.make_action(off_track.priority, "Heard of")
    factories.make_update(heard, on=date(2026, 11, 1))
    (item,) = [one for one in items_of(meeting, on=TODAY) if one.section == "silent"]
    assert item.title == "2 actions without an update since 20 August 2026"
    assert item.said == "Print cards\nLight the park"


def test_a_plan_without_actions_has_an_empty_agenda(meeting):
    assert titles(meeting) == []


def test_what_was_decided_stays_on_until_it_is_closed(before, meeting, cast):
    decision = factories.make_decision(before, "Ask the council")
    assert titles(meeting, "open") == ["Ask the council"]
    close(decision, outcome="Asked.", by=cast.officer, at=decision.made_at)
    assert titles(meeting, "open") == []


def test_a_decision_that_became_an_action_stays_on_until_that_is_finished(before, meeting, plan):
    priority = factories.make_priority(plan)
    decision = factories.make_decision(
        before, "Buy cameras", kind=MeetingDecision.Kind.ACTION, priority=priority
    )
    assert titles(meeting, "open") == ["Buy cameras"]
    factories.make_update(decision.became, status="complete", on=date(2026, 11, 2))
    assert titles(meeting, "open") == []


def test_what_was_only_noted_is_not_asked_after(before, meeting):
    factories.make_decision(before, kind=MeetingDecision.Kind.NOTED)
    assert titles(meeting) == []


def test_what_last_year_s_group_decided_is_still_open(larkshire, plan, meeting):
    last_year = factories.make_plan(larkshire, 2025)
    other = factories.make_meeting_body(last_year, "Strategy Group")
    factories.make_decision(factories.make_meeting(other, date(2026, 3, 1)), "From last year")
    elsewhere = factories.make_meeting_body(plan, "Another Group")
    factories.make_decision(factories.make_meeting(elsewhere, date(2026, 9, 1)), "Of another")
    assert titles(meeting, "open") == ["From last year"]


def test_a_restricted_plan_s_group_tells_no_other(larkshire):
    plans = [
        make(larkshire) for make in (factories.make_titled_plan, factories.make_restricted_plan)
    ]
    first, second = (
        factories.make_meeting(factories.make_meeting_body(plan, "Strategy Group"), day)
        for plan, day in zip(plans[::-1], (date(2026, 9, 1), TODAY), strict=True)
    )
    factories.make_decision(first, "Secret")
    assert titles(second) == []


def test_once_a_meeting_has_begun_its_agenda_stays(meeting, off_track):
    factories.make_minutes(meeting)
    factories.make_update(off_track, status="complete", on=TODAY)
    assert titles(meeting) == ["Open a refuge"]


def test_each_action_is_walked_through_once(before, meeting, off_track):
    factories.make_decision(before, "Ask again", action=off_track)
    items = items_of(meeting, on=TODAY)
    assert [item.title for item in items] == ["Open a refuge", "Ask again"]
    assert [stop.title for stop in stops_of(meeting, items)] == ["Open a refuge"]


def test_the_agenda_costs_the_same_however_long_it_is(before, meeting, off_track):
    def cost():
        fresh = Meeting.objects.select_related("body__plan__partnership").get(pk=meeting.pk)
        with CaptureQueriesContext(connection) as queries:
            stops_of(fresh, items_of(fresh, on=TODAY))
        return len(queries)

    factories.make_decision(before, action=off_track)
    factories.make_extension(off_track)
    few = cost()
    for _ in range(3):
        factories.make_decision(before)
        action = factories.make_action(
            off_track.priority, owners=[factories.make_agency(meeting.body.plan.partnership)]
        )
        factories.make_update(action, status="at_risk", reason="Ill.")
        factories.make_extension(action)
    assert cost() == few == 13
