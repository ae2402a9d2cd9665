"""The text of OpenDocument files, as the elements of a Word file that say the same.

So that one reader knows what is a table, what stands above it, and what has to be told. Tracked
insertions stand in the text, and deletions outside of it.
"""

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from lxml import etree

from csp.spreadsheets.grids import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_MANY_ROWS,
    too_many_characters,
    too_many_columns,
)
from csp.spreadsheets.open_lists import OpenLists
from csp.spreadsheets.open_sheets import AROUND, times
from csp.spreadsheets.open_styles import OpenStyles
from csp.spreadsheets.word_xml import local_name, value
from csp.spreadsheets.zipped_xml import MOST_CELLS, TOO_MANY_CELLS

# Around paragraphs, tables and lists.
TRANSPARENT = {"section", "index-body", "numbered-paragraph", "text"}
# What has words that are no part of the text: by what Word calls such.
ELSEWHERE = {"annotation": "commentReference", "tracked-changes": "ins"}
NOT_SAID = {"annotation-end", "note", "ruby-text", "table-of-content", "sequence-decls"}
DRAWING = "drawing:1.0}"
BREAKS = {"s": "tab", "tab": "tab", "line-break": "br"}


@dataclass(frozen=True)
class Look:
    """How words look: what Word's reader wants to know of a run."""

    is_bold: bool = False
    is_struck: bool = False
    is_hidden: bool = False
    is_scope: bool = False


def as_word(body: etree._Element, styles: OpenStyles) -> etree._Element:
    """The document of a Word file with the text of an OpenDocument file. Raises ValidationError."""
    document = etree.Element("document")
    _Text(styles).blocks(body, etree.SubElement(document, "body"))
    return document


