"""Reading a timescale, which plans write in words: “Ongoing”, “By March 2017”.

What names a day is read by a grammar that must account for every word, or the words are kept as
words: an officer sees that they name no day, but would not see that it is a wrong one. Libraries
guess instead. On the table of the tests dateparser takes “Apr-28” for the 28th, “2026/27” for
27 April 2026, “24/7” for 24 July, “After March 2027” for its end, and reads no range; dateutil
fills in what isn't written from today, and reads no “by”.
"""

import re
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices

from actions.written_times import IN_YEAR, MONTH_ALONE, SIGNS, UNCLEAR, WITH_YEAR, Span, read_times
from csp.plain_text import plain
from csp.written_days import ORDINAL
from plans import years
from plans.years import Period


class TimescaleKind(TextChoices):
    NONE = "none", "None given"
    ONGOING = "ongoing", "Ongoing"
    DUE = "due", "Due by a day"
    RECURRING = "recurring", "Recurring"
    WORDS = "words", "In words only"


class Timescale(NamedTuple):
    kind: TimescaleKind
    due_on: date | None = None


# What is longer is no timescale but a story, and is not searched for a day.
MOST_LETTERS = 200
ANY = f"[{WITH_YEAR}{IN_YEAR}{MONTH_ALONE}]"
RECURRING = re.compile(
    r"\b(?:(?:bi|half|semi|tri|six|\d+)?[- ]?(?:annual(?:ly)?|yearly|monthly|weekly|quarterly)"
    r"|fortnightly|termly|daily|nightly|hourly|each|every(?: \w+)?|twice"
    r"|(?:(?:once|twice|\d+ ?x|\w+ times) (?:a|in a|each|every)|per) "
    r"(?:year|annum|term|quarter|month|fortnight|week|day))\b"
)
ONGOING = re.compile(
    r"\b(?:on-?\s?going|continu\w+|throughout(?: the year)?|all[ -]year(?:[ -]round)?)\b"
)

# Words before and behind an expression that leave it what it is.
LEAD = (
    r"(?>(?:(?:before |by |at )?(?:the )?(?:very )?end(?: of)?|(?:week|month|quarter|period) ending"
    r"|on or before|by|on|in|during|not? later than|until|till|up to|at|the|of|month of|late|latest"
    r"|w/e|(?:revised )?(?:target|completion|due|end)(?: date)?|deadline"
    r"|(?:to be )?(?:complete|deliver|achieve|implement|finish|finalise)|to be \w+ed"
    r"|in place):?,? )*+"
)
TAIL = r"(?: at the latest| latest| deadline)?(?:,? (?:and|then|thereafter))*[.,;:]?"
UNTIL = r"(?:to|until|till|up to|through to|by|not? later than|(?:the )?end(?: of)?)"
ONE_DAY = re.compile(rf"{LEAD}({ANY}){TAIL}")
# “April to June 2027”, “1-5 May 2027”: over when its end is.
RANGE = re.compile(
    rf"(?:from )?{LEAD}(?P<start>{ANY}|\d{{1,2}}{ORDINAL}) ?"
    rf"(?:-|to|until|till|up to|through to) ?{LEAD}(?P<end>{ANY}){TAIL}"
)
BETWEEN = re.compile(
    rf"between (?P<start>{ANY}|\d{{1,2}}{ORDINAL}) ?(?:and|&|-|to) ?(?P<end>{ANY}){TAIL}"
)
UNTIL_DAY = re.compile(rf"{UNTIL} {LEAD}({WITH_YEAR}){TAIL}")
# Behind other words only where they say so, and where nothing follows that may change it.
LAST_WORDS = re.compile(
    rf"(?P<before>.*)\b(?:by|until|till|not? later than|due|deadline):? "
    rf"{LEAD}[{WITH_YEAR}{IN_YEAR}]{TAIL}"
)
# With these among them, the day may be that of a beginning, or of the past.
OTHER_DAY = re.compile(
    r"\b(?:not|never|no|nor|after|since|from|was|were|had|beg[iau]n\w*|start\w*|commenc\w*|launch\w*"
    r"|open\w*|follow\w*|previous\w*|original\w*|former\w*|instead|within|before|delay\w*|slip\w*"
    r"|moved|postponed|unless|if|tbc|tbd|early|mid)\b|n't\b"
)
# “2027”, and both years of “2026/27”.
LONG_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)|(?<=20\d\d[/-])\d\d(?![\w/.-])")
# Years of two figures: “26/27”, “31/3/27”, “Apr-27”.
SHORT_YEAR = re.compile(r"(?<!\d)\d\d(?=[/-]\d\d(?![\w/.-]))|(?<=[A-Za-z/.'’ -])\d\d(?![\w/.-])")
WAS = r"(?:was|were|previously|originally|formerly|old|(?:\w+ )?from)\b"
BRACKET = re.compile(r" ?\(([^()]*)\)")
DOUBTED = re.compile(r"\b(?:tbc|tbd|not|or|earliest|provisional\w*|if)\b|\?")


