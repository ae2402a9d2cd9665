"""Days on which people are at work in England."""

from datetime import date

import holidays

BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
    """Neither a weekend nor a bank holiday."""
    return day.weekday() < 5 and day not in BANK_HOLIDAYS
