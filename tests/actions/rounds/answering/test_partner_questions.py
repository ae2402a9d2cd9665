"""What an agency asks the officer from its page, and the reply from the desk."""

import pytest
from django.urls import reverse

from actions.rounds import asking
from actions.rounds.models import PartnerQuestion
from partners.models import Mail
from tests.actions.rounds.answering.page import at, on_page
from tests.factories import make_contact, make_partner_question

QUESTION = "Which figures do you want?"


@pytest.fixture
def ask(client, asked, actions):
    def send(text=QUESTION):
        fields = on_page(client, at(asked)) | {f"a{actions[0].pk}-question": text, "save": "all"}
        return client.post(at(asked), fields)

    return send


@pytest.fixture
def question(asked, actions):
    return make_partner_question(asked, actions[0], recipient=asked.recipients.get())


def page_of(question):
    return reverse("desk-question", args=["larkshire", question.pk])


def test_it_goes_to_who_opened_the_round(ask, asked, cast):
    asked.round.opened_by = cast.officer
    asked.round.save()
    ask()
    mail = Mail.objects.get()
    assert mail.recipient == cast.officer.email
    assert QUESTION in mail.text
    assert page_of(PartnerQuestion.objects.get()) in mail.text
    assert QUESTION not in mail.subject


def test_where_that_officer_is_gone_it_goes_to_the_others(ask, cast):
    ask()
    assert cast.officer.email in Mail.objects.values_list("recipient", flat=True)
    assert cast.reader.email not in Mail.objects.values_list("recipient", flat=True)


def test_the_same_question_sent_twice_is_asked_once(ask):
    for _ in range(2):
        ask()
    assert PartnerQuestion.objects.count() == 1


def test_no_more_than_a_few_wait_and_the_text_is_given_back(ask, monkeypatch):
    monkeypatch.setattr(asking, "MOST_OPEN", 1)
    ask()
    text = ask("Another question?").content.decode()
    assert "of your questions wait for a reply" in text
    assert "Another question?" in text
    assert PartnerQuestion.objects.count() == 1


def test_it_stands_on_the_desk_with_its_action(question, cast, sign_in):
    text = sign_in(cast.officer).get(reverse("desk", args=["larkshire"])).content.decode()
    assert QUESTION in text
    assert page_of(question) in text


def test_the_reply_goes_to_the_mailbox_and_its_page(question, asked, cast, sign_in, client):
    sign_in(cast.officer).post(page_of(question), {"reply": "Those of May."})
    mail = Mail.objects.get()
    assert mail.recipient == "lead@shelter.example.org"
    assert "Those of May." in mail.text
    assert "Those of May." in client.get(at(asked)).content.decode()


def test_a_second_reply_is_given_back(question, cast, sign_in):
    sign_in(cast.officer).post(page_of(question), {"reply": "Those of May."})
    response = sign_in(cast.manager).post(page_of(question), {"reply": "Those of June."})
    text = response.content.decode()
    assert "replied while you were writing" in text
    assert "Those of June." in text
    assert Mail.objects.count() == 1


def test_an_empty_reply_is_refused(question, cast, sign_in):
    text = sign_in(cast.officer).post(page_of(question), {"reply": ""}).content.decode()
    assert "Enter your reply" in text


def test_a_reader_of_the_desk_does_not_reply(question, cast, sign_in):
    sign_in(cast.contributor).post(page_of(question), {"reply": "No."})
    question.refresh_from_db()
    assert question.reply == ""


def test_a_mailbox_that_has_left_is_not_written_to(question, shelter, cast, sign_in):
    make_contact(shelter, email=question.asked_by, receives_update_requests=False)
    response = sign_in(cast.officer).post(page_of(question), {"reply": "Those."}, follow=True)
    assert "no email address that works" in response.content.decode()
    assert not Mail.objects.exists()
