"""What a meeting needs to know of a plan: how it stands, what changed, what goes wrong, why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Q, Subquery, TextChoices

from actions.extensions import moved_words, named_moves
from actions.models import FINISHED, NEEDS_REASON, Action, Status, StatusUpdate
from actions.summary import USUAL_TIME
from plans.models import Plan


@dataclass(frozen=True)
class Standing:
    """How many actions of a priority have each status; statuses that none has are left out."""

    title: str
    total: int
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Told:
    """An action and what is told of it. `before` is its status then, where that has changed."""

    priority: str
    wording: str
    owners: tuple[str, ...]
    timescale: str
    status: str
    before: str
    said_on: date | None
    text: str
    reason: str
    pk: int = 0


@dataclass(frozen=True)
class Moved:
    """A timescale of the agreed plan that was moved; once for each time. what: “Third extension”.

    moved, first_promised: of its action, see actions.models.
    """

    what: str
    wording: str
    owners: tuple[str, ...]
    on: date
    change: str
    reason: str
    agreed_by: str
    moved: str
    first_promised: str


class Question(TextChoices):
    """What a meeting may have to decide about an action, in the order in which it is asked."""

    OFF_TRACK = "off_track", "How does it get back on track, or is it given more time, or up?"
    PAST_ITS_DATE = "past_its_date", "Its date has passed: is it given a new one, or given up?"
    TAKE_OUT = "take_out", "Is it agreed that it is not pursued any more?"
    NAME_AN_OWNER = "name_an_owner", "Nobody owns it: who will?"


@dataclass(frozen=True)
class Decision:
    """What is asked of the meeting, and about which actions."""

    question: str
    actions: tuple[Told, ...]


@dataclass(frozen=True)
class Highlights:
    """The state of a plan on the day `on`, and what has happened since the day `since`.

    unchanged: those with an update and the status that they had. Of what is in trouble and without
    an update, `silent` says no more than how many there are.
    moved_before: how many actions were moved before that day, and not since.
    """

    on: date
    since: date
    overall: Standing
    standings: tuple[Standing, ...]
    changed: tuple[Told, ...]
    unchanged: tuple[Told, ...]
    in_trouble: tuple[Told, ...]
    silent: tuple[Told, ...]
    silent_in_trouble: int
    decisions: tuple[Decision, ...]
    moved: tuple[Moved, ...]
    moved_before: int


def highlights_of(plan: Plan, *, on: date, since: date | None = None) -> Highlights:
    """The Highlights of a Plan on a day. Five queries.

    since: the day from which changes count; six weeks before `on` if left out. A year that is
    over is told as of its last day.
    """
    on = min(on, plan.ends_on)
    since = since or on - USUAL_TIME
    actions = _actions(plan, since)
    silent = set(
        Action.objects.filter(priority__plan=plan)
        .silent_since(since)
        .exclude(status__in=FINISHED)
        .values_list("pk", flat=True)
    )
    told = {action.pk: _told(action) for action in actions}
    updated = [one for one in actions if one.latest_update and _is_news(one.latest_update, since)]
    said_again = [told[one.pk] for one in updated]
    changed = [one for one in said_again if one.before]
    in_trouble = [one for one in told.values() if one.status in NEEDS_REASON]
    unheard = [told[action.pk] for action in actions if action.pk in silent]
    moved, moved_before = _moved(actions, since, on)
    by_priority = groupby(actions, key=lambda action: action.priority)
    return Highlights(
        on=on,
        since=since,
        overall=_standing("All priorities", actions),
        standings=tuple(_standing(str(priority), list(group)) for priority, group in by_priority),
        changed=tuple(sorted(changed, key=_gravity)),
        unchanged=tuple(one for one in said_again if not one.before),
        in_trouble=tuple(sorted(in_trouble, key=_gravity)),
        silent=tuple(one for one in unheard if one not in in_trouble),
        silent_in_trouble=sum(one in in_trouble for one in unheard),
        decisions=tuple(_decisions(actions, told, since, on)),
        moved=moved,
        moved_before=moved_before,
    )


def _is_news(update: StatusUpdate, since: date) -> bool:
    """Whether the plan did not say so before that day: an answer may be accepted days after it was
    given, and a meeting between the two has not heard of it.
    """
    answer = getattr(update, "answer", None)
    return update.made_on >= since or bool(answer and answer.accepted_on >= since)


def _actions(plan: Plan, since: date) -> list[Any]:
    """The plan's actions in its order, each with its status on the eve of `since`."""
    earlier = StatusUpdate.objects.news().filter(
        Q(answer=None) | Q(answer__accepted_on__lt=since), action=OuterRef("pk"), made_on__lt=since
    )
    return list(
        Action.objects.filter(priority__plan=plan)
        .in_plan_order()
        .select_related("priority", "latest_update__answer")
        .prefetch_related("owners__agency", "extensions")
        .annotate(status_before=Subquery(earlier.order_by("-made_on", "-pk").values("status")[:1]))
    )


