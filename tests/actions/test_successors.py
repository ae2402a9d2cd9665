"""When an agency has ended, who took over is asked, sees and answers in its place."""

from datetime import date

import pytest
from django.urls import reverse

from actions.models import Action
from actions.rounds.opening import nobody_to_ask, to_be_asked
from actions.rounds.requests import progress_of, wanted_of
from partners.access import Role
from partners.models import Agency
from tests.conftest import TODAY
from tests.factories import (
    make_action,
    make_agency,
    make_contact,
    make_member,
    make_request,
    make_round,
)
from tests.pages import text

YESTERDAY = date(2026, 11, 17)


@pytest.fixture
def successor(larkshire):
    return make_agency(larkshire, "Lark Homes")


@pytest.fixture
def ended(action, shelter, successor):
    """The only owner of the action, which has ended."""
    shelter.ended_on, shelter.successor = YESTERDAY, successor
    shelter.save()
    return shelter


def names(plan, on=TODAY):
    return [one.agency.name for one in to_be_asked(plan, on=on)]


def test_who_took_over_is_asked(plan, ended, action):
    (asked,) = to_be_asked(plan, on=TODAY)
    assert (asked.agency.name, asked.actions, asked.instead_of) == ("Lark Homes", [action], [ended])


def test_who_took_over_from_who_took_over_is_asked(plan, ended, successor, larkshire):
    successor.ended_on, successor.successor = TODAY, make_agency(larkshire, "Third")
    successor.save()
    assert names(plan) == ["Third"]


def test_who_takes_over_later_is_asked_later(plan, ended):
    Agency.objects.filter(pk=ended.pk).update(ended_on=date(2027, 1, 1))
    assert names(plan) == ["Lark Shelter"]
    assert names(plan, date(2027, 1, 1)) == ["Lark Homes"]


def test_a_circle_of_successors_asks_nobody(plan, ended, successor, action):
    Agency.objects.filter(pk=successor.pk).update(ended_on=YESTERDAY, successor=ended)
    everybody = to_be_asked(plan, on=TODAY)
    assert everybody == []
    assert nobody_to_ask(plan, everybody) == [action]


def test_a_member_of_a_group_is_succeeded_too(plan, ended, successor, action, larkshire):
    group = make_agency(larkshire, "Everybody")
    group.members.add(ended)
    shared = make_action(action.priority, owners=[group])
    (asked,) = to_be_asked(plan, on=TODAY)
    assert set(asked.actions) == {action, shared}
    assert set(Action.objects.owned_by(successor)) == {action, shared}


def test_what_nobody_can_be_asked_about_is_named_before_the_round_opens(
    manager, plan, ended, action
):
    Agency.objects.filter(pk=ended.pk).update(successor=None)
    make_action(action.priority, "Nobody’s")
    typed = {"name": "Q3", "closes_on_0": "4", "closes_on_1": "12", "closes_on_2": "2026"}
    page = text(manager.post(reverse("round-open", args=["larkshire"]), typed | {"preview": "1"}))
    assert "Nobody can be asked about 2 actions" in page
    assert "Lark Shelter has ended and has no successor" in page
    assert "Nobody’s</a>: it has no owner" in page


def test_who_took_over_answers_about_the_action(ended, successor, action, plan):
    asked = make_request(make_round(plan), successor)
    assert list(wanted_of(asked)) == [action]
    assert progress_of([asked])[asked.pk].wanted == 1


def test_who_took_over_is_asked_later_in_a_round_that_goes_on(manager, ended, plan):
    make_contact(ended.successor)
    round = make_request(make_round(plan), ended).round
    page = text(manager.get(reverse("round-ask", args=["larkshire", round.pk])))
    assert "Lark Homes" in page
    assert "In place of Lark Shelter" in page
    page = text(manager.get(round.get_absolute_url()))
    assert "Lark Homes took over: select “Ask another partner”" in page


def test_the_successor_s_people_update_the_action(
    client, sign_in, ended, successor, larkshire, action
):
    person = make_member(larkshire, Role.CONTRIBUTOR, successor)
    assert Action.objects.updatable_by(person.memberships.all()).get() == action
