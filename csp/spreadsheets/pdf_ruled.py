"""Tables of PDF pages that have no tags, where lines or filled cells show them.

Lines that go across alone, without any down the page, say nothing of columns, and are not read.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from csp.spreadsheets.pdf_lines import SAME_LINE, Line, ends_of, joined, line_of
from csp.spreadsheets.pdf_rules import THICK, Area, Rule, Slot, areas_of, rules_of

# Within so many times their size a line goes on beside, or below.
BESIDE, BELOW = 2, 1.7
# By how much the letters of a heading are larger than the text's.
LARGER = 1.1
LONGEST_HEADING = 160
# How far the columns of a table may stand elsewhere on its next page, in points.
SAME_COLUMN = 4
# So many rows show which columns are filled in all.
SAMPLE = 3
PAGE_NUMBER = re.compile(r"[\W_]*(page\W*)?\d+(\W*(of)?\W*\d+)?[\W_]*", re.I)
NUMBER_OF_PAGE = re.compile(r"page\W*\d+(\W*of\W*\d+)?|[|·•–-]\s*\d+$", re.I)

Block = dict[str, Any]
Row = list[dict[str, Any]]
# The size of letters, in half points, and whether they are bold.
Look = tuple[float, bool]


@dataclass
class RuledTable:
    """A table on a page, with the lines in its cells."""

    area: Area
    cells: dict[Slot, list[Line]] = field(default_factory=dict)

    def take(self, one: Line) -> bool:
        """Whether the middle of a line lies in the table; then it is in its cell."""
        slot = self.area.slot_of((one.left + one.right) / 2, one.foot + one.size / 3)
        if slot:
            self.cells.setdefault(slot, []).append(one)
        return slot is not None

    def rows(self) -> list[Row]:
        """As those of tags are: the text of each cell, and over what it goes."""
        by_row: dict[int, list[Slot]] = {}
        for slot in self.area.slots:
            by_row.setdefault(slot.row, []).append(slot)
        lines: dict[Slot, list[Line | None]] = {
            slot: [*_whole_lines(found)] for slot, found in self.cells.items()
        }
        ends = ends_of([list(_side_by_side(slots, lines)) for slots in by_row.values()])
        return [
            [
                {
                    "text": joined(
                        lines.get(one, []), ends.get(one.column) if one.width == 1 else None
                    ),
                    "column": one.column,
                    "width": one.width,
                    "height": one.height,
                }
                for one in slots
            ]
            for slots in by_row.values()
        ]


def _side_by_side(
    slots: list[Slot], lines: dict[Slot, list[Line | None]]
) -> Iterator[tuple[int, int, list[Line | None]]]:
    """The width, height and lines of a row's cells, with nothing where one above goes on."""
    column = 0
    for one in slots:
        if one.column > column:
            yield one.column - column, 1, []
        yield one.width, one.height, lines.get(one, [])
        column = one.column + one.width


class RuledPages:
    """The text and tables of pages, added from the first."""

    def __init__(self) -> None:
        # What stands on each page, from its top, and its height.
        self.pages: list[tuple[list[RuledTable | Line], float]] = []
        self.looks: Counter[Look] = Counter()

    def add(self, page: pypdfium2.PdfPage) -> None:
        across, down = rules_of(page)
        tables = [RuledTable(area) for area in areas_of(across, down)]
        outside = []
        for one in _written(page, down):
            self.looks[_look(one)] += len(one.text)
            if not any(table.take(one) for table in tables):
                outside.append(one)
        found: list[RuledTable | Line] = [*tables, *_whole_lines(outside)]
        self.pages.append((sorted(found, key=_height, reverse=True), page.get_height()))

    def blocks(self) -> list[Block]:
        """Headings, paragraphs and tables, those whole that go on after a page's end."""
        levels, margins = self._levels(), self._margins()
        blocks: list[Block] = []
        before: RuledTable | Line | None = None
        seen = set()
        for found, height in self.pages:
            for one in found:
                if isinstance(one, RuledTable):
                    _add_table(blocks, one, before)
                    before = one
                    continue
                level = levels.get(_look(one), 0) if len(one.text) <= LONGEST_HEADING else 0
                margin = _margin(one)
                if margin in margins:
                    # A heading that is repeated on each page stands once.
                    is_first = level and one.foot > height / 2 and margin not in seen
                    seen.add(margin)
                    if not is_first or not margin[0]:
                        continue
                if isinstance(before, Line) and _goes_on(before, one):
                    blocks[-1]["text"] += f" {one.text}"
                else:
                    blocks.append({"level": level, "text": one.text})
                before = one
        return blocks

    def _levels(self) -> dict[Look, int]:
        """The levels of headings by their looks: what is larger than the text, then bold."""
        if not self.looks:
            return {}
        (size, is_bold), _ = self.looks.most_common(1)[0]
        larger = sorted({look for look in self.looks if look[0] > size * LARGER}, reverse=True)
        if not is_bold:
            larger += [look for look in [(size, True)] if look in self.looks]
        return {look: min(level, 6) for level, look in enumerate(larger, start=1)}

    def _margins(self) -> set[tuple[str, int]]:
        """What stands in the same place of several pages, which is said of the file."""
        found: Counter[tuple[str, int]] = Counter()
        for page, _ in self.pages:
            found.update({_margin(one) for one in page if isinstance(one, Line)})
        return {margin for margin, count in found.items() if count > 1}


