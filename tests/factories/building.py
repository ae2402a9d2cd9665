"""Files that a plan is built from."""

from dataclasses import asdict

from actions.building.models import PlanImport
from csp.spreadsheets.grids import Grid, GridRow, Grids


def make_plan_import(plan, rows=(), **fields):
    """A file of one table that was read: rows of texts; a heading row and an action if none."""
    rows = rows or [["Priority", "Action"], ["Burglary", "Mark bicycles"]]
    grid = Grid("Table 1", [GridRow(number, list(row)) for number, row in enumerate(rows, 1)])
    fields = {"file_name": "plan.docx", "tables": asdict(Grids([grid], []))} | fields
    return PlanImport.objects.create(plan=plan, **fields)
