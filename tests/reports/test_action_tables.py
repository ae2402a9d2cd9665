"""A plan's actions as data: the columns, and that nothing in them runs or is lost."""

import csv
import io
import json
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from csp.spreadsheets.reading import read_grids
from plans.action_fields import ACTION_FIELDS
from reports import action_tables
from reports.document import document
from reports.rendering import RenderingFailed
from tests import factories
from tests.conftest import TODAY
from tests.csp.test_spreadsheets import PAYLOADS

COLUMNS = ["Priority", "Strand", *(one.label for one in ACTION_FIELDS)]
USUAL = [name for name in COLUMNS if name not in ("Cross-cutting themes", "Recommendation")]
TABLES = {"csv": action_tables.csv_of, "xlsx": action_tables.xlsx_of}


@pytest.fixture
def made(plan):
    """made(form): what a function of a Document makes of the plan."""
    return lambda make: make(document(plan, on=TODAY))


def rows_of(form, made):
    """The cells of each row of a table, as it is read again."""
    (grid,) = read_grids(f"actions.{form}", io.BytesIO(made(TABLES[form]))).grids
    return [row.cells for row in grid.rows]


@pytest.fixture
def full(plan, shelter, cast):
    """An action of which everything is said."""
    priority = factories.make_priority(plan, "Theft", number=1)
    action = factories.make_action(
        priority,
        "Mark bicycles",
        [shelter],
        strand=factories.make_strand(priority, "Bicycles"),
        reference="2.1.",
        timescale="By March 2027",
        measure="500 marked",
        outcome="Fewer stolen",
        resources="Two officers",
        pier="prevention",
    )
    action.owners.update(unit="Outreach", is_lead=True)
    factories.make_update(action, "Half of them are marked.", status="on_track")
    for title in ("Young people", "Prevention"):
        factories.make_cross_cutting_theme(plan, title, [action])
    factories.make_recommendation(plan, "Mark more", [action], number="R1")
    return {
        "Priority": "Priority 1: Theft",
        "Strand": "Bicycles",
        "Reference": "2.1.",
        "Action": "Mark bicycles",
        "Owners": "Lark Shelter (Outreach), lead",
        "Timescale": "By March 2027",
        "Measure": "500 marked",
        "Outcome": "Fewer stolen",
        "Resources": "Two officers",
        "Class": "Prevention",
        "Cross-cutting themes": "Prevention\nYoung people",
        "Recommendation": "R1 Mark more",
        "Update": "Half of them are marked.",
        "Status": "On track",
    }


@pytest.fixture
def say(plan, larkshire, cast):
    """A function that says a text in every column that can hold any: nine of them."""

    def everywhere(text):
        priority = factories.make_priority(plan, text)
        action = factories.make_action(
            priority,
            text,
            [factories.make_agency(larkshire, text)],
            strand=factories.make_strand(priority, text),
            **dict.fromkeys(["timescale", "measure", "outcome", "resources"], text),
        )
        factories.make_update(action, text)

    return everywhere


def cells(content):
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.rows]


def test_csv_has_a_column_for_each_thing_that_is_said(full, made):
    text = made(action_tables.csv_of).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert list(row) == COLUMNS
    assert row == row | full


def test_excel_has_the_same(full, made):
    headings, row = cells(made(action_tables.xlsx_of))
    assert headings == COLUMNS
    assert dict(zip(headings, row, strict=True)).items() >= full.items()


def test_json_has_the_same_with_its_owners_apart(full, made):
    content = json.loads(made(action_tables.json_of))
    (action,) = content["actions"]
    owners = action.pop("owners")
    assert owners == [{"agency": "Lark Shelter", "unit": "Outreach", "lead": True}]
    assert action.pop("theme") == ""
    del full["Owners"]
    assert action.items() >= {name.lower(): words for name, words in full.items()}.items()


def test_json_says_what_it_is(full, made):
    content = json.loads(made(action_tables.json_of))
    assert (content["format"], content["version"]) == ("csp-plan-actions", 1)
    assert content["partnership"]["name"] == "Larkshire Community Safety Partnership"
    assert content["plan"]["year"] == "2026/27"
    assert content["plan"]["as_of"] == "2026-11-18"


def test_json_is_utf_8_without_escapes(plan, made):
    factories.make_action(factories.make_priority(plan), "Diogelwch yn ŵyl ŷd")
    assert "ŵyl ŷd".encode() in made(action_tables.json_of)


