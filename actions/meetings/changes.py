"""The writes of a meeting: whole or not at all, one after another, and never on what is confirmed.

Whatever is written at a meeting holds its row, so that of two who walk through it at the same time
the second finds what the first has written.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from actions.meetings.agenda import found_on
from actions.meetings.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingDecision,
    Minutes,
    UpdateTaken,
)
from actions.meetings.words import as_text, words_of
from actions.models import Action, Owner, StatusUpdate
from csp.versions import ChangedByAnother, version_of
from partners.models import Agency, Partnership, User
from plans.changes import lock
from plans.models import Plan, Priority

Kind = MeetingDecision.Kind


class NotPossible(Exception):
    """It cannot be written, in words for the page."""


def version_of_notes(notes: str) -> str:
    """What a form knows of the notes that its writer has seen."""
    return sha256(notes.encode()).hexdigest()[:16]


@transaction.atomic
def written_at(meeting: Meeting, *, by: User, at: datetime) -> Minutes:
    """The minutes of a meeting, which begins with the first word: with its agenda as it is now.

    at: now. Nobody else writes at the meeting before this transaction ends. Raises NotPossible
    before the meeting's day, and once the minutes are confirmed.
    """
    meeting = _locked(meeting)
    day = timezone.localdate(at)
    if day < meeting.held_on:
        raise NotPossible(
            f"The meeting is on {date_format(meeting.held_on, 'j F Y')}: from that day on it can "
            "be written. If it is today, change its day"
        )
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None:
        items = found_on(meeting, day)
        minutes = Minutes.objects.create(meeting=meeting, begun_at=at, begun_by=by)
        for item in items:
            item.minutes = minutes
        AgendaItem.objects.bulk_create(items)
    if minutes.confirmed_at:
        raise NotPossible("The minutes are confirmed: nothing is added to them any more")
    return minutes


@transaction.atomic
def attend(
    meeting: Meeting,
    *,
    agencies: Collection[int],
    shown: Collection[int],
    notes: str,
    seen: str,
    by: User,
    at: datetime,
) -> Minutes:
    """Write who was there, and the notes. Of who was there nobody undoes what another has ticked.

    agencies: the ids of those that are ticked; shown: of those that were when the page was shown.
    seen: the version_of_notes that the writer had. Raises NotPossible, and ChangedByAnother if
    both have written notes (`now` is the Minutes).
    """
    minutes = written_at(meeting, by=by, at=at)
    for agency in {*agencies} - {*shown}:
        Attendance.objects.get_or_create(minutes=minutes, agency_id=agency)
    minutes.attendance.filter(agency__in={*shown} - {*agencies}).delete()
    is_written = version_of_notes(notes) != seen
    if is_written and notes != minutes.notes:
        if version_of_notes(minutes.notes) != seen:
            raise ChangedByAnother(minutes)
        minutes.notes = notes
        minutes.save(update_fields=["notes"])
    return minutes


@transaction.atomic
def take_update(
    meeting: Meeting, save: Callable[[], StatusUpdate], *, by: User, at: datetime
) -> StatusUpdate:
    """Take an update at a meeting. save: writes it, and may raise ChangedByAnother.

    Raises NotPossible.
    """
    minutes = written_at(meeting, by=by, at=at)
    update = save()
    UpdateTaken.objects.get_or_create(update=update, defaults={"minutes": minutes})
    return update


@transaction.atomic
def decide(
    meeting: Meeting,
    *,
    text: str,
    kind: str,
    owner: Agency | None,
    due_on: date | None,
    action: Action | None = None,
    priority: Priority | None = None,
    by: User,
    at: datetime,
) -> MeetingDecision:
    """Write a decision down. action: what it is about. priority: of the action that it makes.

    The same sent twice by one person counts once. Raises NotPossible.
    """
    minutes = written_at(meeting, by=by, at=at)
    said = {
        "text": text,
        "kind": kind,
        "owner": owner if kind != Kind.NOTED else None,
        "due_on": due_on if kind != Kind.NOTED else None,
        "action": action,
        "made_by": by,
    }
    if again := minutes.decisions.filter(**said).first():
        return again
    made = MeetingDecision(minutes=minutes, **said)
    if kind == Kind.ACTION:
        made.became = _new_action(made, meeting.body.plan, priority)
    made.save()
    return made


@transaction.atomic
def change_decision(
    decision: MeetingDecision,
    *,
    text: str,
    owner: Agency | None,
    due_on: date | None,
    seen: str,
    by: User,
    at: datetime,
) -> MeetingDecision:
    """Put a decision right before its minutes are confirmed. The action that it became stays as it
    is, and has a page of its own.

    seen: its version_of. Raises NotPossible, and ChangedByAnother (`now` is the decision).
    """
    decision = _held(decision, by, at)
    now = {"text": text, "owner": owner, "due_on": due_on}
    if all(getattr(decision, name) == value for name, value in now.items()):
        return decision
    if version_of(decision) != seen:
        raise ChangedByAnother(decision)
    for name, value in now.items():
        setattr(decision, name, value)
    decision.save()
    return decision


@transaction.atomic
def remove_decision(decision: MeetingDecision, *, seen: str, by: User, at: datetime) -> None:
    """Take a decision out of minutes that are not confirmed. Its history keeps it, and the action
    that it became stays in the plan.

    Raises NotPossible and ChangedByAnother as change_decision does.
    """
    decision = _held(decision, by, at)
    if version_of(decision) != seen:
        raise ChangedByAnother(decision)
    decision.delete()


@transaction.atomic
def close(
    decision: MeetingDecision, *, outcome: str, by: User, at: datetime, heard: Meeting | None = None
) -> MeetingDecision:
    """Close an open point: what came of it. at: now. heard: the meeting that heard it, if one did.

    The first word stays: raises ChangedByAnother if somebody has said otherwise, or if it is not
    there any more (`now` is the decision, or None). Raises NotPossible as written_at does.
    """
    rows = MeetingDecision.objects.select_for_update(of=["self"])
    held = rows.select_related("became").filter(pk=decision.pk).first()
    if held is None:
        raise ChangedByAnother
    if held.closed_on:
        if held.outcome == outcome:
            return held
        raise ChangedByAnother(held)
    held.outcome, held.closed_on, held.closed_by = outcome, timezone.localdate(at), by
    if heard:
        held.closed_in = written_at(heard, by=by, at=at)
    held.save()
    return held


@transaction.atomic
def finish(meeting: Meeting, *, by: User, at: datetime) -> Minutes:
    """The meeting is over: its minutes are a draft, and the partnership's overview counts what has
    changed from its day on. Raises NotPossible.
    """
    minutes = written_at(meeting, by=by, at=at)
    if not minutes.finished_at:
        minutes.finished_at = at
        minutes.save(update_fields=["finished_at"])
    plan = meeting.body.plan
    if not plan.is_restricted:
        partnerships = Partnership.objects.select_for_update(no_key=True)
        partnership = partnerships.get(pk=plan.partnership_id)
        if partnership.last_met_on is None or partnership.last_met_on < meeting.held_on:
            partnership.last_met_on = meeting.held_on
            partnership.save(update_fields=["last_met_on"])
    return minutes


@transaction.atomic
def confirm(meeting: Meeting, *, seen: str, by: User, at: datetime) -> Minutes:
    """Confirm minutes: from now on they say what they say, whatever becomes of what they tell of.

    seen: the version_of_notes of the words that were read. Once confirmed they stay so, by whom
    they were. Raises NotPossible, and ChangedByAnother if they say something else now.
    """
    meeting = _locked(meeting)
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes and minutes.confirmed_at:
        return minutes
    if minutes is None or not minutes.finished_at:
        raise NotPossible("The minutes are not finished yet")
    words = as_text(words_of(meeting))
    if version_of_notes(words) != seen:
        raise ChangedByAnother
    minutes.words, minutes.confirmed_at, minutes.confirmed_by = words, at, by
    minutes.save(update_fields=["words", "confirmed_at", "confirmed_by"])
    return minutes


def _locked(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_for_update(of=["self"])
    return rows.select_related("body__plan__partnership").get(pk=meeting.pk)


def _held(decision: MeetingDecision, by: User, at: datetime) -> MeetingDecision:
    """The decision as it is now, of minutes that nobody else writes meanwhile."""
    written_at(decision.minutes.meeting, by=by, at=at)
    held = MeetingDecision.objects.select_related("owner").filter(pk=decision.pk).first()
    if held is None:
        raise ChangedByAnother
    return held


def _new_action(decision: MeetingDecision, plan: Plan, priority: Priority | None) -> Action:
    """The decision as an action of the plan, at the end of its priority. Raises NotPossible."""
    lock(plan)
    if Plan.objects.filter(pk=plan.pk, stage=Plan.Stage.CLOSED).exists():
        raise NotPossible("The plan is closed: no action can be added to it")
    if priority is None or decision.owner is None or decision.due_on is None:
        raise NotPossible("Select the priority of the new action")
    last = priority.actions.order_by("-position").values_list("position", flat=True).first()
    action = Action(
        priority=priority,
        wording=decision.text,
        timescale=f"By {date_format(decision.due_on, 'j F Y')}",
        position=0 if last is None else last + 1,
    )
    action.full_clean()
    action.save()
    Owner.objects.create(action=action, agency=decision.owner, is_lead=True)
    return action
