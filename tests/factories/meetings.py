"""Meetings and what is decided at them."""

from datetime import date, timedelta

from django.utils import timezone

from actions.meetings.changes import confirm, decide, version_of_notes, written_at
from actions.meetings.changes import finish as finish_meeting
from actions.meetings.models import Attendance, Meeting, MeetingDecision, UpdateTaken
from actions.meetings.words import as_text, words_of
from tests.factories.actions import make_update
from tests.factories.partners import fresh, make_agency, make_user, numbers


def make_meeting(body, held_on=None, **fields):
    """A meeting of the group, on a day of its own in spring if none is given."""
    day = held_on or date(2026, 5, 1) + timedelta(days=next(numbers) % 150)
    return Meeting.objects.create(body=body, held_on=day, **fields)


def make_minutes(meeting, by=None, *, is_finished=True, present=()):
    """What is written at it: who was there, and the agenda as it is now."""
    minutes = written_at(meeting, by=by or make_user(), at=timezone.now())
    for agency in present:
        Attendance.objects.create(minutes=minutes, agency=agency)
    if is_finished:
        minutes.finished_at = timezone.now()
        minutes.save()
    return minutes


def make_decision(meeting, text="", owner=None, **fields):
    """An open point of the meeting, unless another kind is given."""
    agency = owner or make_agency(meeting.body.plan.partnership)
    fields = {
        "kind": MeetingDecision.Kind.POINT,
        "due_on": date(2026, 12, 31),
        "by": fields.pop("by", None) or make_user(),
    } | fields
    text = text or f"Decision {next(numbers)}"
    return decide(meeting, text=text, owner=agency, at=timezone.now(), **fields)


def confirm_minutes(meeting, by):
    """The meeting is over, and what was said at it stands as it is."""
    finish_meeting(meeting, by=by, at=timezone.now())
    words = as_text(words_of(fresh(meeting)))
    return confirm(fresh(meeting), seen=version_of_notes(words), by=by, at=timezone.now())


def make_update_taken(meeting, action, text="Said at the meeting."):
    minutes = written_at(meeting, by=make_user(), at=timezone.now())
    return UpdateTaken.objects.create(minutes=minutes, update=make_update(action, text))
