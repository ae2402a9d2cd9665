"""How actions stood on any past day, told from what was said of them: nothing of it is kept.

It is told as it is known now: what was struck out counts for nothing, and what was written later
counts from the day of which it was said (docs/decisions/over-time.md).
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.utils import timezone

from actions.models import Action, Status, StatusUpdate
from actions.summary import Standing
from plans.models import Plan


class Step(NamedTuple):
    """A status, and the day since which an action had it."""

    since: date
    status: Status


@dataclass(frozen=True)
class Course:
    """How an action went: its Steps, the earliest first, no two in a row of the same status.

    priority, plan: the ids of its own. The first Step is when it came into its plan; without any it
    is in none that was agreed.
    """

    priority: int
    plan: int
    steps: tuple[Step, ...] = ()

    def step_on(self, day: date) -> Step | None:
        """The Step on which it was on a day, None before it was in its plan."""
        number = bisect_right(self.steps, day, key=lambda step: step.since)
        return self.steps[number - 1] if number else None

    def on(self, day: date) -> Status | None:
        """Its status at the end of a day, None before it was in its plan."""
        step = self.step_on(day)
        return step.status if step else None


def courses_of(actions: QuerySet[Action]) -> dict[int, Course]:
    """The Courses of actions, of any plans, by their ids. Four queries, whatever their number.

    An action is in its plan from the day on which the plan was agreed, or on which something was
    first said of any of its actions, if that is earlier: whoever begins with this software in the
    midst of a year may enter what was said before. One that was added later is there from the day
    on which it was added, or first spoken of. What was entered after the plan was over was there
    all the time. One that was removed is not told of: nothing is left of what was said of it.
    """
    said: dict[int, list[tuple[date, str]]] = {}
    updates = StatusUpdate.objects.news().filter(action__in=actions.order_by().values("pk"))
    for pk, day, status in updates.order_by("made_on", "pk").values_list(
        "action", "made_on", "status"
    ):
        said.setdefault(pk, []).append((day, status))
    put_in = Action.history.filter(id=OuterRef("pk")).order_by("history_date", "history_id")
    rows = actions.order_by().values_list(
        "pk", "priority", "priority__plan", Subquery(put_in.values("history_date")[:1])
    )
    begins = _begins_of({plan for _, _, plan, _ in rows})
    courses = {}
    for pk, priority, plan, entered in rows:
        of_it = said.get(pk, [])
        first = begins[plan].of_action(entered, of_it)
        courses[pk] = Course(priority, plan, _steps(first, of_it))
    return courses


def standing_on(courses: Iterable[Course], day: date, of: object = None) -> Standing:
    """How actions stood together on a day; those not yet in their plan are not among them."""
    standing = Standing(of)
    for course in courses:
        if status := course.on(day):
            standing.counts[status] += 1
    return standing


def by_priority(courses: Collection[Course]) -> dict[int, list[Course]]:
    """The Courses of each priority that has any, by its id."""
    grouped: dict[int, list[Course]] = {}
    for course in courses:
        grouped.setdefault(course.priority, []).append(course)
    return grouped


@dataclass(frozen=True)
class _Beginning:
    """When a plan was agreed, as its history says, and the first day that counts."""

    ends_on: date
    agreed_on: date | None
    counts_from: date | None

    def of_action(self, entered: datetime | None, said: list[tuple[date, str]]) -> date | None:
        """The first day on which an action of the plan was in it.

        entered: the first record in its history. said: what was said of it, the earliest first.
        """
        entered_on = _day(entered)
        if not (self.counts_from and self.agreed_on and entered_on):
            return self.counts_from
        if not self.agreed_on < entered_on <= self.ends_on:
            return self.counts_from
        return max(self.counts_from, min([entered_on, *(day for day, _ in said[:1])]))


def _begins_of(plans: Collection[int]) -> dict[int, _Beginning]:
    """plans: their ids."""
    agreed = Plan.history.filter(id=OuterRef("pk")).exclude(stage=Plan.Stage.DRAFTING)
    said = StatusUpdate.objects.news().filter(action__priority__plan__in=plans).order_by()
    first_said = dict(said.values_list("action__priority__plan").annotate(first=Min("made_on")))
    rows = (
        Plan.objects.filter(pk__in=plans)
        .order_by()
        .values_list(
            "pk",
            "starts_on",
            "ends_on",
            "stage",
            Subquery(agreed.order_by("history_date").values("history_date")[:1]),
        )
    )
    begins = {}
    for pk, starts_on, ends_on, stage, agreed_at in rows:
        agreed_on = _day(agreed_at)
        if not agreed_on and stage != Plan.Stage.DRAFTING:
            agreed_on = starts_on
        days = [day for day in (agreed_on, first_said.get(pk)) if day]
        is_late = bool(days) and days[0] > ends_on
        first = starts_on if is_late else max(min(days), starts_on) if days else None
        begins[pk] = _Beginning(ends_on, agreed_on, first)
    return begins


def _steps(first: date | None, said: list[tuple[date, str]]) -> tuple[Step, ...]:
    """first: the day on which the action came into its plan. said: the earliest first."""
    if not first:
        return ()
    steps = [Step(first, Status.NOT_STARTED)]
    for day, status in said:
        day = max(day, first)
        if steps[-1].since == day:
            steps.pop()
        if not steps or steps[-1].status != status:
            steps.append(Step(day, Status(status)))
    return tuple(steps)


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None
