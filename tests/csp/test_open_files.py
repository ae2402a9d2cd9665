"""OpenDocument files: what is read of texts and spreadsheets, and what is refused in words."""

import contextlib
import io
from functools import cache

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from csp.spreadsheets.reading import read_grids
from tests.csp.costing import costs
from tests.csp.open_files import cell, open_file, row, sheet, style, table, text
from tests.csp.workbooks import workbook

pytestmark = pytest.mark.any_database

HEAD = row("Action", "Owner")
COVERED = "<table:covered-table-cell/>"
GREEN = style("ce1", "table-cell", 'table-cell-properties fo:background-color="#00b050"')


def read(content, suffix):
    return read_grids(f"plan{suffix}", io.BytesIO(content))


def rows(content, suffix=".ods"):
    (grid,) = read(content, suffix).grids
    return grid.rows


def cells(content, suffix=".ods"):
    return [one.cells for one in rows(content, suffix)]


def test_a_sheet_comes_with_its_figures_and_days_as_they_are_shown():
    share = cell("85%", 'office:value-type="percentage" office:value="0.85"')
    day = cell("31/03/27", 'office:value-type="date" office:date-value="2027-03-31"')
    assert cells(sheet(HEAD, row(share, day))) == [["Action", "Owner"], ["85%", "31/03/27"]]


def test_spaces_tabs_and_lines_in_a_cell_are_read():
    words = "A<text:s text:c='3'/>b<text:line-break/>c</text:p><text:p>d"
    assert cells(sheet(row(words, "x"))) == [["A b\nc\nd", "x"]]


def test_a_million_empty_rows_and_cells_below_are_none():
    empty = cell(more='table:number-columns-repeated="16384"')
    below = row(empty, more='table:number-rows-repeated="1048570"')
    assert cells(sheet(HEAD, below)) == [["Action", "Owner"]]


def test_cells_and_rows_that_stand_for_several_are_several():
    two = cell("x", 'table:number-columns-repeated="2"')
    assert cells(sheet(row(two, more='table:number-rows-repeated="2"'))) == [["x", "x"]] * 2


def test_a_cell_over_rows_goes_on_and_one_over_the_width_is_a_heading():
    wide = cell("Burglary", 'table:number-columns-spanned="2"')
    tall = cell("Patrol", 'table:number-rows-spanned="2"')
    across, first, second = rows(
        sheet(row(wide, COVERED), row(tall, "KP"), row(COVERED, cell("KF")))
    )
    assert (across.is_heading, first.cells) == (True, ["Patrol", "KP"])
    assert (second.cells, second.continued) == (["Patrol", "KF"], [0])


@pytest.mark.parametrize("shown", ["collapse", "filter"])
def test_hidden_rows_are_marked(shown):
    hidden = row("Secret", "x", more=f'table:visibility="{shown}"')
    assert [one.is_hidden for one in rows(sheet(HEAD, hidden))] == [False, True]


def test_hidden_columns_are_left_out_and_told():
    hidden = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    found = read(sheet(HEAD, row("Patrol", "KP"), before=hidden), ".ods")
    assert [one.cells for one in found.grids[0].rows] == [["Action"], ["Patrol"]]
    assert "Column B of Sheet “Plan” is hidden" in found.notes[0]


def test_hidden_sheets_are_told():
    styles = style("ta1", "table", 'table-properties table:display="false"')
    body = table(HEAD, name="Old", more='table:style-name="ta1"') + table(HEAD)
    found = read(open_file("spreadsheet", body, styles), ".ods")
    assert ([one.title for one in found.grids], len(found.notes)) == (["Sheet “Plan”"], 1)


def test_an_empty_cell_has_its_colour():
    filled = cell(more='table:style-name="ce1"')
    assert rows(sheet(HEAD, row("Patrol", filled), styles=GREEN))[1].colours == {"1": "green"}


