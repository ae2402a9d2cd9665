"""Where bars and words of a chart stand, and what is drawn of them."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from reports.parts.charts import NARROW, WIDTH, Bar, chart


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
    drawing = render_to_string(
        "reports/parts/chart.html", {"chart": chart_of(3, 4), "accent": "#1d4d63"}
    )
    assert "<title>Bar chart" in drawing
    assert "style=" not in drawing
    assert ">3</text>" in drawing
    assert ">4</text>" in drawing


def test_text_that_looks_like_markup_stays_text():
    drawn = chart("<b>", "", [Bar("<script>", Decimal(1), "<i>")])
    drawing = render_to_string("reports/parts/chart.html", {"chart": drawn, "accent": "#1d4d63"})
    assert "<script" not in drawing
    assert "<i>" not in drawing
