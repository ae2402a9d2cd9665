"""The tables of the documents that the demo adapts go in as they were laid out, and print again."""

from datetime import timedelta

import pytest

from plans.action_fields import ACTION_FIELDS
from plans.models import Plan, PlanColumn
from reports.document import document
from reports.formats import FORMATS
from tests import factories
from tests.actions.building.test_round_trip import cells, imported
from tests.conftest import TODAY

pytestmark = pytest.mark.any_database

# Partnership, year, and the layout of its document; the leaflet of 2008 has no actions, and the
# annual report tells of them in prose: its actions as another layout has them.
DOCUMENTS = (
    ("tonbridge-and-malling", "2017", "partnership-plan"),
    ("tonbridge-and-malling", "2019", "partnership-plan"),
    ("tunbridge-wells", "2017", "priority-plan"),
    ("sevenoaks", "2017", "partnership-plan"),
)
# What the tables of the layouts print, and of a review.
OWN = ["theme", "priority", "strand", "reference", "action", "owners"]
PRINTED = {
    "partnership-plan": [*OWN, "timescale", "update", "status"],
    "priority-plan": [*OWN, "measure"],
}
REVIEWED = {
    "partnership-plan": [*OWN, "timescale", "update", "status"],
    "priority-plan": [*OWN, "measure", "update", "status"],
}


@pytest.fixture(params=DOCUMENTS, ids=lambda one: "-".join(one))
def laid_out(request, loaded_demo):
    """(a plan of the demo, its layout)"""
    slug, address, layout = request.param
    return Plan.objects.get(partnership__slug=slug, address=address), layout


def empty_copy(plan, layout):
    """A plan of the same year with nothing in it, of a partnership with the same agencies."""
    other = factories.make_partnership("Elsewhere")
    for agency in plan.partnership.agencies.all():
        factories.make_agency(other, agency.name, abbreviation=agency.abbreviation)
    return factories.make_plan(other, plan.starts_on.year, layout=layout)


def same(plan, other, names=None):
    assert cells(plan)
    assert cells(other, names) == cells(plan, names)


@pytest.mark.parametrize("format", ["xlsx", "csv", "json"])
def test_the_actions_as_data_go_in_cell_by_cell(format, laid_out):
    plan, layout = laid_out
    other = empty_copy(plan, layout)
    content = FORMATS[format].make(document(plan, on=TODAY))
    imported(other, f"plan.{format}", content, by=factories.make_user())
    same(plan, other)


def test_a_word_file_goes_in_as_it_is_laid_out_and_prints_again(laid_out):
    plan, layout = laid_out
    other = empty_copy(plan, layout)
    content = FORMATS["docx"].make(document(plan, on=TODAY, layout=layout))
    imported(other, "plan.docx", content, by=factories.make_user())
    same(plan, other, PRINTED[layout])
    assert FORMATS["pdf"].make(document(other, on=TODAY)).startswith(b"%PDF")


def test_a_word_file_with_all_columns_brings_all_of_them(laid_out):
    plan, layout = laid_out
    PlanColumn.objects.filter(plan=plan).delete()
    for place, field in enumerate(ACTION_FIELDS):
        if field.name != "reference":
            PlanColumn.objects.create(plan=plan, field=field.name, position=place)
    other = empty_copy(plan, layout)
    content = FORMATS["docx"].make(document(plan, on=TODAY, layout=layout))
    imported(other, "plan.docx", content, by=factories.make_user())
    same(plan, other)


# Tunbridge Wells told of the year before in prose.
@pytest.mark.parametrize("laid_out", [*DOCUMENTS[:2], DOCUMENTS[3]], indirect=True)
def test_the_review_of_last_year_goes_into_last_year(laid_out):
    plan, layout = laid_out
    day_before = plan.starts_on - timedelta(1)
    last = Plan.objects.get(partnership=plan.partnership, ends_on=day_before)
    other = empty_copy(last, layout)
    content = FORMATS["docx"].make(document(plan, on=TODAY, layout=layout))
    imported(other, "plan.docx", content, by=factories.make_user())
    same(last, other, REVIEWED[layout])
