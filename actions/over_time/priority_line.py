"""What a priority comes from, through the years, and what became of it."""

from collections.abc import Iterable

from partners.models import Membership
from plans.models import Priority


def priorities_in_line(priority: Priority, membership: Membership) -> list[Priority]:
    """The others in the line of a priority, the latest plan first: what it carries on or was merged
    into it, what carries it on, and so on; of its partnership's plans that the member knows of.

    Two queries, whatever its length.
    """
    plans = membership.partnership.plans.seen_by([membership])
    earlier: dict[int, set[int]] = {}
    later: dict[int, set[int]] = {}
    known = set()
    rows = Priority.objects.filter(plan__in=plans).order_by()
    for pk, before, after in rows.values_list("pk", "carries_on", "merged_into"):
        known.add(pk)
        for one, other in ((before, pk), (pk, after)):
            if one and other:
                earlier.setdefault(other, set()).add(one)
                later.setdefault(one, set()).add(other)
    found = (_reached(priority.pk, earlier) | _reached(priority.pk, later)) & known
    in_line = Priority.objects.filter(pk__in=found - {priority.pk})
    return list(
        in_line.select_related("plan__partnership").order_by("-plan__starts_on", "position", "pk")
    )


def _reached(start: int, links: dict[int, set[int]]) -> set[int]:
    """All to which links lead from there."""
    reached: set[int] = set()
    waiting: Iterable[int] = {start}
    while waiting:
        reached.update(waiting)
        waiting = {one for pk in waiting for one in links.get(pk, ())} - reached
    return reached
