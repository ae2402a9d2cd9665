"""The operator's lists of what there is much of."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import Action, StatusUpdate
from partners import admin_lists
from partners.admin_lists import LongList
from partners.models import Contact, Mail
from tests import factories
from tests.pages import text

ACTIONS = reverse("admin:actions_action_changelist")


@pytest.fixture
def operator(cast, sign_in):
    return sign_in(cast.operator)


@pytest.fixture
def actions(plan, wrenmoor):
    """One in Larkshire, one in Wrenmoor, with the same words."""
    other = factories.make_plan(wrenmoor, 2026)
    return [
        factories.make_action(factories.make_priority(one), "Light the park")
        for one in (plan, other)
    ]


def listed(response):
    return list(response.context["cl"].result_list)


def test_without_a_partnership_partnerships_are_sought(actions, operator):
    assert listed(operator.get(ACTIONS, {"q": "larkshire"})) == actions[:1]
    assert listed(operator.get(ACTIONS, {"q": "park"})) == []


def test_words_are_sought_in_the_partnership_that_is_chosen(actions, wrenmoor, operator):
    chosen = {"priority__plan__partnership__id__exact": wrenmoor.pk}
    assert listed(operator.get(ACTIONS, {"q": "park"} | chosen)) == actions[1:]


def test_a_field_that_offers_rows_finds_them_by_their_words(actions, operator):
    offered = operator.get(
        reverse("admin:autocomplete"),
        {"term": "park", "app_label": "actions", "model_name": "owner", "field_name": "action"},
    )
    assert len(offered.json()["results"]) == 2


def test_the_latest_come_first_and_no_more_than_that_are_counted(actions, operator, monkeypatch):
    monkeypatch.setattr(admin_lists, "MOST", 1)
    response = operator.get(ACTIONS)
    assert listed(response)[0] == actions[1]
    assert response.context["cl"].result_count == 1
    assert "These are the latest 1." in text(response)


@pytest.mark.parametrize("model", [Action, StatusUpdate, Contact, Mail])
def test_a_list_of_what_there_is_much_of_sorts_by_its_key_alone(model, operator):
    assert isinstance(admin.site.get_model_admin(model), LongList)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    with CaptureQueriesContext(connection) as queries:
        page = text(operator.get(reverse(name)))
    assert 'class="sortable' not in page
    table = model._meta.db_table
    ordered = [one["sql"] for one in queries if f'ORDER BY "{table}"' in one["sql"]]
    assert [sql.split("ORDER BY ")[1].split(" LIMIT")[0] for sql in ordered] == [
        f'"{table}"."id" DESC'
    ]
