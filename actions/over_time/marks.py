"""The days on which a strip looks: the end of each month or quarter of a plan."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from plans import years
from plans.figures.strips import Head
from plans.years import Period

# A plan over which is looked by month, if nobody chooses, is no longer than that.
MOST_MONTHS = 12
# How many financial years a strip shows, so that it fits into a page.
YEARS = {"month": 1, "quarter": 4}


class By(TextChoices):
    MONTH = "month", "By month"
    QUARTER = "quarter", "By quarter"


@dataclass(frozen=True)
class Mark:
    """A month or a quarter by its last day, as far as it is over and within the plan.

    label: as short as it is read in a row; name: in full.
    """

    label: str
    name: str
    day: date
    year: int
    is_after_end: bool = False

    @property
    def head(self) -> Head:
        return Head(self.label)


@dataclass(frozen=True)
class Window:
    """The Marks of some financial years, as many as a strip shows, to somebody who looks today."""

    marks: tuple[Mark, ...]
    today: date

    @property
    def year(self) -> int:
        return self.marks[0].year

    @property
    def label(self) -> str:
        first, last = self.year, self.marks[-1].year
        labels = [years.label(first), years.label(last)]
        return " to ".join(labels[: 1 + (first != last)])

    @property
    def heads(self) -> list[Head]:
        """With the years, where there are several."""
        marks = self.marks
        if self.year == marks[-1].year:
            return [mark.head for mark in marks]
        begins = [not place or marks[place - 1].year != one.year for place, one in enumerate(marks)]
        return [
            Head(mark.label, years.label(mark.year) if is_first else "")
            for mark, is_first in zip(marks, begins, strict=True)
        ]


def usual_by(period: Period) -> By:
    """By month for a plan of a year, by quarter for a longer one."""
    months = (period.ends_on.year - period.starts_on.year) * 12
    months += period.ends_on.month - period.starts_on.month + 1
    return By.MONTH if months <= MOST_MONTHS else By.QUARTER


def windows_of(period: Period, by: By, today: date, moved: Iterable[date] = ()) -> list[Window]:
    """The Windows of a plan until today, the earliest first; none before it begins.

    moved: days on which actions of the plan came to another status: if any is after its end, the
    last Window has a Mark for how it stands since.
    """
    marks = list(_marks(period, by, min(today, period.ends_on)))
    if not marks:
        return []
    if any(period.ends_on < day <= today for day in moved):
        after = f"after {period.ends_on:%-d %B %Y}"
        marks.append(Mark("End", after, today, marks[-1].year, is_after_end=True))
    first = marks[0].year
    windows: dict[int, list[Mark]] = {}
    for mark in marks:
        windows.setdefault((mark.year - first) // YEARS[by], []).append(mark)
    return [Window(tuple(some), today) for some in windows.values()]


def window_of(windows: Sequence[Window], year: str | None) -> Window | None:
    """The one that begins in that year, as an address gives it; else the last, None if there are
    none."""
    return next((one for one in windows if str(one.year) == year), windows[-1] if windows else None)


def _marks(period: Period, by: By, until: date) -> Iterator[Mark]:
    """Those from the plan's first day until a day."""
    day = period.starts_on
    while day <= until:
        last = date(day.year, day.month, monthrange(day.year, day.month)[1])
        quarter = (day.month - 4) % 12 // 3 + 1
        is_whole = by == By.MONTH or (day.month - 4) % 3 == 2
        if is_whole or last >= until:
            year = years.year_of(day)
            names = (f"{day:%b}", f"{day:%B %Y}")
            if by == By.QUARTER:
                names = (f"Q{quarter}", f"quarter {quarter} of {years.label(year)}")
            yield Mark(*names, min(last, until), year)
        day = last + timedelta(days=1)
