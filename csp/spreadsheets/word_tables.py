"""The tables in the XML of a Word document (ECMA-376, part 1, 17.4), with what stands above them.

Tracked changes are read as if they were accepted. Only local names of elements are looked at:
strict files have other namespaces than usual ones.
"""

import re
from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from lxml import etree

from csp.spreadsheets import colours
from csp.spreadsheets.grids import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    Grid,
    GridRow,
    Heading,
    too_many_characters,
    too_many_columns,
)
from csp.spreadsheets.word_numbers import BULLET, WordNumbers
from csp.spreadsheets.word_xml import child, is_on, local_name, number, value

# The text of a cell, columns it spans, whether it is the cell above going on, and its colour.
CellRead = tuple[str, int, bool, str]

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
MOST_QUOTED, LONGEST_QUOTED = 5, 100
SPACE = re.compile(r"[^\S\n]+")


def _within(element: etree._Element) -> Iterator[etree._Element]:
    """The children, and those of transparent elements among them, without what is left out."""
    for one in element:
        name = local_name(one)
        if name in TRANSPARENT:
            yield from _within(one)
        elif name and name not in LEFT_OUT:
            yield one


def _tidy(text: str) -> str:
    return "\n".join(line.strip() for line in SPACE.sub(" ", text).split("\n")).strip()