def parse(text: str, period: Period) -> Timescale:
    """What a timescale of a plan of that period means.

    due_on is the last day of the month, quarter, season, financial year or range that the words
    name; a quarter is of the financial year, and a month without a year is that of the period.
    “Year 2” and “within 6 months” are counted from its first day. Words that may name several
    days, as “March” does in a plan of two years, or a day on which something begins, are kept as
    words.
    """
    text = plain(text).casefold().translate(dict.fromkeys(map(ord, SIGNS), "?"))
    if not text:
        return Timescale(TimescaleKind.NONE)
    if len(text) <= MOST_LETTERS and (span := _span(text, period)):
        return Timescale(TimescaleKind.DUE, span.last)
    if ONGOING.search(text):
        return Timescale(TimescaleKind.ONGOING)
    return Timescale(TimescaleKind.RECURRING if RECURRING.search(text) else TimescaleKind.WORDS)


def moved_on(text: str, period: Period) -> str:
    """A timescale of the plan of a financial year in the words of the year after.

    Only where it names a day of the plan's year: “By March 2017” becomes “By March 2018”. Words
    that name none, or another year's, or none when moved, such as 29 February, stay as they are,
    and so does all of a plan of another period.
    """
    due_on = parse(text, period).due_on
    if not (period.is_financial_year and due_on and due_on in period):
        return text
    of_plan = {year % 100 for year in (period.starts_on.year, period.ends_on.year)}

    def moved(found: re.Match[str]) -> str:
        year = int(found[0])
        return f"{year + 1:02}" if year % 100 in of_plan else found[0]

    with_long_years = LONG_YEAR.sub(moved, text)
    for new_text in (with_long_years, SHORT_YEAR.sub(moved, with_long_years)):
        new_day = parse(new_text, period.moved(1)).due_on
        if new_day and (new_day.year, new_day.month) == (due_on.year + 1, due_on.month):
            return new_text
    return text


def _span(text: str, period: Period) -> Span | None:
    """The days that a whole text names, with what stands in brackets, or None."""
    words, spans = read_times(text, period)
    if UNCLEAR in words or not spans:
        return None
    bracket = BRACKET.search(words)
    if not bracket:
        return _said(words, spans, period, text)
    without = BRACKET.sub("", words, count=1)
    if BRACKET.search(without):
        return None
    before = sum(sign in SIGNS for sign in words[: bracket.start()])
    within = sum(sign in SIGNS for sign in bracket[1])
    outside = _said(without, spans[:before] + spans[before + within :], period, text)
    if re.match(WAS, bracket[1]):
        return outside
    if not within:
        return None if DOUBTED.search(bracket[1]) else outside
    inside = _said(bracket[1], spans[before : before + within], period, text)
    if outside and inside:
        if outside.first <= inside.first and inside.last <= outside.last:
            return inside
        if inside.first <= outside.first and outside.last <= inside.last:
            return outside
    return None


def _said(words: str, spans: list[Span], period: Period, text: str) -> Span | None:
    """The days of words in which signs stand for these spans."""
    goes_on = RECURRING.search(words) or ONGOING.search(words)
    if goes_on:
        # “Monthly until March 2027” is over then, but “November annually” is not.
        words = ONGOING.sub("", RECURRING.sub("", words))
        words = " ".join(words.split()).strip(" ,;:-/")
        words = re.sub(r"^(?:and|then|thereafter) | (?:and|then|thereafter)$", "", words)
    if found := RANGE.fullmatch(words) or BETWEEN.fullmatch(words):
        is_dated = found["end"] == WITH_YEAR
        return None if goes_on and not is_dated else _range(found, spans, period, text)
    if len(spans) != 1:
        return None
    if goes_on:
        return spans[0] if UNTIL_DAY.fullmatch(words) else None
    if ONE_DAY.fullmatch(words):
        return spans[0]
    found = LAST_WORDS.fullmatch(words)
    return spans[0] if found and not OTHER_DAY.search(found["before"]) else None


def _range(found: re.Match[str], spans: list[Span], period: Period, text: str) -> Span | None:
    """From the beginning of a match's first span to the end of its last, if that is later."""
    end = spans[-1]
    if found["start"][0] not in SIGNS:
        first_day = int(re.match(r"\d+", found["start"])[0])  # type: ignore[index]
        is_day_before = end.first == end.last and 0 < first_day < end.last.day
        return Span(end.first.replace(day=first_day), end.last) if is_day_before else None
    start = spans[0]
    if found["start"] == WITH_YEAR and found["end"] != WITH_YEAR:
        # “Sept 2026 – March”: in the year in which it began.
        words, again = read_times(text, years.period_of(years.year_of(start.first)))
        if UNCLEAR in words:
            return None
        end = again[[span == start for span in again].index(True) + 1]
    if found["start"] != WITH_YEAR and found["end"] == WITH_YEAR:
        return Span(min(start.first, end.first), end.last)
    return Span(start.first, end.last) if start.last < end.last else None
