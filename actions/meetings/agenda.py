"""The agenda of a meeting, which makes itself: what stands on it, and in which order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format

from actions.extensions import Extension, named_moves
from actions.meetings.models import AgendaItem, Meeting, MeetingDecision, Minutes, same_group
from actions.models import (
    FINISHED,
    NEEDS_REASON,
    OVERDUE_AFTER,
    Action,
    ActionQuerySet,
    Status,
)
from plans.marks import as_text, opening
from plans.models import Plan

Section = AgendaItem.Section
# So many silent actions are named; of more it is said how many there are.
MOST_NAMED = 50


def minutes_of(meeting: Meeting) -> Minutes | None:
    """What was written at it, or None if nothing was yet."""
    return getattr(meeting, "minutes", None)


def items_of(meeting: Meeting, *, on: date) -> list[AgendaItem]:
    """What stands on the agenda, with the action or point of each.

    As it was when the meeting began; before that as of the day `on`, and then nothing is saved.
    """
    if minutes := minutes_of(meeting):
        items = minutes.items.order_by("position").select_related("action", *POINT)
        return list(items)
    return found_on(meeting, on)


POINT = ("point__owner", "point__minutes__meeting", "point__became")


def found_on(meeting: Meeting, on: date) -> list[AgendaItem]:
    """What would stand on the agenda of a meeting that begins on that day."""
    items = [item for find in FINDERS for item in find(meeting, on)]
    for position, item in enumerate(items):
        item.position = position
    return items


def _in_trouble(meeting: Meeting, on: date) -> list[AgendaItem]:
    """The actions at risk or off track, the gravest first."""
    actions = _told(meeting.body.plan).filter(status__in=NEEDS_REASON)
    graver = sorted(actions, key=lambda action: Status(action.status).traits.gravity)
    return [_of_action(Section.TROUBLE, action) for action in graver]


def _moved(meeting: Meeting, on: date) -> list[AgendaItem]:
    """The actions whose timescale was moved since the group last met, each with its last move.

    A move stands on one agenda: on the day of a meeting on that one's, or on the next one's if it
    was moved when the meeting had begun.
    """
    plan = meeting.body.plan
    until = min(on, meeting.held_on)
    moves = Extension.objects.filter(
        action__priority__plan=plan, is_correction=False, made_on__lte=until
    )
    earlier = Meeting.objects.filter(body__in=same_group(meeting.body))
    before = earlier.filter(held_on__lt=meeting.held_on).select_related("minutes")
    last = before.order_by("held_on").last()
    told = _told_at(last) if last else None
    if last:
        moves = moves.filter(made_on__gte=last.held_on)
    found = {one.action_id: one for one in moves}
    items = []
    for action in _told(plan).filter(pk__in=found).prefetch_related("extensions"):
        move = found[action.pk]
        item = _of_action(Section.MOVED, action)
        named = next(name for name, one in named_moves(action.extensions.all()) if one == move)
        day = date_format(move.made_on, "j F Y")
        item.said = f"{named} {move.in_words}, agreed by {move.agreed_by} on {day}"
        item.reason = move.reason
        is_of_that_day = last is not None and move.made_on == last.held_on
        if not is_of_that_day or (told is not None and (action.pk, item.said) not in told):
            items.append(item)
    return items


def _told_at(meeting: Meeting) -> set[tuple[int | None, str]] | None:
    """The moves that its agenda had when it began, in words; None if it did not begin: all of its
    day are on its agenda then.
    """
    minutes = minutes_of(meeting)
    if minutes is None:
        return None
    return set(minutes.items.filter(section=Section.MOVED).values_list("action", "said"))


def silent_in(plan: Plan, on: date) -> QuerySet[Action]:
    """The open actions that nobody has said anything of for a quarter, besides those in trouble."""
    silent = _told(plan).silent_since(on - OVERDUE_AFTER)
    return silent.exclude(status__in=[*FINISHED, *NEEDS_REASON])


def _silent(meeting: Meeting, on: date) -> list[AgendaItem]:
    """One item for all of them: who is asked is told, and nobody goes through each."""
    silent = list(silent_in(meeting.body.plan, on))
    if not silent:
        return []
    number = f"{len(silent)} action{'s' if len(silent) > 1 else ''}"
    since = date_format(on - OVERDUE_AFTER, "j F Y")
    named = [_called(action) for action in silent[:MOST_NAMED]]
    if len(silent) > MOST_NAMED:
        named.append(f"and {len(silent) - MOST_NAMED} more")
    title = f"{number} without an update since {since}"
    return [AgendaItem(section=Section.SILENT, title=title, said="\n".join(named))]


def open_points(meeting: Meeting) -> QuerySet[MeetingDecision]:
    """What the group's earlier meetings decided and is still to be done, the soonest first."""
    earlier = MeetingDecision.objects.of_group(meeting.body).filter(
        minutes__meeting__held_on__lt=meeting.held_on
    )
    rows = earlier.open().select_related("action", "became", "owner", "minutes__meeting")
    return rows.order_by("due_on", "pk")


