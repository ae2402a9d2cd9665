import contextlib
import io
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from csp.spreadsheets import csv_files
from csp.spreadsheets.reading import read
from tests.csp.workbooks import saved, with_sheet, workbook

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


def table(content, name="contacts.csv"):
    if isinstance(content, str):
        content = content.encode()
    return read(name, io.BytesIO(content))


def cells(content, name="contacts.xlsx"):
    return [row for _, row in table(content, name).rows]


def test_rows_have_the_numbers_that_the_spreadsheet_shows():
    found = table("\nAgency,Role\n\nPolice,Sergeant\n,\nFire,Lead\n")
    assert found.headings == ["Agency", "Role"]
    assert found.rows == [(4, ["Police", "Sergeant"]), (6, ["Fire", "Lead"])]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_csv_of_every_usual_kind(encoding, separator):
    text = separator.join(["Agency", "Rôle"]) + "\r\n" + separator.join(["Café", '"a, b; c"'])
    found = table(text.encode(encoding))
    assert found.headings == ["Agency", "Rôle"]
    assert found.rows == [(2, ["Café", "a, b; c"])]


def test_a_heading_with_a_comma_in_quotation_marks_decides_nothing():
    assert table('"Role, or job title";Agency\nLead;Fire').headings[1] == "Agency"


def test_a_cell_may_have_several_lines():
    assert table('Agency,Telephone\nFire,"01732\n01622"').rows == [(2, ["Fire", "01732\n01622"])]


def test_short_rows_are_filled_up_and_columns_without_heading_are_left_out_if_empty():
    assert table("Agency,,Role\nFire\n").rows == [(2, ["Fire", ""])]


def test_excel_values_become_text_numbers_and_days():
    day = date(2027, 3, 31)
    row = [" text ", 1732844522, 2.5, 3.0, True, day, datetime(2027, 3, 31, 9), None]
    found = cells(workbook(list("abcdefgh"), row))
    assert found == [["text", 1732844522, 2.5, 3, True, "2027-03-31", "2027-03-31", ""]]


def test_the_result_of_a_formula_is_taken():
    formula = "<row><c t='str'><v>Agency</v></c></row><row><c><f>1+1</f><v>2</v></c></row>"
    assert cells(with_sheet(formula)) == [[2]]


def test_the_first_sheet_that_is_not_empty_is_read_and_named():
    content = workbook(sheets=[("Fire", [["Agency"], ["KFRS"]]), ("Notes", [["Hello"]])])
    found = table(content, "contacts.xlsx")
    assert found.rows == [(2, ["KFRS"])]
    assert found.notes == ["Only the sheet “Fire” was read: the first that is not empty."]


def test_hidden_sheets_are_not_read():
    book = Workbook()
    book.active.append(["Secret"])
    book.create_sheet("Contacts").append(["Agency"])
    book["Contacts"].append(["KFRS"])
    book.active.sheet_state = "hidden"
    book.active = 1
    assert table(saved(book), "contacts.xlsx").headings == ["Agency"]


def test_merged_cells_in_another_sheet_do_no_harm():
    book = Workbook()
    for row in (["Agency"], ["KFRS"]):
        book.active.append(row)
    book.create_sheet("Notes").merge_cells("A1:B2")
    assert cells(saved(book)) == [["KFRS"]]


def test_five_thousand_rows_are_read():
    rows = [[f"Agency {n}", f"Role {n}", "", f"n{n}@example.org"] for n in range(5_000)]
    assert len(cells(workbook(["Agency", "Role", "Name", "E-mail"], *rows))) == 5_000


@pytest.mark.parametrize("text", PAYLOADS)
def test_nothing_that_is_written_runs_and_everything_comes_back(text):
    content = csv_files.write(["Role"], [[text]])
    assert content.startswith('\ufeff"Role"\r\n"\'')
    assert table(content).rows == [(2, [text])]


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])),
        min_size=2,
        max_size=2,
    )
)
def test_any_text_that_csv_carries_comes_back(texts):
    texts = ["x", *(text.strip() for text in texts)]
    assert table(csv_files.write(["a", "b", "c"], [texts])).rows == [(2, texts)]


@given(st.binary(max_size=2_000), st.sampled_from([".csv", ".xlsx"]))
def test_any_bytes_are_read_or_refused_in_words(content, suffix):
    with contextlib.suppress(ValidationError):
        table(content, f"contacts{suffix}")
