"""A word is found in any form, by its beginning, whatever its accents: on both databases."""

import pytest
from django.db import connection

from csp.words_kept import MOST_LETTERS_KEPT, words_in
from plans.models import Block, LogEntry
from tests import factories


def index_of(model, name):
    return next(one for one in model._meta.indexes if one.name == name)


def finds(typed, text, plan):
    entry = factories.make_log_entry(plan, text=text)
    index = index_of(LogEntry, "log_entry_words")
    found = index.find(LogEntry.objects.filter(pk=entry.pk), words_in(typed), most=10)
    is_found = found == [entry.pk]
    entry.delete()
    return is_found


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("burglaries", "Prevent burglary"),
        ("burglary", "Fewer burglaries were told of"),
        ("burgl", "Prevent burglary"),
        ("communi", "The community was asked"),
        ("PREVENTING", "to prevent"),
        ("cafe", "Talks in the Café Zoë"),
        ("zoë café", "Talks in the CAFE ZOE"),
        ("Llŷn", "Lligwy and Llyn"),
        ("antisocial", "anti-social behaviour"),
        ("anti-social", "antisocial behaviour"),
        ("anti-social", "anti social behaviour"),
        ("anti‑soc", "anti–social behaviour"),
        ("womens", "the Women’s Institute"),
        ("women's", "the Womens Institute"),
        ("alcohol", "drug/alcohol"),
        ("2016/17", "in 2016-17"),
        ("1.10", "see 1.10"),
        ("the police", "Police are told"),
        ("the", "Who does the work"),
        ("strasse", "in der Straße"),
        ("“police”, (housing)", "Housing, with police."),
    ],
)
def test_a_word_is_found_as_it_is_meant(typed, text, plan):
    assert finds(typed, text, plan)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("glary", "burglary"),
        ("police housing", "police"),
        ("ho", "housing"),
        ("anti-war", "anti-social, and the war"[:11]),
        ("theft OR robbery", "theft"),
    ],
)
def test_another_word_is_not(typed, text, plan):
    assert not finds(typed, text, plan)


def test_tags_and_entities_are_no_words(plan):
    block = factories.make_block(plan, body="<p><strong>Safe</strong> &amp; sound, at last</p>")
    index = index_of(Block, "block_words")
    for typed, is_found in (("strong", False), ("amp", False), ("safe sound", True)):
        found = index.find(Block.objects.all(), words_in(typed), most=10)
        assert (found == [block.pk]) is is_found, typed


@pytest.mark.parametrize(
    "text", ["ŵ ý " * 200_000, "x" * 500_000, "".join(map(chr, range(32, 60_000)))]
)
def test_a_text_of_any_length_and_of_any_signs_can_be_kept(text, plan):
    text = "".join(letter for letter in text if not 0xD800 <= ord(letter) < 0xE000)
    assert finds("begins", f"It begins: {text}", plan)


def test_the_most_lexemes_that_a_text_can_have_fit(plan):
    words = " ".join(chr(0x10400 + n // 1000) + chr(0x10428 + n % 1000) for n in range(20_000))
    assert finds("begins", f"It begins: {words}"[: MOST_LETTERS_KEPT * 2], plan)


def test_what_is_written_past_the_models_is_found(plan):
    entry = factories.make_log_entry(plan, text="nothing")
    LogEntry.objects.filter(pk=entry.pk).update(text="A lantern walk")
    index = index_of(LogEntry, "log_entry_words")
    assert index.find(LogEntry.objects.all(), words_in("lanterns"), most=10) == [entry.pk]
    assert index.find(LogEntry.objects.all(), words_in("nothing"), most=10) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no words")
def test_the_words_go_with_their_index(plan):
    index = index_of(LogEntry, "log_entry_words")
    with connection.schema_editor() as editor:
        editor.remove_index(LogEntry, index)
        editor.add_index(LogEntry, index)
    assert finds("lantern", "A lantern walk", plan)
