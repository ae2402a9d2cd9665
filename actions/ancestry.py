"""What an action comes from, through all the years, and what became of it."""

from dataclasses import dataclass

from django.db.models import Q

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


def line_of(action: Action, membership: Membership) -> Line:
    """The Line of an action: what it carries on or was merged into it, and what carries it on, as
    far as the member knows of the plans.

    Each action has its priority, plan and latest update. A query for each year that the line goes
    back or on, and one more for each way.
    """
    return Line(
        later=_generations(action, membership, "carries_on", "merged_into")[::-1],
        earlier=_generations(action, membership, "merged_into", "carries_on"),
    )


def _generations(
    action: Action, membership: Membership, to_these: str, from_these: str
) -> list[Generation]:
    """The Generations one way, by the fields that lead from the next to these and from these to it.

    They lead to other partnerships where one was founded from others, and nowhere else.
    Their union, since with an OR of both a database asks of every action there is.
    """
    partnerships = {action.plan.partnership_id}
    known = {action.pk}
    generations = []
    ids = [action.pk]
    while ids:
        next_ids = Action.objects.filter(**{f"{to_these}__in": ids}).order_by().values("pk")
        led_to = Action.objects.filter(pk__in=ids).exclude(**{from_these: None}).order_by()
        found = (
            Action.objects.filter(
                _of_kin(partnerships),
                pk__in=next_ids.union(led_to.values(from_these)),
                priority__plan__in=Plan.objects.told_to([membership]),
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
