"""A plan's actions as data: Excel, CSV, JSON. docs/data-format.md explains them."""

import io
import json
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from csp.spreadsheets import csv_files
from csp.spreadsheets.excel_files import MOST_CHARACTERS_OF_TEXT
from plans.action_fields import ACTION_FIELDS
from plans.addresses import in_file_names
from reports import recommendation_records
from reports.action_records import ActionRecord
from reports.document import Document
from reports.rendering import RenderingFailed, printable

JSON_NAME, JSON_VERSION = "csp-plan-actions", 1

LONGEST_SHEET_NAME = 31  # for Excel
# The columns and, for Excel, their widths in letters.
COLUMNS = {
    "theme": 20,
    "priority": 26,
    "strand": 20,
    **{one.in_data: one.letters for one in ACTION_FIELDS},
}


# Columns that are left out of Excel and CSV where no action has anything in them.
LEFT_OUT = ("theme", "cross-cutting themes", "recommendation")


def csv_of(document: Document) -> bytes:
    """The actions of a Document as CSV, as bytes."""
    headings, rows = _table(document)
    return csv_files.write([name.capitalize() for name in headings], rows).encode()


def xlsx_of(document: Document) -> bytes:
    """The actions of a Document as an Excel file, as bytes. Raises RenderingFailed."""
    headings, rows = _table(document)
    workbook = Workbook()
    workbook.properties.title = printable(f"{document.title} {document.years}: actions")
    workbook.properties.creator = printable(document.partnership)
    sheet = workbook.active
    sheet.title = f"Actions {in_file_names(document.label)}"[:LONGEST_SHEET_NAME]
    _fill(sheet, headings, rows, document.marking)
    lay_out(sheet, [COLUMNS[name] for name in headings], document.marking, document.accent_colour)
    if document.recommendations:
        _add_recommendations(workbook, document)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def json_of(document: Document) -> bytes:
    """The actions of a Document as JSON, as bytes in UTF-8: see docs/data-format.md."""
    content = {
        "format": JSON_NAME,
        "version": JSON_VERSION,
        "partnership": {"name": document.partnership, "district": document.district},
        "plan": {
            "title": document.title,
            "year": document.label,
            "edition": document.edition or None,
            "as_of": document.on.isoformat(),
            **({"marking": document.marking} if document.marking else {}),
        },
        "actions": [_as_json(record) for record in document.actions],
        "recommendations": [
            record.texts | {"answered by": list(record.answered_by)}
            for record in document.recommendations
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _as_json(record: ActionRecord) -> dict[str, Any]:
    owners = [
        {"agency": one.agency, "unit": one.unit, "lead": one.is_lead} for one in record.owners
    ]
    told = {name: owners if name == "owners" else record.texts[name] for name in COLUMNS}
    return {"key": record.key, **told}


def _table(document: Document) -> tuple[list[str], list[list[str]]]:
    """Names of columns and rows of text; the owners of an action are a line each."""
    used = {name for name in LEFT_OUT if any(record.texts[name] for record in document.actions)}
    names = [name for name in COLUMNS if name in used or name not in LEFT_OUT]
    rows = [
        [
            "\n".join(owner.as_printed for owner in record.owners)
            if name == "owners"
            else record.texts[name]
            for name in names
        ]
        for record in document.actions
    ]
    return names, rows


def _add_recommendations(workbook: Workbook, document: Document) -> None:
    """Put the recommendations of a Document on a sheet of their own."""
    sheet = workbook.create_sheet("Recommendations")
    rows = [
        [
            "\n".join(record.answered_by) if name == "answered by" else record.texts[name]
            for name in recommendation_records.COLUMNS
        ]
        for record in document.recommendations
    ]
    _fill(sheet, list(recommendation_records.COLUMNS), rows, document.marking)
    widths = list(recommendation_records.COLUMNS.values())
    lay_out(sheet, widths, document.marking, document.accent_colour)


def _fill(sheet: Any, headings: list[str], rows: list[list[str]], marking: str) -> None:
    """marking: of a restricted plan, in the row above the head."""
    head = [name.capitalize() for name in headings]
    first = [[marking]] if marking else []
    for number, row in enumerate([*first, head, *rows], start=1):
        for column, text in enumerate(row, start=1):
            write_cell(sheet.cell(number, column), text)


def write_cell(cell: Any, text: str) -> None:
    """Write text into a cell of Excel, as text, whatever it looks like."""
    text = printable(text).replace("\r\n", "\n")
    # Our import drops white space around a text, and an apostrophe before a formula.
    if csv_files.plain(text.strip()) != text:
        text = csv_files.neutral(text)
    if len(text) > MOST_CHARACTERS_OF_TEXT:
        raise RenderingFailed(
            f"The Excel file could not be made, because the text that begins “{text[:60]}” is "
            f"longer than Excel’s {MOST_CHARACTERS_OF_TEXT:,} characters. "
            "The CSV and the JSON file hold it."
        )
    if text:
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = True


def lay_out(sheet: Any, widths: list[int], marking: str, colour: str) -> None:
    """Widths in letters, a head that stays and filters, on paper too.

    marking: of a restricted plan, in the row above the head. colour: of the head, as #1d4d63.
    """
    head = 2 if marking else 1
    wrapped = Alignment(wrap_text=True, vertical="top")
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = wrapped
    for cell in sheet[head]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=colour.removeprefix("#"))
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{sheet.dimensions.rpartition(':')[2]}"
    sheet.print_title_rows = f"1:{head}"
    if marking:
        _mark(sheet, marking)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _mark(sheet: Any, marking: str) -> None:
    """The marking as it stands in the first cell, on the head and foot of each printed page too."""
    cell = sheet["A1"]
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor="0B0C0C")
    cell.alignment = Alignment(wrap_text=False)
    # There an ampersand begins a code.
    for part in (sheet.oddHeader.center, sheet.oddFooter.center):
        part.text = marking.replace("&", "&&")
