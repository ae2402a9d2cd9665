import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.timescales import TimescaleKind, moved_on, parse
from plans.years import Period, period_of


@pytest.mark.parametrize(
    ("text", "due_on"),
    [
        ("By March 2017", date(2017, 3, 31)),
        ("By Dec 2016", date(2016, 12, 31)),
        ("Apr-28", date(2028, 4, 30)),
        ("End of Sept 2026", date(2026, 9, 30)),
        ("31 March 2020", date(2020, 3, 31)),
        ("by 31st March, 2018", date(2018, 3, 31)),
        ("31/03/2020", date(2020, 3, 31)),
        ("February 2020", date(2020, 2, 29)),
        ("Autumn 2017", date(2017, 11, 30)),
        ("Winter 2017", date(2018, 2, 28)),
        ("By September", date(2016, 9, 30)),
        ("March", date(2017, 3, 31)),
        ("Quarter 2", date(2016, 9, 30)),
        ("Q4", date(2017, 3, 31)),
        ("1st quarter", date(2016, 6, 30)),
        ("By October 31", date(2016, 10, 31)),
        ("By 28 February", date(2017, 2, 28)),
        ("December 5, 2018", date(2018, 12, 5)),
        ("05/12/18", date(2018, 12, 5)),
        ("2018-12-05 00:00:00", date(2018, 12, 5)),
        ("Wednesday 5th December 2018", date(2018, 12, 5)),
        ("12/2018", date(2018, 12, 31)),
        ("Q2 2018/19", date(2018, 9, 30)),
        ("2018/19 Q4", date(2019, 3, 31)),
        ("Third quarter (FY 18/19)", date(2018, 12, 31)),
        ("By the end of the financial year", date(2017, 3, 31)),
        ("Financial year-end", date(2017, 3, 31)),
        ("End of 2018/19", date(2019, 3, 31)),
        ("18/19", date(2019, 3, 31)),
        ("End of 2018", date(2018, 12, 31)),
        ("Winter 2018/19", date(2019, 2, 28)),
        ("Week ending 7 December 2018", date(2018, 12, 7)),
        ("No later than 5 Dec ’18", date(2018, 12, 5)),
        ("Before the end of May 2018", date(2018, 5, 31)),
        ("To be completed by June", date(2016, 6, 30)),
        ("Report to the board by 5 December 2018", date(2018, 12, 5)),
        ("May 2018 (was Jan 2018)", date(2018, 5, 31)),
        ("5 December 2016 (Q3)", date(2016, 12, 5)),
        ("Quarter 2 (July to September 2016)", date(2016, 9, 30)),
    ],
)
def test_words_that_name_a_day(text, due_on):
    assert parse(text, period_of(2016)) == (TimescaleKind.DUE, due_on)


@pytest.mark.parametrize(
    ("text", "due_on"),
    [
        ("May 2017 – August 2017", date(2017, 8, 31)),
        ("May to August 2017", date(2017, 8, 31)),
        ("Between May and August 2017", date(2017, 8, 31)),
        ("October-March", date(2017, 3, 31)),
        ("Nov 2018 – February", date(2019, 2, 28)),
        ("1/5/17 - 31/8/18", date(2018, 8, 31)),
        ("From 3 May to 9 June 2017", date(2017, 6, 9)),
        ("3rd to 9th June 2017", date(2017, 6, 9)),
        ("Q1–Q3 2017/18", date(2017, 12, 31)),
        ("2016/17 - 2018/19", date(2019, 3, 31)),
        ("Ongoing to May 2018", date(2018, 5, 31)),
        ("Monthly until May 2018", date(2018, 5, 31)),
        ("Weekly, May 2017 – June 2018", date(2018, 6, 30)),
    ],
)
def test_a_range_is_over_when_its_end_is(text, due_on):
    assert parse(text, period_of(2016)) == (TimescaleKind.DUE, due_on)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", TimescaleKind.NONE),
        ("Ongoing", TimescaleKind.ONGOING),
        ("On-going throughout the year", TimescaleKind.ONGOING),
        ("November annually", TimescaleKind.RECURRING),
        ("Monthly", TimescaleKind.RECURRING),
        ("Each quarter from May", TimescaleKind.RECURRING),
        ("Six-monthly", TimescaleKind.RECURRING),
        ("Twice a year", TimescaleKind.RECURRING),
        ("Annually in November 2016", TimescaleKind.RECURRING),
        ("Annually by 30 November", TimescaleKind.RECURRING),
        ("Ongoing – May 2018", TimescaleKind.ONGOING),
        ("Ongoing to May", TimescaleKind.ONGOING),
    ],
)
def test_words_that_name_none(text, kind):
    assert parse(text, period_of(2016)) == (kind, None)


