"""Excel files as tests want them: whole, and broken in every way."""

import io
import zipfile

from openpyxl import Workbook

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows, sheets=()):
    """An Excel file with those rows in its first sheet. sheets: title and rows of others."""
    book = Workbook()
    book.active.title = "Contacts"
    for row in rows:
        book.active.append(row)
    for title, more in sheets:
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_members(content, **members):
    """The zip archive with some members replaced or added; None takes one away.

    members: text or bytes by name; “sheet” is the first sheet.
    """
    members = {SHEET if name == "sheet" else name: text for name, text in members.items()}
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            if name not in members:
                after.writestr(name, before.read(name))
        for name, text in members.items():
            if text is not None:
                after.writestr(name, text)
    return file.getvalue()


def with_sheet(body, before=""):
    """An Excel file whose only sheet has this XML for its data. before: what stands before them."""
    xml = f"<worksheet {MAIN}>{before}<sheetData>{body}</sheetData></worksheet>"
    return with_members(workbook(["Agency"]), sheet=xml)
