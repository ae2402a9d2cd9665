"""The tables in the XML of a Word document (ECMA-376, part 1, 17.4), with what stands above them.

Tracked changes are read as if they were accepted. Only local names of elements are looked at:
strict files have other namespaces than usual ones.
"""

import re

from django.core.exceptions import ValidationError
from lxml import etree

from csp.spreadsheets.grids import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    Grid,
    GridRow,
    Heading,
    too_many_characters,
    too_many_columns,
)
from partners.whole_numbers import whole_number

# Deleted or moved away; and drawings with words of their own, some of them twice.
LEFT_OUT = {"del", "moveFrom", "drawing", "pict", "object", "AlternateContent"}
# Around paragraphs, rows, cells and runs: content controls, tracked insertions, links.
TRANSPARENT = {
    "sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir",
    "bdo",
}  # fmt: skip
BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-", "ptab": " "}
BOLD_LEVEL = 10
# A bold paragraph that is longer is no heading.
LONGEST_BOLD_HEADING = 160
DEEPEST = 2
SPACE = re.compile(r"[^\S\n]+")


def _name(element):
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _child(element, *names):
    """The first child of the child … of these local names, or None."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if _name(one) == name), None)
    return element


def _value(element, name="val"):
    """An attribute by its local name, or ""."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if etree.QName(key).localname == name:
            return value
    return ""


def _is_on(element):
    """Whether a toggle such as <w:b/> is there, and on."""
    return element is not None and _value(element) not in ("0", "false", "off", "none")


def _number(element, default):
    number = whole_number(_value(element))
    return default if number is None else min(number, 1_000)


def _within(element):
    """The children, and those of transparent elements among them, without what is left out."""
    for child in element:
        name = _name(child)
        if name in TRANSPARENT:
            yield from _within(child)
        elif name and name not in LEFT_OUT:
            yield child


def _tidy(text):
    return "\n".join(line.strip() for line in SPACE.sub(" ", text).split("\n")).strip()


