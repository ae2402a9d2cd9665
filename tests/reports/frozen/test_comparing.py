"""What differs between two editions: actions by field, words of chapters, figures and members."""

import json
from time import process_time

from reports.frozen.comparing import compare
from reports.frozen.editions import FrozenEdition
from tests.factories import make_chapter, make_frozen_action

FIGURE = '<div class="figure"><h3>Thefts</h3><table><tr><th>2025</th><td>{}</td></tr></table></div>'
MEMBERS = '<ul class="members"><li><strong>{}</strong></li></ul>'


def frozen(*actions, words="<p>Words.</p>", more=()):
    chapters = [make_chapter(words=words), make_chapter("members", "Members"), *more]
    return FrozenEdition(
        {"html": "".join(chapters).encode(), "json": json.dumps({"actions": actions}).encode()}
    )


def pairs(differences):
    return [(one.label, one.before, one.after) for one in differences]


REMOVED = '<del><span class="govuk-visually-hidden">removed: </span>{}</del>'
ADDED = '<ins><span class="govuk-visually-hidden">added: </span>{}</ins>'


def test_actions_are_told_apart_by_their_keys_not_by_their_words():
    kept, gone = make_frozen_action("Open a refuge", "aaaa"), make_frozen_action("Stop", "bbbb")
    reworded = make_frozen_action("Open two refuges", "aaaa")
    new = make_frozen_action("Begin", "cccc")
    found = compare(frozen(kept, gone), frozen(reworded, new))
    assert [one.name for one in found.removed] == ["Stop"]
    assert [one.name for one in found.added] == ["Begin"]
    (changed,) = found.changed
    assert [label for label, _, _ in pairs(changed.differences)] == ["Action"]


def test_both_texts_are_shown_with_what_differs_told_in_words_too():
    before = make_frozen_action(update="The lease of the house is signed by all of us now")
    after = make_frozen_action(update="The lease of the barn is signed by all of us now")
    (changed,) = compare(frozen(before), frozen(after)).changed
    told = "The lease of the {} is signed by all of us now"
    assert pairs(changed.differences) == [
        ("Update", told.format(REMOVED.format("house")), told.format(ADDED.format("barn")))
    ]


def test_texts_with_little_in_common_are_shown_whole():
    before, after = make_frozen_action(status="Not started"), make_frozen_action(status="On track")
    (changed,) = compare(frozen(before), frozen(after)).changed
    assert pairs(changed.differences) == [
        ("Status", REMOVED.format("Not started"), ADDED.format("On track"))
    ]


def test_what_was_typed_stays_text():
    before, after = make_frozen_action("<b>One</b>"), make_frozen_action("<i>Two</i>")
    (changed,) = compare(frozen(before), frozen(after)).changed
    assert changed.differences[0].after == ADDED.format("&lt;i&gt;Two&lt;/i&gt;")


def test_words_figures_and_members_are_told_apart():
    before = f"<p>Safe.</p>{FIGURE.format(31)}{MEMBERS.format('Police')}"
    after = f"<p>Safer.</p>{FIGURE.format(29)}{MEMBERS.format('Fire')}"
    found = compare(frozen(words=before), frozen(words=after))
    assert pairs(found.words[0].differences) == [
        ("", REMOVED.format("Safe."), ADDED.format("Safer."))
    ]
    assert "29" in found.figures[0].differences[0].after
    assert found.members[0].differences[0].before == REMOVED.format("Police")
    assert found.counted == "1 chapter with other words, figures changed, members changed."


def test_tables_of_actions_are_not_told_twice():
    table = '<table class="actions"><tr><td>{}</td></tr></table>'
    assert compare(frozen(words=table.format(1)), frozen(words=table.format(2))).words == []


def test_a_chapter_that_came_is_named_and_the_table_of_editions_is_none():
    more = [make_chapter("glossary", "Glossary"), make_chapter("versions", "Editions")]
    found = compare(frozen(), frozen(more=more))
    assert [one.title for one in found.added_chapters] == ["Glossary"]
    assert found.counted == "1 chapter added."


def test_it_is_counted_in_a_sentence():
    before = frozen(make_frozen_action(key="a"), make_frozen_action(key="b", status="At risk"))
    after = frozen(make_frozen_action(key="b", status="Complete"), make_frozen_action(key="c"))
    assert compare(before, after).counted == ("1 action added, 1 action removed, 1 status changed.")
    assert compare(before, before).counted == ""


def test_what_an_older_version_issued_is_told_by_its_words():
    action = make_frozen_action()
    del action["key"]
    assert compare(frozen(action), frozen(action)).counted == ""


def test_two_thousand_actions_that_all_differ_are_compared_in_time():
    def edition(word):
        actions = [
            make_frozen_action(f"{word} {n} " * 40, key=f"k{n}", update=f"{word} said " * 100)
            for n in range(2000)
        ]
        words = "".join(f"<p>{word} {n % 7}</p>" for n in range(8000))
        return frozen(*actions, words=words)

    before, after = edition("old"), edition("new")
    start = process_time()
    found = compare(before, after)
    assert len(found.changed) == 2000
    # Of a processor that others use too; word by word it would be minutes.
    assert process_time() - start < 20
