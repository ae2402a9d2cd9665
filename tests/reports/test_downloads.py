"""The Word file and the data, downloaded."""

import csv
import io
import json

import pytest
from django.urls import reverse

from reports import action_tables
from reports.formats import FORMATS
from tests import factories


@pytest.fixture
def plan(larkshire, settings, tmp_path):
    settings.RENDERINGS_ROOT = tmp_path
    plan = factories.make_plan(larkshire, 2026)
    factories.make_action(factories.make_priority(plan), "Mark bicycles")
    return plan


def address(name):
    return reverse(name, args=["larkshire", 2026])


@pytest.mark.parametrize(
    ("route", "name", "content_type"),
    [
        ("document-docx", "partnership-plan-2026-27.docx", "application/vnd.openxmlformats"),
        ("actions-xlsx", "actions-2026-27.xlsx", "application/vnd.openxmlformats"),
        ("actions-csv", "actions-2026-27.csv", "text/csv; charset=utf-8"),
        ("actions-json", "actions-2026-27.json", "application/json"),
    ],
)
def test_files_have_names_that_say_what_they_are(
    route, name, content_type, plan, cast, sign_in, no_rendering
):
    response = sign_in(cast.officer).get(address(route))
    assert response["Content-Disposition"] == f'attachment; filename="larkshire-{name}"'
    assert response["Content-Type"].startswith(content_type)


def test_files_are_offered_to_readers_too(plan, cast, sign_in):
    page = sign_in(cast.reader).get(address("document")).content.decode()
    for format, form in FORMATS.items():
        if format == "html" or form.has_whole:
            continue
        name = f"{'actions' if form.is_data else 'document'}-{format}"
        assert address(name) in page


def test_data_hold_what_the_filters_leave(plan, cast, sign_in):
    factories.make_action(plan.priorities.get(), "Light the path", status="complete")
    officer = sign_in(cast.officer)
    chosen = "?words=&status=complete&filter="
    page = officer.get(plan.get_absolute_url() + chosen).content.decode()
    assert f'{address("actions-csv")}{chosen.replace("&", "&amp;")}"' in page
    (row,) = csv.DictReader(io.StringIO(officer.get(address("actions-csv") + chosen).text[1:]))
    assert row["Action"] == "Light the path"


def test_word_is_made_in_the_layout_that_is_asked_for(plan, cast, sign_in, no_rendering):
    asked = {"layout": "priority-plan", "large_print": "on"}
    response = sign_in(cast.officer).get(address("document-docx"), asked)
    name = "larkshire-priority-plan-2026-27-large-print.docx"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'


def test_data_are_the_year_s_own_actions(plan, larkshire, wrenmoor, cast, sign_in):
    for partnership, year in ((larkshire, 2025), (wrenmoor, 2026)):
        other = factories.make_plan(partnership, year)
        factories.make_action(factories.make_priority(other), "Something else")
    client = sign_in(cast.officer)
    actions = json.loads(client.get(address("actions-json")).content)["actions"]
    assert [action["action"] for action in actions] == ["Mark bicycles"]
    rows = client.get(address("actions-csv")).content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(rows, newline="")))) == 2


def test_an_unknown_layout_does_not_exist(plan, cast, sign_in):
    response = sign_in(cast.officer).get(address("actions-csv"), {"layout": "nonsense"})
    assert response.status_code == 404


def test_if_excel_cannot_hold_it_the_document_page_says_so(plan, cast, sign_in):
    factories.make_action(factories.make_priority(plan), "Lend locks " * 4000)
    response = sign_in(cast.officer).get(address("actions-xlsx"))
    page = response.content.decode()
    assert response.status_code == 500
    assert "There is a problem" in page
    assert "The Excel file could not be made, because the text that begins “Lend locks" in page
    assert "<title>Error: " in page


@pytest.mark.parametrize("actions", [1, 20])
def test_more_actions_need_no_more_queries(
    actions, plan, cast, sign_in, shelter, django_assert_num_queries
):
    for _ in range(actions):
        factories.make_action(factories.make_priority(plan), owners=[shelter])
    client = sign_in(cast.officer)
    with django_assert_num_queries(27):
        client.get(address("actions-csv"))


@pytest.mark.parametrize("name", action_tables.COLUMNS)
def test_every_column_has_a_width(name):
    assert 10 <= action_tables.COLUMNS[name] <= 60
