"""What the tags of a PDF say of its text: headings, paragraphs and tables.

Started by pdf_files.py as a process of its own, since it reads with a library in C++ what anybody
may have made. It knows nothing of the rest: a PDF on its standard input, JSON on its output.
"""

import ctypes
import json
import math
import resource
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as raw

DEEPEST = 60
# An ordinary document of 20 pages takes a third of a second.
SECONDS = 2
MEGABYTES = 150
MOST_PAGES = 300
# Between columns, in points.
GAP = 12
# As many letters on a line, and as large a part of its ends of lines.
NARROW = 20
MANY = 0.15
# How far apart the words of a line may stand in height, in points.
SAME_LINE = 4
# What stands for a hyphen at the end of a line.
HYPHEN = "\x02"
HEADINGS = {"H": 1, **{f"H{level}": level for level in range(1, 7)}}
# Within these, a line of its own for each.
LINES = {"P", "Div", "LI", "LBody", "BlockQuote", *HEADINGS}
ROWS = {"THead", "TBody", "TFoot"}
CELLS = {"TH", "TD"}


class Line(NamedTuple):
    """Words on a line of the page, from left to right in points; their height above its foot."""

    text: str
    left: float
    right: float
    foot: float


class Page:
    """The lines of a page, by the number with which its tags name them."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.lines: defaultdict[int, list[Line]] = defaultdict(list)
        text_page = page.get_textpage()
        for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            size = raw.FPDFTextObj_GetText(one, text_page, None, 0)
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFTextObj_GetText(
                one, text_page, (ctypes.c_ushort * (size // 2)).from_buffer(buffer), size
            )
            text = (
                buffer.raw.decode("utf-16-le", errors="replace").rstrip("\0").replace(HYPHEN, "-")
            )
            left, foot, right, _ = one.get_bounds()
            self.lines[raw.FPDFPageObj_GetMarkedContentID(one)].append(
                Line(text, left, right, foot)
            )

    def lines_of(self, element: Any, depth: int = 0) -> Iterator[Line | None]:
        """The lines in an element; None where one begins that has lines of its own."""
        if depth > DEEPEST:
            return
        for place in range(raw.FPDF_StructElement_CountChildren(element)):
            child = raw.FPDF_StructElement_GetChildAtIndex(element, place)
            if child:
                if kind_of(child) in LINES:
                    yield None
                yield from self.lines_of(child, depth + 1)
            else:
                number = raw.FPDF_StructElement_GetChildMarkedContentID(element, place)
                yield from self.lines.get(number, ())


def kind_of(element: Any) -> str:
    """What a tag says that an element is: “TR”."""
    size = raw.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_StructElement_GetType(element, buffer, size)
    return buffer.raw.decode("utf-16-le", errors="replace").rstrip("\0")


def number_of(element: Any, name: bytes) -> int:
    """An attribute of an element that is a number, such as ColSpan; 1 where it is none."""
    for place in range(raw.FPDF_StructElement_GetAttributeCount(element)):
        attribute = raw.FPDF_StructElement_GetAttributeAtIndex(element, place)
        value = raw.FPDF_StructElement_Attr_GetValue(attribute, name)
        number = ctypes.c_float()
        if value and raw.FPDF_StructElement_Attr_GetNumberValue(value, number):
            return max(1, min(int(number.value), 100))
    return 1


def children_of(element: Any) -> Iterator[tuple[int, Any, str]]:
    """The place among its brothers, which is the same on each page, the element, and its kind.

    Of what has nothing on this page, the element is None.
    """
    for place in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, place)
        yield place, child or None, kind_of(child) if child else ""


Path = tuple[int, ...]


def blocks_of(
    page: Page, element: Any, kind: str, path: Path
) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The headings, paragraphs and tables in an element, each with its path from the root."""
    if kind in HEADINGS or kind == "P":
        text = joined(list(page.lines_of(element)), None)
        yield path, {"level": HEADINGS.get(kind, 0), "text": text.replace("\n", " ")}
    elif kind == "Table":
        yield path, {"rows": rows_of(page, element)}
    elif len(path) < DEEPEST:
        for place, child, its_kind in children_of(element):
            if child:
                yield from blocks_of(page, child, its_kind, (*path, place))


def rows_of(page: Page, table: Any) -> dict[Path, list[dict[str, Any]]]:
    """The cells of each row: text, and over how many columns and rows it goes."""
    read = {
        path: [
            (number_of(one, b"ColSpan"), number_of(one, b"RowSpan"), list(page.lines_of(one)))
            if one
            else (1, 1, [])
            for _, one, kind in children_of(row)
            if kind in CELLS or not one
        ]
        for path, row in _rows(table)
    }
    ends = _ends(read.values())
    found = {}
    for path, cells in read.items():
        column, row = 0, []
        for width, height, lines in cells:
            text = joined(lines, ends.get(column) if width == 1 else None)
            row.append({"text": text, "width": width, "height": height})
            column += width
        found[path] = row
    return found


def _ends(rows: Collection[list[tuple[int, int, list[Line | None]]]]) -> dict[int, float]:
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


def _rows(table: Any) -> Iterator[tuple[Path, Any]]:
    for place, child, kind in children_of(table):
        if kind == "TR":
            yield (place,), child
        elif kind in ROWS:
            for below, one, its_kind in children_of(child):
                if its_kind == "TR":
                    yield (place, below), one


def add_page(block: dict[str, Any], more: dict[str, Any]) -> None:
    """Go on with a table, or a paragraph, on another page."""
    if "rows" not in block or "rows" not in more:
        block["text"] = f"{block.get('text', '')} {more.get('text', '')}"
        return
    for path, row in more["rows"].items():
        before = block["rows"].setdefault(path, row)
        if before is row or len(before) != len(row):
            continue
        for cell, other in zip(before, row, strict=True):
            if cell["text"] != other["text"]:
                cell["text"] = " ".join(filter(None, [cell["text"], other["text"]]))


def joined(lines: list[Line | None], end: float | None) -> str:
    """Lines as one text; a new line begins where one was ended before the end, as of is_ended."""
    text, before = "", None
    for one in lines:
        if one is None:
            text += "\n"
        elif before and abs(one.foot - before.foot) < SAME_LINE:
            text += " " if one.left - before.right >= 1 else ""
        elif before and not text.endswith("-"):
            text += "\n" if end is not None and is_ended(before, one, end) else " "
        text += one.text if one else ""
        before = one
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES << 20, MEGABYTES << 20))
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        json.dump(
            {"error": "password" if "password" in str(error).lower() else "damaged"}, sys.stdout
        )
        return
    found: dict[Path, dict[str, Any]] = {}
    for number in range(min(len(document), MOST_PAGES)):
        opened = document[number]
        tree = raw.FPDF_StructTree_GetForPage(opened)
        if not tree:
            continue
        page = Page(opened)
        for place in range(raw.FPDF_StructTree_CountChildren(tree)):
            element = raw.FPDF_StructTree_GetChildAtIndex(tree, place)
            for path, block in (
                blocks_of(page, element, kind_of(element), (place,)) if element else ()
            ):
                if path in found:
                    add_page(found[path], block)
                else:
                    found[path] = block
    blocks = [
        block | ({"rows": list(block["rows"].values())} if "rows" in block else {})
        for block in found.values()
    ]
    json.dump({"pages": len(document), "blocks": blocks}, sys.stdout)


if __name__ == "__main__":
    main()
