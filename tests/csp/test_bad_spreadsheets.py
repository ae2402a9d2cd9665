"""Files that are no spreadsheets of contacts, or do more than one should: refused in words."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from csp.spreadsheets.reading import read_grids
from tests.csp.costing import costs
from tests.csp.workbooks import MAIN, with_members, with_sheet, workbook

pytestmark = pytest.mark.any_database


def encrypted_zip():
    content = bytearray(workbook(["Agency"], ["KFRS"]))
    # The flag of the first member, in its own header and in the list of members.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def archive(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "<xml/>")
    return file.getvalue()


def strings(count):
    """A workbook with so many texts in the table that its cells refer to."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    types = zipfile.ZipFile(io.BytesIO(GOOD)).read("[Content_Types].xml").decode()
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    return with_members(
        GOOD,
        **{
            "[Content_Types].xml": types.replace("</Types>", override),
            "xl/sharedStrings.xml": f"<sst {MAIN}>{'<si><t>ab</t></si>' * count}</sst>",
        },
    )


GOOD = workbook(["Agency", "Role"], ["KFRS", "Lead"])
CELL = "<row r='1'><c t='str'><v>Agency</v></c></row>"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MANY = {f"xl/media/{number}.png": "" for number in range(200)}
CLAIM = '<dimension ref="A1:H1048576"/>'

