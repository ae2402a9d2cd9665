"""Answering a request signed in: a contributor for the agency, an officer at the telephone."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from actions.rounds.models import Answer
from partners.models import Mail
from tests import factories


@pytest.fixture
def asked(action, shelter):
    return factories.make_request(factories.make_round(action.plan, "Autumn"), shelter)


def page(asked, name="actions", *arguments):
    return reverse(f"signed-in-{name}", args=["larkshire", asked.pk, *arguments])


def saying(**changes):
    words = {"status": "on_track", "text": "Ten beds.", "given_by": "Robin Lark", "version": ""}
    return words | {"send": ""} | changes


def test_a_contributor_finds_the_request_in_my_work(asked, cast, sign_in):
    assert page(asked) in sign_in(cast.contributor).get("/").content.decode()


def test_a_round_that_is_over_is_not_in_my_work(asked, cast, sign_in):
    asked.round.closes_on = date(2026, 10, 1)
    asked.round.save()
    client = sign_in(cast.contributor)
    assert page(asked) not in client.get("/").content.decode()
    assert "Autumn is over" in client.get(page(asked)).content.decode()


def test_a_contributor_s_answer_is_a_proposal_with_a_receipt(asked, action, cast, sign_in):
    client = sign_in(cast.contributor)
    assert cast.contributor.name in client.get(page(asked, "action", action.pk)).content.decode()
    client.post(page(asked, "action", action.pk), saying())
    answer = asked.answers.get()
    assert (answer.state, answer.text, answer.given_to) == (Answer.State.SENT, "Ten beds.", None)
    assert not action.updates.exists()
    assert Mail.objects.get().recipient == cast.contributor.email


def test_an_officer_at_the_telephone_is_asked_who_speaks(asked, action, cast, sign_in):
    client = sign_in(cast.officer)
    text = client.get(page(asked, "action", action.pk)).content.decode()
    assert "Who gives the answer?" in text
    assert "Your name" not in text
    response = client.post(page(asked, "action", action.pk), saying(given_by=""))
    assert "Enter who gives the answer" in response.content.decode()


def test_what_an_officer_takes_by_telephone_is_told(asked, action, cast, sign_in):
    sign_in(cast.officer).post(page(asked, "action", action.pk), saying())
    answer = asked.answers.get()
    assert (answer.given_by, answer.given_to) == ("Robin Lark", cast.officer)
    assert not Mail.objects.exists()


def test_a_contributor_answers_for_no_other_agency(asked, larkshire, cast, sign_in):
    other = factories.make_request(asked.round, factories.make_agency(larkshire))
    assert sign_in(cast.contributor).get(page(other)).status_code == 404


def test_a_contributor_is_asked_no_more_once_it_was_withdrawn(asked, cast, sign_in):
    asked.revoked_at = asked.round.opened_at
    asked.save()
    assert sign_in(cast.contributor).get(page(asked)).status_code == 404
    assert sign_in(cast.officer).get(page(asked)).status_code == 200


def test_a_session_that_ran_out_gives_the_text_back(asked, action, cast, client, sign_in):
    client.post(page(asked, "action", action.pk), saying(text="Typed for an hour."))
    again = sign_in(cast.contributor).get(page(asked, "action", action.pk)).content.decode()
    assert "Typed for an hour." in again


def test_a_form_from_elsewhere_is_refused(asked, action, cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.contributor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(page(asked, "action", action.pk), saying()).status_code == 403
    assert not asked.answers.exists()


def test_an_accepted_answer_says_on_the_action_s_page_where_it_came_from(
    asked, action, cast, sign_in
):
    factories.make_accepted_answer(asked, action)
    text = sign_in(cast.reader).get(action.get_absolute_url()).content.decode()
    assert "From Lark Shelter, Robin Lark" in text


def test_a_session_that_ran_out_gives_the_one_page_s_text_back(
    asked, action, cast, client, sign_in
):
    name = f"a{action.pk}"
    typed = {f"{name}-version": "", f"{name}-text": "Typed for an hour.", f"{name}-heard": ""}
    client.post(page(asked), typed | {"save": "all"})
    again = sign_in(cast.contributor).get(page(asked)).content.decode()
    assert "Typed for an hour." in again
    assert not asked.answers.exists()
