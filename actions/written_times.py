"""Times as plans write them: “March 2027”, “Apr-28”, “Q1 2027/28”, “Autumn 2027”, “31 March”.

Each is read as the days from its first to its last.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from csp.written_days import DAY_PATTERNS, MONTH, ORDINAL, matched_day, month_number
from plans import years
from plans.years import Period


class Span(NamedTuple):
    """The days that an expression names, such as those of a month."""

    first: date
    last: date


# What stands in a text for an expression that has been read: with a year; without one; a month
# or season by itself, which may also be a name (“Led by June”); one that may mean several days
# or none. These signs are for private use, and no text keeps one.
WITH_YEAR, IN_YEAR, MONTH_ALONE, UNCLEAR = SIGNS = "\ue000\ue001\ue002\ue003"

# The last month of each season, as plans use the words: “Autumn 2017” is over in November. The
# plan's own year has no spring: it begins in the middle of one and ends in that of another.
SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "winter": 2}
SEASON = r"(?:spring|summer|autumn|winter)\b"
# “2026/27”, “FY 26/27”; two figures alone only where they cannot be a day and a month.
FINANCIAL_YEAR = (
    r"(?<![\w/.])(?:(?P<fy>fy|f/y|financial year):? ?)?(?P<from>(?:20)?\d\d)(?P<between> ?[/-] ?)"
    rf"(?P<to>(?:20)?\d\d)(?!\w|[/.]\d|-\d\d?(?![\d/])|{ORDINAL}[ -]?{MONTH})"
)
NUMBER_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
COUNTED = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9, "twelve": 12}
QUARTER = (
    r"(?<!\w)(?:q(?:uarter|tr)? ?(?P<figure>[1-4])|(?P<word>first|second|third|fourth) quarter"
    r"|(?P<ordinal>[1-4])(?:st|nd|rd|th) quarter)(?!\w)"
)

# Counted from the plan's first day.
WITHIN = re.compile(
    r"(?<!\w)within (?:the )?(?:first )?"
    r"(?P<number>\d{1,2}|two|three|four|five|six|nine|twelve) (?P<unit>month|year)s?(?!\w)"
)
PLANS_YEARS = re.compile(
    r"(?<!\w)years? (?P<number>[1-9])(?: ?(?:-|to|and|&) ?(?P<last>[1-9]))?(?![\w/.-])"
)

Reader = Callable[[re.Match[str], int], "Span | None"]


def read_times(text: str, period: Period) -> tuple[str, list[Span]]:
    """A text with one of SIGNS for each time in it, and what these stand for, in order.

    text: plain and in small letters. period: of the plan, for times without a year; a quarter is
    of the financial year. For UNCLEAR stands nothing in the list.
    """
    spans: list[Span] = []
    words, at = [], 0
    while at < len(text):
        for sign, span, end in _readings(text, at, period):
            words.append(sign if span else UNCLEAR)
            if span:
                spans.append(span)
            at = end
            break
        else:
            words.append(text[at])
            at += 1
    return "".join(words), spans


def _readings(text: str, at: int, period: Period) -> Iterator[tuple[str, Span | None, int]]:
    """The expressions that begin there, the longest kind first: sign, days or None, and end."""
    if text[at] == " ":
        return
    for pattern in DAY_PATTERNS:
        if found := pattern.match(text, at):
            day = matched_day(found)
            is_near = day and 2000 <= day.year < 2100
            yield WITH_YEAR, Span(day, day) if day and is_near else None, found.end()
    if found := WITHIN.match(text, at) or PLANS_YEARS.match(text, at):
        yield WITH_YEAR, _read_from_first_day(found, period), found.end()
    for sign, expressions in KINDS:
        for expression, reader in expressions:
            if found := expression.match(text, at):
                is_dated = sign == WITH_YEAR
                span = reader(found, period.financial_years[0]) if is_dated else None
                yield sign, span if is_dated else _only(reader, found, period), found.end()


def _only(reader: Reader, found: re.Match[str], period: Period) -> Span | None:
    """What an expression without a year means, if the period has that only once."""
    spans = [reader(found, year) for year in period.financial_years]
    within = [
        span
        for span in spans
        if span and span.first <= period.ends_on and period.starts_on <= span.last
    ]
    return within[0] if None not in spans and len(within) == 1 else None


def _read_from_first_day(found: re.Match[str], period: Period) -> Span | None:
    """“Within 6 months”, “Year 2” or “Years 2-3” of a plan, counted from its first day."""
    parts = found.groupdict()
    number = int(parts.get("last") or COUNTED.get(parts["number"]) or parts["number"])
    months = number if parts.get("unit") == "month" else 12 * number
    last = _day_before(period.starts_on, months)
    # Of a yearly plan, “Year 2” is its strategy's.
    is_own = "unit" in parts or len(period.financial_years) > 1
    is_in_order = int(parts["number"]) < int(parts["last"]) if parts.get("last") else True
    return Span(period.starts_on, last) if is_own and is_in_order and last in period else None


def _day_before(day: date, months: int) -> date:
    """The last of so many months that begin on the day."""
    year, month = divmod(day.month - 1 + months, 12)
    month_length = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, month_length)) - timedelta(days=1)


def _months(first: int, last: int, year: int) -> Span:
    """From one month to another; year: that of the last."""
    return Span(date(year - (first > last), first, 1), date(year, last, monthrange(year, last)[1]))


def _full_year(figures: str, start_year: int) -> int | None:
    """The year of two or four figures; of two only if it is near that of the plan."""
    year = int(figures) + (2000 if len(figures) == 2 else 0)
    is_near = len(figures) == 4 or start_year - 5 <= year <= start_year + 15
    return year if is_near and 2000 <= year < 2100 else None


def _read_financial_year(found: re.Match[str], start_year: int) -> Span | None:
    first, second = found["from"], found["to"]
    if (int(first) + 1) % 100 != int(second) % 100:
        return None
    if len(second) == 4 and int(second) != int(first) + 1:
        return None
    is_clear = found["fy"] or "/" in found["between"] or len(second) == 2
    if not is_clear or (len(first) == 2 and not found["fy"] and int(second) <= 12):
        return None
    year = 2000 + int(first) % 100
    return Span(years.starts_on(year), years.ends_on(year))


def _read_quarter(found: re.Match[str], start_year: int) -> Span | None:
    """A quarter of the plan's year, or of the financial year that stands beside it."""
    parts = found.groupdict()
    if parts.get("calendar"):
        return None
    if parts.get("from"):
        year = _read_financial_year(found, start_year)
        if not year:
            return None
        start_year = year.first.year
    number = int(parts["figure"] or parts["ordinal"] or NUMBER_WORDS[parts["word"]])
    last = (6, 9, 12, 3)[number - 1]
    return _months(last - 2, last, start_year if number < 4 else start_year + 1)


