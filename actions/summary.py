"""How a plan stands: its actions counted by status. Plain values, for pages and reports."""

from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from actions.models import NEEDS_REASON, Action, Owner, Status
from csp.by_name import by_name
from partners.models import Partnership
from plans.models import Plan


@dataclass
class Standing:
    """How many actions of something (a priority, an agency, a whole plan) have each status."""

    of: object
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Status.values, 0))

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def well(self) -> int:
        """How many are on track or complete."""
        return self.counts[Status.ON_TRACK] + self.counts[Status.COMPLETE]

    @property
    def in_trouble(self) -> int:
        """How many are at risk or off track."""
        return sum(self.counts[status] for status in NEEDS_REASON)


def standing_of(actions: QuerySet[Action], of: object = None) -> Standing:
    """How the actions stand together. One query."""
    standing = Standing(of)
    standing.counts.update(actions.order_by().values_list("status").annotate(Count("pk")))
    return standing


def standing_by_priority(plan: Plan, actions: QuerySet[Action]) -> list[Standing]:
    """One of each priority of the plan, in its order, the empty ones too. Two queries."""
    standings = {priority.pk: Standing(priority) for priority in plan.priorities.all()}
    counted = actions.order_by().values_list("priority", "status").annotate(Count("pk"))
    for priority, status, count in counted:
        standings[priority].counts[status] = count
    return list(standings.values())


def standing_by_agency(partnership: Partnership, actions: QuerySet[Action]) -> list[Standing]:
    """One of each agency that owns any of the actions, by name. Two queries.

    An action with several owners counts for each, so the sums exceed the number of actions.
    """
    standings = {agency.pk: Standing(agency) for agency in partnership.agencies.all()}
    counted = (
        Owner.objects.filter(action__in=actions)
        .order_by()
        .values_list("agency", "action__status")
        .annotate(Count("action", distinct=True))
    )
    for agency, status, count in counted:
        standings[agency].counts[status] = count
    owning = [standing for standing in standings.values() if standing.total]
    return by_name(owning, lambda standing: standing.of)
