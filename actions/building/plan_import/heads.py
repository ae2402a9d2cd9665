"""Where the rows of headings stand in a grid; several together are the headings of one table."""

from dataclasses import dataclass

from actions.building.plan_import.columns import is_head, meanings_of
from csp.spreadsheets.grids import GridRow

LONGEST_SECOND_HEADING = 40


@dataclass(frozen=True)
class Head:
    """Rows of headings: the places, from 0, of the first and the last; cells: their words."""

    first: int
    last: int
    cells: list[str]


def heads_of(rows: list[GridRow], chosen: int | None = None) -> list[Head]:
    """The first row that heads actions, and all that do so without doubt.

    chosen: the number of the row that somebody says is the first of them.
    """
    heads: list[Head] = []
    place = 0
    while place < len(rows):
        if _is_head(rows, place, heads, chosen):
            heads.append(_head(rows, place))
            place = heads[-1].last
        place += 1
    return heads


def _is_head(rows: list[GridRow], place: int, heads: list[Head], chosen: int | None) -> bool:
    cells = rows[place].cells
    if heads:
        return cells == rows[heads[0].first].cells or is_head(cells, beyond_doubt=True)
    return rows[place].number == chosen if chosen else is_head(cells)


def _head(rows: list[GridRow], first: int) -> Head:
    last, cells = first, over_their_columns(rows[first])
    while last + 1 < len(rows) and _goes_on(rows, first, last + 1):
        last += 1
        cells = [_joined(*two) for two in zip(cells, rows[last].cells, strict=True)]
    return Head(first, last, cells)


def over_their_columns(row: GridRow) -> list[str]:
    """The cells of a row, with the words of those that stand over several columns in each."""
    cells = list(row.cells)
    for column in row.spans:
        if column and not cells[column]:
            cells[column] = cells[column - 1]
    return cells


def _goes_on(rows: list[GridRow], first: int, place: int) -> bool:
    """Whether a row below a row of headings is a second one of the same table."""
    row, above = rows[place], rows[first]
    if any(above.cells[column] for column in row.continued):
        return True
    filled = [column for column, cell in enumerate(row.cells) if cell]
    is_short = all(len(row.cells[column]) <= LONGEST_SECOND_HEADING for column in filled)
    # Where it isn't known what is merged, a gap in the headings is taken for it.
    gaps = above.spans or [column for column, cell in enumerate(above.cells) if not cell]
    beneath = {*gaps, *(column - 1 for column in gaps)}
    if len(filled) < 2 or not is_short or not beneath.issuperset(filled):
        return False
    meanings = meanings_of(above.cells)
    is_below_action = "action" in meanings and row.cells[meanings.index("action")]
    return not is_below_action or is_head(row.cells, beyond_doubt=True)


def _joined(above: str, below: str) -> str:
    """“Timescale” over “Start” is “Start”, and “Status” over “Spring” is “Status: Spring”."""
    if not (above and below) or above == below or meanings_of([below]) != [""]:
        return below or above
    return f"{above}: {below}"
