"""What an import of 2,000 actions costs, beside what openpyxl takes to read their file."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.building.models import PlanImport
from actions.building.plan_import.tables_to_plan import planned_from
from actions.building.plan_import.writing import write
from actions.models import Action
from csp.spreadsheets.reading import read_grids
from tests import factories
from tests.conftest import TODAY
from tests.csp.workbooks import workbook
from tests.partners.test_contact_import_cost import beside_reading

HEAD = [
    *("Theme", "Priority", "Strand", "Reference", "Action", "Owners", "Timescale", "Measure"),
    *("Outcome", "Resources", "Class", "Update", "Status"),
]


def row(number):
    return [
        f"Theme {number // 700}",
        f"Topic {number // 200}",
        f"Strand {number // 20}",
        f"{number // 200}.{number % 200}",
        f"Do thing {number} in the borough, and tell the partners about it",
        f"Body {number % 40}, lead\nBody {(number + 7) % 40}",
        "By March 2027",
        f"How often {number} was done",
        "Fewer of them than last year",
        "Within the budget of each partner",
        "Prevention",
        f"It was done {number} times, and went well",
        ["On track", "At risk", "Complete"][number % 3],
    ]


# A sheet with few and short words, of which openpyxl has little to read.
LEAN_HEAD = ["Priority", "Reference", *("Action", "Owners", "Timescale", "Outcome"), *HEAD[9:]]


def lean_row(number):
    return [
        *(f"Topic {number // 200}", f"{number // 200}.{number % 200}", f"Do thing {number}"),
        *(f"Body {number % 40}", "March 2027", "Fewer", "None", "", "Done", "On track"),
    ]


@pytest.fixture
def plan(larkshire):
    for number in range(40):
        factories.make_agency(larkshire, f"Body {number}")
    return factories.make_plan(larkshire, 2026)


def import_all(plan, content):
    grids = read_grids("plan.xlsx", io.BytesIO(content))
    started = PlanImport.objects.create(plan=plan, file_name="x", tables=grids.as_json())
    user = factories.make_user()
    return write(started, by=user, on=TODAY, agreed=planned_from(started).digest)


@pytest.mark.any_database
@pytest.mark.parametrize(("head", "made"), [(HEAD, row), (LEAN_HEAD, lean_row)])
def test_two_thousand_actions_cost_at_most_six_times_the_reading(head, made, plan):
    content = workbook(head, *map(made, range(2_000)))
    ours, reading, (_, is_written) = beside_reading(content, lambda: import_all(plan, content))
    assert is_written
    assert Action.objects.count() == 2_000
    assert ours < 6 * reading


def test_an_import_costs_no_query_by_row(plan):
    counts = []
    for first, last in ((0, 2), (20, 40)):
        content = workbook(HEAD, *map(row, range(first, last)))
        with CaptureQueriesContext(connection) as queries:
            assert import_all(plan, content)[1]
        counts.append(len(queries))
    assert counts[1] <= counts[0]
