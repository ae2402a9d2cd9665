"""The link in an e-mail: opens one request without an account, and does nothing by being opened."""

import logging
import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from actions.models import Action
from actions.rounds.links import link_of, token_of
from actions.rounds.models import Answer, Recipient, UpdateRequest, UpdateRound
from actions.rounds.views.links import answer_new_link
from partners.models import Agency, Mail
from plans.models import Plan
from tests.factories import (
    make_action,
    make_agency,
    make_answer,
    make_evidence,
    make_plan,
    make_priority,
    make_request,
    make_round,
    make_update,
    make_user,
)

PAGES = ["answer", "answer-send", "answer-sent"]


@pytest.fixture
def asked(action, shelter):
    round = make_round(action.plan, "Quarter 3", message="Please be brief.")
    return make_request(round, shelter, ["lead@shelter.example.org"])


@pytest.fixture
def recipient(asked):
    return asked.recipients.get()


def address(recipient, name="answer", *arguments):
    return reverse(name, args=[token_of(recipient), *arguments])


def everything():
    """What the database holds, as far as answering could change it."""
    models = [Action, Answer, Recipient, UpdateRequest, UpdateRound, Mail, Session, Agency]
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_the_link_is_absolute_and_has_no_odd_characters(recipient, settings):
    settings.SITE_URL = "https://plan.example.org"
    link = link_of(recipient)
    assert link.startswith("https://plan.example.org/answer/")
    assert set(link.removeprefix("https://plan.example.org")) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./"
    )


def test_the_first_page_says_who_asks_whom_for_what_until_when(client, recipient, asked):
    text = client.get(address(recipient)).content.decode()
    for words in (
        "Lark Shelter",
        "Please be brief.",
        "Friday 27 November 2026",
        "How is it going?",
    ):
        assert words in text
    assert asked.round.opened_by.name in text


def test_the_first_saving_notes_that_it_was_opened(client, recipient, asked, action):
    fields = {f"a{action.pk}-version": "", f"a{action.pk}-text": "Half a sen", "save": "all"}
    client.post(address(recipient), fields)
    asked.refresh_from_db()
    first = asked.opened_at
    assert first
    client.post(address(recipient), fields | {f"a{action.pk}-text": "Half a sentence."})
    asked.refresh_from_db()
    assert asked.opened_at == first


@pytest.mark.slow
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_hundred_prefetches_change_nothing(recipient, action, method):
    addresses = [address(recipient, name) for name in PAGES]
    addresses.append(address(recipient, "answer-action", action.pk))
    before = everything()
    for _ in range(20):
        for one in addresses:
            response = getattr(Client(), method)(one)
            assert response.status_code == 200
            assert not response.cookies
    assert everything() == before


@pytest.mark.parametrize("name", PAGES)
def test_no_page_leaves_traces_of_the_link(client, recipient, name):
    response = client.get(address(recipient, name))
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]
    title = response.content.decode().partition("<title>")[2].partition("</title>")[0]
    assert token_of(recipient) not in title


def test_links_to_elsewhere_take_no_referer(client, recipient, asked, action):
    make_evidence(make_answer(asked, action), "https://www.example.com/figures")
    text = client.get(address(recipient, "answer-action", action.pk)).content.decode()
    (link,) = re.findall(r'<a [^>]*href="https://www.example.com[^>]*>', text)
    assert "noreferrer" in link


def test_no_token_in_a_line_of_the_log(client, recipient, asked, caplog):
    caplog.set_level(logging.DEBUG)
    token = token_of(recipient)
    client.get(address(recipient))
    client.post(address(recipient))
    asked.revoked_at = asked.round.opened_at
    asked.save()
    client.get(address(recipient))
    client.get(address(recipient, "answer-action", 999))
    for record in caplog.records:
        if not record.name.startswith("django.request"):
            assert token not in record.getMessage()


def test_a_post_needs_no_csrf_cookie(recipient):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(recipient), {"save": "all"}).status_code == 302
    assert not strict.cookies


def test_no_other_page_takes_a_form_without_one():
    """The link is an authority that no other site can guess; a session's cookie comes by itself."""
    pages = list(get_resolver().url_patterns)
    for page in pages:
        pages += getattr(page, "url_patterns", [])
    exempt = {
        page.name for page in pages if getattr(getattr(page, "callback", None), "csrf_exempt", 0)
    }
    assert exempt == {
        "answer",
        "answer-action",
        "answer-send",
        "answer-sent",
        "answer-evidence",
        "answer-new-link",
    }


def test_an_officer_who_is_signed_in_gets_no_cookie_either(recipient, cast, sign_in):
    response = sign_in(cast.officer).get(address(recipient))
    assert response.status_code == 200
    assert not response.cookies
    assert cast.officer.name not in response.content.decode()


# What is wrong with a link.


@pytest.mark.parametrize("name", PAGES)
def test_an_altered_link_is_not_found(client, recipient, name):
    token = token_of(recipient)
    for altered in (token[:-1], token + "A", "1" + token, "x", f"{recipient.pk}-{recipient.key}"):
        response = client.get(reverse(name, args=[altered]))
        assert response.status_code == 404
        text = response.content.decode()
        assert "This link is not correct" in text
        assert "Send me a new link" in text
        assert "Lark" not in text


def revoke(recipient):
    recipient.request.revoked_at = recipient.request.round.opened_at
    recipient.request.save()


def renew(recipient):
    recipient.key = "0" * 32
    recipient.save()


@pytest.mark.parametrize("change", [revoke, renew, Recipient.delete])
def test_a_withdrawn_link_says_so(client, recipient, change):
    link = address(recipient)
    change(recipient)
    for method in (client.get, client.post):
        response = method(link)
        assert response.status_code == 410
        assert "This link has been withdrawn" in response.content.decode()