def _read_month(found: re.Match[str], start_year: int) -> Span | None:
    """“March 2017”, “Apr-28”, “03/2027”, or a month of the plan's year."""
    month = month_number(found["month"]) or 0
    figures = found.groupdict().get("year")
    year = _full_year(figures, start_year) if figures else start_year + (month < 4)
    return _months(month, month, year) if year else None


def _read_season(found: re.Match[str], start_year: int) -> Span | None:
    """“Autumn 2017”, “Winter 2026/27”; the winter of 2017 is over in February 2018."""
    last = SEASONS[found["season"]]
    parts = found.groupdict()
    if parts.get("from"):
        year = _read_financial_year(found, start_year)
        if not year or found["season"] == "spring":
            return None
        start_year = year.first.year
    elif parts.get("year"):
        start_year = int(parts["year"])
    elif found["season"] == "spring":
        return None
    return _months((last - 3) % 12 + 1, last, start_year + (last < 3))


def _read_day_of_year(found: re.Match[str], start_year: int) -> Span | None:
    """“31 March”; of “March 27” only if it cannot be March 2027."""
    month, day = month_number(found["month"]) or 0, int(found["day"])
    may_be_year = found.start("month") < found.start("day") and not found.groupdict().get("ordinal")
    if may_be_year and (day > 31 or start_year - 1 <= 2000 + day <= start_year + 3):
        return None
    try:
        read = date(start_year + (month < 4), month, day)
    except ValueError:
        return None
    return Span(read, read)