@pytest.mark.parametrize(
    "text",
    """As may be needed|Decision awaited|30/02/2020|By 31 June 2018|Thursday 5 December 2018
    Within a year|Year 2|Fire Safety Week|Awareness month|TBC|Immediate|ASAP
    w/c 3 December 2018|Spring|By spring|Autumn term|Mid 2018|Mid-May 2018|Early May 2018
    After May 2018|Not before May 2018|Not until May 2018|From May 2018|May 2018 onwards
    Before May 2018|Started May 2016|Completed May 2016|Work begins by May 2018|May 2018 (tbc)
    May 2018 (revised to June 2018)|30 June 2018 and 31 Dec 2018|Draft by May, final by July 2018
    By the May 2018 meeting|Led by June|Jan to lead|May be reviewed|24/7|11/12|3/4|Q3 2018
    Q1/Q2|2018|2016-2017|2016-2019|May 2018/19|By May 17|Apr-05|Year end|Next year|In year
    Phase 6 - May 2018|1. May 2018|3 months after May 2018||By """.replace("\n    ", "|").split(
        "|"
    ),
)
def test_words_that_may_mean_another_day_stay_words(text):
    assert parse(text, period_of(2016)) == (TimescaleKind.WORDS, None)


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_every_day_is_read_in_every_spelling(day):
    month = f"{day:%B}"
    for text in (
        f"{day:%d/%m/%Y}",
        f"{day.day}.{day.month}.{day:%y}",
        f"{day:%Y-%m-%d}",
        f"{day.day} {month} {day.year}",
        f"By {day:%a} {day.day} {month[:3]}. {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day:%d-%b-%y}",
    ):
        assert parse(text, period_of(2026)) == (TimescaleKind.DUE, day)


@given(st.lists(st.text(string.ascii_letters + "-–’(), ", min_size=1), max_size=8))
def test_words_without_figures_and_months_never_name_a_day(words):
    text = " ".join(words)
    months_and_seasons = "jan feb mar apr may jun jul aug sep oct nov dec summer autumn winter"
    if not any(name in text.casefold() for name in months_and_seasons.split()):
        assert parse(text, period_of(2026)).due_on is None


@pytest.mark.parametrize(
    ("words", "start_year", "moved"),
    [
        ("By March 2017", 2016, "By March 2018"),
        ("31 December 2016", 2016, "31 December 2017"),
        ("31/03/2017", 2016, "31/03/2018"),
        ("Apr-16", 2016, "Apr-17"),
        ("By March 2017 (2016/17)", 2016, "By March 2018 (2017/18)"),
        ("Autumn 2016", 2016, "Autumn 2017"),
        ("By March 2020", 2016, "By March 2020"),
        ("Ongoing", 2016, "Ongoing"),
        ("November annually", 2016, "November annually"),
        ("Quarter 2", 2016, "Quarter 2"),
        ("May 2016 – March 2017", 2016, "May 2017 – March 2018"),
        ("30/11/16", 2016, "30/11/17"),
        ("16 June 2016", 2016, "16 June 2017"),
        ("Q2 16/17", 2016, "Q2 17/18"),
        ("29 February 2020", 2019, "29 February 2020"),
        ("Friday 1 July 2016", 2016, "Friday 1 July 2016"),
        ("", 2016, ""),
    ],
)
def test_a_timescale_moves_on_where_it_names_a_day_of_the_year(words, start_year, moved):
    assert moved_on(words, period_of(start_year)) == moved


FOUR_YEARS = Period(date(2026, 4, 1), date(2030, 3, 31))


@pytest.mark.parametrize(
    ("text", "due_on"),
    [
        ("By March 2028", date(2028, 3, 31)),
        ("Apr-28", date(2028, 4, 30)),
        ("Q3 2028/29", date(2028, 12, 31)),
        ("Within 6 months", date(2026, 9, 30)),
        ("Within the first two years", date(2028, 3, 31)),
        ("Year 1", date(2027, 3, 31)),
        ("By the end of year 3", date(2029, 3, 31)),
        ("Years 2-3", date(2029, 3, 31)),
        ("Year 1 to year 4", date(2030, 3, 31)),
    ],
)
def test_a_day_in_a_plan_of_four_years(text, due_on):
    assert parse(text, FOUR_YEARS) == (TimescaleKind.DUE, due_on)


@pytest.mark.parametrize(
    "text",
    [
        "By March",
        "Q3",
        "31 March",
        "End of the financial year",
        "Autumn",
        "29 February",
        "April to June",
        "Year 5",
        "Years 3-2",
        "Within 5 years",
        "From year 2",
        "Within 6 months of approval",
    ],
)
def test_what_may_be_several_days_of_four_years_stays_words(text):
    assert parse(text, FOUR_YEARS) == (TimescaleKind.WORDS, None)


def test_a_month_that_recurs_in_four_years_has_no_day():
    assert parse("November annually", FOUR_YEARS) == (TimescaleKind.RECURRING, None)


@pytest.mark.parametrize(
    ("text", "due_on"),
    [("By March", date(2026, 3, 31)), ("Q1", date(2026, 6, 30)), ("Q4", date(2026, 3, 31))],
)
def test_a_plan_of_a_calendar_year_has_each_month_once(text, due_on):
    assert parse(text, Period(date(2026, 1, 1), date(2026, 12, 31))).due_on == due_on


def test_a_month_in_which_a_plan_begins_and_ends_stays_words():
    period = Period(date(2026, 3, 15), date(2027, 3, 14))
    assert parse("By March", period).kind == TimescaleKind.WORDS
    assert parse("By April", period).due_on == date(2026, 4, 30)


def test_a_timescale_of_four_years_is_not_moved_on():
    assert moved_on("By March 2028", FOUR_YEARS) == "By March 2028"