# Name, content, and what is said. What takes long to make is made when it is wanted.
BAD = {
    # Of a wrong kind, or damaged
    "no suffix": (
        "contacts",
        b"Agency\nKFRS",
        "must be a Word, Excel, OpenDocument, PDF or CSV file",
    ),
    "text": ("contacts.txt", b"Agency", "must be a Word, Excel, OpenDocument, PDF or CSV file"),
    "old excel": ("contacts.xls", OLE, "save it as .xlsx"),
    "numbers": ("contacts.numbers", archive("Index.zip"), "save it as .xlsx"),
    "excel with macros": ("contacts.xlsm", GOOD, "save it as .xlsx"),
    "nothing": ("contacts.csv", b"", "file is empty"),
    "only space": ("contacts.csv", b" \r\n\t\n", "file is empty"),
    "nothing in excel": ("contacts.xlsx", b"", "file is empty"),
    "too large": ("contacts.csv", b"a" * (2 * 1024 * 1024 + 1), "must be smaller than 2MB"),
    "password": ("contacts.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "password of a zip": ("contacts.xlsx", encrypted_zip(), "password protected"),
    "old excel renamed": ("contacts.xlsx", OLE, "save it as .xlsx"),
    "csv renamed": ("contacts.xlsx", b"Agency\nKFRS", "is not an Excel file, although"),
    "word renamed": ("contacts.xlsx", archive("word/document.xml"), "is not an Excel file"),
    "page renamed": ("contacts.xlsx", b"<html><table>", "is not an Excel file, although"),
    "excel renamed": ("contacts.csv", GOOD, "is not a CSV file, although"),
    "old excel as csv": ("contacts.csv", OLE, "save it as .xlsx"),
    "picture renamed": ("contacts.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9, "is not text"),
    # CSV
    "odd encoding": ("contacts.csv", b"Agency\nCaf\x81\xff\xfe", "is not text"),
    "zero bytes": ("contacts.csv", b"Agency\nKF\0RS\nabcdef", "is not text"),
    "half of utf-16": ("contacts.csv", "Agency\nKFRS".encode("utf-16")[:-1], "is not text"),
    "bell": ("contacts.csv", "Agency\nKF\x07RS", "row 2, column 1 holds a character that"),
    "open quotation mark": ("contacts.csv", 'Agency,Role\nKFRS,"Lead\n', "Line 2"),
    "text behind a quotation": ("contacts.csv", 'Agency\n"KF"RS\n', "Line 2"),
    "very long cell": ("contacts.csv", f'Agency\n"{"a" * 200_000}"', "a very long cell"),
    "too many rows": ("contacts.csv", "Agency\n" + "KFRS\n" * 5021, "more than 5,000 rows"),
    "too many empty rows": ("contacts.csv", "Agency\n" + "\n" * 20_001, "more than 5,000 rows"),
    "too many columns": ("contacts.csv", "," * 50 + "a\n", "more than 50 columns"),
    # Excel
    "empty sheet": ("contacts.xlsx", workbook(), "file is empty"),
    "cut off": ("contacts.xlsx", GOOD[: len(GOOD) // 2], "is damaged"),
    "beginning of a zip": ("contacts.xlsx", b"PK\x03\x04", "is damaged"),
    "wrong checksum": ("contacts.xlsx", GOOD.replace(b"PK\x01\x02", b"PK\x01\x03"), "is damaged"),
    "no workbook": ("contacts.xlsx", with_members(GOOD, **{"xl/workbook.xml": None}), "is damaged"),
    "no types": (
        "contacts.xlsx",
        with_members(GOOD, **{"[Content_Types].xml": None}),
        "is damaged",
    ),
    "broken xml": ("contacts.xlsx", with_members(GOOD, sheet="<worksheet><sheet"), "is damaged"),
    "no such text": ("contacts.xlsx", with_sheet("<row><c t='s'><v>9</v></c></row>"), "is damaged"),
    "no number": ("contacts.xlsx", with_sheet("<row><c><v>x</v></c></row>"), "is damaged"),
    "entities": ("contacts.xlsx", with_members(GOOD, sheet=f"{LAUGHS}<x>&b;</x>"), "is damaged"),
    "formula": ("contacts.xlsx", workbook(["Agency"], ["=A1"]), "The cell A2 has a formula whose"),
    "only formulas": ("contacts.xlsx", workbook(["=A2"]), "The cell A1 has a formula whose"),
    "error": (
        "contacts.xlsx",
        workbook(["Agency"], ["#N/A"]),
        "row 2, column A has the error #N/A",
    ),
    "columns in excel": ("contacts.xlsx", workbook(["a"] * 51, ["b"]), "more than 50 columns"),
    "rows in excel": ("contacts.xlsx", lambda: workbook(*[["a"]] * 5021), "more than 5,000 rows"),
    # Bombs
    "claimed rows": ("contacts.xlsx", with_sheet(CELL, CLAIM), "more than 5,000 rows"),
    "last row": ("contacts.xlsx", with_sheet(CELL + "<row r='1048576'/>"), "more than 5,000 rows"),
    "no such row": ("contacts.xlsx", with_sheet("<row r='99999999999'/>"), "more than 5,000 rows"),
    "large member": (
        "contacts.xlsx",
        lambda: with_members(GOOD, **{"xl/media/image1.png": bytes(31 * 1024 * 1024)}),
        "holds too much",
    ),
    "many members": ("contacts.xlsx", lambda: with_members(GOOD, **MANY), "holds too much"),
    "many cells": (
        "contacts.xlsx",
        lambda: with_sheet(("<row>" + "<c/>" * 99 + "</row>") * 5000),
        "too much",
    ),
    "wide row": ("contacts.xlsx", with_sheet("<row>" + "<c/>" * 20_000 + "</row>"), "too much"),
    "many texts": ("contacts.xlsx", lambda: strings(250_000), "holds too much"),
    "long text": (
        "contacts.xlsx",
        with_sheet(f"<row><c><v>{'1' * 40_000}</v></c></row>"),
        "too much",
    ),
    "long attribute": ("contacts.xlsx", with_sheet(CELL, f"<x y='{'1' * 40_000}'/>"), "too much"),
    "deep": (
        "contacts.xlsx",
        lambda: with_sheet("<x>" * 90_000 + "</x>" * 90_000),
        "file is empty",
    ),
    "styles": (
        "contacts.xlsx",
        lambda: with_members(GOOD, **{"xl/styles.xml": "<x>" + "<y/>" * 100_001 + "</x>"}),
        "holds too much",
    ),
    "the same sheet many times": (
        "contacts.xlsx",
        lambda: with_members(
            with_sheet(CELL + "<row/>" * 50_000),
            **{"xl/workbook2.xml": f"<workbook {MAIN}>" + "<sheet/>" * 99 + "</workbook>"},
        ),
        "holds too much",
    ),
}


def content_of(case):
    _, content, _ = BAD[case]
    if callable(content):
        return content()
    return content.encode() if isinstance(content, str) else content


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_words(case):
    name, _, expected = BAD[case]
    with pytest.raises(ValidationError) as refused:
        read_grids(name, io.BytesIO(content_of(case)))
    assert expected in " ".join(refused.value.messages)


BOMBS = list(BAD)[list(BAD).index("claimed rows") :]


@pytest.fixture(scope="module")
def cost():
    """What reading a large file costs, and refusing each bomb: by its name, as of costs()."""
    rows = [[f"Agency {number}", "Clerk", "clerk@example.org"] for number in range(4_999)]
    large = workbook(["Agency", "Role", "E-mail"], *rows)
    return costs(
        "read_grids", "contacts.xlsx", {case: content_of(case) for case in BOMBS} | {"large": large}
    )


@pytest.mark.parametrize("case", BOMBS)
def test_a_bomb_costs_little(case, cost):
    """However fast the machine is: not much more work than a file that is read."""
    milliseconds, kilobytes = cost[case]
    assert milliseconds < 4 * cost["large"][0]
    assert kilobytes < 150_000
