"""Every list is taken away as it is filtered, as CSV and as Excel, by whoever may see it."""

import csv
import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from actions.rounds.models import Answer
from csp.spreadsheets import excel_files
from partners.models import AuditEntry
from tests import factories
from tests.conftest import TODAY
from tests.csp.test_spreadsheets import PAYLOADS
from tests.test_access import OF_PARTNERSHIP, OWN

LISTS = {
    **dict.fromkeys(("people", "partners", "audit-export"), "administrator"),
    **dict.fromkeys(("my-work", "due", "desk", "rounds", "round", "scoreboard-csv"), "officer"),
    **dict.fromkeys(("across-actions", "my-actions"), "officer"),
    **dict.fromkeys(("log", "meetings", "glossary", "steps", "recommendations"), "officer"),
    **dict.fromkeys(("funding", "figures", "editions", "over-time-day"), "officer"),
    "contacts-export": "officer",
    **dict.fromkeys(("sent-mail", "checks"), "manager"),
}


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def rows_of_excel(response):
    sheet = load_workbook(io.BytesIO(response.content)).active
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("name", sorted(LISTS))
def test_both_forms_say_the_same(name, address, cast, sign_in, settings):
    settings.DEMO = True
    client = sign_in(getattr(cast, LISTS[name]))
    client.get(address("actions-csv"))
    # Each that is taken is one more of what was done.
    less = slice(-1, None) if name == "audit-export" else slice(None)
    as_csv, as_excel = (client.get(address(name), {"as": form}) for form in ("csv", "xlsx"))
    rows = rows_of(as_csv)
    assert len(rows) > 1
    assert rows_of_excel(as_excel)[less] == rows[less]
    for response, ending in ((as_csv, "csv"), (as_excel, "xlsx")):
        assert response["Content-Disposition"].endswith(f'.{ending}"')
        assert "no-store" in response["Cache-Control"] or "max-age=0" in response["Cache-Control"]


def test_a_page_leads_to_its_list_as_it_is_filtered(address, officer):
    page = officer.get(address("desk"), {"words": "x", "page": 2}).content.decode()
    page += officer.get(address("partners"), {"q": "Lark"}).content.decode()
    assert 'href="?q=Lark&amp;as=xlsx"' in page


def test_the_list_is_as_it_is_filtered(address, officer, shelter):
    factories.make_agency(shelter.partnership, "Fire service")
    rows = rows_of(officer.get(address("partners"), {"q": "fire", "as": "csv"}))
    assert [row[0] for row in rows] == ["Name", "Fire service"]


def test_the_whole_list_is_taken_not_a_page_of_it(plan, shelter, officer):
    priority = factories.make_priority(plan)
    for _ in range(60):
        factories.make_action(priority, owners=[shelter])
    assert len(rows_of(officer.get(reverse("my-work"), {"as": "csv"}))) == 61


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("read", [rows_of, rows_of_excel])
def test_nothing_in_a_list_is_run(read, payload, plan, officer):
    factories.make_log_entry(plan, text=payload)
    form = "csv" if read is rows_of else "xlsx"
    address = reverse("log", args=["larkshire", "2026"])
    said = read(officer.get(address, {"as": form}))[1][1]
    assert said == f"'{payload}"


def test_a_text_that_excel_cannot_hold_is_cut_and_says_so():
    long = "x\x07" * 40_000
    (row,) = list(load_workbook(io.BytesIO(excel_files.write(["Text"], [[long]]))).active)[1:]
    assert len(row[0].value) == 32_767
    assert row[0].value.endswith(" … (cut: the CSV file has all of it)")


def test_a_list_of_a_restricted_plan_is_marked(larkshire, cast, officer):
    plan = factories.make_restricted_plan(larkshire, "Secret title", named=[cast.officer])
    factories.make_log_entry(plan)
    for form, read in (("csv", rows_of), ("xlsx", rows_of_excel)):
        response = officer.get(reverse("log", args=["larkshire", plan.address]), {"as": form})
        assert read(response)[0][0] == plan.marking
        assert "secret" not in response["Content-Disposition"].lower()
        assert "official-sensitive-log" in response["Content-Disposition"]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("read", [rows_of, rows_of_excel])
def test_a_marking_is_not_run_either(read, payload, larkshire, cast, officer):
    fields = {"marking": payload, "named": [cast.officer]}
    plan = factories.make_restricted_plan(larkshire, "Secret title", **fields)
    form = "csv" if read is rows_of else "xlsx"
    address = reverse("log", args=["larkshire", plan.address])
    assert read(officer.get(address, {"as": form}))[0][0] == f"'{payload}"


def test_a_list_of_several_plans_is_marked_if_one_is_restricted(larkshire, plan, cast, officer):
    restricted = factories.make_restricted_plan(larkshire, named=[cast.officer])
    for one in (plan, restricted):
        factories.make_action(factories.make_priority(one))
    rows = rows_of(officer.get(reverse("my-work"), {"as": "csv"}))
    assert rows[0] == [restricted.marking]


def test_a_list_that_is_taken_is_written_down_and_a_page_is_not(plan, officer):
    factories.make_log_entry(plan)
    address = reverse("log", args=["larkshire", "2026"])
    officer.get(address)
    officer.get(address, {"as": "pdf"})
    officer.get(address, {"as": "csv"})
    taken = AuditEntry.objects.filter(what=AuditEntry.What.DOWNLOADED)
    assert [one.page for one in taken] == ["log"]


