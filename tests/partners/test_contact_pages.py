"""One contact at a time: added, changed and removed by a manager."""

from datetime import date

import pytest
from django.urls import reverse

from csp.versions import version_of
from partners.models import Contact
from tests.factories import PASSWORD, make_agency, make_contact

ADD = "/larkshire/partners/{}/contacts/add/"
URL = "/larkshire/partners/contacts/{}/"


@pytest.fixture
def contact(shelter):
    return make_contact(shelter, "Manager", name="Pat", email="pat@example.org")


def typed(contact=None, **fields):
    """What the browser sends of the form."""
    return {
        "role": "Manager",
        "name": "Pat",
        "email": "pat@example.org",
        "telephones": "",
        "receives_update_requests": "on",
        "keep_until_0": "1",
        "keep_until_1": "1",
        "keep_until_2": "2030",
        "version": version_of(contact) if contact else "",
    } | fields


def add(client, agency, **fields):
    return client.post(ADD.format(agency.pk), typed(**fields), follow=True).content.decode()


def change(client, contact, **fields):
    fields = typed(contact, **fields)
    return client.post(URL.format(contact.pk), fields, follow=True).content.decode()


def remove(client, contact, version=None):
    fields = {"version": version or version_of(contact)}
    return client.post(f"{URL.format(contact.pk)}remove/", fields, follow=True).content.decode()


def test_a_contact_is_added(manager, shelter, cast):
    page = add(manager, shelter, telephones="101\r\n999 (always)", published="on")
    assert "Pat has been saved." in page
    contact = shelter.contacts.get()
    assert (contact.role, contact.name, contact.email) == ("Manager", "Pat", "pat@example.org")
    assert contact.telephones == "101\n999 (always)"
    assert contact.receives_update_requests
    assert contact.published
    assert contact.keep_until == date(2030, 1, 1)
    assert contact.history.get().history_user == cast.manager


def test_it_is_kept_as_long_as_an_imported_one_unless_said_otherwise(manager, shelter):
    form = manager.get(ADD.format(shelter.pk)).context["form"]
    assert form["keep_until"].value() == date(2028, 11, 18)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"role": " "}, "Enter a role"),
        ({"role": "x" * 201}, "Role must be 200 characters or fewer"),
        ({"email": "pat"}, "Enter an email address in the correct format"),
        ({"keep_until_0": "17", "keep_until_1": "11", "keep_until_2": "2026"}, "in the future"),
        ({"keep_until_0": "", "keep_until_1": "", "keep_until_2": ""}, "Enter the date until"),
        ({"keep_until_1": ""}, "Keep until must include a month"),
    ],
)
def test_mistakes_are_named(fields, problem, manager, shelter):
    page = add(manager, shelter, **fields)
    assert "<title>Error: Add a contact" in page
    assert problem in page
    assert not Contact.objects.exists()


def test_an_agency_has_an_address_once(manager, shelter, contact):
    page = add(manager, shelter, role=contact.role, email="PAT@example.org")
    assert "The partner already has a contact with this role and email address" in page
    assert shelter.contacts.count() == 1


def test_without_an_address_it_has_a_role_and_name_once(manager, shelter):
    add(manager, shelter, email="")
    assert "has a contact of this role and name" in add(manager, shelter, email="", role="MANAGER")
    assert "has been saved" in add(manager, shelter, email="", name="Robin")


def test_another_agency_may_have_the_same_address(manager, larkshire, contact):
    assert "has been saved" in add(manager, make_agency(larkshire))


def test_a_contact_is_changed(manager, contact):
    assert "Pat has been saved." in change(manager, contact, email="new@example.org")
    contact.refresh_from_db()
    assert contact.email == "new@example.org"


def test_a_box_is_unticked(manager, contact):
    fields = typed(contact)
    del fields["receives_update_requests"]
    manager.post(URL.format(contact.pk), fields)
    contact.refresh_from_db()
    assert not contact.receives_update_requests


def test_it_says_who_changed_it_last(manager, contact, cast):
    change(manager, contact, role="Head")
    page = manager.get(URL.format(contact.pk)).content.decode()
    assert "Last changed on 18 November 2026, 12:00 by Manager of Larkshire" in page


