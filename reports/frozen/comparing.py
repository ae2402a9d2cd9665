"""What differs between two editions: their actions, field by field, and the words of chapters.

It takes time in proportion to their size: where very much differs, whole texts are shown as removed
and added, without the words in them that are the same.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile, zip_longest

from django.template.defaultfilters import pluralize
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from reports.frozen.actions import FrozenAction
from reports.frozen.editions import FrozenEdition
from reports.frozen.pages import Chapter
from reports.frozen.texts import FIGURES, MEMBERS, WORDS, Texts, texts_of
from reports.parts.versions import NAME as VERSIONS

TOKENS = re.compile(r"\s+|[^\s]+")
# How many pairs of words or of blocks are held beside each other, in all.
MOST_PAIRS = 4_000_000
# Of what has less in common, spaces included, single words that are the same tell nothing.
LEAST_ALIKE = 0.6


@dataclass(frozen=True)
class Difference:
    """Words before and after, as HTML in which what is in one alone is marked; label: of what."""

    label: str
    before: SafeString
    after: SafeString


@dataclass(frozen=True)
class ChangedAction:
    """An action that both have. differences: of its fields."""

    before: FrozenAction
    after: FrozenAction
    differences: list[Difference]


@dataclass(frozen=True)
class ChangedChapter:
    """A chapter that both have, and what differs in it of one kind of words."""

    chapter: Chapter
    differences: list[Difference]


@dataclass(frozen=True)
class Comparison:
    """What differs from one edition to another."""

    added: list[FrozenAction]
    removed: list[FrozenAction]
    changed: list[ChangedAction]
    added_chapters: list[Chapter]
    removed_chapters: list[Chapter]
    words: list[ChangedChapter]
    figures: list[ChangedChapter]
    members: list[ChangedChapter]

    @property
    def counted(self) -> str:
        """How much differs, in a sentence; "" if nothing does."""
        statuses = sum(one.before.status != one.after.status for one in self.changed)
        others = sum(any(d.label != "Status" for d in one.differences) for one in self.changed)
        said = [
            _count(len(self.added), "action", "added"),
            _count(len(self.removed), "action", "removed"),
            _count(statuses, "status", "changed", "es"),
            _count(others, "action", "with other words"),
            _count(len(self.added_chapters), "chapter", "added"),
            _count(len(self.removed_chapters), "chapter", "removed"),
            _count(len(self.words), "chapter", "with other words"),
            "figures changed" if self.figures else "",
            "members changed" if self.members else "",
        ]
        words = ", ".join(filter(None, said))
        return f"{words[:1].upper()}{words[1:]}." if words else ""


def _count(number: int, noun: str, what: str, plural: str = "s") -> str:
    return f"{number:,} {noun}{pluralize(number, plural)} {what}" if number else ""


def compare(before: FrozenEdition, after: FrozenEdition) -> Comparison:
    """The Comparison of two editions."""
    marker = _Marker()
    old, new = before.actions, after.actions
    both = [(old[key], action) for key, action in new.items() if key in old]
    labels = before.labels | after.labels
    changed = [
        ChangedAction(was, now, found)
        for was, now in both
        if (found := list(_of_action(was, now, labels, marker)))
    ]
    chapters = [one for one in after.page.chapters if one.name != VERSIONS]
    there = {one.name: one for one in before.page.chapters if one.name != VERSIONS}
    kept = [(there[one.name], one) for one in chapters if one.name in there]
    # The same as it was, which most are, is not read.
    texts = [(now, texts_of(was), texts_of(now)) for was, now in kept if was.html != now.html]
    names = {one.name for one in chapters}
    return Comparison(
        added=[action for key, action in new.items() if key not in old],
        removed=[action for key, action in old.items() if key not in new],
        changed=changed,
        added_chapters=[one for one in chapters if one.name not in there],
        removed_chapters=[one for name, one in there.items() if name not in names],
        words=_of_kind(WORDS, texts, marker),
        figures=_of_kind(FIGURES, texts, marker),
        members=_of_kind(MEMBERS, texts, marker),
    )


def _of_action(
    was: FrozenAction, now: FrozenAction, labels: dict[str, str], marker: "_Marker"
) -> Iterator[Difference]:
    for name, label in labels.items():
        before, after = was.texts[name], now.texts[name]
        if before != after and name == "status":
            yield Difference(label, _removed(before), _added(after))
        elif before != after:
            yield Difference(label, *marker.marked(before, after))


def _of_kind(
    kind: str, texts: list[tuple[Chapter, Texts, Texts]], marker: "_Marker"
) -> list[ChangedChapter]:
    found = [(chapter, marker.blocks(was[kind], now[kind])) for chapter, was, now in texts]
    return [ChangedChapter(chapter, differences) for chapter, differences in found if differences]


class _Marker:
    """Finds what is in one alone, as long as that takes no more steps than are left."""

    def __init__(self) -> None:
        self.left = MOST_PAIRS

    def blocks(self, old: list[str], new: list[str]) -> list[Difference]:
        """The blocks that differ, each beside the one in whose place it stands."""
        pairs: list[tuple[str, str]] = []
        for first, second in self._steps(old, new):
            pairs += zip_longest(first, second, fillvalue="")
        return [Difference("", *self.marked(was, now)) for was, now in pairs]

    def marked(self, before: str, after: str) -> tuple[SafeString, SafeString]:
        """Both texts as HTML, with the words marked that one alone has."""
        if not (before and after):
            return _removed(before), _added(after)
        old, new = TOKENS.findall(before), TOKENS.findall(after)
        if not self._may(len(old), len(new)):
            return _removed(before), _added(after)
        matcher = SequenceMatcher(None, old, new)
        if matcher.ratio() < LEAST_ALIKE:
            return _removed(before), _added(after)
        was, now = [], []
        for step, start, end, begin, stop in matcher.get_opcodes():
            first, second = "".join(old[start:end]), "".join(new[begin:stop])
            was.append(escape(first) if step == "equal" else _removed(first))
            now.append(escape(second) if step == "equal" else _added(second))
        return mark_safe("".join(was)), mark_safe("".join(now))

    def _steps(self, old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
        """What stands in place of what, where they differ."""
        start = _same(old, new)
        old, new = old[start:], new[start:]
        if end := _same(old[::-1], new[::-1]):
            old, new = old[:-end], new[:-end]
        if self._may(len(old), len(new)):
            matcher = SequenceMatcher(None, old, new, autojunk=False)
            for step, first, end, begin, stop in matcher.get_opcodes():
                if step != "equal":
                    yield old[first:end], new[begin:stop]
        else:
            yield list((Counter(old) - Counter(new)).elements()), []
            yield [], list((Counter(new) - Counter(old)).elements())

    def _may(self, old: int, new: int) -> bool:
        """Whether so many may still be held beside so many, which uses that up."""
        self.left -= old * new
        if self.left >= 0:
            return True
        self.left += old * new
        return False


def _same(old: list[str], new: list[str]) -> int:
    """With how many blocks both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _removed(words: str) -> SafeString:
    return _told("<del>{}{}</del>", "removed", words)


def _added(words: str) -> SafeString:
    return _told("<ins>{}{}</ins>", "added", words)


def _told(element: str, what: str, words: str) -> SafeString:
    """The words in an element that says in words, too, what became of them."""
    if not words:
        return mark_safe("")
    hidden = format_html('<span class="govuk-visually-hidden">{}: </span>', what)
    return format_html(element, hidden, words)