def _read_year(found: re.Match[str], start_year: int) -> Span | None:
    year = int(found["year"])
    return Span(date(year, 1, 1), date(year, 12, 31))


def _read_plan_year(found: re.Match[str], start_year: int) -> Span | None:
    return Span(years.starts_on(start_year), years.ends_on(start_year))


def _expression(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts))


_NAMED_MONTH = rf"(?<!\w)(?P<month>{MONTH})"
_YEAR = r"(?P<year>20\d\d)(?!\w|[/-]\d)"
_PLAN_YEAR = r"(?:financial|fiscal|plan)[ -]year"
# Of those that begin at one place, the first is taken: what says more stands before what says less.
EXPRESSIONS = [
    (_expression(QUARTER, r"(?:,? (?:of )?| ?- | ?\(|/)", FINANCIAL_YEAR, r"\)?"), _read_quarter),
    (_expression(QUARTER, r"(?:,? (?:of )?| ?\()(?P<calendar>20\d\d)(?!\w)"), _read_quarter),
    (_expression(FINANCIAL_YEAR, r"[,:]? ?-? ?", QUARTER), _read_quarter),
    (_expression(r"(?<!\w)(?P<season>", SEASON, ") ", FINANCIAL_YEAR), _read_season),
    (_expression(r"(?<!\w)(?P<season>", SEASON, "),? (?:of )?", _YEAR), _read_season),
    (_expression(_NAMED_MONTH, r"[.,]?(?: of | ?- ?|/| )", _YEAR), _read_month),
    (_expression(_NAMED_MONTH, r"\.?(?:[/-]| ?')(?P<year>\d\d)(?!\w|[/.:-]\d)"), _read_month),
    (_expression(r"(?<![\w/.-])(?P<month>0?[1-9]|1[0-2])/", _YEAR), _read_month),
    (_expression(r"(?<!\w)end (?:of )?(?:the )?(?:calendar year )?", _YEAR), _read_year),
    (_expression(FINANCIAL_YEAR), _read_financial_year),
]
EXPRESSIONS_IN_YEAR = [
    (_expression(QUARTER), _read_quarter),
    (
        _expression(
            r"(?<![\w/.])(?P<day>\d{1,2})", ORDINAL, rf"(?: of |[ -]?)(?P<month>{MONTH})(?! ?\d)"
        ),
        _read_day_of_year,
    ),
    (
        _expression(
            _NAMED_MONTH,
            r"\.? (?:the )?(?P<day>\d{1,2})(?P<ordinal>st|nd|rd|th)?(?![\w']|[/.:-] ?\d)",
        ),
        _read_day_of_year,
    ),
    (
        _expression(
            rf"(?<!\w)(?:end (?:of )?(?:the |this )?{_PLAN_YEAR}|{_PLAN_YEAR}[ -]end)(?![ -]?\d)\b"
        ),
        _read_plan_year,
    ),
]
MONTHS_ALONE = [
    (_expression(_NAMED_MONTH), _read_month),
    (_expression(r"(?<!\w)(?P<season>", SEASON, ")"), _read_season),
]
KINDS = [
    (WITH_YEAR, EXPRESSIONS),
    (IN_YEAR, EXPRESSIONS_IN_YEAR),
    (MONTH_ALONE, MONTHS_ALONE),
]