def _look(line: Line) -> Look:
    return round(line.size * 2) / 2, line.is_bold


def _height(one: RuledTable | Line) -> float:
    return one.area.rows[0] if isinstance(one, RuledTable) else one.foot


def _margin(one: Line) -> tuple[str, int]:
    """What a line says but for a page's number, and its height."""
    text = one.text
    is_number = PAGE_NUMBER.fullmatch(text)
    return "" if is_number else NUMBER_OF_PAGE.sub("", text), round(one.foot)


def _goes_on(before: Line, one: Line) -> bool:
    """Whether a line outside the tables is of the paragraph of the line before it."""
    down = before.foot - one.foot
    return _look(before) == _look(one) and 0 <= down <= BELOW * one.size


def _written(page: pypdfium2.PdfPage, down: list[Rule]) -> Iterator[Line]:
    """The words of a page as they were set, those divided over which a line down the page goes."""
    text_page = page.get_textpage()
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        line = line_of(one, text_page)
        if not line.text.strip():
            continue
        line = line._replace(is_bold="bold" in one.get_font().get_base_name().lower())
        middle, top = line.foot + line.size / 3, line.foot + line.size
        ends = sorted(
            rule.place
            for rule in down
            if line.left + THICK < rule.place < line.right - THICK and rule.covers(middle)
        )
        for start, end in itertools.pairwise([line.left, *ends, line.right]):
            part = text_page.get_text_bounded(start, line.foot, end, top) if ends else line.text
            yield line._replace(text=part, left=start, right=end)


def _whole_lines(written: Iterable[Line]) -> list[Line]:
    """What was set in pieces as the lines that are seen, from the first."""
    lines: list[list[Line]] = []
    for one in sorted(written, key=lambda one: -one.foot):
        if not lines or lines[-1][0].foot - one.foot > SAME_LINE:
            lines.append([])
        lines[-1].append(one)
    found: list[Line] = []
    for line in lines:
        begun = len(found)
        for one in sorted(line, key=lambda one: one.left):
            before = found[-1] if len(found) > begun else None
            if before and one.left - before.right <= BESIDE * one.size:
                found[-1] = _beside(before, one)
            else:
                found.append(one)
    return found


def _beside(one: Line, other: Line) -> Line:
    return one._replace(
        text=joined([one, other], None),
        right=max(one.right, other.right),
        size=max(one.size, other.size),
        is_bold=one.is_bold and other.is_bold,
    )


def _add_table(blocks: list[Block], table: RuledTable, before: RuledTable | Line | None) -> None:
    """Add a table, or go on with the one right before it on another page."""
    rows = table.rows()
    if not isinstance(before, RuledTable) or not _same_columns(before.area, table.area):
        blocks.append({"rows": rows})
        return
    earlier = blocks[-1]["rows"]
    heads = 0
    while heads < min(len(rows), len(earlier)) and rows[heads] == earlier[heads]:
        heads += 1
    rows = rows[heads:]
    if rows:
        _carry_on(earlier, rows)
    earlier += rows


def _same_columns(one: Area, other: Area) -> bool:
    return len(one.columns) == len(other.columns) and all(
        abs(here - there) <= SAME_COLUMN
        for here, there in zip(one.columns, other.columns, strict=True)
    )


def _carry_on(rows: list[Row], after: list[Row]) -> None:
    """Join what a page's end divided: cells over several rows, and a row itself.

    A row is the last one going on if it lacks what all rows before have.
    """
    columns: dict[int, list[dict[str, Any]]] = {}
    for cell in itertools.chain.from_iterable(rows[1:]):
        columns.setdefault(cell["column"], []).append(cell)
    is_divided = False
    for cell in after[0]:
        above = columns.get(cell["column"], [])
        if cell["text"] or not above:
            continue
        if any(one["height"] > 1 for one in above):
            cell["text"] = above[-1]["text"]
        elif len(above) >= SAMPLE and all(one["text"] for one in above):
            is_divided = True
    if not is_divided:
        return
    last = {cell["column"]: cell for cell in rows[-1]}
    for cell in after.pop(0):
        if cell["height"] > 1 and after:
            after[0].append(cell | {"height": cell["height"] - 1})
            after[0].sort(key=lambda one: one["column"])
        elif (above_it := last.get(cell["column"])) and cell["text"] != above_it["text"]:
            above_it["text"] = " ".join(filter(None, [above_it["text"], cell["text"]]))
