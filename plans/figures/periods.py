"""The periods of figures, as labels name them: “2016/17”, “Q1 2026/27”, “2026”, “April 2026”."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from csp.written_days import MONTH, month_number
from plans import years

READABLE = "2026/27, Q1 2026/27, 2026 or April 2026"

_FINANCIAL_YEAR = r"(?P<first>\d{4}) ?[/–-] ?(?P<last>\d{4}|\d{2})"
_QUARTER = r"(?:q|quarter ?)(?P<quarter>[1-4])"
_PATTERNS = [
    re.compile(pattern, re.I | re.A)
    for pattern in (
        _FINANCIAL_YEAR,
        rf"{_QUARTER},? {_FINANCIAL_YEAR}",
        rf"{_FINANCIAL_YEAR},? {_QUARTER}",
        r"(?P<year>\d{4})",
        rf"(?P<month>{MONTH})\.? (?P<year>\d{{4}})",
    )
]


@dataclass(frozen=True)
class Period:
    """From a first to a last day, and how many months long."""

    ends_on: date
    months: int

    def __lt__(self, other: "Period") -> bool:
        """Whether it ends before the other; of two that end together, the shorter is the later."""
        return (self.ends_on, -self.months) < (other.ends_on, -other.months)


def period_of(label: str) -> Period | None:
    """The period that a label names; None if it can't be read, as that of a part: “Swanley”.

    A quarter is of the financial year. “2016/18” and “Q1 2026” are none.
    """
    label = " ".join(label.split())
    found = next(filter(None, (pattern.fullmatch(label) for pattern in _PATTERNS)), None)
    if not found:
        return None
    said = found.groupdict()
    year = int(said.get("first") or said.get("year") or 0)
    # Dates end with the year 9999.
    if not 1000 <= year < 9999:
        return None
    if "year" in said:
        month = month_number(said["month"]) if said.get("month") else None
        return _until(year, month or 12, 1 if month else 12)
    if int(said["last"]) not in (year + 1, (year + 1) % 100):
        return None
    if quarter := int(said.get("quarter") or 0):
        return _until(year + (quarter == 4), (3, 6, 9, 12)[quarter % 4], 3)
    return Period(years.ends_on(year), 12)


def _until(year: int, month: int, months: int) -> Period:
    """The period of so many months that ends with this one."""
    return Period(date(year, month, monthrange(year, month)[1]), months)
