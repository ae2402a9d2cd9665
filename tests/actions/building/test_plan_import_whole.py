"""Whatever a table holds is in the plan afterwards, or named as left out."""

from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from actions.building.models import PlanImport
from actions.building.plan_import.columns_step import without_unnamed_columns
from actions.building.plan_import.sections import sections_of
from actions.building.plan_import.tables_to_plan import planned_from
from csp.spreadsheets.grids import Grid, GridRow, Grids, Heading
from tests import factories

HEADINGS = [
    "Action", "Owner", "Timescale", "Update", "Status", "Ref", "Measure", "Strand", "Priority",
    "Theme", "Start date", "End date", "RAG", "Class", "Partners", "",
    "Recommendation", "Date of completion", "Cross-cutting themes",
]  # fmt: skip
# A word of its own for each cell.
KINDS = ["action"] * 4 + ["gap", "across", "goes on", "progress", "indicator", "again", "hidden"]


@st.composite
def tables(draw):
    """(a Grid of actions, the texts of its cells below the headings by row)."""
    others = draw(st.lists(st.sampled_from(HEADINGS[1:]), min_size=2, max_size=6))
    head = draw(st.permutations(["Action", *others]))
    width, number = len(head), 1
    rows = [GridRow(1, list(head))]
    if draw(st.booleans()):
        rows.insert(0, GridRow(0, ["Title0", *[""] * (width - 1)], is_heading=True))
    for kind in draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=8)):
        number += 1
        rows.append(_row(draw, kind, number, list(head), rows[-1]))
    above = draw(st.sampled_from([[], [Heading(1, "Priority 1: Theft")], [Heading(1, "Theft")]]))
    return Grid("Table 1", rows, above)


def _row(draw, kind, number, head, before):
    words = [f"Word{number}x{column}" for column in range(len(head))]
    wide = ["", *[""] * (len(head) - 1)]
    if kind in ("across", "progress", "indicator"):
        says = {"across": "", "progress": "Progress: ", "indicator": "Success indicator: "}[kind]
        return GridRow(number, [f"{says}{words[0]}", *wide[1:]], is_heading=True)
    if kind == "again":
        return GridRow(number, head)
    kept = [draw(st.booleans()) or kind == "action" for _ in head]
    cells = [word if keep else "" for word, keep in zip(words, kept, strict=True)]
    place = head.index("Action")
    # Right below headings it would be a second row of them, be there a hidden row between or not.
    if kind == "goes on" and before.cells != head and not before.is_hidden:
        cells[place] = before.cells[place]
        return GridRow(number, cells, continued=[place])
    return GridRow(number, cells, is_hidden=kind == "hidden")


def texts_of(grid, columns):
    """The words of the cells that are in no column that is left out, which is named as a whole."""
    return {
        word
        for row in grid.rows
        for column, cell in enumerate(row.cells)
        for word in cell.split()
        if "0" <= word[-1] <= "9" and (row.is_heading or columns[column] != "none")
    }


def told(planned):
    """All that the preview shows of what would be imported, and of what would not."""
    used = {action.priority for action in planned.actions}
    priorities = [one for one in planned.priorities if one.title in used]
    themes = {one.theme for one in priorities}
    straplines = [text for theme, text in planned.straplines.items() if theme in themes]
    return repr(
        [planned.actions, priorities, straplines, planned.left_out, planned.notes, planned.problems]
    )


@pytest.mark.any_database
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(grid=tables())
def test_each_text_is_in_the_plan_or_named_as_left_out(larkshire, grid):
    plan = larkshire.plans.first() or factories.make_plan(larkshire, 2026)
    started = PlanImport(plan=plan, file_name="a.docx", tables=asdict(Grids([grid], [])))
    started.choices = without_unnamed_columns(started)
    section = sections_of(started)[0]
    started.choices["sections"] = {
        str(one.number): {"take": True, "priority": one.priority or "Theft"}
        for one in sections_of(started)
    }
    columns = started.choices["columns"].get(section.key) or ["action"] * section.width
    planned = planned_from(started)
    # What is asked of columns must be answered before anything is imported.
    assume(not planned.columns_asked)
    # The page of the columns shows the words of all headings, those of second rows of them too.
    found = told(planned) + repr([one.head for one in sections_of(started)])
    assert [text for text in texts_of(grid, columns) if text not in found] == []
