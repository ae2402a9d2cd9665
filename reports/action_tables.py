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
from reports.action_records import ActionRecord
from reports.document import Document
from reports.rendering import RenderingFailed, printable

JSON_NAME, JSON_VERSION = "csp-plan-actions", 1

LONGEST_SHEET_NAME = 31  # for Excel
# The columns and, for Excel, their widths in letters. The theme is left out where none has one.
COLUMNS = {
    "theme": 20,
    "priority": 26,
    "strand": 20,
    **{one.in_data: one.letters for one in ACTION_FIELDS},
}


def csv_of(document: Document) -> bytes:
    """The actions of a Document as CSV, as bytes."""
    return csv_files.write(*_table(document)).encode()


def xlsx_of(document: Document) -> bytes:
    """The actions of a Document as an Excel file, as bytes. Raises RenderingFailed."""
    headings, rows = _table(document)
    workbook = Workbook()
    workbook.properties.title = printable(f"{document.title} {document.years}: actions")
    workbook.properties.creator = printable(document.partnership)
    sheet = workbook.active
    sheet.title = f"Actions {in_file_names(document.label)}"[:LONGEST_SHEET_NAME]
    for number, row in enumerate([headings, *rows], start=1):
        for column, text in enumerate(row, start=1):
            _write(sheet.cell(number, column), text)
    _lay_out(sheet, headings, document.accent_colour)
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
        },
        "actions": [_as_json(record) for record in document.actions],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _as_json(record: ActionRecord) -> dict[str, Any]:
    owners = [
        {"agency": one.agency, "unit": one.unit, "lead": one.is_lead} for one in record.owners
    ]
    return {name: owners if name == "owners" else record.texts[name] for name in COLUMNS}


def _table(document: Document) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of text; the owners of an action are a line each."""
    has_themes = any(record.texts["theme"] for record in document.actions)
    names = [name for name in COLUMNS if has_themes or name != "theme"]
    rows = [
        [
            "\n".join(owner.as_printed for owner in record.owners)
            if name == "owners"
            else record.texts[name]
            for name in names
        ]
        for record in document.actions
    ]
    return [name.capitalize() for name in names], rows


def _write(cell: Any, text: str) -> None:
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


def _lay_out(sheet: Any, headings: list[str], accent_colour: str) -> None:
    """Widths, a head that stays and filters, on paper too."""
    wrapped = Alignment(wrap_text=True, vertical="top")
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = wrapped
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=accent_colour.removeprefix("#"))
    for number, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = COLUMNS[heading.lower()]
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
