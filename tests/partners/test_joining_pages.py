import re

import pytest

from partners.models import Agency
from tests.factories import make_agency, make_contact, make_joining
from tests.pages import text as words


@pytest.fixture
def twin(larkshire):
    return make_agency(larkshire, "Lark Shelter Team", telephones="01")


def at(*parts):
    return "/".join(["/larkshire/partners", *map(str, parts), ""])


def version(page):
    """The version that a page holds, as its form sends it."""
    return {"version": re.search(r'name="version" value="(\w+)"', page)[1]}


def test_one_chooses_the_other_record_and_which_stays(manager, shelter, twin):
    assert f'href="{at(shelter.pk, "join")}">Join with another' in words(
        manager.get(at(shelter.pk))
    )
    choice = {"other": twin.pk, "stays": "other", "look": "Continue"}
    response = manager.get(at(shelter.pk, "join"), choice)
    assert response.url == at(twin.pk, "join", shelter.pk)


def test_what_is_not_chosen_is_said_beside_its_field(manager, shelter, twin):
    page = words(manager.get(at(shelter.pk, "join"), {"look": "Continue"}))
    assert "Select the other record" in page
    assert "Select which one stays" in page


def test_a_record_of_another_partnership_is_none(manager, shelter, wrenmoor):
    stranger = make_agency(wrenmoor)
    choice = {"other": stranger.pk, "stays": "this", "look": "Continue"}
    assert "Select the other record from the list" in words(
        manager.get(at(shelter.pk, "join"), choice)
    )
    assert manager.get(at(shelter.pk, "join", stranger.pk)).status_code == 404
    assert manager.post(at(stranger.pk, "join", shelter.pk)).status_code == 404


def test_one_sees_what_moves_before_it_does(manager, shelter, twin):
    make_contact(twin, "Night warden")
    page = words(manager.get(at(shelter.pk, "join", twin.pk)))
    for said in ["1 contact", "Night warden", "Lark Shelter Team", "Editions stay"]:
        assert said in page
    response = manager.post(at(shelter.pk, "join", twin.pk), version(page), follow=True)
    assert "Lark Shelter Team has been joined with Lark Shelter." in words(response)
    assert "Night warden" in words(response)


def test_what_has_changed_meanwhile_is_shown_first(manager, shelter, twin):
    seen = version(words(manager.get(at(shelter.pk, "join", twin.pk))))
    make_contact(twin, "Night warden")
    page = words(manager.post(at(shelter.pk, "join", twin.pk), seen))
    assert "Somebody changed something of this" in page
    assert "Night warden" in page
    assert Agency.objects.filter(pk=twin.pk).exists()


def test_two_bodies_are_told_apart(manager, shelter, twin):
    shelter.members.add(twin)
    page = words(manager.get(at(shelter.pk, "join", twin.pk)))
    assert "They cannot be joined. One of them is a member of the other." in page


def test_the_page_of_the_former_record_leads_to_the_one_that_stays(officer, shelter, twin):
    joining = make_joining(shelter, goes=twin)
    assert officer.get(at(joining.former)).url == at(shelter.pk)


def test_it_is_taken_apart_on_a_page(manager, shelter, twin):
    make_contact(twin, "Night warden")
    joining = make_joining(shelter, goes=twin)
    address = at("joinings", joining.pk, "take-apart")
    assert f'href="{address}">Take apart' in words(manager.get(at(shelter.pk)))
    page = words(manager.get(address))
    assert "Night warden" in page
    response = manager.post(address, version(page), follow=True)
    assert "Lark Shelter Team is a partner of its own again." in words(response)
    assert "taken apart on 18 November 2026" in words(manager.get(at(shelter.pk)))


def test_it_is_not_taken_apart_over_a_change(manager, shelter, twin):
    contact = make_contact(twin)
    address = at("joinings", make_joining(shelter, goes=twin).pk, "take-apart")
    seen = version(words(manager.get(address)))
    contact.delete()
    assert "Somebody changed something of this" in words(manager.post(address, seen))
    assert not Agency.objects.filter(pk=twin.pk).exists()


def test_what_is_alike_is_proposed_until_somebody_says_that_it_differs(manager, shelter, twin):
    proposed = "Lark Shelter and Lark Shelter Team: <a"
    assert proposed in words(manager.get(at()))
    page = words(manager.get(at(shelter.pk, "join"), {"other": twin.pk}))
    assert f'<option value="{twin.pk}" selected' in page
    manager.post(at(shelter.pk, "join", twin.pk), {"different": "yes"})
    assert proposed not in words(manager.get(at()))
    assert Agency.objects.filter(pk=twin.pk).exists()


def test_officers_are_not_asked(officer, shelter, twin):
    assert "may be one and the same" not in words(officer.get(at()))
    assert "Join with another" not in words(officer.get(at(shelter.pk)))
