"""An action that was passed on to a colleague, who sees that action alone."""

from datetime import timedelta

import pytest
from django.core import mail as sent_mail
from django.core.cache import cache
from django.utils import timezone

from actions.rounds import passing
from actions.rounds.desk.decisions import send_back
from actions.rounds.links import link_of
from actions.rounds.models import Recipient, UpdateRound
from actions.rounds.reminders import remind
from csp.versions import version_of
from partners.models import Mail
from tests.actions.rounds.answering.page import at, at_link, on_page
from tests.conftest import TODAY
from tests.factories import (
    make_answer,
    make_contact,
    make_mail,
    make_partner_question,
    make_passed,
    make_user,
)

KIM = "kim@shelter.example.org"


@pytest.fixture(autouse=True)
def no_earlier_counts(db):
    cache.clear()


@pytest.fixture
def pass_to(client, asked, actions):
    def send(email, **more):
        fields = on_page(client, at(asked)) | {f"a{actions[0].pk}-pass_to": email, "save": "all"}
        return client.post(at(asked), fields | more)

    return send


@pytest.fixture
def passed(asked, actions):
    return make_passed(asked, actions[0])


def test_a_colleague_gets_a_link_that_shows_that_action_alone(pass_to, asked, client):
    pass_to(KIM)
    colleague = Recipient.objects.get(email=KIM)
    assert link_of(colleague) in Mail.objects.get().text
    text = client.get(at_link(colleague)).content.decode()
    assert "Open a refuge" in text
    assert "Train taxi drivers" not in text


def test_it_is_kept_who_passed_it_on(pass_to):
    pass_to(KIM)
    assert Recipient.objects.get(email=KIM).passed_by == "lead@shelter.example.org"


def test_passing_on_twice_writes_once(pass_to):
    for email in (KIM, KIM.upper()):
        pass_to(email)
    assert Mail.objects.count() == 1


def test_an_address_that_is_typed_wrong_is_given_back(pass_to, asked, actions):
    text = pass_to("kim at shelter", **{f"a{actions[1].pk}-text": "Words."}).content.decode()
    assert "Enter an email address in the correct format" in text
    assert "kim at shelter" in text
    assert asked.answers.get().text == "Words."


def test_who_is_asked_anyway_is_not_written_to_again(pass_to):
    assert "already has a link" in pass_to("LEAD@shelter.example.org").content.decode()


def test_a_contact_who_wants_no_requests_is_not_written_to(pass_to, shelter):
    make_contact(shelter, email=KIM, receives_update_requests=False)
    assert "We do not write to" in pass_to(KIM).content.decode()
    assert not Mail.objects.exists()


def test_only_so_many_are_written_to(pass_to, monkeypatch):
    monkeypatch.setattr(passing, "MOST_PASSED", 1)
    pass_to(KIM)
    assert "no more than 1 times" in pass_to("jo@shelter.example.org").content.decode()


def test_a_mailbox_gets_only_so_many(pass_to, client, asked, passed):
    for _ in range(5):
        pass_to("jo@shelter.example.org")
        passing.take_back(asked, Recipient.objects.latest("pk").pk, at=timezone.now())
    assert "several emails from us" in pass_to("jo@shelter.example.org").content.decode()
    assert not Recipient.objects.filter(email__startswith="jo", taken_back_at=None).exists()


def test_an_email_that_came_back_is_told(asked, passed, client):
    make_mail(KIM, key=f"passed:{passed.pk}:", state=Mail.State.REFUSED)
    assert "Our email came back" in client.get(at(asked)).content.decode()


def test_taken_back_the_link_opens_nothing_and_gives_the_text_back(asked, passed, client):
    fields = on_page(client, at_link(passed))
    client.post(at(asked), on_page(client, at(asked)) | {"take_back": passed.pk})
    action = passed.action_id
    response = client.post(
        at_link(passed), fields | {f"a{action}-text": "My words.", "save": "all"}
    )
    assert response.status_code == 410
    assert "This action has been taken back" in response.content.decode()
    assert "My words." in response.content.decode()


def test_after_the_round_it_has_expired_and_gives_the_text_back(passed, client):
    UpdateRound.objects.update(closes_on=TODAY - timedelta(40))
    response = client.post(at_link(passed), {f"a{passed.action_id}-text": "My words."})
    assert response.status_code == 410
    assert "My words." in response.content.decode()


def test_a_colleague_neither_sees_nor_passes_on_nor_takes_back(asked, passed, actions, client):
    other = make_passed(asked, actions[0], "jo@shelter.example.org")
    text = client.get(at_link(passed)).content.decode()
    assert other.email not in text
    fields = on_page(client, at_link(passed)) | {"take_back": other.pk, "save": "all"}
    client.post(at_link(passed), fields | {f"a{actions[0].pk}-pass_to": "max@example.org"})
    other.refresh_from_db()
    assert other.taken_back_at is None
    assert Recipient.objects.count() == 3


def test_a_colleague_opens_no_other_action(asked, passed, actions, client):
    assert client.get(at_link(passed, "action", actions[1].pk)).status_code == 404
    fields = {f"a{actions[1].pk}-version": "", f"a{actions[1].pk}-text": "Not mine."}
    client.post(at_link(passed), fields | {"save": "all"})
    assert not asked.answers.exists()


def test_a_colleague_sends_that_action_alone(asked, passed, actions, client):
    for action in actions:
        make_answer(asked, action, state="draft")
    page = client.get(at_link(passed, "send"))
    client.post(
        at_link(passed, "send"), page.context["form"].initial | {"given_by": "Kim", "send": ""}
    )
    assert [one.state for one in asked.answers.order_by("action")] == ["sent", "draft"]


def test_an_officer_s_question_goes_to_the_colleague_too(asked, passed, actions):
    answer = make_answer(asked, actions[0])
    send_back(answer, by=make_user(), on=TODAY, question="How many?", seen=version_of(answer))
    assert KIM in Mail.objects.values_list("recipient", flat=True)


def test_a_colleague_is_reminded_of_the_one_action(asked, passed):
    asked.round.closes_on = TODAY - timedelta(3)
    asked.round.save()
    remind(TODAY)
    mail = Mail.objects.get(recipient=KIM)
    assert "has passed one action" in mail.text
    assert link_of(passed) in mail.text


def test_no_colleague_is_reminded_of_what_is_answered(asked, passed, actions):
    make_answer(asked, actions[0])
    UpdateRound.objects.update(closes_on=TODAY - timedelta(3))
    remind(TODAY)
    assert not Mail.objects.filter(recipient=KIM).exists()


def test_a_new_link_is_as_narrow(passed, client):
    client.post("/answer/new-link/", {"email": KIM})
    assert link_of(passed) in Mail.objects.get().text
    assert "Train taxi drivers" not in Mail.objects.get().text


def test_addresses_are_forgotten_when_no_answers_are_taken_any_more(asked, passed):
    question = make_partner_question(asked, passed.action, recipient=passed, asked_by=KIM)
    make_mail(KIM, key=f"passed:{passed.pk}:")
    assert passing.forget_passed(on=asked.round.closes_on + timedelta(30)) == 0
    passing.forget_passed(on=asked.round.closes_on + timedelta(31))
    assert [one.email for one in Recipient.objects.all()] == ["lead@shelter.example.org"]
    assert not Mail.objects.exists()
    question.refresh_from_db()
    assert question.asked_by == ""


def test_officers_see_to_whom_it_was_passed_on(asked, passed, cast, sign_in):
    text = sign_in(cast.manager).get(asked.round.get_absolute_url()).content.decode()
    assert KIM in text
    assert not sent_mail.outbox