def _still_open(meeting: Meeting, on: date) -> list[AgendaItem]:
    return [
        AgendaItem(
            section=Section.OPEN,
            point=point,
            action=point.became or point.action,
            title=point.text,
            owners=str(point.owner or ""),
            status=point.became.status if point.became else "",
            said=asked_of(point),
        )
        for point in open_points(meeting)
    ]


# In the order of the agenda. What else a meeting should hear of is one function more here, and a
# Section of AgendaItem.
FINDERS: tuple[Callable[[Meeting, date], list[AgendaItem]], ...] = (
    _in_trouble,
    _moved,
    _silent,
    _still_open,
)


def asked_of(point: MeetingDecision) -> str:
    """“Health Trust, by 1 November 2026; decided on 15 September 2026”."""
    by = f", by {date_format(point.due_on, 'j F Y')}" if point.due_on else ""
    decided = date_format(point.minutes.meeting.held_on, "j F Y")
    return f"{point.owner or 'Nobody'}{by}; decided on {decided}"


@dataclass(frozen=True)
class Stop:
    """A page of the walk through a meeting. place: where it is; called: what a button calls it."""

    place: str
    called: str
    title: str


def stops_of(meeting: Meeting, items: Iterable[AgendaItem]) -> list[Stop]:
    """The pages of the walk: each action once, with what was decided on it."""
    stops: dict[str, Stop] = {}
    seen: set[int] = set()
    for item in items:
        if item.section == Section.SILENT:
            stop = Stop(place(meeting, "silent"), "no update", item.title)
        elif item.point:
            if item.action_id in seen:
                continue
            text = item.point.text
            stop = Stop(place(meeting, "point", item.point.pk), _short(text), text)
        elif item.action:
            seen.add(item.action.pk)
            called = item.action.reference or _short(as_text(item.action.wording))
            stop = Stop(place(meeting, "action", item.action.pk), called, _called(item.action))
        else:
            # It was removed since.
            continue
        stops[stop.place] = stop
    return list(stops.values())


def place(meeting: Meeting, name: str, pk: int | None = None) -> str:
    """The address of a page of the walk: “action”, “point”, “silent”, “end”, “start”."""
    plan = meeting.body.plan
    below = [] if pk is None else [pk]
    return reverse(
        f"meeting-{name}", args=[plan.partnership.slug, plan.address, meeting.pk, *below]
    )


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:28].rsplit(' ', 1)[0]}…"


def _told(plan: Plan) -> ActionQuerySet:
    actions: ActionQuerySet = Action.objects.filter(priority__plan=plan).in_plan_order()
    return actions.select_related("latest_update").prefetch_related("owners__agency")


def _called(action: Action) -> str:
    return f"{action.reference} {opening(action.wording)}".strip()


def _of_action(section: str, action: Action) -> AgendaItem:
    update = action.latest_update
    return AgendaItem(
        section=section,
        action=action,
        title=_called(action),
        status=action.status,
        owners="; ".join(map(str, action.owners.all())),
        said=update.text if update else "",
        reason=update.reason if update else "",
    )
