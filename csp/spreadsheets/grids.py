"""Grids of cells: the tables of a Word file and the sheets of a spreadsheet, as they stand.

Where a Table has one row of headings, a grid may have several, or none, and heading rows between.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from openpyxl.utils import get_column_letter

MOST_GRIDS = 400
MOST_ROWS = 5_000
# Titles and headings above that many rows are nobody's mistake.
ROWS_OF_HEADINGS = 20
MOST_COLUMNS = 50
# What a cell of Excel can hold.
MOST_CHARACTERS_IN_CELL = 32_767
# Of all cells together: a plan of a hundred pages has 300,000.
MOST_CHARACTERS = 3_000_000

TOO_MANY_ROWS = (
    f"The selected file has more than {MOST_ROWS:,} rows in its tables. Divide it into several "
    "files, or delete the rows that you do not need"
)


@dataclass(frozen=True)
class GridRow:
    """number: as its reader counts rows, from 1. cells: text, one for each column.

    is_heading: one cell stands across the whole width. continued: the columns, from 0, whose cell
    is the one above going on, and so has its text. spans: the columns over which the cell to the
    left goes on. colours: by column as text, what cells without words are filled with. is_hidden:
    whether a spreadsheet doesn't show it.
    """

    number: int
    cells: list[str]
    is_heading: bool = False
    continued: list[int] = field(default_factory=list)
    spans: list[int] = field(default_factory=list)
    colours: dict[str, str] = field(default_factory=dict)
    is_hidden: bool = False


@dataclass(frozen=True)
class Heading:
    """What stands above a grid. level: 1 to 9, and 10 for a bold line. scope: what its words in
    the style for a priority's scope say. mark: the name of its bookmark."""

    level: int
    text: str
    scope: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Grid:
    """title: of a sheet, or a table's number. above: what it stands under, outermost first.

    note: the line right before it.
    """

    title: str
    rows: list[GridRow]
    above: list[Heading] = field(default_factory=list)
    note: str = ""
    is_sheet: bool = False


@dataclass(frozen=True)
class Grids:
    """What a file holds. notes: sentences on how it was read, for the person who chose it."""

    grids: list[Grid]
    notes: list[str]

    def as_json(self) -> dict[str, Any]:
        """As dataclasses.asdict has it, but that copies each cell."""
        return {
            "grids": [
                vars(grid)
                | {"rows": list(map(vars, grid.rows)), "above": list(map(vars, grid.above))}
                for grid in self.grids
            ],
            "notes": self.notes,
        }


def checked(grids: Iterable[Grid], notes: Iterable[str] = ()) -> Grids:
    """Grids without what is empty, within the bounds above. Raises ValidationError."""
    found, rows, characters = [], 0, 0
    for grid in grids:
        filled = [row for row in map(_shortened, grid.rows) if row]
        if not filled:
            continue
        width = max(len(row.cells) for row in filled)
        if width > MOST_COLUMNS:
            raise too_many_columns(grid.title)
        rows += len(filled)
        for row in filled:
            characters += sum(map(len, row.cells))
            _check_cells(grid, row)
        if rows > MOST_ROWS + ROWS_OF_HEADINGS:
            raise ValidationError(TOO_MANY_ROWS)
        if characters > MOST_CHARACTERS:
            raise too_many_characters()
        found.append(
            Grid(
                grid.title,
                [_to_width(row, width) for row in filled],
                grid.above,
                grid.note,
                grid.is_sheet,
            )
        )
        if len(found) > MOST_GRIDS:
            raise ValidationError(
                f"The selected file has more than {MOST_GRIDS} tables. Divide it into several files"
            )
    return Grids(found, list(notes))


def place(number: int, column: int) -> str:
    """Where a cell is, as spreadsheets say: “row 7, column C”. column: counted from 0."""
    return f"row {number}, column {get_column_letter(column + 1)}"


def too_many_columns(title: str) -> ValidationError:
    return ValidationError(
        f"{title} of the selected file has more than {MOST_COLUMNS} columns. "
        "Delete the columns that you do not need"
    )


def too_many_characters() -> ValidationError:
    return ValidationError(
        f"The selected file holds more than {MOST_CHARACTERS:,} characters in its tables. "
        "Divide it into several files"
    )


def _shortened(row: GridRow) -> GridRow | None:
    """The row, its lines ending alike, without empty cells at its end; None if it has no others."""
    if row.cells and row.cells[-1] and all(map(str.isprintable, row.cells)):
        return row
    cells = [one if one.isprintable() else "\n".join(one.splitlines()) for one in row.cells]
    while cells and not cells[-1]:
        cells.pop()
    return replace(row, cells=cells) if cells else None


def _to_width(row: GridRow, width: int) -> GridRow:
    if len(row.cells) == width and not (row.continued or row.spans):
        return row
    return replace(
        row,
        cells=row.cells + [""] * (width - len(row.cells)),
        continued=[column for column in row.continued if column < width],
        spans=[column for column in row.spans if column < width],
    )


def _check_cells(grid: Grid, row: GridRow) -> None:
    for column, cell in enumerate(row.cells, start=1):
        if len(cell) <= MOST_CHARACTERS_IN_CELL and cell.isprintable():
            continue
        where = f"{grid.title}, row {row.number}, column {column}"
        if len(cell) > MOST_CHARACTERS_IN_CELL:
            raise ValidationError(
                f"The cell in {where} has {len(cell):,} characters. "
                f"It must have {MOST_CHARACTERS_IN_CELL:,} or fewer"
            )
        if any(ord(character) < 32 and character not in "\t\r\n" for character in cell):
            raise ValidationError(
                f"The cell in {where} holds a character that cannot be printed. Type the text again"
            )
