"""What a result shows of a text: where the words are, marked, and nothing run."""

import pytest

from csp.words_kept import words_in
from csp.words_marked import excerpt, marked


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("burglaries", "Prevent burglary", "Prevent <mark>burglary</mark>"),
        ("pre", "Prevent it", "<mark>Prevent</mark> it"),
        ("cafe", "the Café’s door", "the <mark>Café’s</mark> door"),
        ("antisocial", "anti-social acts", "<mark>anti-social</mark> acts"),
        ("a", "a an <b>", "<mark>a</mark> an &lt;b&gt;"),
    ],
)
def test_the_word_is_marked_in_any_form(typed, text, shown):
    assert marked(text, words_in(typed)) == shown


def test_a_long_text_is_cut_around_the_word():
    told = excerpt(["word " * 500, "the lantern", "word " * 500], words_in("lanterns"))
    assert "the <mark>lantern</mark> word" in told
    assert told.startswith("…word")
    assert told.endswith("word …")
    assert len(told) < 320


def test_a_text_without_the_word_shows_nothing():
    assert excerpt(["Quarter 2"], words_in("lantern")) == ""