def test_a_comment_is_left_out_and_told():
    comment = "<office:annotation><text:p>Really?</text:p></office:annotation>"
    found = read(sheet(row(cell("Patrol", inside=comment), "KP")), ".ods")
    assert found.grids[0].rows[0].cells == ["Patrol", "KP"]
    assert found.notes == ["The file has comments. They were not read."]


def test_a_text_has_its_headings_above_tables():
    body = (
        '<text:h text:outline-level="1">Plan</text:h>'
        '<text:h text:outline-level="2">Burglary</text:h>' + table(HEAD, row("Patrol", "KP"))
    )
    (grid,) = read(text(body), ".odt").grids
    assert [(one.level, one.text) for one in grid.above] == [(1, "Plan"), (2, "Burglary")]
    assert [one.cells for one in grid.rows] == [["Action", "Owner"], ["Patrol", "KP"]]


def test_a_bold_line_above_a_table_of_a_text_is_a_heading():
    styles = style("P1", "paragraph", 'text-properties fo:font-weight="bold"')
    body = '<text:p text:style-name="P1">Burglary</text:p>' + table(HEAD)
    (grid,) = read(text(body, styles), ".odt").grids
    assert [(one.level, one.text) for one in grid.above] == [(10, "Burglary")]


def test_merged_cells_of_a_text_go_on():
    wide = cell("Burglary", 'table:number-columns-spanned="2" table:number-rows-spanned="2"')
    body = table(row(wide, COVERED, "KP"), row(COVERED, COVERED, "KF"), row("a", "b", "c"))
    first, second, third = rows(text(body), ".odt")
    assert (first.cells, first.spans) == (["Burglary", "", "KP"], [1])
    assert (second.cells, second.continued) == (["Burglary", "", "KF"], [0])
    assert third.cells == ["a", "b", "c"]


def test_what_is_deleted_hidden_or_said_beside_a_text_is_left_out_and_told():
    styles = style("T1", "text", 'text-properties style:text-line-through-style="solid"')
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
    )
    words = (
        'Pa<text:span text:style-name="T1">struck</text:span>trol<office:annotation><text:p>Hm'
        "</text:p></office:annotation><text:note><text:note-body><text:p>Foot</text:p>"
        "</text:note-body></text:note>"
    )
    found = read(text(body + table(row(words, "KP")), styles), ".odt")
    assert found.grids[0].rows[0].cells == ["Patrol", "KP"]
    told = " ".join(found.notes)
    assert "Struck-out words were left out: “struck”" in told
    assert "comments" in told
    assert "tracked changes" in told


def test_numbers_of_lists_in_a_text_are_read():
    styles = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" '
        'style:num-format="1" style:num-suffix="."/></text:list-style>'
    )
    items = "".join(
        f"<text:list-item><text:p>{word}</text:p></text:list-item>" for word in ("a", "b")
    )
    listed = f'<text:list text:style-name="L1">{items}</text:list>'
    body = table(row(f"<table:table-cell>{listed}</table:table-cell>", "KP"))
    assert cells(text(body, styles), ".odt") == [["1. a\n2. b", "KP"]]


def test_a_cell_of_a_text_has_its_colour():
    filled = cell(more='table:style-name="ce1"')
    assert rows(text(table(HEAD, row("Patrol", filled)), GREEN), ".odt")[1].colours == {
        "1": "green"
    }


def test_contacts_of_a_spreadsheet_are_five_thousand():
    many = [row(f"Agency {number}", "Clerk") for number in range(5_000)]
    assert len(cells(sheet(row("Agency", "Role"), *many))) == 5_001


ENCRYPTED = '<manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></manifest>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


def repeated(kind, columns=1, rows=1, words="x"):
    wide = cell(words, f'table:number-columns-repeated="{columns}"')
    body = table(row(wide, more=f'table:number-rows-repeated="{rows}"'))
    return open_file(kind, body)


