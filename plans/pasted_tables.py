"""Tables from elsewhere as ours are: simple, with a heading row, and no wider than a page is."""

from plans.prose import Block, Cell, Paragraph, Run, Table

# A table of more columns cannot be read on a page.
MOST_COLUMNS = 10
# What one cell may stand for in each direction.
WIDEST = 40
# Beyond so many cells, merged ones stand but at their first place.
MOST_CELLS = 5_000

FIRST_ROW = "The first row of a table has become its row of headings."
DIVIDED = "Merged cells of a table have been divided."
LINES = "What is no table of 2 to 10 columns has become lines."

# A cell, and how many columns and rows it is across and down.
Spread = tuple[Cell, int, int]


def table_of(read: list[list[Spread]]) -> tuple[list[Block], list[str]]:
    """The rows of a table as it is to stand: a Table, or lines; and what is told of it."""
    rows = [row for row in _grid(read) if row]
    if not any(cell.blocks for row in rows for cell in row):
        return [], []
    width = max(map(len, rows), default=0)
    rows = [row + [Cell()] * (width - len(row)) for row in rows]
    if width > MOST_COLUMNS or (width > 1 and len(rows) == 1):
        return [line for line in map(_line, rows) if line.runs], [LINES]
    if width <= 1:
        return [block for row in rows for cell in row for block in cell.blocks], []
    told = []
    if any(across > 1 or down > 1 for row in read for _, across, down in row):
        told.append(DIVIDED)
    if not all(cell.is_emphatic for cell in rows[0]):
        told.append(FIRST_ROW)
    return [Table(tuple(map(tuple, rows)))], told


def _grid(rows: list[list[Spread]]) -> list[list[Cell]]:
    """Cells where they stand: a merged one at each of its places, but once if it is a whole row."""
    grid: list[dict[int, Cell]] = [{} for _ in rows]
    if sum(across * down for row in rows for _, across, down in row) > MOST_CELLS:
        rows = [[(cell, 1, 1) for cell, _, _ in row] for row in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell, across, down in row:
            while column in grid[number]:
                column += 1
            for place in range(column, column + across):
                is_again = place > column and len(row) == 1
                for below in grid[number : number + down]:
                    below[place] = Cell() if is_again else cell
            column += across
    return [[row.get(place, Cell()) for place in range(max(row, default=-1) + 1)] for row in grid]


def _line(row: list[Cell]) -> Paragraph:
    runs: list[Run] = []
    for cell in row:
        for block in cell.blocks:
            if isinstance(block, Paragraph):
                runs += [Run("; "), *block.runs] if runs else block.runs
    return Paragraph(tuple(runs))
