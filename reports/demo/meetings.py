"""The meetings of the demo: what fixtures/demo says of them, counted from the day of loading."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from actions.meetings.changes import confirm, finish, version_of_notes
from actions.meetings.models import AgendaItem, Attendance, Meeting, MeetingDecision, Minutes
from actions.meetings.words import as_text, words_of
from actions.models import NEEDS_REASON, Action, StatusUpdate
from partners.models import Agency, User
from plans.models import Plan
from reports.demo.rounds import Entry


def load_meetings(
    plan: Plan,
    entries: Iterable[Entry],
    *,
    actions: Mapping[str, Action],
    agencies: Mapping[str, Agency],
    users: Mapping[str, User],
    on: date,
) -> None:
    """Write the meetings of a plan's file; its arguments are those of load_rounds.

    One that would have been before the plan's year began is left out.
    """
    bodies = {body.name: body for body in plan.meeting_bodies.all()}
    for entry in entries:
        held_on = on - timedelta(days=entry["days_ago"])
        if held_on < plan.starts_on:
            continue
        body, venue = bodies[entry["body"]], entry.get("venue") or ""
        meeting = Meeting.objects.create(body=body, held_on=held_on, venue=venue)
        if held_on < on:
            by, at = users[entry["by"]], _noon(held_on)
            minutes = Minutes.objects.create(
                meeting=meeting, begun_at=at, begun_by=by, notes=entry.get("notes") or ""
            )
            AgendaItem.objects.bulk_create(_items(minutes, held_on))
            for name in entry["present"]:
                Attendance.objects.create(minutes=minutes, agency=agencies[name])
            for said in entry["decisions"]:
                _decide(minutes, said, actions, agencies, by, on)
            finish(meeting, by=by, at=at)
            if "confirmed" in entry:
                seen = version_of_notes(as_text(words_of(_fresh(meeting))))
                day = on - timedelta(days=entry["confirmed"])
                confirm(meeting, seen=seen, by=by, at=_noon(day))


def _items(minutes: Minutes, day: date) -> Iterator[AgendaItem]:
    """What was at risk or off track on that day."""
    plan = minutes.meeting.body.plan
    position = 0
    for action in Action.objects.filter(priority__plan=plan).in_plan_order():
        said = StatusUpdate.objects.filter(action=action, made_on__lte=day).news().first()
        if said and said.status in NEEDS_REASON:
            yield AgendaItem(
                minutes=minutes,
                position=position,
                section=AgendaItem.Section.TROUBLE,
                action=action,
                title=f"{action.reference} {action}".strip(),
                status=said.status,
                owners="; ".join(map(str, action.owners.select_related("agency"))),
                said=said.text,
                reason=said.reason,
            )
            position += 1


def _decide(
    minutes: Minutes,
    said: Entry,
    actions: Mapping[str, Action],
    agencies: Mapping[str, Agency],
    by: User,
    on: date,
) -> None:
    point = said.get("kind", "point") != "noted"
    decision = MeetingDecision(
        minutes=minutes,
        kind=said.get("kind", "point"),
        text=said["text"],
        action=actions[said["action"]] if "action" in said else None,
        owner=agencies[said["owner"]] if point else None,
        due_on=on + timedelta(days=said["due_in"]) if point else None,
        made_by=by,
    )
    if "outcome" in said:
        decision.outcome, decision.closed_by = said["outcome"], by
        decision.closed_on = on - timedelta(days=said["closed"])
    decision.full_clean()
    decision.save()


def _fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("body__plan__partnership", "minutes").get(pk=meeting.pk)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
