from decimal import Decimal

import pytest

from plans import amounts


@pytest.mark.parametrize(
    ("number", "words"),
    [("31107", "31,107"), ("12.50", "12.5"), ("100", "100"), ("0", "0"), ("0.05", "0.05")],
)
def test_a_figure_has_no_more_decimals_than_it_needs(number, words):
    assert amounts.figure(Decimal(number)) == words


def test_no_figure_is_nothing():
    assert amounts.figure(None) == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [("31107", "£31,107"), ("12.5", "£12.50"), ("0", "£0"), ("-7", "-£7")],
)
def test_pounds_have_pence_only_if_there_are_any(number, words):
    assert amounts.pounds(Decimal(number)) == words


@pytest.mark.parametrize("text", ["31107", "31,107", "£31,107", " £ 31 107 "])
def test_an_amount_is_read_however_it_is_grouped(text):
    assert amounts.typed(text) == "31107"


@pytest.mark.parametrize("text", ["31,10", "1,2,3", "1,0000"])
def test_a_comma_in_the_wrong_place_is_left_to_be_refused(text):
    assert "," in amounts.typed(text)
