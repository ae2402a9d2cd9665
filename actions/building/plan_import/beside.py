"""Tables that stand side by side in one grid: each becomes a grid of its own."""

from collections.abc import Iterator
from dataclasses import replace

from openpyxl.utils import get_column_letter

from actions.building.plan_import.columns import is_head
from csp.spreadsheets.grids import ROWS_OF_HEADINGS, Grid, GridRow


def side_by_side(grid: Grid) -> Iterator[Grid]:
    """The tables of a grid from the left; itself, if it is one.

    One ends where both sides of a row are headings of actions, and stand apart or are the same.
    """
    begins = [0]
    while place := _next(grid, begins[-1]):
        begins.append(place)
    if len(begins) == 1:
        yield grid
        return
    width = len(grid.rows[0].cells)
    for first, end in zip(begins, [*begins[1:], width], strict=True):
        columns = f"columns {get_column_letter(first + 1)} to {get_column_letter(end)}"
        rows = [_part(row, first, end) for row in grid.rows]
        filled = [row for row in rows if any(row.cells)]
        yield replace(grid, title=f"{grid.title}, {columns}", rows=filled)


def _next(grid: Grid, first: int) -> int | None:
    """The first column of the table beside the one that begins at a column."""
    for row in grid.rows[:ROWS_OF_HEADINGS]:
        for place in range(first + 2, len(row.cells) - 1):
            left, right = row.cells[first:place], row.cells[place:]
            is_apart = not any(one.cells[place - 1] for one in grid.rows)
            is_again = right[: len(left)] == left and all(left)
            if (is_apart or is_again) and right[0] and is_head(left) and is_head(right):
                return place
    return None


def _part(row: GridRow, first: int, end: int) -> GridRow:
    """The cells of a row from one column until another; a row across has its words in all parts."""
    cells = row.cells[first:end]
    if row.is_heading:
        cells = [next(filter(None, row.cells)), *[""] * (len(cells) - 1)]
    return replace(
        row,
        cells=cells,
        continued=[column - first for column in row.continued if first <= column < end],
        spans=[column - first for column in row.spans if first < column < end],
        colours={
            str(int(column) - first): colour
            for column, colour in row.colours.items()
            if first <= int(column) < end
        },
    )
