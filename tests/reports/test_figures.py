"""What is said of figures: change, direction, comparison, and words instead of numbers."""

from decimal import Decimal

import pytest

from reports.parts.figures import figures_of
from tests import factories


def indicator_of(plan, *observations, **fields):
    """An indicator with observations: label, then value or words."""
    fields = {"title": "Burglaries", "unit": "burglaries", "kind": "series"} | fields
    indicator = factories.make_indicator(plan, **fields)
    for label, value in observations:
        given = {"words": value, "value": None} if isinstance(value, str) else {"value": value}
        factories.make_observation(indicator, label=label, **given)
    return indicator


def figure_of(plan, last_plan=None):
    ((figure,),) = figures_of(plan, "Larkshire", last_plan).values()
    return figure


@pytest.mark.parametrize(
    ("better", "latest", "change", "verdict"),
    [
        ("lower", 75, "25 fewer (−25%)", "Lower is better: this has got better."),
        ("lower", 110, "10 more (+10%)", "Lower is better: this has got worse."),
        ("higher", 110, "10 more (+10%)", "Higher is better: this has got better."),
        ("higher", 75, "25 fewer (−25%)", "Higher is better: this has got worse."),
    ],
)
def test_the_direction_is_told_in_words(better, latest, change, verdict, plan):
    indicator_of(plan, ("2025/26", 100), ("2026/27", latest), better=better)
    figure = figure_of(plan)
    said = f"2026/27: {latest} burglaries, {change} than in 2025/26. {verdict}"
    assert figure.statement == said
    assert [row.change for row in figure.rows] == ["", change]


def test_where_neither_is_better_nothing_is_judged(plan):
    indicator_of(plan, ("2025/26", 100), ("2026/27", 75), better="neither")
    assert "better" not in figure_of(plan).statement


def test_no_change_is_said_to_be_none(plan):
    indicator_of(plan, ("2025/26", 100), ("2026/27", 100), better="lower")
    said = "2026/27: 100 burglaries, the same as in 2025/26. Lower is better: this has not changed."
    assert figure_of(plan).statement == said


def test_from_nothing_there_is_no_percentage(plan):
    indicator_of(plan, ("2025/26", 0), ("2026/27", 3), better="lower")
    assert figure_of(plan).rows[1].change == "3 more"
    assert "3 more than in 2025/26" in figure_of(plan).statement


def test_percentages_are_compared_in_points(plan):
    indicator_of(plan, ("2025/26", 17), ("2026/27", 6), unit="per cent")
    figure = figure_of(plan)
    assert figure.rows[1].change == "11 percentage points lower"
    assert figure.statement == "2026/27: 6 per cent, 11 percentage points lower than in 2025/26."


def test_fewer_than_five_stays_in_words(plan):
    indicator_of(plan, ("2025/26", 12), ("2026/27", "fewer than five"), better="lower")
    figure = figure_of(plan)
    assert figure.rows[1].value == "fewer than five"
    assert figure.rows[1].change == ""
    assert figure.statement == "2026/27: fewer than five burglaries."
    assert figure.chart.bars[1].words == "fewer than five"
    assert figure.chart.bars[1].length == 0


def test_parts_have_shares_and_a_total(plan):
    indicator_of(plan, ("Town", 30), ("Village", 10), kind="parts", title="Reports by area")
    figure = figure_of(plan)
    assert (figure.row_heading, figure.total) == ("Area", "40")
    assert [row.share for row in figure.rows] == ["75%", "25%"]
    assert figure.statement == "40 burglaries in all, the largest part Town (30)."


def test_parts_of_which_one_is_in_words_have_no_total(plan):
    indicator_of(plan, ("Town", 30), ("Village", "fewer than five"), kind="parts")
    figure = figure_of(plan)
    assert figure.total == ""
    assert not figure.has_shares


def test_parts_are_compared_with_those_of_last_year(plan, larkshire):
    last_plan = factories.make_plan(larkshire, 2025)
    indicator_of(last_plan, ("Town", 40), ("Village", 10), kind="parts", better="lower")
    indicator_of(plan, ("Town", 30), ("Village", 10), kind="parts", better="lower")
    figure = figure_of(plan, last_plan)
    assert figure.change_heading == "Change on 2025/26"
    assert [row.change for row in figure.rows] == ["10 fewer (−25%)", "no change"]
    assert "40 burglaries in all, 10 fewer (−20%) than the year before" in figure.statement
    assert figure.statement.endswith("Lower is better: this has got better.")


def test_a_comparison_has_a_column_and_a_bar(plan):
    indicator = indicator_of(plan, comparison_label="County average")
    factories.make_observation(indicator, label="2026/27", value=8, comparison=Decimal("9.5"))
    figure = figure_of(plan)
    assert figure.comparison_label == "County average"
    assert figure.rows[0].comparison == "9.5"
    assert [bar.words for bar in figure.chart.bars] == ["8", "9.5"]
    assert figure.chart.legend == ("Larkshire", "County average")


def test_figures_are_found_by_their_priority(plan):
    priority = factories.make_priority(plan)
    indicator_of(plan, ("2026/27", 1), title="Of it", priority=priority)
    indicator_of(plan, ("2026/27", 1), title="Of none")
    found = figures_of(plan, "Larkshire")
    assert {key: [one.title for one in figures] for key, figures in found.items()} == {
        priority.pk: ["Of it"],
        None: ["Of none"],
    }


def test_an_indicator_that_nothing_was_entered_for_is_left_out(plan):
    indicator_of(plan)
    assert figures_of(plan, "Larkshire") == {}


@pytest.mark.parametrize("indicators", [2, 20])
def test_more_figures_need_no_more_queries(indicators, plan, django_assert_num_queries):
    for number in range(indicators):
        indicator_of(plan, ("2025/26", 1), ("2026/27", 2), title=f"Count {number}")
    with django_assert_num_queries(2):
        figures_of(plan, "Larkshire")
