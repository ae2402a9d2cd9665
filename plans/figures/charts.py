"""Bar charts as plain values: where each bar, label and number stands. A template draws them.

Bars lie, so that long labels can be read; each has its number at its end, so that neither a
scale nor a colour is needed to read it. A target is a dashed line with its number above; a break
in recording is a gap with words in it. Lengths are units of the SVG's view box.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from textwrap import wrap

WIDTH = 640
# Of a chart for large print: its letters come out that much larger on the same paper.
NARROW = 380
# Of one of two beside each other, whose letters are of 9 points or more on half of a page.
SMALL = 360
# About how wide a letter is at the size in which the template sets them, 14 units.
LETTER = 7.6
LABEL_LETTERS = 24  # after which a label goes on in another line
FEW_LETTERS = 12  # in a small chart
LINE = 17
BAR = 18
THIN_BAR = 12  # of what a figure is compared with
GAP = 8
LEGEND = 30
TARGET = 24  # the row above the bars in which a target's number stands
BREAK = 26  # the gap before a bar that was counted anew


@dataclass(frozen=True)
class Bar:
    """What a bar shows; `comparison` is a number beside it, or None.

    note: which note tells of a break in recording before it, or empty.
    """

    label: str
    value: Decimal
    words: str
    comparison: Decimal | None = None
    is_earlier: bool = False
    note: str = ""


@dataclass(frozen=True)
class Target:
    """Where the bars are to end, in words and as a number."""

    words: str
    value: Decimal


@dataclass(frozen=True)
class Line:
    """A dashed line with words: a target's stands under them, a break's lies behind them.

    at: where it crosses the chart. middle, baseline: of its words.
    """

    at: float
    words: str
    middle: float
    baseline: float

    @property
    def end(self) -> float:
        """Below the words, where a target's line begins."""
        return self.baseline + 5

    @property
    def ground_left(self) -> float:
        return self.middle - self.ground_width / 2

    @property
    def ground_top(self) -> float:
        return self.baseline - 14

    @property
    def ground_width(self) -> float:
        """Of the ground on which the words stand."""
        return len(self.words) * LETTER + 8


@dataclass(frozen=True)
class DrawnBar:
    """A bar in its place: lines of its label with their baselines, the bar and its number."""

    lines: tuple[tuple[float, str], ...]
    top: float
    length: float
    height: float
    words: str
    words_left: float
    baseline: float
    is_earlier: bool = False
    is_comparison: bool = False


@dataclass(frozen=True)
class Chart:
    """A drawing of `width` by `height`. `left`: where bars begin; labels end at `label_right`."""

    title: str
    description: str
    height: float
    left: float
    bars: tuple[DrawnBar, ...]
    legend: tuple[str, ...] = ()
    legend_left: float = 0  # of its first entry
    second_left: float = 0  # of its second entry, which stands below where there is no room beside
    second_below: float = 0
    width: float = WIDTH
    target: Line | None = None
    breaks: tuple[Line, ...] = ()

    @property
    def has_earlier(self) -> bool:
        """Whether some of the bars that the legend names are pale."""
        return any(bar.is_earlier for bar in self.bars)

    @property
    def label_right(self) -> float:
        return self.left - 8

    @property
    def legend_text_left(self) -> float:
        return self.legend_left + 20

    @property
    def second_text_left(self) -> float:
        return self.second_left + 20

    @property
    def second_baseline(self) -> float:
        return 16 + self.second_below

    @property
    def second_top(self) -> float:
        return 5 + self.second_below

    @property
    def top(self) -> float:
        """Where the first bar's row begins."""
        legend = LEGEND + self.second_below if self.legend else 0
        return legend + (TARGET if self.target else 0)

    @property
    def bottom(self) -> float:
        """Where the last bar's row ends."""
        return self.height - GAP + 2

    @property
    def axis_height(self) -> float:
        return self.bottom - self.top


def chart(
    title: str,
    description: str,
    bars: Iterable[Bar],
    *,
    legend: tuple[str, str] = ("", ""),
    target: Target | None = None,
    width: float = WIDTH,
) -> Chart:
    """The chart of some bars.

    title: what it shows, also the alternative text; description: its content in words.
    legend: the names of the bars and of what they are compared with, where they are.
    """
    bars = [replace(bar, words=_cut(bar.words, LABEL_LETTERS)) for bar in bars]
    labels = [wrap(bar.label, FEW_LETTERS if width == SMALL else LABEL_LETTERS) for bar in bars]
    left = round(max((len(line) for lines in labels for line in lines), default=0) * LETTER) + 12
    scale = _scale(bars, target, width - left)
    is_compared = any(bar.comparison is not None for bar in bars)
    names = tuple(_cut(one, int((width - 20) / LETTER)) for one in legend)
    second_left = left + len(names[0]) * LETTER + 48
    has_room = second_left + 20 + len(names[1]) * LETTER <= width
    below = 0 if has_room else LINE + 3
    top = LEGEND + below if is_compared else 0
    line = _target_line(target, left, scale, top, width) if target else None
    drawn, breaks, height = _rows(bars, labels, left, scale, top, line)
    return Chart(
        title=title,
        description=description,
        height=height,
        left=left,
        bars=drawn,
        legend=names if is_compared else (),
        legend_left=left if has_room else 0,
        second_left=second_left if has_room else 0,
        second_below=below,
        width=width,
        target=line,
        breaks=breaks,
    )


