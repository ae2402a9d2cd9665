"""What is said of figures: change, direction, target, breaks, and words instead of numbers."""

from decimal import Decimal

import pytest

from plans.figures.shown import figures_of
from plans.figures.words import change_words
from tests import factories


def indicator_of(plan, *observations, aims=None, **fields):
    """An indicator that the plan shows, with observations: label, then value or words.

    A label of two lines ends with a note of a break in recording. aims: of the plan.
    """
    fields = {"title": "Burglaries", "unit": "burglaries", "kind": "series"} | fields
    priority = fields.pop("priority", None)
    indicator = factories.make_series(plan.partnership, **fields)
    factories.make_shown(indicator, plan, priority=priority, **aims or {})
    for label, value in observations:
        given = {"words": value, "value": None} if isinstance(value, str) else {"value": value}
        label, _, note = label.partition("\n")
        factories.make_observation(indicator, label, break_note=note, **given)
    return indicator


def parts_of(plan, *parts, **fields):
    """Parts of a whole: period, label, value or words."""
    indicator = indicator_of(plan, kind="parts", **fields)
    for period, label, value in parts:
        given = {"words": value, "value": None} if isinstance(value, str) else {"value": value}
        factories.make_observation(indicator, label, period=period, **given)
    return indicator


def figure_of(plan):
    ((figure,),) = figures_of(plan, "Larkshire").values()
    return figure


@pytest.mark.parametrize(
    ("better", "latest", "change", "judged"),
    [
        ("lower", 75, "25 fewer (−25%)", "better"),
        ("lower", 110, "10 more (+10%)", "worse"),
        ("higher", 110, "10 more (+10%)", "better"),
        ("higher", 75, "25 fewer (−25%)", "worse"),
    ],
)
def test_the_direction_is_told_in_words(better, latest, change, judged, plan):
    indicator_of(plan, ("2025/26", 100), ("2026/27", latest), better=better)
    figure = figure_of(plan)
    assert figure.statement == (
        f"{latest} burglaries in 2026/27; {better} is better. "
        f"{change} than in 2025/26: this has got {judged}."
    )
    assert [row.change for row in figure.rows] == ["", f"{change}, {judged}"]


def test_where_neither_is_better_nothing_is_judged(plan):
    indicator_of(plan, ("2025/26", 100), ("2026/27", 75), better="neither")
    assert "better" not in figure_of(plan).statement


def test_no_change_is_said_to_be_none(plan):
    indicator_of(plan, ("2025/26", 100), ("2026/27", 100), better="lower")
    said = "100 burglaries in 2026/27; lower is better. No change from 2025/26."
    assert figure_of(plan).statement == said


def test_from_nothing_there_is_no_percentage(plan):
    indicator_of(plan, ("2025/26", 0), ("2026/27", 3))
    assert figure_of(plan).rows[1].change == "3 more"


def test_what_is_no_count_is_lower_and_not_fewer():
    assert change_words(Decimal("1.8"), Decimal("1.6")) == "0.2 lower (−11%)"
    assert change_words(Decimal("2.4"), Decimal("2.1")) == "0.3 lower (−13%)"
    assert change_words(Decimal("1.5"), Decimal("2.5")) == "1 higher (+67%)"


def test_percentages_are_compared_in_points(plan):
    aims = {"target": 5}
    indicator_of(plan, ("2025/26", 17), ("2026/27", 6), unit="per cent", aims=aims)
    assert figure_of(plan).statement == (
        "6 per cent in 2026/27, 1 percentage point higher than the target of 5. "
        "11 percentage points lower than in 2025/26."
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (118, "118 burglaries in 2025/26, 12 fewer than the target of 130; lower is better."),
        (130, "130 burglaries in 2025/26, equal to the target of 130; lower is better."),
        (1131, "1,131 burglaries in 2025/26, 1,001 more than the target of 130; lower is better."),
        ("no", "No burglaries in 2025/26 (target of 130); lower is better."),
    ],
)  # fmt: skip
def test_the_target_is_told_beside_the_figure(value, said, plan):
    indicator_of(plan, ("2025/26", value), better="lower", aims={"target": 130})
    assert figure_of(plan).statement == said


def test_baseline_and_a_target_in_words_are_told_too(plan):
    aims = {"baseline": 160, "baseline_label": "2019/20", "target_words": "fewer in every ward."}
    indicator_of(plan, ("2025/26", 120), aims=aims)
    figure = figure_of(plan)
    assert figure.statement == (
        "120 burglaries in 2025/26. The baseline is 160 (2019/20): 40 fewer (−25%) since. "
        "Target: fewer in every ward."
    )
    assert figure.aims == (("Baseline (2019/20)", "160"),)


