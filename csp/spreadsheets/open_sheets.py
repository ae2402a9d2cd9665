"""The sheets of OpenDocument spreadsheets (ODF 1.3, part 3, 9).

Cells hold their text as it is shown, figures and days too.
"""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from lxml import etree

from csp.spreadsheets.csv_files import plain
from csp.spreadsheets.grids import (
    MOST_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    ROWS_OF_HEADINGS,
    TOO_MANY_ROWS,
    Grid,
    place,
    too_many_characters,
    too_many_columns,
)
from csp.spreadsheets.open_styles import OpenStyles
from csp.spreadsheets.sheets import sheet_grid
from csp.spreadsheets.word_xml import local_name, value

# Around rows and columns.
AROUND = {
    *("table-header-rows", "table-rows", "table-row-group"),
    *("table-header-columns", "table-columns", "table-column-group"),
}
# Within the words of a cell or a paragraph, but none of them.
NOT_SAID = {"annotation", "annotation-end", "note", "ruby-text", "tracked-changes"}
BREAKS = {"s": " ", "tab": " ", "line-break": "\n"}
HIDDEN = ("collapse", "filter")
MOST = 10**7


def times(element: etree._Element, name: str) -> int:
    """How often an element stands for, or over how many it goes: 1 where nothing is said."""
    text = value(element, name)
    return max(1, min(int(text), MOST)) if text.isdecimal() and len(text) < 10 else 1


def words_of(element: etree._Element) -> str:
    """The words in an element, with its line breaks, but without comments and footnotes."""
    parts = [element.text or ""]
    for one in element:
        name = local_name(one)
        if name in BREAKS:
            parts.append(BREAKS[name])
        elif name and name not in NOT_SAID:
            parts.append(words_of(one))
        parts.append(one.tail or "")
    return "".join(parts)


def _within(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows or columns of a table."""
    for one in element:
        if local_name(one) == name:
            yield one
        elif local_name(one) in AROUND:
            yield from _within(one, name)


class OpenSheets:
    """body: the element of the spreadsheet."""

    def __init__(self, body: etree._Element, styles: OpenStyles) -> None:
        self.body = body
        self.styles = styles
        self.said: list[str] = []
        self.rows = self.characters = 0

    def grids(self) -> list[Grid]:
        found = []
        for table in self.body:
            if local_name(table) != "table":
                continue
            title = value(table, "name")
            if self.styles.said("table", value(table, "style-name"), "display") == "false":
                self.said.append(f"The sheet “{title}” is hidden, and was not read.")
            else:
                found.append(_Sheet(self, table, f"Sheet “{title}”").grid())
        return found

    def notes(self) -> list[str]:
        """Sentences on what was not read; after grids()."""
        names = {local_name(one) for one in self.body.iter()}
        if "annotation" in names:
            self.said.append("The file has comments. They were not read.")
        if "tracked-changes" in names:
            self.said.append("The file has tracked changes. They were read as if accepted.")
        return self.said


class _Sheet:
    """A sheet as it is read, row by row."""

    def __init__(self, sheets: OpenSheets, table: etree._Element, title: str) -> None:
        self.sheets = sheets
        self.table = table
        self.title = title
        self.rows: list[list[str]] = []
        self.areas: list[tuple[int, int, int, int]] = []
        self.colours: dict[int, dict[str, str]] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        # The style of a column's cells that have none.
        self.of_columns: list[str] = []

    def grid(self) -> Grid:
        for one in _within(self.table, "table-column"):
            for _ in range(min(times(one, "number-columns-repeated"), MOST_COLUMNS)):
                if value(one, "visibility") in HIDDEN and len(self.of_columns) <= MOST_COLUMNS:
                    self.hidden_columns.add(len(self.of_columns))
                self.of_columns.append(value(one, "default-cell-style-name"))
        empty = 0
        for one in _within(self.table, "table-row"):
            # Below what is written, a million empty rows.
            cells, colours = self._cells(one, len(self.rows) + empty + 1)
            repeated = times(one, "number-rows-repeated")
            if not cells and not colours:
                empty += repeated
                continue
            self._count(empty + repeated, repeated * sum(map(len, cells)))
            self.rows += [[] for _ in range(empty)]
            for _ in range(repeated):
                self.rows.append(list(cells))
                if colours:
                    self.colours[len(self.rows)] = colours
                if value(one, "visibility") in HIDDEN:
                    self.hidden_rows.add(len(self.rows))
            empty = 0
        return sheet_grid(
            self.title,
            self.rows,
            areas=self.areas,
            colours=self.colours,
            hidden_rows=self.hidden_rows,
            hidden_columns=self.hidden_columns,
            notes=self.sheets.said,
        )

    def _count(self, rows: int, characters: int) -> None:
        self.sheets.rows += rows
        self.sheets.characters += characters
        if self.sheets.rows > MOST_ROWS + ROWS_OF_HEADINGS:
            raise ValidationError(TOO_MANY_ROWS)
        if self.sheets.characters > MOST_CHARACTERS:
            raise too_many_characters()

    def _cells(self, row: etree._Element, number: int) -> tuple[list[str], dict[str, str]]:
        """The texts of a row's cells, without empty ones at its end, and the colours of these."""
        cells: list[str] = []
        colours: dict[str, str] = {}
        empty = 0
        for one in row:
            name = local_name(one)
            if name not in ("table-cell", "covered-table-cell"):
                continue
            column = len(cells) + empty
            text = self._text(one, number, column) if name == "table-cell" else ""
            repeated = times(one, "number-columns-repeated")
            if not text:
                empty += repeated
                self._colour(row, one, range(column, min(column + repeated, MOST_COLUMNS)), colours)
            else:
                if column + repeated > MOST_COLUMNS:
                    raise too_many_columns(self.title)
                cells += [*[""] * empty, *[text] * repeated]
                empty = 0
            width, height = times(one, "number-columns-spanned"), times(one, "number-rows-spanned")
            if width * height > 1 and name == "table-cell":
                self.areas.append((column + 1, number, column + width, number + height - 1))
        return cells, colours

    def _colour(
        self, row: etree._Element, cell: etree._Element, columns: range, colours: dict[str, str]
    ) -> None:
        """Add the colours of empty cells. A row of nothing but colour to its end is decoration."""
        if len(columns) > 1 and columns.stop == MOST_COLUMNS:
            return
        for column in columns:
            of_column = self.of_columns[column] if column < len(self.of_columns) else ""
            # The style that is nearest to the cell holds.
            names = (value(cell, "style-name"), value(row, "default-cell-style-name"), of_column)
            if colour := self.sheets.styles.colour(next(filter(None, names), "")):
                colours[str(column)] = colour

    def _text(self, cell: etree._Element, number: int, column: int) -> str:
        lines = [words_of(one) for one in cell if local_name(one) == "p"]
        text = plain("\n".join(lines).strip()) if lines else ""
        is_wrong = any(
            str(key).endswith("}value-type") and kind == "error"
            for key, kind in cell.attrib.items()
        )
        if is_wrong:
            raise ValidationError(
                f"The cell in {place(number, column)} has the error {text}. Correct it"
            )
        return text
