"""Lines of words on a PDF's page, and how those of a cell become one text."""

import ctypes
import math
from collections import defaultdict
from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as raw

# Between columns, in points.
GAP = 12
# As many letters on a line, and as large a part of its ends of lines.
NARROW = 20
MANY = 0.15
# How far apart the words of a line may stand in height, in points.
SAME_LINE = 4
# A gap between words, by the size of letters; between figures that are set apart it is a tenth.
APART = 0.17
SPACE = 0.25
# What stands for a hyphen at the end of a line.
HYPHEN = "\x02"


class Line(NamedTuple):
    """Words on a line of the page, from left to right in points; their height above its foot.

    size: of the letters, in points; 0 if it isn't known.
    """

    text: str
    left: float
    right: float
    foot: float
    size: float = 0
    is_bold: bool = False


def line_of(one: pypdfium2.PdfTextObj, text_page: pypdfium2.PdfTextPage) -> Line:
    """The words of a text object, as they stand on the page."""
    length = raw.FPDFTextObj_GetText(one, text_page, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFTextObj_GetText(
        one, text_page, (ctypes.c_ushort * (length // 2)).from_buffer(buffer), length
    )
    text = buffer.raw.decode("utf-16-le", errors="replace").rstrip("\0").replace(HYPHEN, "-")
    matrix = one.get_matrix()
    size = one.get_font_size() * math.hypot(matrix.b, matrix.d)
    left, foot, right, _ = one.get_bounds()
    # A space at the end of a line hangs over the edge of its column.
    right -= SPACE * size * (len(text) - len(text.rstrip(" ")))
    return Line(text, left, right, foot, size)


def ends_of(rows: Collection[list[tuple[int, int, list[Line | None]]]]) -> dict[int, float]:
    """How far the lines of each column may reach: as they do, or up to the next column.

    Where lines are narrow and many of them were surely ended, as those of names are, all of them
    are taken for ended.
    """
    lines_of: defaultdict[int, list[list[Line]]] = defaultdict(list)
    for cells in rows:
        column = 0
        for width, _, lines in cells:
            if width == 1:
                lines_of[column].append([one for one in lines if one])
            column += width
    ends = {}
    for column, cells_of in lines_of.items():
        lines = [one for cell in cells_of for one in cell]
        beside = [one.left for cell in lines_of.get(column + 1, ()) for one in cell]
        end = max([min(beside, default=0) - GAP, *(one.right for one in lines)])
        pairs = [pair for cell in cells_of for pair in pairwise(cell)]
        ended = sum(is_ended(*pair, end) for pair in pairs)
        is_narrow = sum(len(one.text) for one in lines) <= NARROW * len(lines)
        ends[column] = math.inf if is_narrow and ended > MANY * len(pairs) else end
    return ends


def is_ended(line: Line, below: Line, end: float) -> bool:
    """Whether the first word of the line below had found room before the end."""
    word = below.text.split(" ")[0]
    needed = (below.right - below.left) * (len(word) + 2) / max(1, len(below.text))
    return line.right + needed < end


def joined(lines: list[Line | None], end: float | None) -> str:
    """Lines as one text; a new line begins where one was ended before the end, as of is_ended."""
    text, before = "", None
    for one in lines:
        if one is None:
            text += "\n"
        elif before and abs(one.foot - before.foot) < SAME_LINE:
            gap = max(1, APART * one.size)
            text += " " if one.left - before.right >= gap else ""
        elif before and not text.endswith("-"):
            text += "\n" if end is not None and is_ended(before, one, end) else " "
        text += one.text if one else ""
        before = one
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
