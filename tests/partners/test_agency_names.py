"""Which partner is meant by a name as somebody writes it."""

import pytest

from partners.agency_names import KnownPartners
from partners.models import Agency

FIRE = Agency(pk=1, name="Larkshire Fire and Rescue Service", abbreviation="LFRS")
POLICE = Agency(pk=2, name="Larkshire Police")
COUNCIL = Agency(pk=3, name="Larkshire Borough Council")
KNOWN = KnownPartners([FIRE, POLICE, COUNCIL])


@pytest.mark.parametrize(
    "name",
    [
        "Larkshire Fire & Rescue Service", "LARKSHIRE FIRE AND RESCUE SERVICE", "lfrs",
        "Larkshire  Fire and Rescue Service", "Larkshire\u00a0Fire and Rescue Service",
        "Larkshire\u200b Fire and Rescue Service", "The Larkshire Fire and Rescue Service",
        "Larkshire Fire and Rescue Service (LFRS)", "Larkshire Fire and Rescue Service.",
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(name):
    assert KNOWN.find(name) == FIRE


@pytest.mark.parametrize("name", ["Larkshire Fire", "Larkshire Fire (North)", "Fire", "LBC", ""])
def test_what_might_be_another_is_not_found(name):
    assert KNOWN.find(name) is None


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("Larkshire BC", COUNCIL),
        ("LBC", COUNCIL),
        ("L.F.R.S.", FIRE),
        ("Larkshire Fire and Resque", FIRE),
        ("Larkshire Fire & Rescue Svc", FIRE),
        ("Larkshire Constabulary", POLICE),
        ("Larkshire Police (North)", POLICE),
        ("Police", POLICE),
    ],
)
def test_a_name_that_is_near_is_proposed(name, agency):
    assert KNOWN.near(name)[0] == agency


@pytest.mark.parametrize("name", ["Quay Food Bank", "Streetwise Youth"])
def test_nothing_is_proposed_that_is_not_near(name):
    assert KNOWN.near(name) == []


def test_two_partners_of_one_key_are_told_apart_by_their_very_names():
    both = [Agency(pk=1, name="Aid & Care"), Agency(pk=2, name="Aid and Care")]
    known = KnownPartners(both)
    assert known.find("aid & care") == both[0]
    assert known.find("Aid  &  Care") is None
    assert known.near("Aid  &  Care") == both
