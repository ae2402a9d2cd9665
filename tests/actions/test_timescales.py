from datetime import date

import pytest

from actions.timescales import TimescaleKind, moved_on, parse


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
    ],
)
def test_words_that_name_a_day(text, due_on):
    assert parse(text, 2016) == (TimescaleKind.DUE, due_on)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", TimescaleKind.NONE),
        ("Ongoing", TimescaleKind.ONGOING),
        ("On-going throughout the year", TimescaleKind.ONGOING),
        ("November annually", TimescaleKind.RECURRING),
        ("Monthly", TimescaleKind.RECURRING),
        ("As may be needed", TimescaleKind.WORDS),
        ("Decision awaited", TimescaleKind.WORDS),
        ("30/02/2020", TimescaleKind.WORDS),
    ],
)
def test_words_that_name_none(text, kind):
    assert parse(text, 2016) == (kind, None)


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
        ("", 2016, ""),
    ],
)
def test_a_timescale_moves_on_where_it_names_a_day_of_the_year(words, start_year, moved):
    assert moved_on(words, start_year) == moved
