"""Where an agency wants it, somebody there signs off before its answers are sent."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from actions.rounds.links import link_of
from actions.rounds.models import Recipient, UpdateRound
from actions.rounds.reminders import remind
from partners.models import Contact, Mail
from tests.actions.rounds.answering.page import at, at_link, on_page
from tests.conftest import TODAY
from tests.factories import make_answer, make_contact

CHIEF = "chief@shelter.example.org"


@pytest.fixture(autouse=True)
def no_earlier_counts(db):
    cache.clear()


@pytest.fixture
def signer(shelter):
    return make_contact(
        shelter, role="Chief", email=CHIEF, signs_off=True, receives_update_requests=False
    )


@pytest.fixture
def drafts(asked, actions, signer):
    return [make_answer(asked, action, state="draft") for action in actions]


@pytest.fixture
def send(client):
    def press(address):
        initial = client.get(address).context["form"].initial
        return client.post(address, initial | {"given_by": "Robin Lark", "send": ""}, follow=True)

    return press


def test_without_a_signer_answers_are_sent_at_once(asked, actions, send):
    make_answer(asked, actions[0], state="draft")
    send(at(asked, "send"))
    assert asked.answers.get().state == "sent"


def test_they_wait_and_the_signer_gets_a_link(asked, drafts, send):
    text = send(at(asked, "send")).content.decode()
    assert "Waiting for sign-off" in text
    assert {one.state for one in asked.answers.all()} == {"draft"}
    mail = Mail.objects.get()
    assert mail.recipient == CHIEF
    assert link_of(Recipient.objects.get(email=CHIEF)) in mail.text


def test_asking_twice_writes_once(asked, drafts, send):
    for _ in range(2):
        send(at(asked, "send"))
    assert Mail.objects.count() == 1


def test_the_signer_sees_all_changes_and_sends(asked, actions, drafts, send, client):
    send(at(asked, "send"))
    link = Recipient.objects.get(email=CHIEF)
    fields = on_page(client, at_link(link)) | {f"a{actions[0].pk}-text": "Put better."}
    client.post(at_link(link), fields | {"check": "all"})
    send(at_link(link, "send"))
    answer = asked.answers.get(action=actions[0])
    assert (answer.state, answer.text) == ("sent", "Put better.")
    asked.refresh_from_db()
    assert asked.to_sign_at is None


def test_nobody_else_changes_what_was_signed_off(asked, actions, signer, client):
    make_answer(asked, actions[0], "Signed.")
    address = at(asked, "action", actions[0].pk)
    said = {"status": "on_track", "text": "Another word.", "given_by": "Robin", "send": ""}
    text = client.post(address, said).content.decode()
    assert "Another word." in text
    assert asked.answers.get().text == "Signed."


def test_the_desk_and_the_round_say_so(asked, drafts, send, cast, sign_in):
    send(at(asked, "send"))
    client = sign_in(cast.officer)
    for address in (reverse("desk", args=["larkshire"]), asked.round.get_absolute_url()):
        assert "Waiting for sign-off" in client.get(address).content.decode()
    assert "It goes on." not in client.get(reverse("desk", args=["larkshire"])).content.decode()


def test_the_signer_is_reminded_and_nobody_else(asked, drafts, send):
    send(at(asked, "send"))
    UpdateRound.objects.update(closes_on=TODAY - timedelta(3))
    remind(TODAY)
    (mail,) = Mail.objects.filter(key__startswith="reminder:")
    assert mail.recipient == CHIEF
    assert "sign answers" in mail.text


def test_before_that_the_agency_is_reminded_and_not_the_signer(asked, drafts):
    UpdateRound.objects.update(closes_on=TODAY - timedelta(3))
    remind(TODAY)
    assert [one.recipient for one in Mail.objects.all()] == ["lead@shelter.example.org"]


def test_when_the_signer_is_gone_the_agency_is_told_and_sends(asked, drafts, send, signer, client):
    send(at(asked, "send"))
    link = Recipient.objects.get(email=CHIEF)
    signer.delete()
    assert "nobody signs off" in client.get(at(asked)).content.decode()
    assert client.get(at_link(link)).status_code == 410
    send(at(asked, "send"))
    assert {one.state for one in asked.answers.all()} == {"sent"}


def test_who_removes_the_signer_is_told_what_waits(asked, drafts, send, signer, cast, sign_in):
    send(at(asked, "send"))
    address = reverse("contact-remove", args=["larkshire", signer.pk])
    manager = sign_in(cast.manager)
    version = manager.get(address).content.decode().split('name="version" value="')[1].split('"')[0]
    text = manager.post(address, {"version": version}, follow=True).content.decode()
    assert "nobody signs off any more" in text


def test_an_officer_at_the_telephone_sends_and_is_told(asked, drafts, cast, sign_in):
    client = sign_in(cast.officer)
    address = reverse("signed-in-send", args=["larkshire", asked.pk])
    page = client.get(address)
    assert "whether Chief agrees" in page.content.decode()
    client.post(address, page.context["form"].initial | {"given_by": "Robin", "send": ""})
    assert {one.state for one in asked.answers.all()} == {"sent"}


def test_who_signs_off_is_set_on_the_contact(signer, cast, sign_in):
    text = sign_in(cast.manager).get(reverse("contact", args=["larkshire", signer.pk]))
    assert text.context["form"].initial["signs_off"] is True
    assert Contact.objects.get().signs_off
