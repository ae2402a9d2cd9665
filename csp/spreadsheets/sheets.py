"""From the cells of a spreadsheet's sheet to its Grid: what is merged, and what isn't shown."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from openpyxl.utils import get_column_letter

from csp.spreadsheets.grids import MOST_COLUMNS, Grid, GridRow

LONGEST_NAMED = 60


def sheet_grid(
    title: str,
    rows: list[list[str]],
    *,
    areas: Iterable[Sequence[int | None]],
    colours: Mapping[int, dict[str, str]],
    hidden_rows: Collection[int],
    hidden_columns: Collection[int],
    notes: list[str],
) -> Grid:
    """The Grid of a sheet.

    areas: what is merged, as first column and row, last column and row, from 1. colours: of empty
    cells, by the number of the row and the column as text. hidden_rows: from 1. hidden_columns:
    from 0. notes: to which those on its hidden columns are added.
    """
    grid_rows = _grid_rows(rows, areas, colours, hidden_rows)
    for column in sorted(hidden_columns):
        texts = [row.cells[column] for row in grid_rows if column < len(row.cells)]
        if not any(texts):
            continue
        named = next(text for text in texts if text)
        notes.append(
            f"Column {get_column_letter(column + 1)} of {title} is hidden, and was not read: "
            f"“{named[:LONGEST_NAMED]}” and what stands below."
        )
        for row in grid_rows:
            if column < len(row.cells):
                row.cells[column] = ""
    return Grid(title, grid_rows, is_sheet=True)


def _grid_rows(
    rows: list[list[str]],
    areas: Iterable[Sequence[int | None]],
    colours: Mapping[int, dict[str, str]],
    hidden_rows: Collection[int],
) -> list[GridRow]:
    width = max(map(len, rows), default=0)
    widest: dict[int, int] = {}
    continued: dict[int, list[int]] = {}
    spans: dict[int, list[int]] = {}
    for first_column, first_row, last_column, last_row in areas:
        if not (first_column and first_row and last_column and last_row):
            continue
        spans.setdefault(first_row, []).extend(range(first_column, min(last_column, MOST_COLUMNS)))
        widest[first_row] = max(widest.get(first_row, 0), last_column - first_column + 1)
        for number in range(first_row + 1, min(last_row, len(rows)) + 1):
            if first_column <= len(rows[number - 1]):
                row, above = rows[number - 1], rows[first_row - 1]
                row[first_column - 1] = above[first_column - 1]
                continued.setdefault(number, []).append(first_column - 1)
    return [
        GridRow(
            number,
            row,
            is_heading=sum(map(bool, row)) == 1 and widest.get(number, 0) >= max(2, width - 1),
            continued=continued.get(number, []),
            spans=spans.get(number, []),
            colours=colours.get(number, {}),
            is_hidden=number in hidden_rows,
        )
        for number, row in enumerate(rows, start=1)
    ]