def _scale(bars: list[Bar], target: Target | None, width: float) -> float:
    """How long one of what is counted is, so that all bars and their numbers have room."""
    numbers = [bar.words for bar in bars if bar.value] + ["0,000"]
    room = width - max(map(len, numbers)) * LETTER - 12
    values = [value for bar in bars for value in (bar.value, bar.comparison or Decimal(0))]
    largest = max([*values, target.value if target else Decimal(0)], default=Decimal(0))
    return room / float(largest) if largest else 0


def _target_line(target: Target, left: float, scale: float, top: float, width: float) -> Line:
    """The line, with its words above it, as near to it as the chart's width allows."""
    at = round(left + float(target.value) * scale, 1)
    words = f"Target {target.words}"
    half = len(words) * LETTER / 2
    return Line(at, words, max(min(at, width - half), half), top + 14)


def _break_line(note: str, top: float) -> Line:
    at = top + (BREAK - GAP) / 2
    words = f"Break in recording: {note}"
    return Line(at, words, BREAK + len(words) * LETTER / 2, at + 5)


def _rows(
    bars: list[Bar],
    labels: list[list[str]],
    left: float,
    scale: float,
    y: float,
    target: Line | None,
) -> tuple[tuple[DrawnBar, ...], tuple[Line, ...], float]:
    """The bars from `y` on, the breaks between them, and where they end.

    target: its line, of which the words come first.
    """
    y += TARGET if target else 0
    drawn: list[DrawnBar] = []
    breaks: list[Line] = []
    for place, (bar, lines) in enumerate(zip(bars, labels, strict=True)):
        if bar.note and place:
            breaks.append(_break_line(bar.note, y))
            y += BREAK
        row = _row(bar, lines, left, scale, y)
        if target:
            row = [_beside(one, target.at) for one in row]
        drawn += row
        y += max(len(lines) * LINE, sum(one.height for one in row)) + GAP
    return tuple(drawn), tuple(breaks), y


def _row(bar: Bar, lines: list[str], left: float, scale: float, top: float) -> list[DrawnBar]:
    """A bar, and under it a thin one for its comparison, if it has one."""
    length = round(float(bar.value) * scale, 1)
    row = [
        DrawnBar(
            lines=tuple((top + 14 + place * LINE, line) for place, line in enumerate(lines)),
            top=top,
            length=length,
            height=BAR,
            words=bar.words,
            words_left=left + length + 8,
            baseline=top + 14,
            is_earlier=bar.is_earlier,
        )
    ]
    if bar.comparison is not None:
        length = round(max(float(bar.comparison), 0) * scale, 1)
        row.append(
            DrawnBar(
                lines=(),
                top=top + BAR,
                length=length,
                height=THIN_BAR,
                words=f"{bar.comparison.normalize():,f}",
                words_left=left + length + 8,
                baseline=top + BAR + 11,
                is_comparison=True,
            )
        )
    return row


def _beside(bar: DrawnBar, line: float) -> DrawnBar:
    """The bar with its number behind a line that would cross it."""
    is_crossed = bar.words_left - 6 < line < bar.words_left + len(bar.words) * LETTER
    return replace(bar, words_left=line + 6) if is_crossed else bar


def _cut(words: str, letters: int) -> str:
    """The words as far as there is room for so many letters: the table has them whole."""
    return words if len(words) <= letters else f"{words[: letters - 1].rstrip()}…"


# A stacked bar: how high it is, how high the row of its key, and how wide its pieces are at least,
# so that a sign and a number have room in each.
STACK, KEY, LEAST = 22, 26, 31


@dataclass(frozen=True)
class Piece:
    """A piece of a stacked bar. kind: of what it counts, which says how it is drawn."""

    kind: str
    name: str
    count: int
    left: float
    width: float
    key_left: float

    @property
    def sign_left(self) -> float:
        return self.left + self.width / 2 - 7 - len(str(self.count)) * LETTER / 2

    @property
    def number_left(self) -> float:
        return self.sign_left + 15

    @property
    def key_text_left(self) -> float:
        return self.key_left + 25

    @property
    def key_sign_left(self) -> float:
        return self.key_left + 3


@dataclass(frozen=True)
class Stack:
    """Parts of a whole as one bar. title: also the alternative text."""

    title: str
    width: float
    pieces: tuple[Piece, ...]
    has_key: bool

    @property
    def height(self) -> float:
        return STACK + 4 + (KEY if self.has_key else 0)


def unit_of(bars: Sequence[Sequence[int]], width: float) -> float:
    """How long one of what is counted is, so that each of the stacked bars has room."""
    most = max((sum(bar) for bar in bars), default=0) or 1
    pieces = max((sum(map(bool, bar)) for bar in bars), default=0)
    return max(0, width - 2 - LEAST * pieces) / most


def stack(
    title: str,
    parts: Iterable[tuple[str, str, int]],
    *,
    width: float,
    unit: float,
    has_key: bool = False,
) -> Stack:
    """A stacked bar of a drawing's width. parts: kind, name and count each; unit: see unit_of."""
    pieces: list[Piece] = []
    left = key_left = 1.0
    for kind, name, count in parts:
        if count:
            own = LEAST + unit * count
            pieces.append(Piece(kind, name, count, round(left, 1), round(own - 3, 1), key_left))
            left += own
            key_left += round(36 + len(name) * LETTER)
    return Stack(title, width, tuple(pieces), has_key)