class WordTables:
    """document, styles: the roots of the two members; styles may be None."""

    def __init__(self, document, styles):
        self.body = _child(document, "body")
        if self.body is None:
            raise ValidationError("The selected file is damaged. Save it again in Word as .docx")
        self.levels = _levels(styles)
        self.has_nested = False
        self.characters = 0
        self.found: list[Grid] = []
        # The headings above the place at hand, the line before it, and a bookmark waiting for its
        # heading.
        self.above: list[Heading] = []
        self.line = self.mark = ""

    def grids(self):
        """The Grids, those within cells of others after these."""
        for block in _within(self.body):
            if _name(block) == "tbl":
                self._add_table(block, depth=1)
                self.line = ""
            elif _name(block) == "p":
                self._pass_paragraph(block)
            elif _name(block) == "bookmarkStart" and not _value(block, "name").startswith("_"):
                self.mark = _value(block, "name")
        return self.found

    def notes(self):
        """Sentences on what was read otherwise than it looks."""
        names = {_name(one) for one in self.body.iter()}
        notes = []
        if names & {"ins", "del", "moveFrom", "moveTo", "cellDel", "cellIns"}:
            notes.append(
                "The file has tracked changes. They were read as if they were accepted: what was "
                "inserted is there, and what was deleted is not."
            )
        if self.has_nested:
            notes.append(
                "A table stands inside a cell of another. Its text was read as part of that cell, "
                "and also as a table of its own."
            )
        boxes = (one for one in self.body.iter() if _name(one) == "txbxContent")
        if any(_name(one) == "tbl" for box in boxes for one in box.iter()):
            notes.append("A table in a text box was not read. Move it out of the box to import it.")
        return notes

    def _pass_paragraph(self, paragraph):
        text = " ".join(self._text(paragraph).split())
        if not text:
            return
        self.line = text
        level = self._level(paragraph, text)
        if level is None:
            # What a bold line announced is over with the next paragraph.
            self.above = [one for one in self.above if one.level < BOLD_LEVEL]
            return
        self.above = [one for one in self.above if one.level < level]
        scope = "".join(
            self._text(run)
            for run in _within(paragraph)
            if _name(run) == "r" and _value(_child(run, "rPr", "rStyle")) == "Scope"
        )
        scope = " ".join(scope.split())
        title = text.removesuffix(scope).strip()
        scope = scope.removeprefix("(").removesuffix(")")
        self.above.append(Heading(level, title or text, scope, self.mark))
        self.line = self.mark = ""

    def _level(self, paragraph, text):
        """Of a heading, from 1; BOLD_LEVEL for a short bold paragraph; None for others."""
        properties = _child(paragraph, "pPr")
        outline = _number(_child(paragraph, "pPr", "outlineLvl"), 9)
        if outline < 9:
            return outline + 1
        style = _value(_child(properties, "pStyle")) if properties is not None else ""
        if style in self.levels:
            return self.levels[style]
        runs = [one for one in _within(paragraph) if _name(one) == "r" and self._text(one).strip()]
        is_bold = all(_is_on(_child(run, "rPr", "b")) for run in runs)
        is_listed = _child(paragraph, "pPr", "numPr") is not None
        if is_bold and runs and not is_listed and len(text) <= LONGEST_BOLD_HEADING:
            return BOLD_LEVEL
        return None

    def _text(self, element):
        """The words of a paragraph or a run, with its line breaks."""
        parts = []
        for child in _within(element):
            name = _name(child)
            if name == "t":
                parts.append(child.text or "")
            elif name in BREAKS:
                is_page = _value(child, "type") in ("page", "column")
                parts.append(" " if is_page else BREAKS[name])
            elif name == "r":
                parts.append(self._text(child))
        return "".join(parts)

    def _add_table(self, table, depth):
        """Read a table, and those in its cells; return its text, for the cell it stands in."""
        if depth > DEEPEST:
            raise ValidationError(
                "The selected file has tables within tables within tables. Take the inner ones out "
                "of their cells"
            )
        place = len(self.found)
        self.found.append(Grid("", []))
        title = f"Table {place + 1}"
        rows = self._rows(table, depth)
        self.found[place] = Grid(title, rows, list(self.above), self.line)
        return "\n".join(" | ".join(filter(None, row.cells)) for row in rows)

    def _rows(self, table, depth):
        cells_of_rows = [
            (number, self._cells(row, depth))
            for number, row in enumerate(
                (one for one in _within(table) if _name(one) == "tr"), start=1
            )
            if _child(row, "trPr", "del") is None
        ]
        width = max((sum(span for _, span, _ in cells) for _, cells in cells_of_rows), default=0)
        rows: list[GridRow] = []
        before: list[str] = []
        for number, cells in cells_of_rows:
            texts: list[str] = []
            continued: list[int] = []
            for text, span, goes_on in cells:
                if goes_on:
                    place = len(texts)
                    text = before[place] if place < len(before) else ""
                    continued.append(place)
                texts += [text, *[""] * (span - 1)]
            before = texts
            # One cell that goes on over many rows is many cells.
            self.characters += sum(map(len, texts))
            if self.characters > MOST_CHARACTERS:
                raise too_many_characters()
            filled = [(text, span) for text, span, _ in cells if text]
            is_wide = len(filled) == 1 and filled[0][1] >= width > 1
            rows.append(GridRow(number, texts, is_wide, continued))
        return rows

    def _cells(self, row, depth):
        """(text, columns it spans, whether it is the cell above going on) of each cell."""
        before = _number(_child(row, "trPr", "gridBefore"), 0)
        cells = [("", 1, False)] * before
        for cell in _within(row):
            if _name(cell) != "tc":
                continue
            if len(cells) > MOST_COLUMNS:
                raise too_many_columns("A table")
            span = max(1, _number(_child(cell, "tcPr", "gridSpan"), 1))
            merge = _child(cell, "tcPr", "vMerge")
            goes_on = merge is not None and _value(merge) != "restart"
            is_deleted = _child(cell, "tcPr", "cellDel") is not None
            text = "" if goes_on or is_deleted else self._cell_text(cell, depth)
            cells.append((text, span, goes_on))
        return cells

    def _cell_text(self, cell, depth):
        lines = []
        for block in _within(cell):
            if _name(block) == "p":
                lines.append(_tidy(self._text(block)))
            elif _name(block) == "tbl":
                self.has_nested = True
                lines.append(self._add_table(block, depth + 1))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _levels(styles):
    """The levels of headings by the ids of their styles, whatever language Word speaks."""
    levels = {f"Heading{level}": level for level in range(1, 10)}
    for style in styles if styles is not None else ():
        if _name(style) != "style":
            continue
        named = re.fullmatch(r"heading ([1-9])", _value(_child(style, "name")).lower())
        outline = _number(_child(style, "pPr", "outlineLvl"), 9)
        if named:
            levels[_value(style, "styleId")] = int(named[1])
        elif outline < 9:
            levels[_value(style, "styleId")] = outline + 1
    return levels
