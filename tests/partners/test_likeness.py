from datetime import date

import pytest

from partners.likeness import alike
from partners.models import Agency
from tests.factories import make_agency


def pairs():
    agencies = Agency.objects.prefetch_related("members", "different_from")
    return [(one.name, other.name) for one, other in alike(agencies)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lark Police", "Lark Police Force"),
        ("Lark Police", "Lark Constabulary"),
        ("Lark Borough Council", "Lark BC"),
        ("Health & Care Lark", "HEALTH AND CARE LARK"),
        ("Lark Fire and Rescue Service", "Lark Fire & Rescue"),
        ("Lark Fire and Rescue Service", "LFRS"),
        ("Lark Fire and Rescue Service", "Lark Fire and Rescue Service (LFRS)"),
    ],
)
def test_they_are_alike(one, other, larkshire):
    make_agency(larkshire, one)
    # A database has one of a name, in whatever case.
    make_agency(larkshire, other)
    assert pairs() == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lark Police", "Lark Police and Crime Commissioner"),
        ("Lark Council", "Lark County Council"),
        ("East Lark Homes", "West Lark Homes"),
        ("Lark Police", "LP"),
    ],
)
def test_they_are_not(one, other, larkshire):
    make_agency(larkshire, one)
    make_agency(larkshire, other)
    assert pairs() == []


def test_an_abbreviation_is_the_name_of_another(larkshire):
    make_agency(larkshire, "Lark Domestic Abuse Charity", abbreviation="Nest")
    make_agency(larkshire, "NEST")
    assert len(pairs()) == 1


def _said(one, other):
    other.different_from.add(one)


def _taken_over(one, other):
    one.ended_on, one.successor = date(2020, 1, 1), other
    one.save()


def _one_after_the_other(one, other):
    one.ended_on, other.began_on = date(2020, 1, 1), date(2020, 1, 1)
    one.save()
    other.save()


def _member(one, other):
    one.members.add(other)


@pytest.mark.parametrize("how", [_said, _taken_over, _one_after_the_other, _member])
def test_they_are_known_to_differ(how, larkshire):
    how(make_agency(larkshire, "Lark Police"), make_agency(larkshire, "Lark Police Force"))
    assert pairs() == []
