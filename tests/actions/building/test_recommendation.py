"""Writing recommendations and the cross-cutting themes of actions: links from both sides."""

import re

import pytest
from django.urls import reverse

from csp.versions import version_of
from plans.models import Recommendation
from plans.removals import remove
from tests.actions.building.plan_action.writing import URL as ACTIONS
from tests.actions.building.plan_action.writing import change, changed
from tests.factories import (
    PASSWORD,
    make_action,
    make_cross_cutting_theme,
    make_plan,
    make_priority,
    make_recommendation,
)
from tests.pages import text

URL = "/larkshire/2026/recommendations/"


@pytest.fixture
def action(plan):
    return make_action(make_priority(plan, "Abuse"), "Listen")


@pytest.fixture
def recommendation(plan, action):
    return make_recommendation(plan, "Hear them", [action])


def typed(row, **fields):
    return {"text": row.text, "version": version_of(row)} | fields


def linked(action):
    return [one.text for one in action.recommendations.all()]


def restore(manager, row, record):
    where = ["larkshire", 2026, row.pk, record.history_id]
    latest = type(row).history.filter(id=row.pk).order_by("-history_id").first()
    kind = "recommendation" if isinstance(row, Recommendation) else "plan-action"
    return manager.post(reverse(f"{kind}-restore", args=where), {"version": latest.history_id})


def test_one_is_added_with_the_actions_that_answer_it(manager, plan, action):
    fields = {"text": "Hear them", "number": "R3a", "response": "accepted", "level": "national"}
    manager.post(f"{URL}add/", fields | {"actions": [action.pk]})
    made = plan.recommendations.get()
    assert (made.number, made.response, made.level) == ("R3a", "accepted", "national")
    assert linked(action) == ["Hear them"]


@pytest.mark.parametrize(
    ("response", "words"),
    [
        ("in_part", "Enter which part is not accepted, and why"),
        ("not_accepted", "Enter why it is not accepted"),
    ],
)
def test_whoever_does_not_accept_it_says_why(response, words, manager, plan, action):
    fields = {"text": "Hear them", "response": response, "actions": [action.pk]}
    page = text(manager.post(f"{URL}add/", fields))
    assert words in page
    assert re.search(rf'value="{action.pk}"[^>]* checked', page)
    assert not plan.recommendations.exists()


def test_no_action_of_another_plan_answers_it(manager, plan, action, larkshire):
    other = make_action(make_priority(make_plan(larkshire, 2025)))
    page = text(manager.post(f"{URL}add/", {"text": "Hear them", "actions": [other.pk]}))
    assert "Select the actions that answer it from the list" in page
    assert not plan.recommendations.exists()


def test_an_action_s_form_chooses_what_it_answers_and_belongs_to(manager, plan, action):
    wanted = make_recommendation(plan, "A")
    make_recommendation(plan, "B", [action], position=1)
    theme = make_cross_cutting_theme(plan, "Young people")
    change(manager, action, recommendations=[wanted.pk], cross_cutting_themes=[theme.pk])
    assert linked(action) == ["A"]
    assert action.cross_cutting == "Young people"


def test_a_plan_without_any_asks_for_none(manager, action):
    page = text(manager.get(f"{ACTIONS}{action.pk}/"))
    assert "Cross-cutting themes" not in page
    assert "Recommendations that it answers" not in page


def test_whoever_had_the_action_open_is_told_that_it_answers_another(
    manager, plan, action, recommendation
):
    fields = changed(action, recommendations=[recommendation.pk])
    other = make_recommendation(plan, "Count them", position=1)
    manager.post(f"{URL}{other.pk}/", typed(other, actions=[action.pk]))
    page = text(manager.post(f"{ACTIONS}{action.pk}/", fields))
    assert "changed this while you were writing" in page
    assert "Count them" in page.partition("saved now")[2]
    assert linked(action) == ["Hear them", "Count them"]


def test_whoever_had_the_recommendation_open_is_told_likewise(manager, action, recommendation):
    fields = typed(recommendation, actions=[action.pk])
    change(manager, action, recommendations=[])
    assert "changed this while you were writing" in text(
        manager.post(f"{URL}{recommendation.pk}/", fields)
    )


def test_the_history_tells_of_links_and_the_way_back_restores_them(manager, plan, action):
    wanted = make_recommendation(plan, "Hear them")
    theme = make_cross_cutting_theme(plan, "Young people")
    change(manager, action, recommendations=[wanted.pk], cross_cutting_themes=[theme.pk])
    record = action.history.latest()
    change(manager, action, wording="Other")
    assert linked(action) == []
    page = text(manager.get(reverse("plan-action-history", args=["larkshire", 2026, action.pk])))
    for words in ("Recommendations that it answers", "Hear them", "Young people"):
        assert words in page
    restore(manager, action, record)
    assert linked(action) == ["Hear them"]
    assert action.cross_cutting == "Young people"


def test_what_is_removed_comes_back_with_its_links(manager, plan, action, recommendation):
    remove(Recommendation.objects.get(pk=recommendation.pk))
    assert linked(action) == []
    restore(manager, recommendation, Recommendation.history.filter(id=recommendation.pk).latest())
    assert linked(action) == ["Hear them"]


def test_what_was_ticked_before_sign_in_comes_back(client, cast, plan, action):
    second = make_action(action.priority, "Teach")
    keys = [action.pk, second.pk]
    response = client.post(f"{URL}add/", {"text": "Hear them", "actions": keys, "version": ""})
    page = client.post(
        response.url, {"login": cast.manager.email, "password": PASSWORD}, follow=True
    )
    form = page.context["form"]
    assert form["actions"].value() == [str(key) for key in keys]
    assert form["text"].value() == "Hear them"


def test_another_row_for_an_owner_keeps_what_is_ticked(manager, plan, action):
    themes = [make_cross_cutting_theme(plan) for _ in range(3)]
    ticked = [one.pk for one in themes[:2]]
    fields = changed(action, cross_cutting_themes=ticked, again="more")
    page = manager.post(f"{ACTIONS}{action.pk}/", fields)
    assert page.context["form"]["cross_cutting_themes"].value() == [str(pk) for pk in ticked]
    assert action.cross_cutting == ""
