"""The marking of a restricted plan on every page, sheet and file of it."""

import io
import json
from dataclasses import asdict

import docx
import openpyxl
import pytest
from django.utils import timezone
from pypdfium2 import PdfDocument

from actions.building.plan_import.tables_to_plan import planned_from
from csp.spreadsheets.reading import read_grids
from plans.models import Plan
from reports.document import document
from reports.editions import IsRestricted, issue
from reports.formats import FORMATS, file_name, web_page_of
from tests import factories
from tests.conftest import TODAY
from tests.pages import text

MARKING = "OFFICIAL-SENSITIVE & personal"


@pytest.fixture
def plan(larkshire, shelter, cast):
    plan = factories.make_restricted_plan(
        larkshire, "Quillfeather", named=[cast.manager], marking=MARKING, address="plan-x"
    )
    factories.make_action(factories.make_priority(plan, "Asking"), "Ask", owners=[shelter])
    return plan


def made(plan, format, **options):
    return FORMATS[format].make(document(plan, on=TODAY, **options))


@pytest.mark.any_database
@pytest.mark.parametrize(
    "options", [{}, {"large_print": True}, {"layout": Plan.Layout.HIGHLIGHT_REPORT}]
)
def test_each_page_of_the_pdf_is_marked_twice(options, plan):
    with PdfDocument(made(plan, "pdf", **options)) as pdf:
        pages = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    assert [page.replace("- ", "-").count(MARKING) for page in pages] == [2] * len(pages)


@pytest.mark.any_database
@pytest.mark.parametrize("layout", [Plan.Layout.PARTNERSHIP_PLAN, Plan.Layout.HIGHLIGHT_REPORT])
def test_each_page_of_the_word_file_is_marked_twice(layout, plan):
    section = docx.Document(io.BytesIO(made(plan, "docx", layout=layout))).sections[0]
    places = [section.header, section.footer]
    if section.different_first_page_header_footer:
        places += [section.first_page_header, section.first_page_footer]
    assert all(MARKING in [one.text for one in place.paragraphs] for place in places)


def test_the_web_page_is_marked_twice(plan):
    assert web_page_of(document(plan, on=TODAY)).count("OFFICIAL-SENSITIVE &amp; personal") == 2


def test_the_sheet_is_marked_on_screen_and_on_paper(plan):
    sheet = openpyxl.load_workbook(io.BytesIO(made(plan, "xlsx"))).active
    assert (sheet["A1"].value, sheet["A2"].value) == (MARKING, "Priority")
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A3", "$1:$2")
    assert sheet.oddHeader.center.text == sheet.oddFooter.center.text
    assert sheet.oddHeader.center.text.startswith("OFFICIAL-SENSITIVE &")


def test_a_marked_sheet_comes_back_in(plan, larkshire):
    grids = read_grids("actions.xlsx", io.BytesIO(made(plan, "xlsx")))
    other = factories.make_plan(larkshire)
    started = factories.make_plan_import(other, tables=asdict(grids))
    assert [one.texts["wording"] for one in planned_from(started).actions] == ["Ask"]


def test_the_json_says_its_marking(plan, larkshire):
    assert json.loads(made(plan, "json"))["plan"]["marking"] == MARKING
    assert "marking" not in json.loads(made(factories.make_plan(larkshire), "json"))["plan"]


@pytest.mark.parametrize("format", FORMATS)
def test_file_names_have_the_marking_and_no_title(format, plan):
    name = file_name("larkshire", document(plan, on=TODAY), format)
    ending = format.replace("-", ".")
    assert name.endswith(f"-plan-x-OFFICIAL-SENSITIVE-personal.{ending}")
    assert "quillfeather" not in name.lower()


@pytest.mark.parametrize("page", ["", "edit/", "document/", "settings/", "log/", "document/page/"])
def test_each_page_of_the_plan_is_marked_at_top_and_bottom(page, plan, manager):
    shown = text(manager.get(f"/larkshire/plan-x/{page}"))
    assert shown.count("<p>OFFICIAL-SENSITIVE &amp; personal</p>") == 2


def test_pages_of_other_plans_are_not_marked(plan, manager, larkshire):
    other = factories.make_plan(larkshire)
    assert "app-marking" not in text(manager.get(other.get_absolute_url()))


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_not_issued(method, plan, manager):
    page = text(getattr(manager, method)("/larkshire/plan-x/document/issue/"))
    assert "This plan cannot be published" in page
    assert not plan.editions.exists()


def test_one_that_is_restricted_meanwhile_is_not_issued(plan, cast):
    Plan.objects.filter(pk=plan.pk).update(is_restricted=False)
    stale = Plan.objects.get(pk=plan.pk)
    shown = document(stale, on=TODAY)
    Plan.objects.filter(pk=plan.pk).update(is_restricted=True)
    stale.is_restricted = True
    with pytest.raises(IsRestricted):
        issue(shown, stale, label="1", by=cast.manager, at=timezone.now(), after=0)