def test_what_was_counted_anew_is_not_compared_with_what_was_before(plan):
    aims = {"baseline": 160, "target": 130}
    indicator_of(plan, ("2024/25", 150), ("2025/26\ncounted anew.", 120), aims=aims)
    figure = figure_of(plan)
    assert figure.statement == (
        "120 burglaries in 2025/26, 10 fewer than the target of 130. Not compared with 2024/25: "
        "there is a break in recording. The baseline is 160."
    )
    assert [(row.change, row.note) for row in figure.rows] == [("", ""), ("", "note 1")]
    assert figure.notes == ("Note 1. Break in recording at 2025/26: counted anew.",)


def test_the_chart_draws_break_and_target_and_says_so(plan):
    observations = [("2024/25", 150), ("2025/26\ncounted anew", 120)]
    indicator_of(plan, *observations, better="lower", aims={"target": 130, "baseline": 160})
    drawn = figure_of(plan).chart
    assert drawn.description == (
        "2024/25: 150; 2025/26 (break in recording, note 1): 120; Target: 130; Baseline: 160; "
        "Lower is better"
    )
    assert drawn.target.words == "Target 130"
    assert [one.words for one in drawn.breaks] == ["Break in recording: note 1"]


def test_a_quarter_is_not_compared_with_a_year(plan):
    indicator_of(plan, ("2025/26", 150), ("Q1 2026/27", 40), ("Q2 2026/27", 30))
    assert [row.change for row in figure_of(plan).rows] == ["", "", "10 fewer (−25%)"]


def test_fewer_than_five_stays_in_words(plan):
    indicator_of(plan, ("2025/26", 12), ("2026/27", "fewer than five"), better="lower")
    figure = figure_of(plan)
    assert figure.rows[1].value == "fewer than five"
    assert figure.rows[1].change == ""
    assert figure.statement == "Fewer than five burglaries in 2026/27; lower is better."
    assert figure.chart.bars[1].words == "fewer than five"
    assert figure.chart.bars[1].length == 0


def test_parts_have_shares_and_a_total(plan):
    parts_of(plan, ("", "Town", 30), ("", "Village", 10), title="Reports by area")
    figure = figure_of(plan)
    assert (figure.row_heading, figure.total) == ("Area", "40")
    assert [row.share for row in figure.rows] == ["75%", "25%"]
    assert figure.statement == "40 burglaries in all. The largest part is Town (30)."


def test_parts_of_which_one_is_in_words_have_no_total(plan):
    parts_of(plan, ("", "Town", 30), ("", "Village", "fewer than five"))
    figure = figure_of(plan)
    assert figure.total == ""
    assert not figure.has_shares


def test_parts_are_compared_with_those_of_the_period_before(plan):
    earlier = [("2025/26", "Town", 40), ("2025/26", "Village", 10)]
    latest = [("2026/27", "Town", 30), ("2026/27", "Village", 10)]
    parts_of(plan, *earlier, *latest, better="lower", aims={"target": 45})
    figure = figure_of(plan)
    assert figure.change_heading == "Change on 2025/26"
    assert [row.change for row in figure.rows] == ["10 fewer (−25%), better", "no change"]
    assert figure.statement == (
        "40 burglaries in all in 2026/27, 5 fewer than the target of 45; lower is better. "
        "10 fewer (−20%) than in 2025/26: this has got better. The largest part is Town (30)."
    )


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


def test_five_years_stand_in_one_chart_of_two_plans_without_being_typed_twice(plan, larkshire):
    years = [("2020/21", 9), ("2021/22", 8), ("2022/23", 7), ("2023/24", 6), ("2024/25", 5)]
    before = factories.make_plan(larkshire, 2024)
    indicator = indicator_of(before, *years, aims={"target": 4})
    factories.make_shown(indicator, plan, target=3)
    factories.make_observation(indicator, "2025/26", value=2)
    shown = [[row.value for row in figure_of(one).rows] for one in (before, plan)]
    assert shown == [["9", "8", "7", "6", "5"], ["8", "7", "6", "5", "2"]]
    assert "1 fewer than the target of 3" in figure_of(plan).statement
    assert "1 more than the target of 4" in figure_of(before).statement


def test_an_indicator_with_nothing_for_the_plan_is_left_out(plan):
    indicator_of(plan, ("2030/31", 5))
    assert figures_of(plan, "Larkshire") == {}


@pytest.mark.parametrize("indicators", [2, 20])
def test_more_figures_need_no_more_queries(indicators, plan, django_assert_num_queries):
    for number in range(indicators):
        indicator_of(plan, ("2025/26", 1), ("2026/27", 2), title=f"Count {number}")
    with django_assert_num_queries(2):
        figures_of(plan, "Larkshire")
