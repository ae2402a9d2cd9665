"""Financial years, named by the year in which they begin: 2016 is April 2016 to March 2017.

And periods, which are of any length: a plan's first and last day.
"""

from datetime import date
from typing import NamedTuple

from csp.days import years_after


class Period(NamedTuple):
    """From one day to another, both of them within."""

    starts_on: date
    ends_on: date

    @property
    def is_financial_year(self) -> bool:
        return self == period_of(self.starts_on.year)

    @property
    def financial_years(self) -> range:
        """Those that have a day in it."""
        return range(year_of(self.starts_on), year_of(self.ends_on) + 1)

    @property
    def label(self) -> str:
        """As it is read: “2016/17”, “2026–2030”, or “2026” if it is within a calendar year."""
        first, last = self.starts_on.year, self.ends_on.year
        if self.is_financial_year:
            return label(first)
        return f"{first}" if first == last else f"{first}–{last}"

    @property
    def between(self) -> str:
        """“between 1 April 2026 and 31 March 2027”."""
        first, last = self
        return f"between {first:%-d %B %Y} and {last:%-d %B %Y}"

    def moved(self, times: int) -> "Period":
        """The one of the same length in years that comes so many times after it, or before."""
        by = times * max(self.ends_on.year - self.starts_on.year, 1)
        return Period(years_after(self.starts_on, by), years_after(self.ends_on, by))

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.starts_on <= day <= self.ends_on


def year_of(day: date) -> int:
    """The financial year that a day belongs to."""
    return day.year if day.month >= 4 else day.year - 1


def starts_on(year: int) -> date:
    return date(year, 4, 1)


def ends_on(year: int) -> date:
    return date(year + 1, 3, 31)


def period_of(year: int) -> Period:
    """The financial year as days."""
    return Period(starts_on(year), ends_on(year))


def label(year: int) -> str:
    """2016 as it is read: “2016/17”."""
    return f"{year}/{(year + 1) % 100:02}"