def _moved(actions: list[Any], since: date, on: date) -> tuple[tuple[Moved, ...], int]:
    """What was moved since that day, in the plan's order; how many actions only before it."""
    found, before = [], 0
    for action in actions:
        moves = [
            (what, one)
            for what, one in named_moves(action.extensions.all())
            if not one.is_correction and one.made_on <= on
        ]
        news = [(what, one) for what, one in moves if one.made_on >= since]
        before += bool(moves) and not news
        for what, one in news:
            found.append(
                Moved(
                    what=what,
                    wording=f"{action.reference} {action.wording}".strip(),
                    owners=tuple(map(str, action.owners.all())),
                    on=one.made_on,
                    change=one.in_words,
                    reason=one.reason,
                    agreed_by=one.agreed_by,
                    moved=moved_words(len(moves)),
                    first_promised=action.promised_before or moves[0][1].before,
                )
            )
    return tuple(found), before


def _told(action: Any) -> Told:
    update = action.latest_update
    before = action.status_before or Status.NOT_STARTED
    return Told(
        priority=str(action.priority),
        wording=f"{action.reference} {action.wording}".strip(),
        owners=tuple(
            f"{owner}, lead" if owner.is_lead else str(owner) for owner in action.owners.all()
        ),
        timescale=action.timescale,
        status=action.status,
        before=before if before != action.status else "",
        said_on=update.made_on if update else None,
        text=update.text if update else "",
        reason=update.reason if update else "",
        pk=action.pk,
    )


def _standing(title: str, actions: list[Action]) -> Standing:
    counts = Counter(action.status for action in actions)
    return Standing(
        title,
        len(actions),
        tuple((status, counts[status]) for status in Status.values if counts[status]),
    )


def _gravity(told: Told) -> int:
    return Status(told.status).traits.gravity


def _decisions(
    actions: list[Action], told: dict[int, Told], since: date, on: date
) -> Iterator[Decision]:
    """What the meeting has to decide, as far as the plan itself shows it, by question."""
    asked = [(_question(action, told[action.pk], since, on), action) for action in actions]
    for question in Question:
        of_that = [action for asked_for, action in asked if asked_for == question]
        if of_that:
            yield Decision(question.label, tuple(told[action.pk] for action in of_that))


def _question(action: Action, told: Told, since: date, on: date) -> Question | None:
    """The first thing that an action asks of the meeting: a Question, or None."""
    if action.status in FINISHED:
        said = action.latest_update
        is_new = told.before and said and _is_news(said, since)
        return Question.TAKE_OUT if is_new and action.status == Status.NOT_PURSUED else None
    if action.status == Status.OFF_TRACK:
        return Question.OFF_TRACK
    if action.due_on and action.due_on < on:
        return Question.PAST_ITS_DATE
    return None if told.owners else Question.NAME_AN_OWNER