@pytest.mark.parametrize("form", TABLES)
def test_the_theme_is_a_column_where_a_priority_has_one(form, plan, made):
    theme = factories.make_theme(plan, "Safe streets")
    factories.make_action(factories.make_priority(plan, theme=theme))
    head, row = rows_of(form, made)
    assert head == ["Theme", *USUAL]
    assert row[0] == "Safe streets"


def test_actions_stand_in_the_order_of_the_plan(plan, made):
    for position in (2, 1):
        priority = factories.make_priority(plan, position=position)
        for place in (2, 1):
            factories.make_action(priority, f"{position}-{place}", position=place)
    rows = cells(made(action_tables.xlsx_of))[1:]
    assert [row[3] for row in rows] == ["1-1", "1-2", "2-1", "2-2"]


def test_each_owner_has_a_line_and_commas_are_theirs(larkshire, plan, made):
    names = ["Reform, Restore, Respect", "Police"]
    owners = [factories.make_agency(larkshire, name) for name in names]
    factories.make_action(factories.make_priority(plan), owners=owners)
    assert cells(made(action_tables.xlsx_of))[1][4].splitlines() == names


def test_without_owners_the_words_of_the_document_stand(plan, made):
    priority = factories.make_priority(plan)
    factories.make_action(priority, owners_as_written="Police\nthe wardens")
    assert cells(made(action_tables.xlsx_of))[1][4] == "Police\nthe wardens"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_in_csv_is_a_formula(payload, say, made):
    say(payload)
    text = made(action_tables.csv_of).decode("utf-8-sig")
    _, row = csv.reader(io.StringIO(text, newline=""))
    assert row.count(f"'{payload}") == 9


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_in_excel_is_a_formula(payload, say, made):
    say(payload)
    content = io.BytesIO(made(action_tables.xlsx_of))
    row = load_workbook(content).active[2]
    filled = [cell for cell in row if cell.value]
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in filled)
    assert b"<f" not in zipfile.ZipFile(content).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("form", TABLES)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_whatever_looks_like_a_formula_comes_back_unchanged(form, payload, say, made):
    say(payload)
    _, row = rows_of(form, made)
    assert row.count(payload.replace("\r", "\n")) == 9


@pytest.mark.parametrize("text", ["--", "+44 1732 844522", "-2.35", "#N/A", "2.10", "1/2", "TRUE"])
def test_in_excel_text_is_read_as_it_was_written(text, say, made):
    say(text)
    assert cells(made(action_tables.xlsx_of))[1].count(text) == 9


def test_excel_keeps_its_head_in_sight_and_filters(full, made):
    sheet = load_workbook(io.BytesIO(made(action_tables.xlsx_of))).active
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(COLUMNS))}2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.title == "Actions 2026-27"
    assert sheet.column_dimensions["D"].width > sheet.column_dimensions["C"].width


def test_signs_that_excel_refuses_are_left_out(plan, made):
    factories.make_action(factories.make_priority(plan), "Mark\x0b bicycles")
    assert cells(made(action_tables.xlsx_of))[1][3] == "Mark bicycles"


def test_a_text_too_long_for_excel_is_named_and_not_cut(plan, made):
    factories.make_action(factories.make_priority(plan), "Mark bicycles " * 3000)
    with pytest.raises(RenderingFailed, match="begins “Mark bicycles"):
        made(action_tables.xlsx_of)
    assert len(made(action_tables.csv_of)) > 40_000


@pytest.mark.parametrize("make", [*TABLES.values(), action_tables.json_of])
def test_a_plan_without_actions_has_only_its_head(make, made):
    content = made(make)
    assert content
    assert b"Action" in content or b'"actions": []' in content or content.startswith(b"PK")


def test_json_and_excel_hold_the_recommendations(plan, made):
    action = factories.make_action(factories.make_priority(plan), "Mark bicycles", reference="1.1")
    factories.make_recommendation(plan, "Mark more", [action], number="R1", response="accepted")
    (record,) = json.loads(made(action_tables.json_of))["recommendations"]
    assert record["answered by"] == ["1.1 Mark bicycles"]
    sheet = load_workbook(io.BytesIO(made(action_tables.xlsx_of)))["Recommendations"]
    head, row = ([cell.value or "" for cell in cells] for cells in sheet.rows)
    told = dict(zip(head, row, strict=True))
    assert told["What has become of it"] == record["what has become of it"]
    assert [told["Number"], told["Recommendation"]] == ["R1", "Mark more"]
    assert told["What has become of it"] == "1 action: 1 not started"
