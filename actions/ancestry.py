"""What an action comes from, through all the years, and what became of it."""

from dataclasses import dataclass

from django.db.models import Q

from actions.models import Action


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


def line_of(action):
    """The Line of an action: what it carries on or was merged into it, and what carries it on.

    Each action has its priority, plan and latest update. A query for each year that the line goes
    back or on, and one more for each way.
    """
    return Line(
        later=_generations(action, lambda ids: Q(carries_on__in=ids) | Q(merged_from__in=ids))[
            ::-1
        ],
        earlier=_generations(action, lambda ids: Q(carried_on_by__in=ids) | Q(merged_into__in=ids)),
    )


def _generations(action, next_to):
    """The Generations one way. next_to: (ids) -> the condition of those a year from these."""
    partnership = action.plan.partnership_id
    known = {action.pk}
    generations = []
    ids = [action.pk]
    while ids:
        found = (
            Action.objects.filter(next_to(ids), priority__plan__partnership=partnership)
            # Rows that lead back to themselves must not keep us here for ever.
            .exclude(pk__in=known)
            .select_related("priority__plan__partnership", "latest_update")
            .order_by("pk")
            .distinct()
        )
        actions = list(found)
        ids = [one.pk for one in actions]
        known.update(ids)
        if actions:
            generations.append(Generation(actions[0].plan.label, actions))
    return generations