class WordTables:
    """document, styles, numbering: the roots of the members."""

    def __init__(
        self,
        document: etree._Element,
        styles: etree._Element | None,
        numbering: etree._Element | None = None,
    ) -> None:
        body = child(document, "body")
        if body is None:
            raise ValidationError("The selected file is damaged. Save it again in Word as .docx")
        self.body = body
        self.levels = _levels(styles)
        self.numbers = WordNumbers(numbering, styles)
        # Words that Word doesn't show, or strikes out; and the paragraphs between the tables.
        self.not_shown: dict[str, dict[str, bool]] = {}
        self.outside: list[str] = []
        self.has_nested = False
        self.characters = 0
        self.found: list[Grid] = []
        # The headings above the place at hand, the line before it, and a bookmark waiting for its
        # heading.
        self.above: list[Heading] = []
        self.line = self.mark = ""

    def grids(self) -> list[Grid]:
        """The tables, those within cells of others after these."""
        for block in _within(self.body):
            if local_name(block) == "tbl":
                self._add_table(block, depth=1)
                self.line = ""
            elif local_name(block) == "p":
                self._pass_paragraph(block)
            elif local_name(block) == "bookmarkStart" and not value(block, "name").startswith("_"):
                self.mark = value(block, "name")
        return self.found

    def notes(self) -> list[str]:
        """Sentences on what was read otherwise than it looks."""
        names = {local_name(one) for one in self.body.iter()}
        notes = [
            f"{kind} words were left out: {_quoted(list(words))}."
            for kind, words in self.not_shown.items()
        ]
        if "commentReference" in names:
            notes.append("The file has comments. They were not read.")
        used = {heading.text for grid in self.found for heading in grid.above}
        used |= {grid.note for grid in self.found if grid.note.startswith("*")}
        outside = [text for text in self.outside if text not in used]
        if outside:
            notes.append(
                f"What stands outside the tables was not read, but for headings above them: "
                f"{_quoted(outside)}. Targets and recommendations have to be entered by hand."
            )
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
        boxes = (one for one in self.body.iter() if local_name(one) == "txbxContent")
        in_boxes = {local_name(one) for box in boxes for one in box.iter()}
        if "tbl" in in_boxes:
            notes.append("A table in a text box was not read. Move it out of the box to import it.")
        elif "t" in in_boxes:
            notes.append("Words in text boxes were not read.")
        return notes

    def _pass_paragraph(self, paragraph: etree._Element) -> None:
        text = " ".join(self._text(paragraph).split())
        if not text:
            return
        self.line = text
        self.outside.append(text)
        self.numbers.before(paragraph)
        level = self._level(paragraph, text)
        if level is None:
            # What a bold line announced is over with the next paragraph.
            self.above = [one for one in self.above if one.level < BOLD_LEVEL]
            return
        self.above = [one for one in self.above if one.level < level]
        scope = "".join(
            self._text(run)
            for run in _within(paragraph)
            if local_name(run) == "r" and value(child(run, "rPr", "rStyle")) == "Scope"
        )
        scope = " ".join(scope.split())
        title = text.removesuffix(scope).strip()
        scope = scope.removeprefix("(").removesuffix(")")
        self.above.append(Heading(level, title or text, scope, self.mark))
        self.line = self.mark = ""

    def _level(self, paragraph: etree._Element, text: str) -> int | None:
        """Of a heading, from 1; BOLD_LEVEL for a short bold paragraph; None for others."""
        properties = child(paragraph, "pPr")
        outline = number(child(paragraph, "pPr", "outlineLvl"), 9)
        if outline < 9:
            return outline + 1
        style = value(child(properties, "pStyle")) if properties is not None else ""
        if style in self.levels:
            return self.levels[style]
        runs = [
            one for one in _within(paragraph) if local_name(one) == "r" and self._text(one).strip()
        ]
        is_bold = all(is_on(child(run, "rPr", "b")) for run in runs)
        is_listed = child(paragraph, "pPr", "numPr") is not None
        if is_bold and runs and not is_listed and len(text) <= LONGEST_BOLD_HEADING:
            return BOLD_LEVEL
        return None

    def _text(self, element: etree._Element) -> str:
        """The words of a paragraph or a run, with its line breaks."""
        parts = []
        for one in _within(element):
            name = local_name(one)
            if name == "t":
                parts.append(one.text or "")
            elif name in BREAKS:
                is_page = value(one, "type") in ("page", "column")
                parts.append(" " if is_page else BREAKS[name])
            elif name == "r":
                parts.append(self._shown(one))
        return "".join(parts)

    def _shown(self, run: etree._Element) -> str:
        """The words of a run; none, but noted, if they are hidden or struck out."""
        text = self._text(run)
        properties = child(run, "rPr")
        if properties is not None and text.strip():
            if is_on(child(properties, "vanish")):
                self.not_shown.setdefault("Hidden", {})[text.strip()] = True
                return ""
            if is_on(child(properties, "strike")) or is_on(child(properties, "dstrike")):
                self.not_shown.setdefault("Struck-out", {})[text.strip()] = True
                return ""
        return text

    def _add_table(self, table: etree._Element, depth: int) -> str:
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

    def _rows(self, table: etree._Element, depth: int) -> list[GridRow]:
        cells_of_rows = [
            (place, self._cells(row, depth))
            for place, row in enumerate(
                (one for one in _within(table) if local_name(one) == "tr"), start=1
            )
            if child(row, "trPr", "del") is None
        ]
        width = max((sum(span for _, span, _, _ in cells) for _, cells in cells_of_rows), default=0)
        rows: list[GridRow] = []
        before: list[str] = []
        for row_number, cells in cells_of_rows:
            texts: list[str] = []
            continued: list[int] = []
            spans: list[int] = []
            filled: dict[str, str] = {}
            for text, span, goes_on, colour in cells:
                place = len(texts)
                if goes_on:
                    text = before[place] if place < len(before) else ""
                    continued.append(place)
                if colour and not text:
                    filled[str(place)] = colour
                spans += range(place + 1, min(place + span, MOST_COLUMNS + 1))
                texts += [text, *[""] * (span - 1)]
            before = texts
            # One cell that goes on over many rows is many cells.
            self.characters += sum(map(len, texts))
            if self.characters > MOST_CHARACTERS:
                raise too_many_characters()
            wide = [span for text, span, _, _ in cells if text]
            is_wide = len(wide) == 1 and wide[0] >= width > 1
            rows.append(GridRow(row_number, texts, is_wide, continued, spans, filled))
        return rows

    def _cells(self, row: etree._Element, depth: int) -> list[CellRead]:
        before = number(child(row, "trPr", "gridBefore"), 0)
        cells = [("", 1, False, "")] * before
        for cell in _within(row):
            if local_name(cell) != "tc":
                continue
            if len(cells) > MOST_COLUMNS:
                raise too_many_columns("A table")
            span = max(1, number(child(cell, "tcPr", "gridSpan"), 1))
            merge = child(cell, "tcPr", "vMerge")
            goes_on = merge is not None and value(merge) != "restart"
            is_deleted = child(cell, "tcPr", "cellDel") is not None
            text = "" if goes_on or is_deleted else self._cell_text(cell, depth)
            colour = colours.name_of(value(child(cell, "tcPr", "shd"), "fill"))
            cells.append((text, span, goes_on, colour))
        return cells

    def _cell_text(self, cell: etree._Element, depth: int) -> str:
        lines = []
        for block in _within(cell):
            if local_name(block) == "p":
                # As Word shows it: with the number or bullet that it puts before it.
                number, text = self.numbers.before(block), _tidy(self._text(block))
                number = number if text else number.strip(f" {BULLET}")
                lines.append(" ".join(filter(None, (number, text))))
            elif local_name(block) == "tbl":
                self.has_nested = True
                lines.append(self._add_table(block, depth + 1))
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
        # One item alone is how the cell looks, and no list.
        return text if "\n" in text else text.removeprefix(BULLET).strip()


def _quoted(texts: Sequence[str]) -> str:
    """The first of some texts, each shortened, and how many more there are."""
    first = ", ".join(f"“{text[:LONGEST_QUOTED]}”" for text in texts[:MOST_QUOTED])
    more = len(texts) - MOST_QUOTED
    return f"{first} and {more} more" if more > 0 else first


def _levels(styles: etree._Element | None) -> dict[str, int]:
    """The levels of headings by the ids of their styles, whatever language Word speaks."""
    levels = {f"Heading{level}": level for level in range(1, 10)}
    for style in styles if styles is not None else ():
        if local_name(style) != "style":
            continue
        named = re.fullmatch(r"heading ([1-9])", value(child(style, "name")).lower())
        outline = number(child(style, "pPr", "outlineLvl"), 9)
        if named:
            levels[value(style, "styleId")] = int(named[1])
        elif outline < 9:
            levels[value(style, "styleId")] = outline + 1
    return levels
