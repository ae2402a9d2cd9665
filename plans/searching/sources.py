"""What can be found: each app says of its own rows which, and what a result says of them.

Whoever has rows to be found declares a Source and registers it in ready(), with the KeptWords of
its model. docs/decisions/search.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet, TextChoices

from csp.words_kept import KeptWords
from partners.models import Membership, Partnership
from plans import years
from plans.models import Plan


class Found(TextChoices):
    """The kinds of results, in the order in which they are shown."""

    ACTIONS = "actions", "Actions"
    UPDATES = "updates", "Updates"
    DECISIONS = "decisions", "Decisions"
    PRIORITIES = "priorities", "Priorities"
    NARRATIVE = "narrative", "Narrative"
    RECOMMENDATIONS = "recommendations", "Recommendations"
    LOG = "log", "Month by month"
    PARTNERS = "partners", "Partners"


@dataclass(frozen=True)
class Told:
    """A result: what it is called and where it is, the plain texts in which the words may be, what
    is said beside it; plan: of which it is, if it is of one.
    """

    title: str
    address: str
    texts: Sequence[str]
    partnership: Partnership
    plan: Plan | None = None
    beside: str = ""


@dataclass(frozen=True)
class Source:
    """Rows of one model. index: the name of its KeptWords.

    rows: those that somebody with these memberships may see, in the order of the results, each with
    all that `told` needs. told: of a row, to one with this membership of its partnership. plan: the
    fields that lead to its plan, "" if it is of none.
    """

    kind: Found
    model: type[Any]
    index: str
    rows: Callable[[list[Membership]], "QuerySet[Any]"]
    told: Callable[[Any, Membership], Told]
    plan: str = "plan"

    @cached_property
    def words(self) -> KeptWords:
        of_model = self.model._meta.indexes
        return next(one for one in of_model if one.name == self.index)

    def rows_of(self, memberships: list[Membership], year: int | None) -> "QuerySet[Any]":
        """Those of plans that have a day in the financial year, if one is given."""
        rows = self.rows(memberships)
        if year is None:
            return rows
        if not self.plan:
            return rows.none()
        starts_on, ends_on = years.period_of(year)
        day = {f"{self.plan}__starts_on__lte": ends_on, f"{self.plan}__ends_on__gte": starts_on}
        return rows.filter(Q(**day))

    def partnership_of(self, row: Any) -> int:
        """The id of the partnership whose row it is."""
        for name in filter(None, self.plan.split("__")):
            row = getattr(row, name)
        return row.partnership_id


_sources: list[Source] = []


def search_in(*sources: Source) -> None:
    _sources.extend(one for one in sources if one not in _sources)


def sources_of(kind: str = "") -> list[Source]:
    """Those of a kind, or all, in the order of the kinds."""
    order = list(Found)
    found = [one for one in _sources if kind in ("", one.kind)]
    return sorted(found, key=lambda one: order.index(one.kind))
