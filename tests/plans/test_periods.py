"""Which period a label names, and which figures of an indicator a plan shows."""

from datetime import date

import pytest

from plans.figures.periods import Period, period_of
from plans.figures.windows import window_of
from tests import factories


@pytest.mark.parametrize(
    ("label", "ends_on", "months"),
    [
        ("2016/17", date(2017, 3, 31), 12),
        ("2016-17", date(2017, 3, 31), 12),
        (" 2016 – 2017 ", date(2017, 3, 31), 12),
        ("1999/00", date(2000, 3, 31), 12),
        ("Q1 2026/27", date(2026, 6, 30), 3),
        ("Quarter 4, 2026/27", date(2027, 3, 31), 3),
        ("2026/27 Q3", date(2026, 12, 31), 3),
        ("2026", date(2026, 12, 31), 12),
        ("April 2026", date(2026, 4, 30), 1),
        ("feb. 2028", date(2028, 2, 29), 1),
    ],
)
def test_a_period_is_read_from_its_label(label, ends_on, months):
    assert period_of(label) == Period(ends_on, months)


@pytest.mark.parametrize(
    "label",
    ["Swanley", "", "2016/18", "2016/16", "Q1 2026", "Q5 2026/27", "26/27", "9999/00", "0000",
     "9999", "April", "April 26", "31 April 2026", "2026/27 and more", "٢٠٢٦"],
)  # fmt: skip
def test_what_names_no_period_is_none(label):
    assert period_of(label) is None


def test_periods_stand_in_order():
    labels = ["2025/26", "Q4 2025/26", "March 2026", "2026", "2026/27"]
    assert sorted(sorted(labels), key=period_of) == labels


def windowed(plan, *labels, periods=5, **fields):
    indicator = factories.make_series(plan.partnership, **fields)
    for position, label in enumerate(labels):
        label, _, period = label.partition(" of ")
        factories.make_observation(indicator, label, period=period, position=position)
    shown = factories.make_shown(indicator, plan, periods=periods)
    return window_of(shown, plan.ends_on)


def labels_of(observations):
    return [one.label for one in observations]


def test_a_plan_shows_the_five_periods_up_to_its_end(plan):
    window = windowed(plan, *(f"{year}/{year - 1999}" for year in range(2027, 2018, -1)))
    assert labels_of(window.shown) == ["2022/23", "2023/24", "2024/25", "2025/26", "2026/27"]
    assert labels_of(window.outside) == ["2019/20", "2020/21", "2021/22", "2027/28"]


def test_a_plan_says_how_many_periods_it_shows(plan):
    assert labels_of(windowed(plan, "2025", "2026", periods=1).shown) == ["2026"]


def test_a_period_that_ends_after_the_plan_is_outside(plan):
    window = windowed(plan, "2026", "Q4 2026/27", "2027", "April 2027")
    assert labels_of(window.shown) == ["2026", "Q4 2026/27"]


def test_figures_without_a_period_are_all_shown_in_the_order_they_were_given(plan):
    window = windowed(plan, "Year to May", "2025/26", "2024/25", "2030/31", periods=1)
    assert labels_of(window.shown) == ["Year to May", "2025/26"]
    assert not window.is_in_order


def test_parts_are_those_of_the_last_period_of_the_plan(plan):
    labels = ["Town of 2025/26", "Town of 2026/27", "Port of 2026/27", "Town of 2027/28", "Town"]
    window = windowed(plan, *labels, kind="parts")
    assert [(one.label, one.period) for one in window.shown] == [
        ("Town", "2026/27"),
        ("Port", "2026/27"),
    ]
    assert [one.period for one in window.before] == ["2025/26"]


def test_parts_without_a_period_are_all_shown(plan):
    assert labels_of(windowed(plan, "Town", "2016", kind="parts").shown) == ["Town", "2016"]


def test_parts_of_a_later_period_alone_are_not_shown(plan):
    assert windowed(plan, "Town of 2027/28", kind="parts").shown == []
