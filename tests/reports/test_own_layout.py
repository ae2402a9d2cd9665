"""Which parts and columns a plan's document has, and how a plan gets its own."""

from datetime import date

import pytest

from csp.versions import version_of
from plans.models import Plan
from reports.document import document
from tests.factories import make_action, make_column, make_part, make_plan, make_priority
from tests.pages import text

URL = "/larkshire/2026/layout/"


def fields(columns):
    return [column.field for column in columns.order_by("position")]


def test_without_its_own_a_plan_is_told_the_layout_s(manager, plan):
    page = text(manager.get(URL))
    assert "<li>Review of actions 2025/26</li>" in page
    assert "<li>Owner/lead agency</li>" in page
    assert page.count("Start with the layout’s own") == 2


@pytest.mark.parametrize(
    "layout", [one for one in Plan.Layout if one != Plan.Layout.HIGHLIGHT_REPORT]
)
def test_beginning_with_the_layout_s_parts_changes_nothing(layout, manager, plan):
    plan.layout = layout
    plan.save()
    make_action(make_priority(plan))
    before = document(plan, on=date(2026, 11, 18))
    manager.post(URL, {"begin": "parts"})
    manager.post(URL, {"begin": "parts"})
    assert plan.parts.exists()
    assert document(plan, on=date(2026, 11, 18)) == before


def test_a_highlight_report_s_parts_are_always_the_same(manager, plan):
    plan.layout = Plan.Layout.HIGHLIGHT_REPORT
    plan.save()
    assert "You cannot change the parts of this layout." in text(manager.get(URL))
    manager.post(URL, {"begin": "parts"})
    assert not plan.parts.exists()


def test_columns_begin_with_the_layout_s(manager, plan):
    manager.post(URL, {"begin": "columns"})
    assert fields(plan.columns) == ["wording", "owners", "timescale", "update", "status"]


def test_a_priority_s_columns_begin_with_the_plan_s(manager, plan):
    make_column(plan, "wording", heading="What", position=0)
    make_column(plan, "status", position=1)
    priority = make_priority(plan)
    manager.post(URL, {"begin": str(priority.pk)})
    assert fields(priority.columns) == ["wording", "status"]
    assert fields(plan.columns.filter(priority=None)) == ["wording", "status"]


def test_another_plan_s_priority_gets_no_columns(manager, plan, larkshire):
    other = make_priority(make_plan(larkshire, 2025))
    assert manager.post(URL, {"begin": str(other.pk)}).status_code == 404


def test_a_part_stands_once(manager, plan):
    make_part(plan)
    new = {"part": "introduction", "place": "first"}
    page = text(manager.post(f"{URL}parts/add/", new))
    assert '<a href="#id_part">The document already has this part</a>' in page


def test_a_part_gets_another_heading(manager, plan):
    part = make_part(plan)
    data = {"part": part.part, "heading": "Foreword", "version": version_of(part)}
    assert manager.post(f"{URL}parts/{part.pk}/", data).url.startswith(URL)
    part.refresh_from_db()
    assert part.heading == "Foreword"


def test_a_column_is_added_to_one_priority(manager, plan):
    make_column(plan, "measure")
    priority = make_priority(plan)
    manager.post(f"{URL}priority-columns/{priority.pk}/add/", {"field": "measure"})
    column = priority.columns.get()
    assert (column.plan, column.field) == (plan, "measure")


def test_a_column_stands_once_in_a_table(manager, plan):
    make_column(plan, "measure")
    page = text(manager.post(f"{URL}columns/add/", {"field": "measure"}))
    assert "There is already a column for this" in page


def test_the_page_costs_the_same_however_much_it_shows(manager, plan, django_assert_num_queries):
    for field in ("wording", "measure", "status"):
        make_column(plan, field)
        make_column(plan, field, priority=make_priority(plan))
    make_part(plan)
    # Session, person, membership, menu, plan, parts, columns, priorities, their columns.
    with django_assert_num_queries(9):
        manager.get(URL)


def test_a_part_goes_by_its_name_as_its_heading_has_years_to_be_filled_in(manager, plan):
    make_part(plan, "review", heading="Review of {last_year}")
    make_part(plan, "introduction", position=1)
    page = text(manager.get(URL))
    assert "{last_year}" not in page
    assert '<span class="govuk-visually-hidden"> Review of the year</span>' in page


def test_what_is_to_be_chosen_is_called_so(manager, plan):
    page = text(manager.get(f"{URL}parts/add/"))
    assert '<option value="" selected>Select one</option>' in page
    assert "---------" not in page
