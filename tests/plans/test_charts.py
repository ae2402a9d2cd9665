"""Where bars and words of a chart stand, and what is drawn of them."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from plans.figures.charts import NARROW, WIDTH, Bar, Target, chart


def chart_of(*values, **options):
    bars = [Bar(f"Part {place}", Decimal(value), str(value)) for place, value in enumerate(values)]
    return chart("Bar chart", "", bars, **options)


def test_bars_are_as_long_as_their_values():
    first, second = chart_of(40, 10).bars
    assert first.length == pytest.approx(4 * second.length, rel=0.01)


@pytest.mark.parametrize("width", [WIDTH, NARROW])
def test_numbers_stand_within_the_chart(width):
    drawn = chart_of(1_234_567, 5, width=width)
    assert all(bar.words_left + 8 * len(bar.words) <= width for bar in drawn.bars)


def test_nothing_at_all_has_bars_of_no_length():
    assert [bar.length for bar in chart_of(0, 0).bars] == [0, 0]


def test_a_chart_of_nothing_is_empty():
    assert chart_of().bars == ()


def test_a_long_label_takes_several_lines_and_pushes_the_next_bar_down():
    bars = [Bar("A place with a very long name, " * 3, Decimal(1), "1"), Bar("B", Decimal(1), "1")]
    long, short = chart("Bar chart", "", bars).bars
    assert len(long.lines) > 2
    assert short.top > long.lines[-1][0]


def test_a_word_of_100_letters_stays_within_its_column():
    drawn = chart("Bar chart", "", [Bar("x" * 100, Decimal(1), "1")])
    assert all(len(line) <= 24 for _, line in drawn.bars[0].lines)
    assert drawn.left < WIDTH / 2


def test_the_drawing_has_a_title_and_no_inline_style():
    drawing = render_to_string("plans/chart.html", {"chart": chart_of(3, 4), "accent": "#1d4d63"})
    assert "<title>Bar chart" in drawing
    assert "style=" not in drawing
    assert ">3</text>" in drawing
    assert ">4</text>" in drawing


def test_text_that_looks_like_markup_stays_text():
    drawn = chart("<b>", "", [Bar("<script>", Decimal(1), "<i>")])
    drawing = render_to_string("plans/chart.html", {"chart": drawn, "accent": "#1d4d63"})
    assert "<script" not in drawing
    assert "<i>" not in drawing


@pytest.mark.parametrize("width", [WIDTH, NARROW])
@pytest.mark.parametrize("value", [1, 40, 900])
def test_a_target_stands_where_a_bar_of_it_would_end(value, width):
    drawn = chart_of(40, 10, target=Target(str(value), Decimal(value)), width=width)
    first = drawn.bars[0]
    assert drawn.target.at == pytest.approx(drawn.left + first.length * value / 40, rel=0.03)
    half = drawn.target.ground_width / 2 - 4
    assert drawn.target.middle - half >= 0
    assert drawn.target.middle + half <= width


@pytest.mark.parametrize("value", range(30, 50))
def test_no_number_stands_on_the_line_of_a_target(value):
    drawn = chart_of(40, 41, 5, target=Target(str(value), Decimal(value)), width=NARROW)
    for bar in drawn.bars:
        ends = bar.words_left + 8 * len(bar.words)
        assert not bar.words_left - 4 < drawn.target.at < ends
        assert ends <= NARROW


def test_a_break_leaves_a_gap_with_words_before_its_bar():
    bars = [Bar(label, Decimal(1), "1", note=note) for label, note in (("A", ""), ("B", "note 1"))]
    first, second = chart("Bar chart", "", bars).bars
    plain = chart_of(1, 1).bars[1]
    drawn = chart("Bar chart", "", bars)
    assert second.top > plain.top
    assert first.top + first.height < drawn.breaks[0].at < second.top


def test_a_break_before_the_first_bar_is_not_drawn():
    assert chart("Bar chart", "", [Bar("A", Decimal(1), "1", note="note 1")]).breaks == ()


def test_target_and_break_are_drawn_with_their_words():
    bars = [Bar("A", Decimal(1), "1"), Bar("B", Decimal(1), "1", note="note 1")]
    drawn = chart("Bar chart", "", bars, target=Target("2", Decimal(2)))
    drawing = render_to_string("plans/chart.html", {"chart": drawn, "accent": "#1d4d63"})
    assert ">Target 2</text>" in drawing
    assert ">Break in recording: note 1</text>" in drawing
    assert drawing.count("stroke-dasharray") == 2
