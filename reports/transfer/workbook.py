"""A plan as a workbook to be read: the same as plan.json, a sheet for each kind of thing."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from openpyxl import Workbook

from csp.spreadsheets.excel_files import MOST_CHARACTERS_OF_TEXT
from plans import rich_text
from plans.models import Plan
from reports.action_tables import LONGEST_SHEET_NAME, lay_out, write_cell
from reports.rendering import printable
from reports.transfer.kind import Kind
from reports.transfer.kinds import COMMON, OF_PLAN, PLAN_ITSELF
from reports.transfer.writing import content_of

# In letters, of cells whose field may hold so many characters.
WIDE, NARROW = 50, 18
CUT = " […]"
YES = {True: "Yes", False: "No"}


def plan_workbook(plan: Plan) -> bytes:
    """The plan as an .xlsx file, as bytes. Text that Excel can't hold is cut, and ends in “[…]”."""
    content = content_of(plan, Plan.objects.seen_by_readers_of(plan), alone=True)
    of_plan = content["plans"][0]
    tables = content | of_plan
    book = Workbook()
    book.properties.title = printable(str(plan))
    book.remove(book.active)
    _add(book, PLAN_ITSELF, [of_plan["plan"]], {}, plan)
    for kind in (*OF_PLAN, *COMMON):
        if tables.get(kind.name):
            _add(book, kind, tables[kind.name], tables, plan)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _add(
    book: Workbook, kind: Kind, rows: list[dict[str, Any]], tables: Mapping[str, Any], plan: Plan
) -> None:
    """A sheet of a kind's rows. tables: all rows of the file, for what the links lead to."""
    names = [*kind.links, *kind.values, *kind.many, *kind.elsewhere, *kind.people]
    fields = {name: kind.model._meta.get_field(name) for name in names}
    sheet = book.create_sheet(kind.name.replace("_", " ").capitalize()[:LONGEST_SHEET_NAME])
    called = _Called(tables)
    head = [str(getattr(one, "verbose_name", name)) for name, one in fields.items()]
    lines = [
        [called.words(kind, name, field, row.get(name)) for name, field in fields.items()]
        for row in rows
    ]
    marking = [[plan.marked]] if plan.marked else []
    for number, line in enumerate([*marking, [one.capitalize() for one in head], *lines], start=1):
        for column, text in enumerate(line, start=1):
            write_cell(sheet.cell(number, column), _cut(text))
    widths = [
        WIDE if any(len(line[column]) > NARROW for line in lines) else NARROW
        for column in range(len(head))
    ]
    lay_out(sheet, widths, plan.marked, plan.partnership.accent_colour)


def _cut(text: str) -> str:
    longest = MOST_CHARACTERS_OF_TEXT - len(CUT) - 1
    return text if len(text) <= longest else text[:longest] + CUT


class _Called:
    """What rows of the file are called, so that sheets say whose row a row is."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self.tables = tables
        self._rows: dict[str, dict[int, dict[str, Any]]] = {}

    def words(self, kind: Kind, name: str, field: Any, value: Any) -> str:
        """What a cell says: of a choice the label, of a link what it leads to."""
        if value is None or value == "":
            return ""
        if name in kind.links:
            return self._row(kind.links[name], value)
        if name in kind.many:
            return "\n".join(self._row(kind.many[name], one) for one in value)
        if isinstance(value, dict):
            return f"{value['words']} ({value['plan']})"
        if isinstance(value, bool):
            return YES[value]
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if name == "body":
            return rich_text.as_text(value)
        if field.get_internal_type() == "DateTimeField":
            return datetime.fromisoformat(value).strftime("%Y-%m-%d %H:%M")
        return str(value)

    def _row(self, kind: str, id: int) -> str:
        if kind not in self._rows:
            self._rows[kind] = {row["id"]: row for row in self.tables[kind]}
        row = self._rows[kind][id]
        of_kind = next(one for one in (*COMMON, *OF_PLAN) if one.name == kind)
        names = ("reference", *of_kind.values[:1]) if kind != "requests" else ()
        own = [str(row[name]) for name in names if row.get(name)]
        if own:
            return " ".join(own)
        # What has no words of its own is called after that to which it leads.
        links = of_kind.linked.items()
        return ": ".join(self._row(to, row[name]) for name, to in links if row.get(name))
