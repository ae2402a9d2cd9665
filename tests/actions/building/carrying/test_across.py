"""Open recommendations and cross-cutting themes go on in the next plan."""

import pytest

from actions.building.carrying.begin import begin_plan
from actions.models import Status
from plans.models import Plan
from tests.actions.building.carrying.deciding import decide, keep, undo
from tests.factories import (
    make_action,
    make_cross_cutting_theme,
    make_recommendation,
    make_update,
)


@pytest.fixture
def answer(before, action):
    return make_recommendation(before, "Hear them", [action], number="R1", response="accepted")


def test_a_plan_begins_with_what_is_still_open(larkshire, plan, old, before):
    done, going_on = make_action(old), make_action(old)
    make_update(done, status=Status.COMPLETE)
    make_recommendation(before, "Done", [done])
    kept = make_recommendation(before, "Open", [done, going_on], position=1)
    refused = {"response": "not_accepted", "response_reason": "Not ours"}
    make_recommendation(before, "Refused", position=2, **refused)
    make_cross_cutting_theme(before, "Young people")
    plan.delete()
    new = begin_plan(Plan.of_year(2026, partnership=larkshire), befores=[before])
    assert [one.carries_on for one in new.recommendations.all()] == [kept]
    assert new.cross_cutting_themes.get().title == "Young people"


def test_a_carried_action_answers_what_it_did(manager, plan, action, answer):
    make_recommendation(plan, "Mine")
    there = make_recommendation(plan, "Hear them", carries_on=answer, position=1)
    keep(manager, action)
    assert action.carried_on_by.get().recommendations.get() == there


def test_what_the_new_plan_lacks_is_made(manager, plan, before, action, answer):
    make_cross_cutting_theme(before, "Young people", [action])
    keep(manager, action)
    new = action.carried_on_by.get()
    made = new.recommendations.get()
    assert (made.plan, made.carries_on, made.number, made.text) == (
        plan,
        answer,
        "R1",
        "Hear them",
    )
    assert new.cross_cutting == "Young people"


def test_one_into_which_it_is_merged_answers_it_too(manager, plan, new, action, answer):
    into = make_action(new, "Open two refuges")
    decide(manager, action, "merge", into=into.pk, reason="One house")
    assert into.recommendations.get().carries_on == answer


def test_undoing_leaves_the_recommendation_open(manager, plan, action, answer):
    keep(manager, action)
    undo(manager, action)
    assert not action.carried_on_by.exists()
    assert plan.recommendations.get().carries_on == answer
    assert not plan.recommendations.get().actions.exists()


def test_a_priority_takes_its_own_along(manager, plan, old):
    mine = make_recommendation(old, "Think")
    decide(manager, old, "continue", title="Abuse")
    new = plan.priorities.get().recommendations.get()
    assert (new.text, new.carries_on, new.plan) == ("Think", mine, plan)