class _Text:
    """Turns element after element into Word's."""

    def __init__(self, styles: OpenStyles) -> None:
        self.styles = styles
        self.lists = OpenLists(styles)
        self.rows = self.cells = self.characters = 0

    def blocks(self, element: etree._Element, to: etree._Element, *, in_cell: bool = False) -> None:
        for one in element:
            name = local_name(one)
            if name in ("p", "h"):
                self._paragraph(one, to, "", is_listed=False)
            elif name == "list":
                self._list(one, to, in_cell=in_cell)
            elif name == "table":
                self._table(one, to)
            elif name in TRANSPARENT:
                self.blocks(one, to, in_cell=in_cell)
            else:
                self._elsewhere(one, name, to)

    def _list(self, element: etree._Element, to: etree._Element, *, in_cell: bool) -> None:
        self.lists.begin(element)
        for item in element:
            number = self.lists.next(item) if local_name(item) == "list-item" else ""
            for one in item:
                name = local_name(one)
                if name == "list":
                    self._list(one, to, in_cell=in_cell)
                elif name in ("p", "h"):
                    self._paragraph(one, to, number if in_cell else "", is_listed=name == "p")
                    number = ""
        self.lists.end()

    def _paragraph(
        self, element: etree._Element, to: etree._Element, number: str, *, is_listed: bool
    ) -> None:
        """number: of its list, which stands before it."""
        for one in element.iter("{*}bookmark", "{*}bookmark-start"):
            etree.SubElement(to, "bookmarkStart", name=value(one, "name"))
        paragraph = etree.SubElement(to, "p")
        properties = etree.SubElement(paragraph, "pPr")
        if level := self._level(element):
            etree.SubElement(properties, "outlineLvl", val=str(level - 1))
        if is_listed:
            etree.SubElement(properties, "numPr")
        if number:
            self._run(f"{number} ", paragraph, Look())
        style = value(element, "style-name")
        self._words(element, paragraph, self._look("paragraph", style, Look()))

    def _level(self, element: etree._Element) -> int:
        """Of a heading, from 1; 0 if it is none."""
        if local_name(element) == "h":
            return min(times(element, "outline-level"), 9)
        style = value(element, "style-name")
        said = self.styles.said("paragraph", style, "default-outline-level")
        return int(said) if said in tuple("123456789") else 0

    def _look(self, family: str, style: str, look: Look) -> Look:
        """How words look in a style within others."""
        if not style:
            return look
        said = {
            name: self.styles.said(family, style, name)
            for name in ("font-weight", "text-line-through-style", "display")
        }
        weight, line = said["font-weight"], said["text-line-through-style"]
        is_bold = weight == "bold" or (weight.isdecimal() and int(weight[:4]) >= 600)
        return replace(
            look,
            is_bold=is_bold if weight else look.is_bold,
            is_struck=line != "none" if line else look.is_struck,
            is_hidden=look.is_hidden or said["display"] == "none",
            is_scope=look.is_scope
            or (family == "text" and self.styles.is_named("text", style, "Scope")),
        )

    def _words(self, element: etree._Element, to: etree._Element, look: Look) -> None:
        self._run(element.text, to, look)
        for one in element:
            name = local_name(one)
            if name in BREAKS:
                etree.SubElement(etree.SubElement(to, "r"), BREAKS[name])
            elif name == "span":
                self._words(one, to, self._look("text", value(one, "style-name"), look))
            elif name in ("hidden-text", "hidden-paragraph"):
                self._words(one, to, replace(look, is_hidden=True))
            elif not self._elsewhere(one, name, to):
                self._words(one, to, look)
            self._run(one.tail, to, look)

    def _elsewhere(self, element: etree._Element, name: str, to: etree._Element) -> bool:
        """Whether an element isn't of the text; leaves a trace of what has to be told."""
        if name in ELSEWHERE:
            etree.SubElement(to, ELSEWHERE[name])
        elif DRAWING in str(element.tag):
            is_table = element.find(".//{*}table") is not None
            if is_table or "".join(element.itertext()).strip():
                drawing = etree.SubElement(to, "drawing")
                etree.SubElement(
                    etree.SubElement(drawing, "txbxContent"), "tbl" if is_table else "t"
                )
        else:
            return not name or name in NOT_SAID
        return True

    def _run(self, text: str | None, to: etree._Element, look: Look) -> None:
        if not text:
            return
        # Rows that are written once may stand for many.
        self.characters += len(text)
        if self.characters > 2 * MOST_CHARACTERS:
            raise too_many_characters()
        run = etree.SubElement(to, "r")
        properties = etree.SubElement(run, "rPr")
        for name, is_on in (
            ("b", look.is_bold),
            ("strike", look.is_struck),
            ("vanish", look.is_hidden),
        ):
            if is_on:
                etree.SubElement(properties, name)
        if look.is_scope:
            etree.SubElement(properties, "rStyle", val="Scope")
        # Line ends in the XML are spaces.
        etree.SubElement(run, "t").text = " ".join(text.splitlines())

    def _table(self, element: etree._Element, to: etree._Element) -> None:
        table = etree.SubElement(to, "tbl")
        # By column, from 0: for how many more rows a cell above goes on, and how wide it is.
        going_on: dict[int, tuple[int, int]] = {}
        for row in _rows(element):
            for _ in range(min(times(row, "number-rows-repeated"), MOST_ROWS + 1)):
                self.rows += 1
                if self.rows > MOST_ROWS:
                    raise ValidationError(TOO_MANY_ROWS)
                self._row(row, etree.SubElement(table, "tr"), going_on)

    def _row(
        self, row: etree._Element, to: etree._Element, going_on: dict[int, tuple[int, int]]
    ) -> None:
        column = end_of_span = 0
        for one in row:
            if local_name(one) not in ("table-cell", "covered-table-cell"):
                continue
            for _ in range(times(one, "number-columns-repeated")):
                self._count(column)
                left, width = going_on.pop(column, (0, 1))
                is_covered = local_name(one) == "covered-table-cell"
                if left and is_covered:
                    cell = _cell(to, width)
                    etree.SubElement(cell[0], "vMerge")
                    end_of_span = column + width
                elif not is_covered or column >= end_of_span:
                    width, left = times(one, "number-columns-spanned"), 0
                    cell = _cell(to, width)
                    end_of_span = column + width
                    if not is_covered:
                        left = times(one, "number-rows-spanned")
                        self._fill(one, cell, is_merged=left > 1)
                if left > 1:
                    going_on[column] = left - 1, width
                column += 1

    def _fill(self, cell: etree._Element, to: etree._Element, *, is_merged: bool) -> None:
        if is_merged:
            etree.SubElement(to[0], "vMerge", val="restart")
        fill = self.styles.said("table-cell", value(cell, "style-name"), "background-color")
        if fill.startswith("#"):
            etree.SubElement(to[0], "shd", fill=fill.removeprefix("#"))
        self.blocks(cell, to, in_cell=True)

    def _count(self, column: int) -> None:
        self.cells += 1
        if column > MOST_COLUMNS:
            raise too_many_columns("A table")
        if self.cells > MOST_CELLS:
            raise ValidationError(TOO_MANY_CELLS[1])


def _cell(row: etree._Element, width: int) -> etree._Element:
    """A cell with its properties, in Word's words."""
    cell = etree.SubElement(row, "tc")
    etree.SubElement(etree.SubElement(cell, "tcPr"), "gridSpan", val=str(width))
    return cell


def _rows(table: etree._Element) -> list[etree._Element]:
    found = []
    for one in table:
        if local_name(one) == "table-row":
            found.append(one)
        elif local_name(one) in AROUND:
            found += _rows(one)
    return found
