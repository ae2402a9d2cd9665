"""Strips as plain values: how something went, a column for each month or quarter.

A template draws them (templates/actions/over_time/strip.html). Each square has the shape of what it
counts, so that no colour is needed. Lengths are units of the SVG's view box; a strip of a year is
narrow enough for a telephone, so that its letters stay as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# How wide a column is, and a square in it; how high one that stands alone, and one at least.
COLUMN, SQUARE = 26, 24
ALONE, LEAST = 24, 16
# How high a column is that counts the most: with room for a square of each of six kinds.
HIGHEST = 144
LABEL = 18
NONE = ""


@dataclass(frozen=True)
class Head:
    """What stands below a column, and below that where it is the first of a year."""

    label: str
    year: str = ""


@dataclass(frozen=True)
class Square:
    """kind: of what it counts, which says how it is drawn."""

    kind: str
    left: float
    top: float
    height: float
    width: float = SQUARE

    @property
    def sign_left(self) -> float:
        return self.left + self.width / 2 - 6

    @property
    def sign_top(self) -> float:
        return self.top + self.height / 2 - 6


@dataclass(frozen=True)
class Strip:
    """words: what it shows in a sentence, also the alternative text."""

    words: str
    heads: tuple[Head, ...]
    squares: tuple[Square, ...]
    below: float

    @property
    def width(self) -> float:
        return len(self.heads) * COLUMN

    @property
    def height(self) -> float:
        return self.below + LABEL * (2 if any(head.year for head in self.heads) else 1)

    @property
    def labels(self) -> list[tuple[float, float, str, str]]:
        """The words below the columns: where, how they stand to that, and what they are."""
        middle = [
            (place * COLUMN + COLUMN / 2, self.below + 13, "middle", head.label)
            for place, head in enumerate(self.heads)
        ]
        years = [
            (place * COLUMN + 2, self.below + LABEL + 13, "start", head.year)
            for place, head in enumerate(self.heads)
            if head.year
        ]
        return middle + years


def strip(words: str, heads: Sequence[Head], kinds: Sequence[str]) -> Strip:
    """One square for each head; none where the kind is NONE."""
    squares = tuple(
        Square(kind, place * COLUMN + 1, 1, ALONE) for place, kind in enumerate(kinds) if kind
    )
    return Strip(words, tuple(heads), squares, ALONE + 3)


def columns(
    words: str, heads: Sequence[Head], counts: Sequence[Sequence[tuple[str, int]]]
) -> Strip:
    """Squares upon one another for each head: columns that count the same are of one height, which
    their squares share by what they count, beyond the least that each needs for its sign.

    counts: kind and how many, for each head, from the top.
    """
    shown = [[(kind, count) for kind, count in column if count] for column in counts]
    most = max((sum(count for _, count in column) for column in shown), default=0) or 1
    below = HIGHEST if any(shown) else 0
    squares = []
    for place, column in enumerate(shown):
        total = sum(count for _, count in column)
        shared = max(HIGHEST * total / most - LEAST * len(column), 0)
        top = below - shared - LEAST * len(column)
        for kind, count in column:
            height = LEAST + shared * count / total
            squares.append(Square(kind, place * COLUMN + 1, top + 1, height - 2))
            top += height
    return Strip(words, tuple(heads), tuple(squares), below + 2)
