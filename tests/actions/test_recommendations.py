"""What has become of recommendations, and what actions have in common: the pages that tell."""

from datetime import date

import pytest

from actions.models import Status
from actions.recommendations import all_answered_in, answered_in
from plans.models import Recommendation
from tests.factories import (
    make_action,
    make_cross_cutting_theme,
    make_plan,
    make_priority,
    make_recommendation,
    make_update,
)
from tests.pages import text

URL = "/larkshire/2026/recommendations/"
THEMES = "/larkshire/2026/cross-cutting-themes/"


@pytest.fixture
def priority(plan):
    return make_priority(plan, "Abuse")


def answered(plan):
    (one,) = all_answered_in(plan)
    return one


def test_the_outcome_counts_the_actions_by_their_status(plan, priority):
    actions = [make_action(priority) for _ in range(3)]
    make_update(actions[1], status=Status.COMPLETE)
    make_update(actions[2], status=Status.ON_TRACK)
    make_recommendation(plan, actions=actions)
    one = answered(plan)
    assert one.outcome == "3 actions: 1 complete, 1 not started, 1 on track"
    assert one.is_open
    assert one.done_on is None


def test_it_is_done_on_the_day_on_which_its_last_action_was(plan, priority):
    actions = [make_action(priority) for _ in range(2)]
    for action, month in zip(actions, (6, 5), strict=True):
        make_update(action, status=Status.COMPLETE, on=date(2026, month, 1))
    make_recommendation(plan, actions=actions)
    assert answered(plan).outcome == "2 actions: 2 complete. Done on 1 June 2026"
    assert not answered(plan).is_open


def test_one_that_is_not_accepted_is_not_open(plan):
    refused = Recommendation.Response.NOT_ACCEPTED
    make_recommendation(plan, response=refused, response_reason="Not ours")
    assert answered(plan).outcome == "Nothing is to be done"
    assert not answered(plan).is_open


def test_a_line_below_a_priority_s_table_is_no_more_unless_something_answers_it(plan, priority):
    make_recommendation(priority, "Think")
    assert answered_in(plan) == []
    make_recommendation(priority, "Act", [make_action(priority)], position=1)
    assert [one.recommendation.text for one in answered_in(plan)] == ["Act"]


def test_the_page_says_who_leads_by_when_and_what_has_become_of_it(officer, plan, shelter):
    action = make_action(make_priority(plan), "Listen", owners=[shelter], timescale="By May")
    make_recommendation(plan, "Hear them", [action], number="R1", source="A review")
    page = text(officer.get(URL))
    for words in ("R1 Hear them", "A review", "Listen", "Lark Shelter; By May", "1 action: 1 not"):
        assert words in page


def test_the_page_leads_to_the_plan_in_which_one_goes_on(officer, plan, larkshire):
    old = make_recommendation(plan)
    make_recommendation(make_plan(larkshire, 2027), carries_on=old)
    assert 'href="/larkshire/2027/recommendations/">Carried on in 2027/28' in text(officer.get(URL))


def test_the_pages_change_nothing_for_those_who_may_not(cast, sign_in, plan):
    make_recommendation(plan)
    make_cross_cutting_theme(plan)
    reader = sign_in(cast.reader)
    for url in (URL, THEMES):
        assert f'href="{url}' not in text(reader.get(url))


def test_actions_are_gathered_by_cross_cutting_theme(officer, plan):
    ours = [make_action(make_priority(plan), wording) for wording in ("Listen", "Teach")]
    make_action(make_priority(plan), "Lock sheds")
    make_cross_cutting_theme(plan, "Young people", ours)
    page = text(officer.get(THEMES))
    assert "2 actions: 2 not started" in page
    assert "Listen" in page
    assert "Lock sheds" not in page


@pytest.mark.parametrize("url", [URL, THEMES])
def test_the_page_costs_the_same_however_much_it_shows(
    url, manager, plan, shelter, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(13) as queries:
            manager.get(url)
        return len(queries)

    def add(place):
        actions = [make_action(make_priority(plan), owners=[shelter]) for _ in range(place + 1)]
        make_recommendation(plan, actions=actions, position=place)
        make_cross_cutting_theme(plan, actions=actions)

    add(0)
    few = cost()
    for place in range(1, 5):
        add(place)
    assert cost() == few


def test_the_action_s_page_says_what_it_answers(officer, plan):
    action = make_action(make_priority(plan))
    make_recommendation(plan, "Hear them", [action], source="A review")
    page = text(officer.get(action.get_absolute_url()))
    assert "Answers the recommendation<" in page
    assert "Hear them" in page
