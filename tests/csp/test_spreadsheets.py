import contextlib
import io
import zipfile
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from csp.spreadsheets import csv_files
from csp.spreadsheets.reading import read_grids
from tests.csp.workbooks import saved, with_members, with_sheet, workbook

PAYLOADS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://example.org")',
    "--",
    "+44 1732 844522",
    "-2.35",
    "＝1+1",
    "'=1+1",
    "''--",
]


def grid(content, name="contacts.csv"):
    """The only Grid of a file."""
    if isinstance(content, str):
        content = content.encode()
    (found,) = read_grids(name, io.BytesIO(content)).grids
    return found


def cells(content, name="contacts.xlsx"):
    return [row.cells for row in grid(content, name).rows]


def test_rows_have_the_numbers_that_the_spreadsheet_shows():
    rows = grid("\nAgency,Role\n\nPolice,Sergeant\n,\nFire,Lead\n").rows
    assert [(row.number, row.cells[0]) for row in rows] == [
        (2, "Agency"),
        (4, "Police"),
        (6, "Fire"),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_csv_of_every_usual_kind(encoding, separator):
    text = separator.join(["Agency", "Rôle"]) + "\r\n" + separator.join(["Café", '"a, b; c"'])
    found = cells(text.encode(encoding), "contacts.csv")
    assert found == [["Agency", "Rôle"], ["Café", "a, b; c"]]


def test_a_heading_with_a_comma_in_quotation_marks_decides_nothing():
    assert cells('"Role, or job title";Agency\nLead;Fire', "x.csv")[0][1] == "Agency"


def test_a_cell_may_have_several_lines():
    assert cells('Agency,Telephone\nFire,"01732\n01622"', "x.csv")[1] == ["Fire", "01732\n01622"]


def test_short_rows_are_filled_up():
    assert cells("Agency,,Role\nFire\n", "x.csv")[1] == ["Fire", "", ""]


def test_excel_values_are_read_as_they_are_shown():
    day = date(2027, 3, 31)
    row = [" text ", 1732844522, 2.5, 3.0, True, day, datetime(2027, 3, 31, 9), "x"]
    assert cells(workbook(row)) == [
        ["text", "1732844522", "2.5", "3", "TRUE", "31 March 2027", "31 March 2027", "x"]
    ]


def test_the_result_of_a_formula_is_taken():
    formula = "<row><c t='str'><v>Agency</v></c></row><row><c><f>1+1</f><v>2</v></c></row>"
    assert cells(with_sheet(formula)) == [["Agency"], ["2"]]


def test_strict_open_xml_is_read_as_the_usual():
    content = workbook(["Agency"], ["KFRS"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    strict = {
        name: text.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, text in members.items()
    }
    assert cells(with_members(content, **strict)) == [["Agency"], ["KFRS"]]


def test_hidden_sheets_are_not_read():
    book = Workbook()
    book.active.append(["Secret"])
    book.create_sheet("Contacts").append(["Agency"])
    book["Contacts"].append(["KFRS"])
    book.active.sheet_state = "hidden"
    book.active = 1
    assert cells(saved(book)) == [["Agency"], ["KFRS"]]


@pytest.mark.slow
def test_five_thousand_rows_are_read_below_titles_and_headings():
    rows = [[f"Agency {n}", f"Role {n}", "", f"n{n}@example.org"] for n in range(5_000)]
    content = workbook(["Contacts 2026"], ["Agency", "Role", "Name", "E-mail"], *rows)
    assert len(cells(content)) == 5_002


@pytest.mark.parametrize("text", PAYLOADS)
def test_nothing_that_is_written_runs_and_everything_comes_back(text):
    content = csv_files.write(["Role"], [[text]])
    assert content.startswith('\ufeff"Role"\r\n"\'')
    assert cells(content, "x.csv") == [["Role"], [text.replace("\r", "\n")]]


@pytest.mark.any_database
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])),
        min_size=2,
        max_size=2,
    )
)
def test_any_text_that_csv_carries_comes_back(texts):
    texts = ["x", *(text.strip() for text in texts)]
    assert cells(csv_files.write(["a", "b", "c"], [texts]), "x.csv")[1] == texts


@given(st.binary(max_size=2_000), st.sampled_from([".csv", ".xlsx"]))
def test_any_bytes_are_read_or_refused_in_words(content, suffix):
    with contextlib.suppress(ValidationError):
        read_grids(f"contacts{suffix}", io.BytesIO(content))


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        (Color(theme=6), "green"),
        (Color(theme=6, tint=0.6), "green"),
        (Color(theme=9, tint=-0.25), "amber"),
        (Color(theme=0), ""),
        (Color(theme=0, tint=-0.5), "grey"),
        (Color(theme=99), ""),
        (Color(indexed=10), "red"),
    ],
)
def test_colours_of_the_theme_and_of_the_palette_have_names(colour, name):
    book = Workbook()
    book.active.append(["Action", "Status"])
    book.active.append(["Patrol"])
    book.active["B2"].fill = PatternFill("solid", fgColor=colour)
    (grid,) = read_grids("plan.xlsx", io.BytesIO(saved(book))).grids
    assert grid.rows[1].colours == ({"1": name} if name else {})
