"""Which of many wordings are alike: of the same words, or nearly."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from math import ceil

from csp.plain_text import folded
from plans.marks import as_text

# How much of the words of two wordings must be in both, and how few words say too little.
LIKENESS = 0.6
FEWEST_WORDS = 3
# What says nothing of what is done.
GENERAL = frozenset(
    "a an and as at be by for from in into is it its of on or our the to with".split()  # noqa: SIM905
)
# A word that is in more wordings than this ties none together: it is the county's name, or such.
MOST_WITH_A_WORD = 60

Words = frozenset[str]


def words_of(wording: str) -> Words:
    """What a wording says, without marks, figures and the words that all have."""
    words = re.findall(r"[^\W\d_]{2,}", folded(as_text(wording)).replace("'", ""))
    return frozenset(words) - GENERAL


def alike(wordings: dict[int, str]) -> list[list[int]]:
    """The keys of those that are alike, at least two together; all with all of a chain.

    It takes time in proportion to their number: only wordings that share one of their rarer words
    are compared, which those that are alike always do.
    """
    same: defaultdict[Words, list[int]] = defaultdict(list)
    for key, wording in wordings.items():
        same[words_of(wording)].append(key)
    sets = [one for one in same if len(one) >= FEWEST_WORDS]
    leader = {one: one for one in sets}

    def first_of(one: Words) -> Words:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for one, other in _near(sets):
        leader[first_of(other)] = first_of(one)
    groups: defaultdict[Words, list[int]] = defaultdict(list)
    for one in sets:
        groups[first_of(one)] += same[one]
    return [keys for keys in groups.values() if len(keys) > 1]


def _near(sets: Collection[Words]) -> Iterator[tuple[Words, Words]]:
    """Pairs that are alike. What has so much in common shares one of the rarest words of each."""
    how_often = Counter(word for one in sets for word in one)
    having: defaultdict[str, list[Words]] = defaultdict(list)
    for one in sets:
        by_rarity = sorted(one, key=lambda word: (how_often[word], word))
        telling = by_rarity[: len(one) - ceil(LIKENESS * len(one)) + 1]
        telling = [word for word in telling if how_often[word] <= MOST_WITH_A_WORD]
        for other in {other for word in telling for other in having[word]}:
            if len(one & other) >= LIKENESS * len(one | other):
                yield one, other
        for word in telling:
            having[word].append(one)
