"""The actions, priorities and allocations of two partners that are made one."""

import pytest

from actions.models import Owner
from partners.joining.apart import Apart
from partners.joining.changes import take_apart
from partners.joining.planned import Planned
from tests.factories import (
    fresh,
    make_action,
    make_agency,
    make_allocation,
    make_grant,
    make_joining,
    make_plan,
    make_priority,
    make_user,
)


@pytest.fixture
def priority(larkshire):
    return make_priority(make_plan(larkshire))


@pytest.fixture
def twin(larkshire):
    return make_agency(larkshire, "Lark Shelter Team")


def owners():
    return sorted(Owner.objects.values_list("action", "agency", "unit", "is_lead", "position"))


def apart(joining):
    take_apart(joining, by=make_user(), seen=Apart(fresh(joining)).version)


def test_its_actions_priorities_and_allocations_move(priority, shelter, twin):
    action = make_action(priority, owners=[twin])
    led = make_priority(priority.plan, lead=twin)
    allocation = make_allocation(make_grant(priority.plan), agency=twin)
    make_joining(shelter, goes=twin)
    assert action.owners.get().agency == shelter
    assert fresh(led).lead == fresh(allocation).agency == shelter


def test_who_own_one_action_are_its_owner_once_and_lead_it_if_one_did(priority, shelter, twin):
    action = make_action(priority, "Patrol", reference="1.1", owners=[shelter, twin])
    action.owners.filter(agency=twin).update(is_lead=True)
    planned = Planned(fresh(shelter), fresh(twin))
    assert planned.told == ["Both own “1.1 Patrol”: it is the owner once, and is its lead"]
    before = owners()
    joining = make_joining(shelter, goes=twin)
    assert owners() == [(action.pk, shelter.pk, "", True, 0)]
    apart(joining)
    assert owners() == before


def test_two_units_of_one_action_stay_two(priority, shelter, twin):
    action = make_action(priority, owners=[shelter, twin])
    action.owners.filter(agency=twin).update(unit="Nights")
    make_joining(shelter, goes=twin)
    assert [owner.unit for owner in action.owners.all()] == ["", "Nights"]


def test_taken_apart_it_is_no_second_lead(larkshire, priority, shelter, twin):
    action = make_action(priority, owners=[shelter, twin, make_agency(larkshire)])
    action.owners.filter(agency=twin).update(is_lead=True)
    joining = make_joining(shelter, goes=twin)
    action.owners.update(is_lead=False)
    action.owners.filter(position=2).update(is_lead=True)
    assert any("has another lead by now" in words for words in Apart(joining).left)
    apart(joining)
    assert not action.owners.get(agency=twin.pk).is_lead


def test_the_owner_of_a_removed_action_does_not_come_back(priority, shelter, twin):
    action = make_action(priority, owners=[shelter, twin])
    joining = make_joining(shelter, goes=twin)
    action.delete()
    assert any("belonged to something" in words for words in Apart(joining).left)
    apart(joining)
    assert owners() == []


def test_the_number_of_queries_does_not_grow(
    priority, shelter, twin, django_assert_max_num_queries
):
    for _ in range(20):
        make_action(priority, owners=[shelter, twin])
        make_action(priority, owners=[twin])
    with django_assert_max_num_queries(18):
        Planned(shelter, twin)
    joining = make_joining(shelter, goes=fresh(twin))
    with django_assert_max_num_queries(12):
        assert Apart(joining).named
