"""The minutes of a meeting as plain values: of the rows as they are, or as they were confirmed."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from actions.meetings.agenda import POINT, minutes_of
from actions.meetings.models import AgendaItem, Meeting, MeetingDecision, Minutes
from plans.marks import opening


@dataclass(frozen=True)
class Decided:
    """owner, by: empty if nobody has to do anything. is_action: it went into the plan."""

    text: str
    owner: str = ""
    by: str = ""
    is_action: bool = False


@dataclass(frozen=True)
class Said:
    """An update that was taken. status: empty if there was nothing new."""

    status: str
    text: str
    reason: str


@dataclass(frozen=True)
class Closed:
    text: str
    outcome: str


@dataclass(frozen=True)
class Heard:
    """What the meeting heard of: status, said and reason as the agenda had them."""

    section: str
    title: str
    status: str = ""
    said: str = ""
    reason: str = ""
    updates: tuple[Said, ...] = ()
    decisions: tuple[Decided, ...] = ()
    closed: tuple[Closed, ...] = ()

    @property
    def is_recorded(self) -> bool:
        """Whether anything was written of it at the meeting."""
        return bool(self.updates or self.decisions or self.closed)


@dataclass(frozen=True)
class Words:
    """All that minutes say. day: “8 December 2026”; confirmed: the day, empty for a draft."""

    partnership: str
    body: str
    day: str
    place: str
    present: tuple[str, ...]
    notes: str
    heard: tuple[Heard, ...]
    decisions: tuple[Decided, ...]
    confirmed: str = ""

    @property
    def is_recorded(self) -> bool:
        """Whether they say anything but who was there."""
        return bool(self.notes or self.heard or self.decisions)

    @property
    def decided(self) -> list[Decided]:
        """All its decisions, in their order."""
        return [*(one for heard in self.heard for one in heard.decisions), *self.decisions]


# What was said of an action that does not stand on the agenda.
BESIDE = "Also heard"


def words_of(meeting: Meeting) -> Words:
    """What the minutes say: as they were confirmed, or as they are. Eight queries at most."""
    minutes = minutes_of(meeting)
    if minutes is None:
        raise ValueError("nothing was written at the meeting yet")
    if minutes.words:
        confirmed = date_format(timezone.localdate(minutes.confirmed_at), "j F Y")
        return replace(from_text(minutes.words), confirmed=confirmed)
    return _as_they_are(meeting, minutes)


def as_text(words: Words) -> str:
    """As they are kept: JSON."""
    return json.dumps(asdict(words), ensure_ascii=False)


def from_text(text: str) -> Words:
    read = json.loads(text)
    heard = tuple(
        Heard(
            **one
            | {
                "updates": tuple(Said(**said) for said in one["updates"]),
                "decisions": _decided_of(one["decisions"]),
                "closed": tuple(Closed(**closed) for closed in one["closed"]),
            }
        )
        for one in read["heard"]
    )
    return Words(
        **read
        | {
            "present": tuple(read["present"]),
            "heard": heard,
            "decisions": _decided_of(read["decisions"]),
        }
    )


def _decided_of(read: Iterable[dict[str, Any]]) -> tuple[Decided, ...]:
    return tuple(Decided(**one) for one in read)


def _as_they_are(meeting: Meeting, minutes: Minutes) -> Words:
    decisions = _by_action(
        (one.action, _decided(one))
        for one in minutes.decisions.select_related("owner", "action").order_by("pk")
    )
    taken = minutes.updates_taken.filter(update__struck_at=None)
    updates = _by_action(
        (one.update.action, _said(one))
        for one in taken.select_related("update__action").order_by("pk")
    )
    closed = {
        one.pk: (one, Closed(one.text, one.outcome))
        for one in minutes.closed.select_related("action").order_by("pk")
    }
    heard = []
    for item in minutes.items.select_related("action", *POINT).order_by("position"):
        heard.append(_heard(item, updates, decisions, closed))
    heard += _beside(updates, decisions)
    left = tuple(told for _, told in closed.values())
    if left:
        heard.append(Heard(section=BESIDE, title="Closed", closed=left))
    partnership = meeting.body.plan.partnership
    return Words(
        partnership=partnership.name,
        body=meeting.body.name,
        day=date_format(meeting.held_on, "j F Y"),
        place=meeting.venue,
        present=tuple(
            one.agency.name for one in minutes.attendance.select_related("agency").order_by("pk")
        ),
        notes=minutes.notes,
        heard=tuple(heard),
        decisions=tuple(told for _, told in decisions.pop(None, [])),
    )


# What is told of each action, by its id, with the action; under None what is of none.
ByAction = dict[int | None, list[tuple[Any, Any]]]
ClosedPoints = dict[int, tuple[MeetingDecision, Closed]]


def _by_action(pairs: Iterable[tuple[Any, Any]]) -> ByAction:
    found: ByAction = defaultdict(list)
    for action, told in pairs:
        found[action.pk if action else None].append((action, told))
    return found


def _heard(item: AgendaItem, updates: ByAction, decisions: ByAction, closed: ClosedPoints) -> Heard:
    """An item with what was said and decided on it, which is taken out of the rest."""
    key = item.action_id
    is_own = key is not None
    points = [closed.pop(item.point_id)] if item.point_id in closed else []
    return Heard(
        section=item.get_section_display(),
        title=item.title,
        status=item.status,
        said=item.said,
        reason=item.reason,
        updates=tuple(told for _, told in updates.pop(key, [])) if is_own else (),
        decisions=tuple(told for _, told in decisions.pop(key, [])) if is_own else (),
        closed=tuple(told for _, told in points),
    )


def _beside(updates: ByAction, decisions: ByAction) -> list[Heard]:
    """What was said of actions that stood on no agenda."""
    actions = {
        key: action
        for told in (updates, decisions)
        for key, pairs in told.items()
        for action, _ in pairs
        if key is not None
    }
    return [
        Heard(
            section=BESIDE,
            title=f"{action.reference} {opening(action.wording)}".strip(),
            updates=tuple(told for _, told in updates.get(key, [])),
            decisions=tuple(told for _, told in decisions.get(key, [])),
        )
        for key, action in actions.items()
    ]


def _decided(one: MeetingDecision) -> Decided:
    return Decided(
        text=one.text,
        owner=str(one.owner or ""),
        by=date_format(one.due_on, "j F Y") if one.due_on else "",
        is_action=one.kind == MeetingDecision.Kind.ACTION,
    )


def _said(one: Any) -> Said:
    update = one.update
    status = "" if update.is_nothing_new else update.status
    return Said(status=status, text=update.text, reason=update.reason)
