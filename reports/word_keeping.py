"""What stays on one page in a Word file: what leads to something does not end a page without it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table
from docx.text.paragraph import Paragraph

from reports.document import Document
from reports.word_contents import is_heading

# In letters: what has no more stays on one page, as far as that is possible. In large print more
# would leave half of a page empty.
SHORT, LARGE_SHORT = 400, 200
# The most letters of a single line.
LINE = 80
# Styles of what closes something, and would be taken for the beginning of what follows it.
CLOSING = ("Source", "Conclusion")


def keep_together(file: WordFile, document: Document) -> None:
    """Have what belongs together stay on one page, as far as that leaves no page half empty."""
    short = LARGE_SHORT if document.is_large_print else SHORT
    before: Paragraph | Table | None = None
    blocks = [*file.iter_inner_content(), None]
    for block, after in pairwise(blocks):
        if isinstance(block, Table):
            _keep_rows(block, short, is_after_picture=_has_picture(before))
            if _is_closing(after):
                _keep(block._tbl.tr_lst[-1])
        elif isinstance(block, Paragraph) and _has_picture(block):
            block.paragraph_format.keep_with_next = _leads_on(after, document)
        elif isinstance(block, Paragraph) and after is not None and _stays(block, after, short):
            block.paragraph_format.keep_with_next = True
        before = block


def letters(element: BaseOxmlElement) -> int:
    """How many letters its text has. (itertext would tell paragraphs and their runs again.)"""
    return sum(len(text.text) for text in element.iter(qn("w:t")))


def item_level(paragraph: Paragraph) -> int:
    """How deep in lists an item is, from 0; -1 of what is none."""
    found = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
    return -1 if found is None else int(found.get(qn("w:val")))


def _has_picture(block: Paragraph | Table | None) -> bool:
    return isinstance(block, Paragraph) and block._p.find(f".//{qn('wp:inline')}") is not None


def _is_closing(block: Paragraph | Table | None) -> bool:
    style = block.style if isinstance(block, Paragraph) else None
    return style is not None and style.name in CLOSING


def _leads_on(after: Paragraph | Table | None, document: Document) -> bool:
    """Whether a picture stays with what follows it: what it shows, as its caption or its table.

    Not with another chart, of which there may be more than a page has room for, nor with a table in
    large print, where a chart takes half of a page.
    """
    if isinstance(after, Paragraph):
        return not is_heading(after)
    return after is not None and not document.is_large_print


def _stays(paragraph: Paragraph, after: Paragraph | Table, short: int) -> bool:
    """Whether it stays with what follows it: its list or table, a source, a drawing of it."""
    level = item_level(paragraph)
    if isinstance(after, Table) or item_level(after) > level:
        # Of what is longer, the last lines may stand there.
        return len(paragraph.text) <= short
    # A line before a drawing says whose it is.
    return _is_closing(after) or (len(paragraph.text) <= LINE and _has_picture(after))


def _keep_rows(table: Table, short: int, *, is_after_picture: bool) -> None:
    """Have no first or last row stand on a page alone, and what is short stay on one page.

    A chart with all of its table would often leave a page half empty before it.
    """
    rows, columns = table._tbl.tr_lst, len(table.columns)
    is_whole = not is_after_picture and letters(table._tbl) <= short
    for group in [rows] if is_whole else _groups(rows, columns):
        is_short = not is_after_picture and sum(map(letters, group)) <= short
        leading = sum(is_head(row) or is_strand(row, columns) for row in group)
        for place, (row, after) in enumerate(pairwise(group)):
            is_edge = place <= leading or place == len(group) - 2
            if is_short or (is_edge and letters(row) + letters(after) <= short):
                _keep(row)


def _groups(rows: Sequence[CT_Row], columns: int) -> Iterator[list[CT_Row]]:
    """The rows of a table as they stand below its strands."""
    group: list[CT_Row] = []
    for row in rows:
        if is_strand(row, columns) and group and not is_head(group[-1]):
            yield group
            group = []
        group.append(row)
    yield group


def is_head(row: CT_Row) -> bool:
    """Whether a row is of the head of its table."""
    return row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


def is_strand(row: CT_Row, columns: int) -> bool:
    """Whether a row of a table with so many columns is the heading of those below it."""
    return len(row.tc_lst) == 1 < columns


def _keep(row: CT_Row) -> None:
    """Have a row stay with the next one, or with what follows the table."""
    for cell in row.tc_lst:
        for element in cell.p_lst:
            element.get_or_add_pPr().keepNext_val = True
