"""What is written at a meeting is kept whole, and minutes that are confirmed do not change."""

from datetime import date, timedelta

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from actions.meetings.changes import (
    NotPossible,
    attend,
    change_decision,
    close,
    confirm,
    decide,
    finish,
    remove_decision,
    version_of_notes,
)
from actions.meetings.models import Meeting, MeetingDecision, Minutes
from actions.meetings.words import as_text, words_of
from actions.models import Action
from csp.versions import ChangedByAnother, version_of
from tests import factories
from tests.conftest import TODAY

Kind = MeetingDecision.Kind


def fresh(meeting):
    return Meeting.objects.select_related("body__plan__partnership").get(pk=meeting.pk)


def attended(meeting, by, *, agencies=(), shown=(), notes="", seen=""):
    return attend(
        meeting,
        agencies={one.pk for one in agencies},
        shown={one.pk for one in shown},
        notes=notes,
        seen=version_of_notes(seen),
        by=by,
        at=timezone.now(),
    )


def confirmed(meeting, by):
    finish(meeting, by=by, at=timezone.now())
    seen = version_of_notes(as_text(words_of(fresh(meeting))))
    return confirm(meeting, seen=seen, by=by, at=timezone.now())


def test_two_who_tick_agencies_at_once_keep_both(meeting, cast, shelter, larkshire):
    police, fire = factories.make_agency(larkshire), factories.make_agency(larkshire)
    attended(meeting, cast.officer, agencies=[shelter, police])
    attended(meeting, cast.manager, agencies=[shelter, fire])
    attended(meeting, cast.manager, agencies=[fire], shown=[shelter, fire])
    there = {one.agency for one in Minutes.objects.get().attendance.all()}
    assert there == {police, fire}


def test_two_who_write_notes_at_once_see_both(meeting, cast):
    attended(meeting, cast.officer, notes="Apologies: probation")
    with pytest.raises(ChangedByAnother) as raised:
        attended(meeting, cast.manager, notes="Apologies: fire")
    assert raised.value.now.notes == "Apologies: probation"
    attended(meeting, cast.manager)
    assert Minutes.objects.get().notes == "Apologies: probation"


def test_a_decision_sent_twice_counts_once(meeting, cast, shelter):
    said = {"text": "Ask", "kind": Kind.POINT, "owner": shelter, "due_on": date(2026, 12, 1)}
    for _ in range(2):
        decide(meeting, **said, by=cast.officer, at=timezone.now())
    decide(meeting, **said, by=cast.manager, at=timezone.now())
    assert MeetingDecision.objects.count() == 2


def test_a_decision_becomes_an_action_of_the_plan(meeting, cast, shelter, off_track):
    made = factories.make_decision(
        meeting, "Buy cameras", shelter, kind=Kind.ACTION, priority=off_track.priority
    )
    action = Action.objects.get(wording="Buy cameras")
    assert made.became == action
    assert (action.priority, action.due_on) == (off_track.priority, date(2026, 12, 31))
    assert action.owners.get().agency == shelter
    assert action.position > off_track.position


def test_nothing_is_written_before_the_meeting_s_day(body, cast):
    meeting = factories.make_meeting(body, TODAY + timedelta(days=1))
    with pytest.raises(NotPossible, match="19 November 2026"):
        attended(meeting, cast.officer)
    assert not Minutes.objects.exists()


def test_a_meeting_that_was_held_counts_as_the_last(before, meeting, cast, larkshire):
    finish(meeting, by=cast.officer, at=timezone.now())
    finish(before, by=cast.officer, at=timezone.now())
    larkshire.refresh_from_db()
    assert larkshire.last_met_on == TODAY


def test_a_restricted_group_s_meeting_is_not_told_of(larkshire, cast):
    body = factories.make_meeting_body(factories.make_restricted_plan(larkshire))
    finish(factories.make_meeting(body, TODAY), by=cast.officer, at=timezone.now())
    larkshire.refresh_from_db()
    assert larkshire.last_met_on is None


def test_confirmed_minutes_say_the_same_whatever_becomes_of_it(meeting, cast, off_track, shelter):
    decision = factories.make_decision(meeting, "Ask the council", shelter, action=off_track)
    factories.make_update_taken(meeting, off_track)
    confirmed(meeting, cast.officer)
    words = words_of(fresh(meeting))
    close(decision, outcome="Asked.", by=cast.officer, at=timezone.now())
    off_track.all_updates.update(text="Other words")
    type(shelter).objects.update(name="Renamed")
    Action.objects.update(wording="Changed", status="complete")
    assert words_of(fresh(meeting)) == words
    (heard,) = words.heard
    assert (heard.title, heard.status) == ("Open a refuge", "off_track")
    assert [one.text for one in heard.decisions] == ["Ask the council"]
    assert [one.text for one in heard.updates] == ["Said at the meeting."]


def test_nothing_is_added_to_confirmed_minutes(meeting, cast):
    decision = factories.make_decision(meeting)
    confirmed(meeting, cast.officer)
    of_all = {"by": cast.officer, "at": timezone.now()}
    with pytest.raises(NotPossible, match="confirmed"):
        attended(meeting, cast.officer, notes="Late")
    with pytest.raises(NotPossible, match="confirmed"):
        factories.make_decision(meeting)
    said = {"text": "Other", "owner": decision.owner, "due_on": decision.due_on}
    with pytest.raises(NotPossible, match="confirmed"):
        change_decision(decision, **said, seen=version_of(decision), **of_all)
    with pytest.raises(NotPossible, match="confirmed"):
        remove_decision(decision, seen=version_of(decision), **of_all)


def test_nobody_confirms_what_they_have_not_read(meeting, cast):
    finish(meeting, by=cast.officer, at=timezone.now())
    seen = version_of_notes(as_text(words_of(fresh(meeting))))
    factories.make_decision(meeting)
    with pytest.raises(ChangedByAnother):
        confirm(meeting, seen=seen, by=cast.manager, at=timezone.now())


def test_a_decision_that_another_has_changed_is_given_back(meeting, cast):
    decision = factories.make_decision(meeting, "Ask")
    seen = version_of(decision)
    said = {"owner": decision.owner, "due_on": decision.due_on, "at": timezone.now()}
    change_decision(decision, text="Ask the council", seen=seen, by=cast.officer, **said)
    with pytest.raises(ChangedByAnother) as raised:
        change_decision(decision, text="Ask the police", seen=seen, by=cast.manager, **said)
    assert raised.value.now.text == "Ask the council"


def test_who_closes_a_point_first_is_kept(before, cast):
    point = factories.make_decision(before)
    close(point, outcome="Asked.", by=cast.officer, at=timezone.now())
    with pytest.raises(ChangedByAnother) as raised:
        close(point, outcome="Not asked.", by=cast.manager, at=timezone.now())
    assert raised.value.now.outcome == "Asked."


def test_a_meeting_at_which_something_was_written_is_not_removed(meeting):
    factories.make_minutes(meeting)
    with pytest.raises(ProtectedError):
        meeting.delete()
