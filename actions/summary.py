"""How a plan stands: its actions counted by status. Plain values, for pages and reports."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import Count, QuerySet

from actions.counted import COUNTS
from actions.models import NEEDS_REASON, Action, Status
from partners.models import Partnership
from plans.figures.charts import Stack, stack, unit_of

# The time between two meetings, where nobody says since when changes are wanted.
USUAL_TIME = timedelta(weeks=6)

# Of fewer actions a part says little; and how many of those that are behind are named.
FEW, MOST_NAMED = 5, 3
# How wide a bar in a row of a table is, in units of charts, of which a letter is 14 high.
ROW = 280
WELL = (Status.ON_TRACK, Status.COMPLETE)
# From the left to the right of a bar: what is done first, then what goes well, and so on.
FIRST_OF_A_BAR = (Status.COMPLETE, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)
OF_A_BAR = (*FIRST_OF_A_BAR, *(one for one in Status if one not in FIRST_OF_A_BAR))


def since_meeting(partnership: Partnership, on: date) -> date:
    """The day since which changes are told: of its last meeting, else the usual time before."""
    return partnership.last_met_on or on - USUAL_TIME


@dataclass
class Standing:
    """How many actions of something (a priority, an agency, a whole plan) have each status.

    others: how many are counted for each of actions.counted.COUNTS. address: of the list of all of
    them, to which further filters are added. then: how many there were, and how many of those went
    well, on the day with which today is compared; None if it is with none. before: the address of
    the list of those that went well then, if there is one.
    """

    of: Any
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Status.values, 0))
    others: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    address: str = ""
    then: tuple[int, int] | None = None
    before: str = ""
    bar: Stack | None = None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def well(self) -> int:
        """How many are on track or complete."""
        return sum(self.counts[status] for status in WELL)

    @property
    def in_trouble(self) -> int:
        """How many are at risk or off track."""
        return sum(self.counts[status] for status in NEEDS_REASON)

    @property
    def achieved(self) -> int | None:
        """How many of a hundred are achieved; None if none is counted."""
        return percentage(self.others["achieved"], self.others["counted"])

    @property
    def moved(self) -> str:
        """What became of those that go well: “two fewer”, “as many”; empty if all are new."""
        if self.then is None or not self.then[0]:
            return ""
        more = self.well - self.then[1]
        return f"{apnumber(abs(more))} {'more' if more > 0 else 'fewer'}" if more else "as many"

    @property
    def compared(self) -> str:
        """The same before what it is compared with: “two fewer than”, “as many as”."""
        return f"{self.moved} {'as' if self.moved == 'as many' else 'than'}" if self.moved else ""

    @property
    def in_words(self) -> str:
        return in_words(self.counts)


def percentage(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def in_words(counts: dict[str, int]) -> str:
    """“5 complete, 1 at risk”. counts: by status."""
    return ", ".join(f"{counts[one]} {one.label.lower()}" for one in OF_A_BAR if counts.get(one, 0))


def parts_of_bar(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """(status, its name, how many) each, as plans.figures.charts.stack takes them."""
    return [(one.value, one.label, counts.get(one, 0)) for one in OF_A_BAR]


def bar_unit(counts: list[dict[str, int]], width: float) -> float:
    """How long an action is in bars of that width, so that they can be compared."""
    return unit_of([[count for _, _, count in parts_of_bar(one)] for one in counts], width)


def bar_of(
    title: str, counts: dict[str, int], *, width: float, unit: float, has_key: bool = False
) -> Stack:
    """The bar of some actions; they must not be none."""
    alternative = f"Bar: {title}. {in_words(counts)}"
    return stack(alternative, parts_of_bar(counts), width=width, unit=unit, has_key=has_key)


def draw_bars(standings: Sequence[Standing]) -> None:
    """Give each its bar in the row of a table, all of one measure, unless it is none."""
    unit = bar_unit([one.counts for one in standings], ROW)
    for one in standings:
        if one.total:
            one.bar = bar_of(str(one.of), one.counts, width=ROW, unit=unit)


def standing_of(actions: QuerySet[Action], of: Any = None, address: str = "") -> Standing:
    """How the actions stand together. One query."""
    standing = Standing(of, address=address)
    standing.counts.update(actions.order_by().values_list("status").annotate(Count("pk")))
    return standing


def furthest_behind(standings: Sequence[Standing]) -> list[Standing]:
    """Those of several of which the largest part is counted as behind, three at most.

    Whoever has few actions is named only if nobody has more: one of two that is late is no news.
    """
    some = [one for one in standings if one.others["behind"]]
    many = [one for one in some if one.total >= FEW]
    return sorted(many or some, key=lambda one: -one.others["behind"] / one.total)[:MOST_NAMED]
