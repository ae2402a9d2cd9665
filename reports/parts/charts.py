"""Bar charts as plain values: where each bar, label and number stands. A template draws them.

Bars lie, so that long labels can be read; each has its number at its end, so that neither a
scale nor a colour is needed to read it. Lengths are units of the SVG's view box.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from textwrap import wrap

WIDTH = 640
# Of a chart for large print: its letters come out that much larger on the same paper.
NARROW = 380
# About how wide a letter is at the size in which the template sets them, 14 units.
LETTER = 7.6
LABEL_LETTERS = 24  # after which a label goes on in another line
LINE = 17
BAR = 18
THIN_BAR = 12  # of what a figure is compared with
GAP = 8
LEGEND = 30


@dataclass(frozen=True)
class Bar:
    """What a bar shows; `comparison` is a number beside it, or None."""

    label: str
    value: Decimal
    words: str
    comparison: Decimal | None = None
    is_earlier: bool = False


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
    legend_left: float = 0  # of its second entry
    width: float = WIDTH

    @property
    def label_right(self) -> float:
        return self.left - 8

    @property
    def legend_text_left(self) -> float:
        return self.legend_left + 20

    @property
    def top(self) -> float:
        """Where the first bar's row begins."""
        return LEGEND if self.legend else 0

    @property
    def axis_height(self) -> float:
        return self.height - self.top - GAP + 2


def chart(
    title: str,
    description: str,
    bars: Iterable[Bar],
    *,
    legend: tuple[str, str] = ("", ""),
    width: float = WIDTH,
) -> Chart:
    """The chart of some bars.

    title: what it shows, also the alternative text; description: its content in words.
    legend: the names of the bars and of what they are compared with, where they are.
    """
    bars = [replace(bar, words=_cut(bar.words, LABEL_LETTERS)) for bar in bars]
    labels = [wrap(bar.label, LABEL_LETTERS) for bar in bars]
    letters = max((len(line) for lines in labels for line in lines), default=0)
    left = round(letters * LETTER) + 12
    numbers = [bar.words for bar in bars if bar.value] + ["0,000"]
    room = width - left - max(map(len, numbers)) * LETTER - 12
    largest = max([value for bar in bars for value in (bar.value, bar.comparison or 0)] or [0])
    scale = room / float(largest) if largest else 0
    is_compared = any(bar.comparison is not None for bar in bars)
    names = tuple(_cut(one, int((width - left - 80) / 2 / LETTER)) for one in legend)
    drawn: list[DrawnBar] = []
    y: float = LEGEND if is_compared else 0
    for bar, lines in zip(bars, labels, strict=True):
        row = _row(bar, lines, left, scale, y)
        drawn += row
        y += max(len(lines) * LINE, sum(one.height for one in row)) + GAP
    return Chart(
        title=title,
        description=description,
        height=y,
        left=left,
        bars=tuple(drawn),
        legend=names if is_compared else (),
        legend_left=left + len(names[0]) * LETTER + 48,
        width=width,
    )


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


def _cut(words: str, letters: int) -> str:
    """The words as far as there is room for so many letters: the table has them whole."""
    return words if len(words) <= letters else f"{words[: letters - 1].rstrip()}…"