def test_whoever_saves_second_is_shown_the_first_and_loses_nothing(manager, contact, cast):
    seen = version_of(contact)
    contact.telephones = "101"
    contact._history_user = cast.administrator
    contact.save()
    page = change(manager, contact, name="Robin", version=seen)
    assert "Administrator of Larkshire changed this while you were writing" in page
    assert "101" in page
    assert 'value="Robin"' in page
    contact.refresh_from_db()
    assert contact.name == "Pat"
    assert "Robin has been saved." in change(manager, contact, name="Robin")


def test_the_same_sent_twice_is_no_conflict(manager, contact):
    seen = version_of(contact)
    change(manager, contact, name="Robin", version=seen)
    assert "has been saved" in change(manager, contact, name="Robin", version=seen)


def test_what_is_typed_for_a_contact_that_was_removed_is_added_back(manager, contact, shelter):
    seen = version_of(contact)
    address = URL.format(contact.pk)
    contact.delete()
    page = manager.post(address, typed(name="Robin", version=seen)).content.decode()
    assert "has removed this contact while you were writing" in page
    assert 'value="Robin"' in page
    manager.post(address, typed(name="Robin"))
    assert shelter.contacts.get().name == "Robin"


def test_removing_asks_once(manager, contact):
    page = manager.get(f"{URL.format(contact.pk)}remove/").content.decode()
    assert "Remove this contact?" in page
    assert Contact.objects.exists()
    assert "Pat has been removed." in remove(manager, contact)
    assert not Contact.objects.exists()


def test_what_was_changed_while_it_was_read_is_not_removed(manager, contact):
    seen = version_of(contact)
    contact.role = "Head"
    contact.save()
    page = remove(manager, contact, version=seen)
    assert "Somebody changed this contact while you were reading" in page
    assert "Head" in page
    assert Contact.objects.exists()


def test_text_comes_back_after_signing_in_again(manager, contact, cast):
    address = URL.format(contact.pk)
    manager.logout()
    fields = typed(contact, name="Robin", keep_until_2="2031")
    del fields["receives_update_requests"]
    asked = manager.post(address, fields)
    manager.post(asked.url, {"login": cast.manager.email, "password": PASSWORD})
    form = manager.get(address).context["form"]
    assert form["name"].value() == "Robin"
    assert not form["receives_update_requests"].value()
    page = manager.get(address)
    assert page.context["form"]["name"].value() == "Pat"


def test_the_day_comes_back_too(manager, contact, cast):
    address = URL.format(contact.pk)
    manager.logout()
    asked = manager.post(address, typed(contact, keep_until_2="2031"))
    manager.post(asked.url, {"login": cast.manager.email, "password": PASSWORD})
    assert 'value="2031"' in manager.get(address).content.decode()


@pytest.mark.parametrize("suffix", ["", "remove/"])
def test_a_contact_of_another_partnership_is_not_found(suffix, manager, wrenmoor):
    other = make_contact(make_agency(wrenmoor), "Secret")
    address = f"{URL.format(other.pk)}{suffix}"
    assert manager.get(address).status_code == 404
    assert manager.post(address, typed(other)).status_code == 404
    other.delete()
    assert manager.post(address, typed(version="1")).status_code == 404
    assert not Contact.objects.exists()


def test_nothing_is_added_to_an_agency_of_another_partnership(manager, wrenmoor):
    agency = make_agency(wrenmoor)
    assert manager.post(ADD.format(agency.pk), typed()).status_code == 404


@pytest.mark.parametrize(("role", "may"), [("manager", True), ("officer", False)])
def test_the_agency_s_page_leads_there(role, may, shelter, contact, cast, sign_in):
    page = sign_in(getattr(cast, role)).get(reverse("agency", args=["larkshire", shelter.pk]))
    page = page.content.decode()
    assert (URL.format(contact.pk) in page) == may
    assert (ADD.format(shelter.pk) in page) == may
    assert "pat@example.org" in page
