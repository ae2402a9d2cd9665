"""A link ends with the contact to whom it was sent, and the manager is told who is left."""

import pytest
from django.urls import reverse

from actions.rounds.links import token_of
from csp.versions import version_of
from partners.models import Mail
from tests.factories import make_contact, make_request, make_round
from tests.pages import text


@pytest.fixture
def contact(shelter):
    return make_contact(shelter, email="lead@shelter.example.org")


@pytest.fixture
def asked(action, shelter, contact):
    asked = make_request(make_round(action.plan), shelter, [contact.email])
    asked.recipients.update(contact=contact)
    return asked


@pytest.fixture
def page(asked, action):
    return reverse("answer-action", args=[token_of(asked.recipients.get()), action.pk])


def leaves_by(how, contact):
    if how == "removed":
        contact.delete()
    elif how == "another address":
        contact.email = "new@shelter.example.org"
        contact.save()
    else:
        contact.receives_update_requests = False
        contact.save()


@pytest.mark.parametrize("how", ["removed", "another address", "not asked any more"])
def test_a_link_ends_with_its_contact(how, client, asked, page, contact):
    leaves_by(how, contact)
    for response in (client.get(page), client.post(page, {"text": "Ten beds.", "save": "save"})):
        assert response.status_code == 410
        assert "This link has ended" in text(response)
    assert not asked.answers.exists()


def test_what_was_typed_on_an_open_page_is_given_back(client, page, contact):
    contact.delete()
    shown = text(client.post(page, {"text": "Ten beds.", "status": "on_track", "save": "save"}))
    assert "What you typed (not saved)" in shown
    assert "Ten beds." in shown
    assert "On track" in shown


def test_the_link_of_another_contact_goes_on(client, asked, action, contact):
    asked.recipients.create(email=make_contact(asked.agency).email)
    contact.delete()
    token = token_of(asked.recipients.latest("pk"))
    assert client.get(reverse("answer-action", args=[token, action.pk])).status_code == 200


def test_whoever_removes_the_only_address_is_told_to_choose_another(manager, asked, contact):
    url = reverse("contact-remove", args=["larkshire", contact.pk])
    told = text(manager.post(url, {"version": version_of(contact)}, follow=True))
    assert "which is open, and has no other address" in told
    assert f'href="{reverse("request-send", args=["larkshire", asked.pk])}"' in told


def test_nothing_is_told_while_another_address_works(manager, asked, contact):
    asked.recipients.create(email=make_contact(asked.agency).email)
    url = reverse("contact-remove", args=["larkshire", contact.pk])
    told = text(manager.post(url, {"version": version_of(contact)}, follow=True))
    assert "has no other address" not in told


def test_the_page_that_asks_again_offers_contacts_and_not_who_has_left(manager, asked, contact):
    make_contact(asked.agency, "Clerk", email="clerk@shelter.example.org")
    contact.delete()
    url = reverse("request-send", args=["larkshire", asked.pk])
    shown = manager.get(url)
    assert "clerk@shelter.example.org (Clerk)" in text(shown)
    assert contact.email not in text(shown)
    version = shown.context["form"].initial["version"]
    typed = {"to": "another", "email": contact.email, "press": "1", "version": version}
    assert "is not a contact of the partner any more" in text(manager.post(url, typed))
    assert not Mail.objects.exists()
