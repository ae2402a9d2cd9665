"""The pages of meetings: what they ask, what they refuse, and what they give back."""

from datetime import date, timedelta

from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from actions.meetings.models import Meeting, MeetingDecision, Minutes, UpdateTaken
from tests import factories
from tests.conftest import TODAY

DECISION = {
    "decision-text": "Ask the council",
    "decision-kind": "point",
    "decision-due_on_0": "1",
    "decision-due_on_1": "12",
    "decision-due_on_2": "2026",
    "decide": "",
}


def test_a_decision_needs_somebody_who_does_it(officer, at, meeting, off_track):
    page = at(meeting, "meeting-action", off_track.pk)
    response = officer.post(page, DECISION)
    assertContains(response, "Select who does it")
    assertContains(response, "Ask the council")
    assert not MeetingDecision.objects.exists()


def test_a_decision_needs_a_day_after_the_meeting(officer, at, meeting, off_track, shelter):
    page = at(meeting, "meeting-action", off_track.pk)
    typed = DECISION | {"decision-owner": shelter.pk, "decision-due_on_1": "10"}
    response = officer.post(page, typed)
    assertContains(response, "The day must be on or after 18 November 2026")


def test_what_is_only_noted_needs_nobody(officer, at, meeting):
    typed = {"decision-text": "Thanks", "decision-kind": "noted", "decide": ""}
    officer.post(at(meeting, "meeting-end"), typed)
    assert MeetingDecision.objects.get().kind == "noted"


def test_an_officer_makes_no_action(officer, at, meeting, off_track, shelter):
    typed = DECISION | {"decision-owner": shelter.pk, "decision-kind": "action"}
    response = officer.post(at(meeting, "meeting-action", off_track.pk), typed)
    assertContains(response, "Select what becomes of it")


def test_an_update_is_taken(officer, at, meeting, off_track):
    page = at(meeting, "meeting-action", off_track.pk)
    said = {"status": "on_track", "text": "Found.", "version": off_track.latest_update_id}
    assertRedirects(officer.post(page, said | {"save": ""}), page)
    taken = UpdateTaken.objects.get()
    assert (taken.update.text, taken.minutes.meeting) == ("Found.", meeting)


def test_of_two_who_write_an_update_the_second_sees_both(officer, at, meeting, off_track):
    seen = off_track.latest_update_id
    factories.make_update(off_track, "Theirs.", on=TODAY)
    said = {"status": "on_track", "text": "Mine.", "version": seen, "save": ""}
    response = officer.post(at(meeting, "meeting-action", off_track.pk), said)
    assertContains(response, "Theirs.")
    assertContains(response, "Mine.")
    assert not UpdateTaken.objects.exists()


def test_notes_of_two_are_both_shown(officer, at, meeting, cast):
    page = at(meeting, "meeting-start")
    version = officer.get(page).context["attendance"].initial["version"]
    Minutes.objects.filter(pk=factories.make_minutes(meeting).pk).update(notes="Theirs")
    response = officer.post(page, {"notes": "Mine", "version": version})
    assertContains(response, "Theirs")
    assertContains(response, "Mine")
    assert Minutes.objects.get().notes == "Theirs"


def test_a_point_is_closed_at_the_next_meeting(officer, at, before, meeting):
    point = factories.make_decision(before, "Ask")
    page = at(meeting, "meeting-point", point.pk)
    officer.post(page, {f"point-{point.pk}-outcome": "Asked.", "close": point.pk})
    point.refresh_from_db()
    assert (point.outcome, point.closed_in.meeting) == ("Asked.", meeting)
    assertContains(officer.get(page), "Asked.")


def test_a_reader_walks_through_and_writes_nothing(cast, sign_in, at, meeting, off_track):
    reader = sign_in(cast.reader)
    page = at(meeting, "meeting-action", off_track.pk)
    assert "Write a decision" not in reader.get(page).content.decode()
    assert reader.post(page, DECISION).status_code == 403
    assert not Minutes.objects.exists()


def test_another_plan_s_action_is_not_of_the_meeting(officer, at, meeting, larkshire):
    other = factories.make_priority(factories.make_plan(larkshire, 2025))
    page = at(meeting, "meeting-action", factories.make_action(other).pk)
    assert officer.get(page).status_code == 404


def test_a_meeting_has_a_day_near_its_plan(officer, body):
    plan = body.plan
    page = reverse("meeting-add", args=[plan.partnership.slug, plan.address, body.pk])
    day = {"held_on_0": "1", "held_on_1": "6", "held_on_2": "2030"}
    assertContains(
        officer.post(page, day), "The day must be between 1 April 2025 and 31 March 2028"
    )
    officer.post(page, day | {"held_on_2": "2026"})
    assertContains(officer.post(page, day | {"held_on_2": "2026"}), "already has a meeting")
    assert Meeting.objects.get().held_on == date(2026, 6, 1)


def test_a_meeting_is_not_put_after_what_it_decided(officer, body):
    meeting = factories.make_meeting(body, TODAY - timedelta(days=30))
    factories.make_decision(meeting, due_on=TODAY - timedelta(days=10))
    plan = body.plan
    page = reverse("meeting", args=[plan.partnership.slug, plan.address, meeting.pk])
    version = officer.get(page).context["form"].initial["version"]
    typed = {"held_on_0": "17", "held_on_1": "11", "held_on_2": "2026", "version": version}
    assertContains(officer.post(page, typed), "on or before 8 November 2026")


def test_two_thousand_actions_off_track_are_walked_through(officer, at, meeting, off_track):
    actions = type(off_track).objects
    rows = [
        type(off_track)(priority=off_track.priority, wording=f"Action {n}", status="off_track")
        for n in range(1999)
    ]
    actions.bulk_create(rows)
    response = officer.get(at(meeting, "meeting-action", off_track.pk))
    assertContains(response, "1 of 2000")


def test_a_point_is_closed_on_the_page_of_its_action(officer, at, before, meeting, off_track):
    point = factories.make_decision(before, "Ask", action=off_track)
    factories.make_decision(before, "Ask again", action=off_track)
    page = at(meeting, "meeting-action", off_track.pk)
    assertContains(officer.get(page), f'name="close" value="{point.pk}"')
    assertContains(officer.get(page), "Nothing new since 1 November")
    typed = {f"point-{point.pk}-outcome": "Asked.", "close": point.pk}
    assertRedirects(officer.post(page, typed), page)
    point.refresh_from_db()
    assert point.outcome == "Asked."


def test_minutes_say_where_nothing_was_recorded(officer, at, before, meeting, off_track, shelter):
    for one in (before, meeting):
        factories.make_minutes(one)
    heard, decided = (
        officer.get(at(one, "meeting-minutes")).content.decode() for one in (before, meeting)
    )
    assert heard.count("Nothing was recorded.") == 1
    assert decided.count("Nothing was recorded.") == 1
    factories.make_decision(meeting, "Ask the council", shelter, action=off_track)
    page = officer.get(at(meeting, "meeting-minutes")).content.decode()
    assert "Nothing was recorded." not in page


def test_minutes_without_anything_say_so(officer, at, meeting):
    factories.make_minutes(meeting)
    page = officer.get(at(meeting, "meeting-minutes")).content.decode()
    assert "What was said and decided</h2>" in page
    assert page.count("Nothing was recorded.") == 1
