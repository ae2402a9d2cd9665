"""Financial years, named by the year in which they begin: 2016 is April 2016 to March 2017."""

from datetime import date


def year_of(day: date) -> int:
    """The financial year that a day belongs to."""
    return day.year if day.month >= 4 else day.year - 1


def starts_on(year: int) -> date:
    return date(year, 4, 1)


def ends_on(year: int) -> date:
    return date(year + 1, 3, 31)


def label(year: int) -> str:
    """2016 as it is read: “2016/17”."""
    return f"{year}/{(year + 1) % 100:02}"