def test_an_old_link_says_that_it_has_expired(client, recipient):
    UpdateRound.objects.update(closes_on="2026-10-18")
    response = client.get(address(recipient))
    assert response.status_code == 410
    assert "This link has expired" in response.content.decode()


def test_the_link_of_a_plan_that_is_closed_has_expired(client, recipient):
    Plan.objects.update(stage=Plan.Stage.CLOSED)
    assert client.get(address(recipient)).status_code == 410


def test_a_bad_link_takes_no_answer(client, recipient, asked, action):
    revoke(recipient)
    response = client.post(
        address(recipient, "answer-action", action.pk), {"text": "Late words.", "save": "save"}
    )
    assert response.status_code == 410
    assert not Answer.objects.exists()


# A link lets its holder into one request and nothing else.


def test_another_agency_s_action_is_not_found(client, recipient, priority):
    other = make_action(priority, owners=[make_agency(priority.plan.partnership)])
    assert client.get(address(recipient, "answer-action", other.pk)).status_code == 404


def test_another_agency_s_evidence_is_not_found(client, recipient, asked, action):
    other = make_request(asked.round, make_agency(asked.agency.partnership))
    evidence = make_evidence(make_answer(other, action), "", file=b"1", file_name="a.csv")
    assert client.get(address(recipient, "answer-evidence", evidence.pk)).status_code == 404


def test_it_opens_no_page_for_members(client, recipient, larkshire):
    client.post(address(recipient))
    assert client.get(larkshire.get_absolute_url()).status_code == 302


# What the list says.


def test_the_list_says_what_was_said_last_and_last_year(client, recipient, action, larkshire):
    before = make_action(make_priority(make_plan(larkshire, 2025)))
    make_update(before, "Last year's words.")
    action.carries_on = before
    action.save()
    make_update(action, "This year's words.")
    text = client.get(address(recipient)).content.decode()
    assert "Last year&#x27;s words." in text
    assert "This year&#x27;s words." in text
    assert "Not answered" in text


def test_a_question_stands_first(client, recipient, asked, action, priority):
    second = make_action(priority, "Train taxi drivers", owners=[asked.agency])
    make_answer(
        asked, second, state="returned", question="How many?", questioned_by=make_user("Olive")
    )
    response = client.get(address(recipient))
    assert [row.action for row in response.context["rows"]] == [second, action]
    assert "How many?" in response.content.decode()


def test_the_list_costs_the_same_however_many_actions(
    client, recipient, asked, priority, django_assert_max_num_queries
):
    for _ in range(10):
        action = make_action(priority, owners=[asked.agency])
        make_update(action)
        make_evidence(make_answer(asked, action, state="draft"))
    with django_assert_max_num_queries(12):
        client.get(address(recipient))


def test_a_link_shows_nothing_else_that_its_mailbox_is_asked(client, recipient, wrenmoor):
    """It may be passed on: it says what it is for, and no more."""
    agency = make_agency(wrenmoor, "Shelter in Wrenmoor")
    plan = make_plan(wrenmoor)
    make_action(make_priority(plan), "Theirs alone", owners=[agency])
    other = make_request(make_round(plan), agency, ["LEAD@shelter.example.org"])
    for name in PAGES:
        text = client.get(address(recipient, name)).content.decode()
        assert "Wrenmoor" not in text
        assert token_of(other.recipients.get()) not in text


# A new link.


def test_the_reply_comes_before_the_mailbox_is_looked_for(rf, recipient, monkeypatch):
    """Else its time would tell whether there is one, where the mail is sent in the request."""
    # It would close the test's connection to the database too.
    monkeypatch.setattr(HttpResponse, "close", lambda response: None)
    request = rf.post(reverse("answer-new-link"), {"email": recipient.email})
    response = answer_new_link(request)
    assert "Check your email" in response.content.decode()
    assert not Mail.objects.exists()
    response.close()
    assert Mail.objects.exists()


@pytest.fixture(autouse=True)
def no_earlier_counts(db):
    cache.clear()


def ask(client, email):
    return client.post(reverse("answer-new-link"), {"email": email})


def test_a_new_link_is_sent_to_a_mailbox_that_is_asked(client, recipient):
    ask(client, "Lead@Shelter.example.org")
    mail = Mail.objects.get()
    assert mail.recipient == "lead@shelter.example.org"
    assert link_of(recipient) in mail.text


def test_the_reply_doesn_t_tell_whether_the_mailbox_is_asked(client, recipient):
    replies = [
        ask(client, email).content.decode().replace(email, "…")
        for email in ("lead@shelter.example.org", "nobody@example.org")
    ]
    without_nonce = [reply.split('nonce="') for reply in replies]
    assert [part[22:] for part in without_nonce[0]] == [part[22:] for part in without_nonce[1]]
    assert Mail.objects.count() == 1


def test_no_new_link_where_it_was_withdrawn_or_is_long_over(client, recipient, asked):
    revoke(recipient)
    ask(client, recipient.email)
    UpdateRequest.objects.update(revoked_at=None)
    UpdateRound.objects.update(closes_on=asked.round.closes_on - timedelta(days=90))
    ask(client, recipient.email)
    assert not Mail.objects.exists()


def test_asking_again_and_again_sends_one_mail_and_says_the_same(client, recipient):
    replies = {ask(client, recipient.email).status_code for _ in range(40)}
    assert replies == {200}
    assert Mail.objects.count() == 1


def test_an_address_in_the_wrong_format_is_given_back(client):
    text = ask(client, "lead at shelter").content.decode()
    assert "Enter an email address in the correct format" in text
    assert "lead at shelter" in text
