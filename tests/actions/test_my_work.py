from datetime import date

import pytest
from django.urls import reverse

from actions.models import Action, Status
from plans.models import Plan
from tests.factories import (
    make_action,
    make_agency,
    make_plan,
    make_priority,
    make_update,
)
from tests.pages import words

URL = "/"


@pytest.fixture
def priority(larkshire):
    """Of the agreed plan of 2026/27; today is 18 November 2026."""
    return make_priority(make_plan(larkshire))


def wanting(client):
    return [row.action.wording for row in client.get(URL).context["rows"]]


def test_an_action_wants_an_update_six_weeks_after_the_last(priority, cast, sign_in):
    make_update(make_action(priority, "Fresh"), on=date(2026, 10, 4))
    make_update(make_action(priority, "Due"), on=date(2026, 10, 3))
    assert wanting(sign_in(cast.officer)) == ["Due"]


def test_the_overdue_come_first_and_then_the_longest_silent(priority, cast, sign_in):
    make_update(make_action(priority, "Seven weeks ago"), on=date(2026, 9, 30))
    make_update(make_action(priority, "Two months ago"), on=date(2026, 9, 18))
    make_action(priority, "Never")
    assert wanting(sign_in(cast.officer)) == ["Never", "Two months ago", "Seven weeks ago"]


def test_an_action_whose_day_has_passed_is_overdue(priority, cast, sign_in):
    late = make_action(priority, "Late", timescale="By October 2026")
    make_update(late, on=date(2026, 10, 31))
    assert [action.is_overdue for action in Action.objects.wanting_update(date(2026, 11, 18))]
    assert wanting(sign_in(cast.officer)) == ["Late"]


def test_once_its_lateness_is_explained_it_waits_for_its_turn(priority, cast, sign_in):
    late = make_action(priority, "Late", timescale="By October 2026")
    make_update(late, "Will be done by Christmas.", on=date(2026, 11, 2))
    assert wanting(sign_in(cast.officer)) == []


@pytest.mark.parametrize("status", [Status.COMPLETE, Status.NOT_PURSUED])
def test_a_finished_action_wants_nothing(status, priority, cast, sign_in):
    make_update(make_action(priority), status=status, on=date(2026, 4, 2))
    assert wanting(sign_in(cast.officer)) == []


@pytest.mark.parametrize("stage", [Plan.Stage.DRAFTING, Plan.Stage.CLOSED])
def test_only_agreed_plans_are_asked_about(stage, larkshire, cast, sign_in):
    make_action(make_priority(make_plan(larkshire, stage=stage)))
    assert wanting(sign_in(cast.officer)) == []


@pytest.mark.parametrize(("day", "asked"), [("2026-06-29", True), ("2026-07-01", False)])
def test_a_plan_is_asked_about_until_a_quarter_after_its_end(day, asked, larkshire):
    make_action(make_priority(make_plan(larkshire, 2025)))
    assert Action.objects.wanting_update(date.fromisoformat(day)).exists() == asked


def test_a_contributor_is_asked_of_their_own_agency_and_its_groups(
    priority, larkshire, shelter, cast, sign_in
):
    everybody = make_agency(larkshire, "All partners")
    everybody.members.add(shelter)
    make_action(priority, "Ours", owners=[shelter])
    make_action(priority, "Everybody’s", owners=[everybody])
    make_action(priority, "Theirs", owners=[make_agency(larkshire)])
    assert wanting(sign_in(cast.contributor)) == ["Ours", "Everybody’s"]


def test_a_reader_is_asked_nothing(priority, cast, sign_in):
    make_action(priority, "Unanswered")
    response = sign_in(cast.reader).get(URL)
    assert "Unanswered" not in response.content.decode()


def test_another_partnership_s_actions_are_not_there(priority, wrenmoor, cast, sign_in):
    make_action(make_priority(make_plan(wrenmoor)), "Of Wrenmoor")
    assert wanting(sign_in(cast.officer)) == []


def test_the_counts_add_up(priority, cast, sign_in):
    make_action(priority)
    make_update(make_action(priority), on=date(2026, 9, 30))
    make_update(
        make_action(priority), status=Status.AT_RISK, reason="Ill staff.", on=date(2026, 11, 1)
    )
    make_update(make_action(priority), status=Status.COMPLETE, on=date(2026, 11, 1))
    said = "1 action is overdue and 1 is due an update. 1 is at risk or off track, 1 complete."
    assert said in words(sign_in(cast.officer).get(URL))


def test_it_costs_the_same_queries_for_many_actions(
    priority, shelter, cast, sign_in, django_assert_num_queries
):
    client = sign_in(cast.officer)
    make_action(priority, owners=[shelter])
    with django_assert_num_queries(10) as few:
        client.get(URL)
    for _ in range(30):
        make_update(make_action(priority, owners=[shelter]), on=date(2026, 5, 1))
    with django_assert_num_queries(len(few)):
        client.get(URL)


def test_it_links_to_the_action(priority, cast, sign_in):
    action = make_action(priority)
    page = sign_in(cast.officer).get(URL).content.decode()
    assert reverse("action", args=["larkshire", 2026, action.pk]) in page
