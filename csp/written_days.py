"""Days as people write them: “31 March 2027”, “31/3/27”, “March 31, 2027”, “2027-03-31”.

The day stands before the month, as in the UK. Two figures are a year of this century.
"""

import re
from datetime import date

from csp.plain_text import plain

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
# These are parts of expressions that are matched without case.
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
ORDINAL = r"(?:st|nd|rd|th)?"
_WEEKDAY = (
    r"(?<!\w)(?:(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[.,]* )?"
)
_YEAR = r"(?P<year>\d{4}|'?\d{2})"
# What spreadsheets write behind a day.
_TIME = r"(?:(?:T| )\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?(?!\w)"
# 31/3/2027, with one sign twice; 2027-03-31; 31 March 2027; March 31, 2027.
DAY_PATTERNS = [
    re.compile(_WEEKDAY + pattern + _TIME, re.I)
    for pattern in (
        rf"(?P<day>\d{{1,2}})(?P<sign> ?[/.-] ?| )(?P<month>\d{{1,2}})(?P=sign){_YEAR}",
        r"(?P<year>\d{4})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})",
        rf"(?P<day>\d{{1,2}}){ORDINAL}(?: of |[ /-]?)(?P<month>{MONTH})[.,]?(?:[ /-]| of )?{_YEAR}",
        rf"(?P<month>{MONTH})\.?[ -]?(?P<day>\d{{1,2}}){ORDINAL}(?:, ?| )(?P<year>\d{{4}})",
    )
]


def month_number(word: str) -> int | None:
    """3 for “March”, “mar.” and “03”; None for what is no month."""
    word = plain(word).casefold().removesuffix(".")
    if word.isdecimal():
        return int(word) if len(word) <= 2 and 1 <= int(word) <= 12 else None
    return MONTHS.index(word[:3]) + 1 if re.fullmatch(MONTH, word) else None


def matched_day(found: re.Match[str]) -> date | None:
    """The day of a match of DAY_PATTERNS.

    None if the calendar has no such day, or not on the day of the week that is written beside it.
    """
    year = found["year"].removeprefix("'")
    month = month_number(found["month"])
    try:
        day = date(int(year) + (2000 if len(year) == 2 else 0), month or 0, int(found["day"]))
    except ValueError:
        return None
    weekday = found["weekday"]
    return None if weekday and WEEKDAYS.index(weekday[:3].casefold()) != day.weekday() else day


def read_day(text: str) -> date | None:
    """The day that a text names, if it says that and nothing else; otherwise None."""
    text = plain(text)
    for pattern in DAY_PATTERNS:
        if found := pattern.fullmatch(text):
            return matched_day(found)
    return None
