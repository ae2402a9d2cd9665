"""Sending answers by the link, and changing what was sent."""

import pytest
from django.utils import timezone

from actions.rounds import answers
from csp.versions import version_of
from partners.models import Mail
from tests.actions.rounds.answering.page import WORDS, at, said
from tests.factories import (
    make_accepted_answer,
    make_answer,
    make_evidence,
    make_user,
)

# Sending.


@pytest.fixture
def send_all(client, asked):
    """send_all(**changes) presses the button of the page that shows what is ready."""

    def send(**changes):
        form = client.get(at(asked, "send")).context["form"]
        typed = {"given_by": "Robin Lark", "version": form.initial["version"]} | changes
        return client.post(at(asked, "send"), typed | {"send": "send"})

    return send


def test_what_is_ready_is_sent_and_the_rest_stays(press, send_all, asked, actions):
    press("save", actions[0], **WORDS)
    press("save", actions[1], text="Half a sen")
    send_all()
    assert said(asked) == [
        ("sent", "on_track", "The lease is signed."),
        ("draft", "", "Half a sen"),
    ]


def test_a_reason_is_sent_whatever_the_status(press, asked, actions):
    press("send", actions[0], **(WORDS | {"status": "complete", "reason": "A gift paid for it."}))
    answer = asked.answers.get()
    assert (answer.state, answer.reason) == ("sent", "A gift paid for it.")


def test_off_track_without_a_reason_is_not_ready(press, client, asked, actions):
    press("save", actions[0], **(WORDS | {"status": "off_track"}))
    response = client.get(at(asked, "send"))
    assert response.context["ready"] == []
    assert "Not ready to send" in response.content.decode()


def test_who_sends_gives_a_name(press, send_all, asked, actions):
    press("save", actions[0], **(WORDS | {"given_by": ""}))
    assert "Enter your name" in send_all(given_by="").content.decode()
    assert said(asked)[0][0] == "draft"


def test_a_receipt_lists_what_was_sent(press, send_all, asked, actions):
    press("save", actions[0], **WORDS)
    send_all()
    mail = Mail.objects.get()
    assert mail.recipient == "lead@shelter.example.org"
    for words in ("Open a refuge", "On track", "The lease is signed.", "Robin Lark"):
        assert words in mail.text
        assert words in mail.html
    assert "Train taxi drivers" not in mail.text


def test_the_page_after_sending_says_what_was_sent_and_what_is_left(
    press, send_all, client, asked, actions
):
    press("save", actions[0], **WORDS)
    text = client.get(send_all().url).content.decode()
    assert "1 answer sent" in text
    assert "1 action still needs an answer" in text


def test_sent_twice_counts_once(press, client, asked, actions):
    press("save", actions[0], **WORDS)
    seen = client.get(at(asked, "send")).context["form"].initial["version"]
    typed = {"given_by": "Robin Lark", "version": seen, "send": "send"}
    responses = [client.post(at(asked, "send"), typed) for _ in range(2)]
    assert responses[0].url == responses[1].url
    assert Mail.objects.count() == 1
    assert asked.answers.get().history.filter(state="sent").count() == 1


def test_answers_can_be_sent_in_several_goes(press, send_all, asked, actions):
    for action in actions:
        press("save", action, **WORDS)
        send_all()
    assert [state for state, *_ in said(asked)] == ["sent", "sent"]
    assert Mail.objects.count() == 2


def test_with_the_last_answer_the_agency_has_answered(press, send_all, asked, actions):
    press("save", actions[0], **WORDS)
    send_all()
    asked.refresh_from_db()
    assert asked.answered_at is None
    press("save", actions[1], **WORDS)
    send_all()
    asked.refresh_from_db()
    assert asked.answered_at


def test_what_a_colleague_changed_meanwhile_is_not_sent_unseen(press, client, asked, actions):
    press("save", actions[0], **WORDS)
    seen = client.get(at(asked, "send")).context["form"].initial["version"]
    press("save", actions[0], **(WORDS | {"text": "Another text."}))
    typed = {"given_by": "Robin Lark", "version": seen, "send": "send"}
    text = client.post(at(asked, "send"), typed).content.decode()
    assert "Nothing has been sent. Check the answers" in text
    assert "Another text." in text
    assert said(asked)[0][0] == "draft"


@pytest.mark.parametrize("seen", ["x", "1:x,,", "999:1", "1", "²:1"])
def test_nonsense_in_the_hidden_field_sends_nothing(press, send_all, asked, actions, seen):
    press("save", actions[0], **WORDS)
    assert send_all(version=seen).status_code == 200
    assert said(asked)[0][0] == "draft"


# Changing what was sent.


def test_a_sent_answer_can_be_changed_until_it_is_accepted(press, asked, actions):
    make_answer(asked, actions[0])
    press("send", actions[0], **WORDS)
    assert said(asked) == [("sent", "on_track", "The lease is signed.")]
    assert Mail.objects.count() == 1


def test_a_change_of_a_sent_answer_must_be_whole(press, asked, actions):
    make_answer(asked, actions[0])
    text = press("send", actions[0], text="Nobody came.", status="at_risk").content.decode()
    assert "Enter why the action is at risk" in text
    assert "Enter your name" in text
    assert "Nobody came." in text


def test_a_sent_answer_is_not_made_a_draft_again(press, asked, actions):
    make_answer(asked, actions[0], "It goes on.")
    response = press("save", actions[0], text="Half a sen")
    assert response.status_code == 200
    assert said(asked) == [("sent", "on_track", "It goes on.")]


def test_an_accepted_answer_says_so_and_changes_no_more(press, client, asked, actions):
    answer = make_accepted_answer(asked, actions[0])
    address = at(asked, "action", actions[0].pk)
    assert "This answer has been accepted" in client.get(address).content.decode()
    typed = WORDS | {"version": version_of(answer), "send": "send"}
    text = client.post(address, typed).content.decode()
    assert "What you typed (not saved)" in text
    assert "The lease is signed." in text
    assert said(asked) == [("accepted", "on_track", "It goes on.")]


def test_an_answer_with_a_question_is_answered_again(press, send_all, client, asked, actions):
    make_answer(
        asked, actions[0], state="returned", question="How many?", questioned_by=make_user()
    )
    assert "How many?" in client.get(at(asked, "action", actions[0].pk)).content.decode()
    press("save", actions[0], **WORDS)
    assert "How many?" in client.get(at(asked, "action", actions[0].pk)).content.decode()
    send_all()
    assert said(asked) == [("sent", "on_track", "The lease is signed.")]


def test_an_answer_with_a_question_may_be_sent_again_in_the_same_words(
    press, send_all, asked, actions
):
    """What was asked for may be a file."""
    question = {"question": "Have you a picture?", "questioned_by": make_user()}
    make_answer(asked, actions[0], "It goes on.", state="returned", **question)
    said_before = {"status": "on_track", "text": "It goes on.", "given_by": "Robin Lark"}
    press("save", actions[0], link="https://www.example.org/picture", **said_before)
    send_all()
    assert said(asked) == [("sent", "on_track", "It goes on.")]
    assert asked.answers.get().evidence.count() == 1


def test_a_failure_on_the_way_writes_nothing(asked, actions, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(answers.letters, "put_receipt", fail)
    evidence = make_evidence(make_answer(asked, actions[1]))
    evidence.delete()
    words = WORDS | {"seen": "", "at": timezone.now(), "evidence": [evidence]}
    with pytest.raises(RuntimeError):
        answers.send(asked, actions[0], **words)
    assert not asked.answers.filter(action=actions[0]).exists()
    asked.refresh_from_db()
    assert asked.opened_at is None
