"""Reckoning with days."""

from datetime import date


def years_after(day: date, years: int) -> date:
    """The same day some years later, or before; the last of February for the 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