# Name, content, and what is said. What takes long to make is made when it is wanted.
BAD = {
    "no archive": ("plan.ods", b"Action;Owner", "although its name ends in .ods"),
    "excel": ("plan.ods", workbook(["Action"]), "not an OpenDocument file"),
    "a text": ("plan.ods", text(table(HEAD)), "although its name ends in .ods"),
    "a sheet": ("plan.odt", sheet(HEAD), "although its name ends in .odt"),
    "no tables": ("plan.odt", text("<text:p>Hello</text:p>"), "has no tables"),
    "no cells": ("plan.ods", sheet(), "is empty"),
    "broken": ("plan.ods", open_file("text", "<a"), "damaged"),
    "password": (
        "plan.ods",
        open_file("text", "", **{"META-INF/manifest.xml": ENCRYPTED}),
        "password",
    ),
    "error": (
        "plan.ods",
        sheet(row(cell("#REF!", 'calcext:value-type="error"'))),
        "row 1, column A has the error #REF!",
    ),
    "laughs": ("plan.odt", open_file("text", "", **{"content.xml": LAUGHS}), "damaged"),
    "laughing styles": ("plan.odt", open_file("text", "", **{"styles.xml": LAUGHS}), "damaged"),
    "rows": ("plan.ods", repeated("spreadsheet", rows=1_048_576), "more than 5,000 rows"),
    "rows of a text": ("plan.odt", repeated("text", rows=999_999_999), "more than 5,000 rows"),
    "columns": ("plan.ods", repeated("spreadsheet", columns=16_384), "more than 50 columns"),
    "columns of a text": ("plan.odt", repeated("text", columns=999_999_999), "50 columns"),
    "cells of a text": ("plan.odt", repeated("text", 40, 4_000), "more than 40,000 cells"),
    "characters": (
        "plan.ods",
        lambda: repeated("spreadsheet", 40, 4_000, "x" * 30_000),
        "3,000,000 characters",
    ),
    "characters of a text": (
        "plan.odt",
        lambda: repeated("text", 9, 4_000, "x" * 30_000),
        "3,000,000 characters",
    ),
    "empty rows far below": (
        "plan.ods",
        sheet(row("", more='table:number-rows-repeated="1000000"'), HEAD),
        "more than 5,000 rows",
    ),
    "much XML": ("plan.odt", lambda: text("<text:p/>" * 400_001), "too much besides"),
    "deep": ("plan.odt", text("<text:section>" * 5_000 + "</text:section>" * 5_000), "damaged"),
    "deep tables": (
        "plan.odt",
        text(
            "<table:table><table:table-row><table:table-cell>" * 70
            + "</table:table-cell></table:table-row></table:table>" * 70
        ),
        "tables within tables",
    ),
    "large": ("plan.ods", lambda: open_file("text", " " * 31 * 1024 * 1024), "too much besides"),
    "long attribute": ("plan.odt", text(f"<text:p x='{'1' * 100_001}'/>"), "too much besides"),
}


@cache
def content_of(case):
    _, content, _ = BAD[case]
    return content() if callable(content) else content


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_words(case):
    name, _, expected = BAD[case]
    with pytest.raises(ValidationError) as refused:
        read_grids(name, io.BytesIO(content_of(case)))
    assert expected in " ".join(refused.value.messages)


BOMBS = list(BAD)[list(BAD).index("rows") :]


@pytest.fixture(scope="module")
def cost():
    """What refusing each bomb costs: by its name, as of costs()."""
    found = {}
    for suffix in (".ods", ".odt"):
        contents = {one: content_of(one) for one in BOMBS if BAD[one][0].endswith(suffix)}
        found |= costs("read_grids", f"plan{suffix}", contents)
    return found


@pytest.mark.parametrize("case", BOMBS)
def test_a_bomb_costs_little(case, cost):
    milliseconds, kilobytes = cost[case]
    assert milliseconds < 2_000
    assert kilobytes < 150_000


@given(st.binary(max_size=2_000), st.sampled_from([".odt", ".ods"]))
def test_any_bytes_are_read_or_refused_in_words(content, suffix):
    with contextlib.suppress(ValidationError):
        read_grids(f"plan{suffix}", io.BytesIO(b"PK\x03\x04" + content))
