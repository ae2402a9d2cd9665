from datetime import date

import pytest

from plans import years


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
        (date(2028, 2, 29), 2027),
    ],
)
def test_the_year_begins_on_1_april(day, year):
    assert years.year_of(day) == year


@pytest.mark.parametrize(
    ("year", "label"), [(2016, "2016/17"), (1999, "1999/00"), (2009, "2009/10")]
)
def test_a_year_is_read_by_both_its_calendar_years(year, label):
    assert years.label(year) == label


def test_a_year_ends_on_31_march():
    assert (years.starts_on(2016), years.ends_on(2016)) == (date(2016, 4, 1), date(2017, 3, 31))
