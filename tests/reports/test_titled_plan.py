"""What is handed over of a plan that is not a yearly one."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.checks import findings
from reports.document import document, filled_in
from reports.formats import FORMATS, file_name
from tests import factories
from tests.conftest import TODAY


def test_the_law_asks_nothing_of_a_delivery_plan(larkshire):
    plan = factories.make_titled_plan(larkshire)
    kinds = {finding.check for finding in findings(plan, TODAY)}
    assert not kinds & {"legal-step", "legal-strand"}


def test_a_plan_with_a_title_need_not_have_one_before(larkshire):
    plan = factories.make_titled_plan(larkshire)
    assert not [one for one in findings(plan, TODAY) if "to review" in one.words]


def test_a_plan_with_a_title_has_it_on_its_document(larkshire):
    plan = factories.make_titled_plan(larkshire, "Violence")
    made = document(plan, on=TODAY)
    assert (made.title, made.years) == ("Violence", "2026 to 2030")
    report = document(plan, on=TODAY, layout="annual-report")
    assert report.title == "Violence: Annual Report"


@pytest.mark.parametrize(
    ("words", "filled"),
    [("{year}", "2026–2030"), ("{last_year}", "2022–2026"), ("{next_year}", "2030–2034")],
)
def test_headings_of_a_plan_of_four_years_tell_its_period(words, filled, larkshire):
    assert filled_in(words, factories.make_titled_plan(larkshire)) == filled


@pytest.mark.parametrize("title", ["Prevent: [2026] 50/50?", "V" * 200])
def test_no_title_breaks_a_spreadsheet(title, larkshire):
    made = document(factories.make_titled_plan(larkshire, title), on=TODAY)
    workbook = load_workbook(BytesIO(FORMATS["xlsx"].make(made)))
    assert len(workbook.active.title) <= 31


def test_a_file_is_called_by_title_and_years(larkshire):
    made = document(factories.make_titled_plan(larkshire, "Safer nights"), on=TODAY)
    assert file_name("larkshire", made, "xlsx") == "larkshire-actions-safer-nights-2026-2030.xlsx"
