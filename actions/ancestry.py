"""What an action comes from, through all the years, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from actions.decisions import ActionDecision
from actions.models import Action
from partners.models import Founder, Founding, Membership
from plans.models import Plan


@dataclass(frozen=True)
class Generation:
    """The actions of one year in a line. label: of the year, as it is read."""

    label: str
    actions: list[Action]


@dataclass(frozen=True)
class Line:
    """later, earlier: Generations before and after the action's own, the latest year first."""

    later: list[Generation]
    earlier: list[Generation]

    @property
    def actions(self) -> list[Action]:
        return [one for some in (*self.later, *self.earlier) for one in some.actions]


def line_of(action: Action, membership: Membership) -> Line:
    """The Line of an action: what it carries on or was merged into it, and what carries it on, as
    far as the member knows of the plans.

    Each action has its priority, plan, latest update and decisions_told. A query for each year that
    the line goes back or on, one more for each way, and one for the decisions.
    """
    line = line_in(action, Plan.objects.told_to([membership]))
    prefetch_related_objects(line.actions, decisions_told(membership))
    return line


def line_in(action: Action, told: QuerySet[Plan]) -> Line:
    """The Line of an action, as far as it goes through plans that may be told of."""
    return Line(
        later=_generations(action, told, _later)[::-1],
        earlier=_generations(action, told, _earlier),
    )


def _later(ids: list[int]) -> QuerySet[Any]:
    """The ids of what some actions led to, by theirs."""
    carried = Action.objects.filter(carries_on__in=ids).values("pk")
    merged = Action.objects.filter(pk__in=ids).exclude(merged_into=None).values("merged_into")
    elsewhere = ActionDecision.objects.filter(row__in=ids).exclude(merged_into=None)
    return _union(carried, merged, elsewhere.values("merged_into"))


def _earlier(ids: list[int]) -> QuerySet[Any]:
    """The ids of what led to some actions, by theirs."""
    carried = Action.objects.filter(pk__in=ids).exclude(carries_on=None).values("carries_on")
    merged = Action.objects.filter(merged_into__in=ids).values("pk")
    elsewhere = ActionDecision.objects.filter(merged_into__in=ids)
    return _union(carried, merged, elsewhere.values("row"))


def _union(first: QuerySet[Any], *others: QuerySet[Any]) -> QuerySet[Any]:
    """All together, since with an OR of them a database asks of every action there is."""
    return first.order_by().union(*(one.order_by() for one in others))


def _generations(
    action: Action, told: QuerySet[Plan], next_of: Callable[[list[int]], QuerySet[Any]]
) -> list[Generation]:
    """The Generations one way. told: the plans in which they may be. next_of: the ids of the next,
    by those of these.

    They lead to other partnerships where one was founded from others, and nowhere else.
    """
    partnerships = {action.plan.partnership_id}
    known = {action.pk}
    generations = []
    ids = [action.pk]
    while ids:
        found = (
            Action.objects.filter(
                _of_kin(partnerships),
                pk__in=next_of(ids),
                priority__plan__in=told,
            )
            # Rows that lead back to themselves must not keep us here for ever.
            .exclude(pk__in=known)
            .select_related("priority__plan__partnership", "latest_update")
            .order_by("pk")
        )
        actions = list(found)
        ids = [one.pk for one in actions]
        known.update(ids)
        partnerships = {one.plan.partnership_id for one in actions}
        if actions:
            generations.append(Generation(actions[0].plan.label, actions))
    return generations


def decisions_told(membership: Membership) -> Prefetch:
    """What plans of other partnerships make of an action, of which the member may know."""
    told = ActionDecision.objects.filter(plan__in=Plan.objects.told_to([membership]))
    told = told.exclude(fate="").select_related("plan__partnership", "merged_into")
    return Prefetch("decisions", told.order_by("plan__partnership__district", "pk"))


def _of_kin(partnerships: set[int]) -> Q:
    """Of one of the partnerships, of one that was founded from them, or one that they are from."""
    ids = [
        partnerships,
        Founder.objects.filter(founding__partnership__in=partnerships).values("partnership"),
        Founding.objects.filter(founders__partnership__in=partnerships).values("partnership"),
    ]
    kin = Q()
    for some in ids:
        kin |= Q(priority__plan__partnership__in=some)
    return kin