def test_who_may_not_see_a_list_may_not_take_it(address, cast, sign_in):
    client = sign_in(cast.reader)
    for name in ("people", "desk", "rounds", "audit-export", "contacts-export"):
        assert client.get(address(name), {"as": "csv"}).status_code == 403
    client = sign_in(cast.other_administrator)
    assert client.get(address("log"), {"as": "csv"}).status_code == 404


@pytest.mark.parametrize("name", ["desk", "my-work", "rounds", "recommendations"])
def test_a_list_costs_the_same_however_long_it_is(
    name, address, larkshire, shelter, officer, django_assert_max_num_queries
):
    plan = larkshire.plans.get(address="2026")
    priority = factories.make_priority(plan)
    asked = factories.make_request(factories.make_round(plan), shelter)
    for number in range(10, 18):
        action = factories.make_action(priority, owners=[shelter])
        factories.make_answer(asked, action, state=Answer.State.SENT)
        factories.make_recommendation(plan, actions=[action], position=number)
    with django_assert_max_num_queries(16):
        officer.get(address(name), {"as": "csv"})


def test_what_meetings_decided_is_a_list_of_its_own(plan, shelter, officer):
    meeting = factories.make_meeting(factories.make_meeting_body(plan, "Board"), TODAY)
    factories.make_decision(meeting, "Ask the council", owner=shelter)
    address = reverse("meetings", args=["larkshire", "2026"])
    assert "list=decisions" in officer.get(address).content.decode()
    rows = rows_of(officer.get(address, {"as": "csv", "list": "decisions"}))
    assert rows[1] == [
        *("Board", "2026-11-18", "Ask the council", "An open point", str(shelter), "2026-12-31"),
        *("", "", "yes"),
    ]


def test_figures_are_numbers_that_programs_read(plan, officer):
    indicator = factories.make_indicator(plan, "Thefts", unit="thefts")
    factories.make_observation(indicator, "2025/26", 12000)
    rows = rows_of(officer.get(reverse("figures", args=["larkshire", "2026"]), {"as": "csv"}))
    assert rows[1][:2] + rows[1][4:5] == ["Thefts", "thefts", "12000"]


def test_what_runs_through_a_plan_is_a_list_by_theme(plan, officer):
    priority = factories.make_priority(plan, "Burglary")
    action = factories.make_action(priority, "Mark bicycles", timescale="By March 2027")
    factories.make_cross_cutting_theme(plan, "Young people", actions=[action])
    address = reverse("cross-cutting", args=["larkshire", "2026"])
    assert "as=csv" in officer.get(address).content.decode()
    rows = rows_of(officer.get(address, {"as": "csv"}))
    assert rows[0][:4] == ["Theme", "Priority", "Reference", "Action"]
    assert [rows[1][0], rows[1][3], rows[1][5]] == [
        *("Young people", "Mark bicycles", "By March 2027")
    ]


def test_what_a_grant_went_to_is_in_its_list(plan, officer):
    grant = factories.make_grant(plan, "Safer streets", amount=5000)
    factories.make_allocation(grant, "Lamps", proposed_year=3000)
    factories.make_spending(grant, "Cameras", amount=100)
    rows = rows_of(officer.get(reverse("funding", args=["larkshire", "2026"]), {"as": "csv"}))
    assert [[row[1], row[2], row[4]] for row in rows[1:]] == [
        *(["Grant", "", "5000.00"], ["Allocation", "Lamps", "3000.00"]),
        ["Spending", "Cameras", "100.00"],
    ]


def test_a_past_day_is_taken_as_it_is_filtered(plan, officer):
    priority = factories.make_priority(plan)
    for number, status in enumerate(("complete", "on_track")):
        action = factories.make_action(priority, f"Action {number}")
        factories.make_update(action, status=status, on=TODAY)
    address = reverse("over-time-day", args=["larkshire", "2026"])
    query = {"day": "2026-11-18", "status": "complete", "as": "csv"}
    rows = rows_of(officer.get(address, query))
    assert [(row[2], row[7]) for row in rows[1:]] == [("Action 0", "Complete")]


COUNTS = "counts: each opens the list that it counts"
WRITING = "what is being written, all of it in plan-xlsx"
DECIDING = "what is being decided, gone once it is"
# Pages with a table that is not taken as a file, and why. Histories tell one row.
WITHOUT_FILES = {
    **dict.fromkeys(("partnership", "by-partner", "over-time", "over-time-priority"), COUNTS),
    "years": COUNTS,
    **dict.fromkeys(("layout", "members", "narrative", "priorities-number", "removed"), WRITING),
    **dict.fromkeys(("agency-join-with", "carry-forward", "founding", "division"), DECIDING),
    **dict.fromkeys(("division-contacts", "division-partners", "division-people"), DECIDING),
    **dict.fromkeys(("contact-import-columns", "contact-import-preview"), DECIDING),
    **dict.fromkeys(("contact-import", "plan-import-confirm", "plan-import-preview"), DECIDING),
    "agency": "its contacts are in the list of contacts, its actions in the plan's by owner",
    "people-left": "whom to erase: not to be kept elsewhere",
    "plan-imports": "files that were read; what came of them is in the plan",
    "usersessions_list": "where somebody is signed in",
}


@pytest.mark.any_database
def test_every_page_with_a_table_gives_it_as_a_file(address, cast, sign_in, settings):
    settings.DEMO = True
    client = sign_in(cast.administrator)
    without = set()
    for name in [*OF_PARTNERSHIP, *OWN]:
        if name.endswith("-history"):
            continue
        response = client.get(address(name))
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        page = response.content.decode()
        if "<table" in page and not re.search(r"Download .{1,40} as", page):
            without.add(name)
    assert without == WITHOUT_FILES.keys()
