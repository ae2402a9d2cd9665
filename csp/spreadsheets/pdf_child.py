"""What the tags of a PDF say of its text: headings, paragraphs and tables; or else its lines.

Started by pdf_files.py as a process of its own, since it reads with a library in C++ what anybody
may have made. It knows nothing of the rest: a PDF on its standard input, JSON on its output.
"""

import ctypes
import json
import resource
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from csp.spreadsheets.pdf_lines import Line, ends_of, joined, line_of
from csp.spreadsheets.pdf_ruled import RuledPages

DEEPEST = 60
# An ordinary document of 20 pages takes a third of a second.
SECONDS = 2
MEGABYTES = 150
MOST_PAGES = 300
HEADINGS = {"H": 1, **{f"H{level}": level for level in range(1, 7)}}
# Within these, a line of its own for each.
LINES = {"P", "Div", "LI", "LBody", "BlockQuote", *HEADINGS}
ROWS = {"THead", "TBody", "TFoot"}
CELLS = {"TH", "TD"}


class Page:
    """The lines of a page, by the number with which its tags name them."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.lines: defaultdict[int, list[Line]] = defaultdict(list)
        text_page = page.get_textpage()
        for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            mark = raw.FPDFPageObj_GetMarkedContentID(one)
            self.lines[mark].append(line_of(one, text_page))

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
    ends = ends_of(read.values())
    found = {}
    for path, cells in read.items():
        column, row = 0, []
        for width, height, lines in cells:
            text = joined(lines, ends.get(column) if width == 1 else None)
            row.append({"text": text, "width": width, "height": height})
            column += width
        found[path] = row
    return found


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
    pages = [document[number] for number in range(min(len(document), MOST_PAGES))]
    blocks = tagged_blocks(pages)
    is_ruled = not any("rows" in block for block in blocks)
    if is_ruled:
        ruled = RuledPages()
        for page in pages:
            ruled.add(page)
        blocks = ruled.blocks()
    json.dump({"pages": len(document), "blocks": blocks, "is_ruled": is_ruled}, sys.stdout)


def tagged_blocks(pages: Iterable[pypdfium2.PdfPage]) -> list[dict[str, Any]]:
    """What the tags say that there is; each thing whole, over how many pages ever."""
    found: dict[Path, dict[str, Any]] = {}
    for opened in pages:
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
    return [
        block | ({"rows": list(block["rows"].values())} if "rows" in block else {})
        for block in found.values()
    ]


if __name__ == "__main__":
    main()
