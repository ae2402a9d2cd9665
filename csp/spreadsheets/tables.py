"""A table with one row of headings, and the bounds that every table has to keep."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from openpyxl.utils import get_column_letter

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 50
MOST_CHARACTERS_IN_CELL = 2_000
# Of all cells together, so that they can wait in the browser between preview and confirmation:
# Django takes forms of up to 2.5 MB.
MOST_CHARACTERS = 800_000

TOO_MANY_ROWS = (
    f"The selected file has more than {MOST_ROWS:,} rows. Delete the rows that you do not need, "
    "empty ones too, or divide it into several files"
)

Cell = str | int | float | bool


@dataclass(frozen=True)
class Table:
    """headings: as they are written. rows: number in the spreadsheet, and a cell per heading.

    notes: sentences on how the file was read, for the person who chose it.
    """

    headings: list[str]
    rows: Sequence[tuple[int, Sequence[Cell]]]
    notes: list[str]


def table(rows: Iterable[Iterable[Cell]], notes: Iterable[str] = ()) -> Table:
    """The first row that isn't empty has the headings.

    rows: cells without space around them, empty rows of the spreadsheet too; no more of it is
    used than allowed. Raises ValidationError, naming row and column.
    """
    filled = _filled_rows(rows)
    try:
        number, headings = next(filled)
    except StopIteration:
        raise ValidationError("The selected file is empty") from None
    headings = [str(heading) for heading in headings]
    kept = [column for column, heading in enumerate(headings) if heading]
    body, characters = [], 0
    for number, cells in filled:
        _check_headings_above(number, cells, headings)
        body.append((number, [cells[column] if column < len(cells) else "" for column in kept]))
        characters += sum(len(str(cell)) for cell in cells)
        if characters > MOST_CHARACTERS:
            raise ValidationError(
                f"The selected file holds more than {MOST_CHARACTERS:,} characters. "
                "Divide it into several files"
            )
    if not body:
        raise ValidationError(f"The selected file has no rows below the headings in row {number}")
    return Table([headings[column] for column in kept], body, list(notes))


def place(number: int, column: int) -> str:
    """Where a cell is, as spreadsheets say: “row 7, column C”. column: counted from 0."""
    return f"row {number}, column {get_column_letter(column + 1)}"


def _filled_rows(rows: Iterable[Iterable[Cell]]) -> Iterator[tuple[int, list[Cell]]]:
    """Number and cells of each row that has any, without the empty cells at its end."""
    for number, cells in enumerate(rows, start=1):
        if number > MOST_ROWS + 1:
            raise ValidationError(TOO_MANY_ROWS)
        cells = list(cells)
        while cells and cells[-1] == "":
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise ValidationError(
                f"The selected file has more than {MOST_COLUMNS} columns in row {number}. "
                "Delete the columns that you do not need"
            )
        for column, cell in enumerate(cells):
            _check_cell(number, column, cell)
        if cells:
            yield number, cells


def _check_cell(number: int, column: int, cell: Cell) -> None:
    if not isinstance(cell, str):
        return
    if len(cell) > MOST_CHARACTERS_IN_CELL:
        raise ValidationError(
            f"The cell in {place(number, column)} has {len(cell):,} characters. "
            f"It must have {MOST_CHARACTERS_IN_CELL:,} or fewer"
        )
    if any(ord(character) < 32 and character not in "\t\r\n" for character in cell):
        raise ValidationError(
            f"The cell in {place(number, column)} holds a character that cannot be printed. "
            "Type the text again"
        )


def _check_headings_above(number: int, cells: Sequence[Cell], headings: Sequence[str]) -> None:
    for column, cell in enumerate(cells):
        if cell != "" and (column >= len(headings) or not headings[column]):
            raise ValidationError(
                f"The cell in {place(number, column)} has no heading above it. "
                "Enter a heading or delete the cell"
            )
