"""How the columns of a part's tables fit the paper: upright, turned, or one action below the other.

Chosen once for a part, since turning to and fro tires. Widths are in millimetres at 10 points, and
hold the padding; shares are whole per cents, for which static/print/document.css has rules.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import ceil

from plans.action_fields import ACTION_FIELDS

PORTRAIT, LANDSCAPE, STACKED = "portrait", "landscape", "stacked"
# Between the margins of the page.
ROOM = {PORTRAIT: 176, LANDSCAPE: 264}
MOST_UPRIGHT = 6
# What lets one read a column, and those of other fields; some are never wider.
LEAST_OF_OTHERS = 26
LEAST = {
    "reference": 11,
    "wording": 40,
    "owners": 28,
    "timescale": 22,
    "measure": 30,
    "outcome": 30,
    "pier": 25,
    "recommended": 28,
    "update": 38,
}
FIXED = {"reference", "timescale", "resources", "pier", "status"}
WEIGHTS = {one.name: one.weight for one in ACTION_FIELDS}
POINT, SIZE, PADDING = 0.353, 10, 3.6
# Advances of the bold font in em, rounded up. Longer words than LONGEST are broken: no page helps.
ADVANCES = {"ijl.,:;'’()f": 0.36, "rt-/I1": 0.44, "mMW%": 0.97, "w@OQ": 0.78}
OF_CAPITALS, OF_OTHERS, LONGEST = 0.72, 0.61, 60
# How wide letters are on average.
LETTER = 1.6
# A cell with more lines stands below its row, across the table, if it is of one of these columns;
# a row with fewer than a few is kept with its neighbour at the beginning and end of a table.
MOST_LINES, FEW_LINES = 24, 5
WORDS = {*WEIGHTS} - {"reference", "wording", "timescale", "pier", "status"}


def form_of(tables: Iterable[tuple[Sequence[str], Mapping[str, float]]]) -> str:
    """PORTRAIT, LANDSCAPE or STACKED, whichever all tables fit first.

    tables: the fields of each one's columns, and what each of them needs at least.
    """
    tables = list(tables)
    for form, room in ROOM.items():
        if all(_fits(fields, least, form, room) for fields, least in tables):
            return form
    return STACKED


def _fits(fields: Sequence[str], least: Mapping[str, float], form: str, room: int) -> bool:
    if form == PORTRAIT and len(fields) > MOST_UPRIGHT:
        return False
    return sum(_share(least[field], room) for field in fields) <= 100


def _share(width: float, room: float) -> int:
    return ceil(100 * width / room)


def needed(field: str, texts: Iterable[str]) -> float:
    """The least width of a field's column; texts: its heading, and what stands in its cells."""
    words = {word for text in texts for word in re.split(r"(?<=[-/–—\u200b])|\s", text) if word}
    longest = max((width_of(word) for word in words), default=0)
    return max(LEAST.get(field, LEAST_OF_OTHERS), min(longest + PADDING, LONGEST))


def width_of(word: str) -> float:
    """How wide a word is at most, in bold."""
    return sum(map(_advance, word)) * SIZE * POINT


@lru_cache(maxsize=4096)
def _advance(letter: str) -> float:
    for letters, advance in ADVANCES.items():
        if letter in letters:
            return advance
    return OF_CAPITALS if letter.isupper() else OF_OTHERS


def shares_of(fields: Sequence[str], least: Mapping[str, float], form: str) -> list[int]:
    """The part of the table's width that each column gets: whole per cents, 100 in all.

    What is left beyond the least goes to the columns of words, by their weights.
    """
    shares = [_share(least[field], ROOM.get(form, ROOM[PORTRAIT])) for field in fields]
    while sum(shares) > 100:
        shares[shares.index(max(shares))] -= 1
    free = [place for place, field in enumerate(fields) if field not in FIXED] or [0]
    while sum(shares) < 100:
        narrowest = min(free, key=lambda place: shares[place] / WEIGHTS[fields[place]])
        shares[narrowest] += 1
    return shares


def lines_in(text: str, share: int, form: str) -> int:
    """How many lines a text takes in a column, about. share: of the table's width, in per cent."""
    width = share * ROOM.get(form, ROOM[PORTRAIT]) / 100 - PADDING
    return sum(max(1, ceil(len(line) * LETTER / width)) for line in text.split("\n"))
