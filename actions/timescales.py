"""Reading a timescale, which plans write in words: “Ongoing”, “By March 2017”."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices

from plans import years

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# The last month of each season, as plans use the words: “Autumn 2017” is over in November.
SEASONS = {"spr": 5, "sum": 8, "aut": 11, "win": 2}

RECURRING = re.compile(r"annual|year|every|each|month|week|quarterly|daily|twice", re.I)
ONGOING = re.compile(r"on-?\s?going|continu|throughout|all year", re.I)
DAY_IN_FIGURES = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|spring|summer|autumn|winter)"
)
DAY_IN_WORDS = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+{MONTH}\.?,?\s+(\d{{4}})\b", re.I)
MONTH_AND_YEAR = re.compile(rf"\b{MONTH}\.?[\s/,-]+(?:of\s+)?(\d{{4}}|\d{{2}})\b", re.I)
MONTH_ALONE = re.compile(rf"(?:^|\b(?:by|in|until|of|end|mid)[\s-]+){MONTH}\b", re.I)
# “2016”, “2016/17”: the second year only where two figures follow.
YEAR = re.compile(r"\b(?P<year>\d{4})(?:(?P<between>[/-])(?P<second>\d{2}))?\b")
QUARTER = re.compile(r"\bq(?:uarter)?\s*([1-4])\b|\b([1-4])(?:st|nd|rd|th)\s+quarter\b", re.I)


class TimescaleKind(TextChoices):
    NONE = "none", "None given"
    ONGOING = "ongoing", "Ongoing"
    DUE = "due", "Due by a day"
    RECURRING = "recurring", "Recurring"
    WORDS = "words", "In words only"


class Timescale(NamedTuple):
    kind: TimescaleKind
    due_on: date | None = None


def parse(text, start_year):
    """What a timescale of the plan that begins in April of start_year means.

    Returns a Timescale. due_on is the last day of the month, quarter or season that the words
    name; a quarter is of the financial year, and a month without a year is in the plan's year.
    Words that say no day are kept as such: nothing is guessed.
    """
    if not text.strip():
        return Timescale(TimescaleKind.NONE)
    due_on = _day(text) or _month_and_year(text)
    if not due_on and ONGOING.search(text):
        return Timescale(TimescaleKind.ONGOING)
    if not due_on and RECURRING.search(text):
        return Timescale(TimescaleKind.RECURRING)
    due_on = due_on or _in_plan_year(text, start_year)
    return Timescale(TimescaleKind.DUE, due_on) if due_on else Timescale(TimescaleKind.WORDS)


def moved_on(text, start_year):
    """A timescale of the plan that begins in start_year, in the words of the year after.

    Only where it names a day of the plan's year: “By March 2017” becomes “By March 2018”. Words
    that name none, or another year's, stay as they are.
    """
    due_on = parse(text, start_year).due_on
    if not due_on or years.year_of(due_on) != start_year:
        return text
    plan_years = (start_year, start_year + 1)

    def moved(found):
        year = int(found["year"])
        if year not in plan_years:
            return found[0]
        second = found["second"]
        if second and int(second) == (year + 1) % 100:
            second = f"{(year + 2) % 100:02}"
        return f"{year + 1}{found['between'] or ''}{second or ''}"

    def moved_short(found):
        year = found[2]
        if len(year) == 4 or int(year) + 2000 not in plan_years:
            return found[0]
        return found[0].removesuffix(year) + f"{(int(year) + 1) % 100:02}"

    return MONTH_AND_YEAR.sub(moved_short, YEAR.sub(moved, text))


def _month_number(word):
    word = word[:3].lower()
    return SEASONS.get(word) or MONTHS.index(word) + 1


def _day(text):
    """A whole date: “31 March 2020”, 31/03/2020."""
    if found := DAY_IN_FIGURES.search(text):
        day, month, year = map(int, found.groups())
    elif (found := DAY_IN_WORDS.search(text)) and found[2][:3].lower() not in SEASONS:
        day, month, year = int(found[1]), _month_number(found[2]), int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_and_year(text):
    """“March 2017”, “Apr-28”, “Autumn 2017”; the winter of 2017 is over in February 2018."""
    found = MONTH_AND_YEAR.search(text)
    if not found:
        return None
    year = int(found[2]) + (2000 if len(found[2]) == 2 else 0)
    if found[1].lower() == "winter":
        year += 1
    return _last_day(year, _month_number(found[1]))


def _in_plan_year(text, start_year):
    """A quarter (the first ends on 30 June), a month or a season of the plan's own year."""
    if found := QUARTER.search(text):
        month = (6, 9, 12, 3)[int(found[1] or found[2]) - 1]
    elif found := MONTH_ALONE.search(text):
        month = _month_number(found[1])
    else:
        return None
    return _last_day(start_year if month >= 4 else start_year + 1, month)


def _last_day(year, month):
    return date(year, month, monthrange(year, month)[1])
