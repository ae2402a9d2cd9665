"""Sending an answer back with a question, to the mailboxes that are good."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.rounds import letters
from actions.rounds.desk.decisions import accept, send_back
from actions.rounds.mailboxes import good_recipients, mailboxes_of
from actions.rounds.models import Recipient
from csp.versions import ChangedByAnother, version_of
from partners.models import Mail
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def contact(shelter):
    return factories.make_contact(shelter, email="box@example.org")


@pytest.fixture
def request_(action, shelter, contact):
    request = factories.make_request(factories.make_round(action.plan), shelter, [contact.email])
    request.recipients.update(contact=contact)
    return request


@pytest.fixture
def answer(request_, action):
    return factories.make_answer(request_, action, "Ten beds are there.")


def ask(answer, by, question="Which beds?", seen=None):
    seen = seen or version_of(answer)
    return send_back(answer, by=by, on=TODAY, question=question, seen=seen)


def come_back(recipient, **fields):
    """The last e-mail to it could not be delivered."""
    key = f"request:{recipient.pk}:"
    partnership = recipient.request.agency.partnership
    return factories.make_mail(
        recipient.email, key=key, state="refused", partnership=partnership, **fields
    )


def good(request):
    return [one.email for one in good_recipients(request, on=TODAY)]


def test_a_question_goes_to_every_mailbox_and_the_request_is_open_again(answer, request_, cast):
    request_.answered_at = answer.sent_at
    request_.save()
    Recipient.objects.create(request=request_, email="second@example.org")
    ask(answer, cast.officer)
    request_.refresh_from_db()
    answer.refresh_from_db()
    assert request_.answered_at is None
    assert (answer.state, answer.questioned_by) == ("returned", cast.officer)
    mails = Mail.objects.order_by("recipient")
    assert [mail.recipient for mail in mails] == ["box@example.org", "second@example.org"]
    assert all("Which beds?" in mail.text and "/answer/" in mail.text for mail in mails)


def test_the_same_question_sent_twice_is_asked_once(answer, cast):
    seen = version_of(answer)
    for _ in range(2):
        ask(answer, cast.officer, seen=seen)
    assert Mail.objects.count() == 1


def test_what_is_accepted_is_not_sent_back(answer, cast):
    words = {"status": answer.status, "text": answer.text, "seen": version_of(answer)}
    accept(answer, by=cast.officer, on=TODAY, after=None, **words)
    with pytest.raises(ChangedByAnother):
        ask(answer, cast.officer)


# Which mailboxes are good.


@pytest.mark.parametrize(
    "fields",
    [
        {"receives_update_requests": False},
        {"keep_until": date(2026, 11, 17)},
        {"email": "successor@example.org"},
    ],
)
def test_a_person_who_has_left_is_asked_nothing_back(answer, contact, cast, fields):
    for name, value in fields.items():
        setattr(contact, name, value)
    contact.save()
    ask(answer, cast.officer)
    assert not Mail.objects.exists()


def test_a_person_who_was_removed_is_asked_nothing_back(answer, contact, cast):
    contact.delete()
    ask(answer, cast.officer)
    assert not Mail.objects.exists()


def test_a_contact_that_was_removed_and_is_there_again_is_good(request_, contact, shelter):
    contact.delete()
    factories.make_contact(shelter, email="Box@example.org")
    assert good(request_) == ["box@example.org"]


def test_an_address_that_never_was_a_contact_s_is_good(request_, contact):
    Recipient.objects.create(request=request_, email="typed@example.org")
    contact.delete()
    assert good(request_) == ["typed@example.org"]


def test_a_mailbox_from_which_the_last_mail_came_back_is_not_good(request_):
    come_back(request_.recipients.get())
    assert good(request_) == []


def test_a_mailbox_to_which_it_was_sent_again_is_good_again(request_):
    recipient = request_.recipients.get()
    come_back(recipient)
    letters.put_request(recipient, key="again")
    assert good(request_) == ["box@example.org"]


def test_without_a_good_mailbox_the_officer_is_told_to_telephone(answer, contact, sign_in, cast):
    contact.delete()
    typed = {"ask-question": "Which?", "ask-version": version_of(answer), "send_back": "send_back"}
    address = reverse("desk-answer", args=["larkshire", answer.pk])
    response = sign_in(cast.officer).post(address, typed, follow=True)
    assert "has no email address that works" in response.content.decode()


def test_no_receipt_goes_to_a_mailbox_that_is_not_good(answer, request_, contact):
    on = {"on": TODAY}
    assert letters.put_receipt(request_, [answer], to="contributor@example.org", **on)
    contact.delete()
    assert letters.put_receipt(request_, [answer], to="box@example.org", **on) is None


def test_who_has_left_gets_no_new_link_but_a_mailbox_that_works_again_does(request_, contact):
    come_back(request_.recipients.get())
    letters.put_new_links("box@example.org", at=timezone.now())
    assert Mail.objects.filter(state="waiting").count() == 1
    contact.delete()
    letters.put_new_links("box@example.org", at=timezone.now() + timedelta(hours=1))
    assert Mail.objects.filter(state="waiting").count() == 1


def test_which_are_good_costs_the_same_however_many_are_asked(
    request_, larkshire, django_assert_num_queries
):
    requests = [request_]
    for _ in range(5):
        agency = factories.make_agency(larkshire)
        requests.append(factories.make_request(request_.round, agency, [f"{agency.pk}@x.example"]))
    with django_assert_num_queries(4):
        assert len(mailboxes_of(requests, on=TODAY)) == 6
