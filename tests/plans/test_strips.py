"""Strips as plain values: where each square stands."""

import re

import pytest
from django.template.loader import render_to_string

from actions.statuses import Status
from plans.figures.strips import HIGHEST, LEAST, NONE, Head, columns, strip

MONTHS = [Head("Apr"), Head("May"), Head("Jun")]


def drawn(one):
    return render_to_string("actions/over_time/strip.html", {"strip": one, "accent": "#1d4d63"})


def test_a_strip_has_a_square_for_each_month_and_none_for_none():
    one = strip("Words.", MONTHS, [NONE, "on_track", "at_risk"])
    assert [(square.kind, square.left) for square in one.squares] == [
        ("on_track", 27),
        ("at_risk", 53),
    ]
    assert one.width == 78


@pytest.mark.parametrize("status", Status.values)
def test_each_square_has_a_sign_beside_its_colour(status):
    page = drawn(strip("Words.", MONTHS[:1], [status]))
    [mark] = re.findall(r'<g transform="[^"]+">(.*?)</g>', page)
    assert mark == Status(status).traits.mark


def test_columns_that_count_the_same_are_of_one_height():
    one = columns("Words.", MONTHS, [[("a", 9), ("b", 1)], [("a", 10)], [("a", 0), ("b", 5)]])
    heights = [
        sum(square.height + 2 for square in one.squares if square.left == left)
        for left in (1, 27, 53)
    ]
    assert heights == [HIGHEST, HIGHEST, HIGHEST / 2]
    assert all(square.height >= LEAST - 2 for square in one.squares)


def test_nothing_to_count_is_no_square():
    assert columns("Words.", MONTHS, [[], [("a", 0)], []]).squares == ()


def test_its_sentence_is_its_alternative_text():
    page = drawn(strip("At risk <from> May.", MONTHS, ["at_risk"] * 3))
    assert 'role="img"' in page
    assert "<title>At risk &lt;from&gt; May.</title>" in page


def test_years_stand_below_the_first_of_each():
    heads = [Head("Q4", "2025/26"), Head("Q1", "2026/27")]
    words = [words for *_, words in strip("Words.", heads, [NONE, NONE]).labels]
    assert words == ["Q4", "Q1", "2025/26", "2026/27"]
