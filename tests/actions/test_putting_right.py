"""The page on which an update is put right."""

from datetime import date

import pytest
from django.urls import reverse

from actions.models import Status, StatusUpdate
from plans.models import Plan
from tests.factories import (
    make_accepted_answer,
    make_action,
    make_plan,
    make_priority,
    make_request,
    make_round,
    make_update,
    strike,
)
from tests.pages import text


@pytest.fixture
def action(larkshire, shelter):
    return make_action(make_priority(make_plan(larkshire)), "Open a refuge", owners=[shelter])


@pytest.fixture
def update(action, cast):
    make_update(action, "It goes on.", on=date(2026, 5, 1))
    return make_update(action, "It is done.", Status.COMPLETE, cast.officer, date(2026, 6, 1))


def page_of(update):
    return reverse("update-put-right", args=["larkshire", 2026, update.action_id, update.pk])


def words(how="mistake", why="It is of another action.", **more):
    return {"how": how, "why": why, "status": "", "text": "", "reason": ""} | more


def test_it_is_struck_out_on_the_action_s_page_in_words(action, update, cast, sign_in):
    client = sign_in(cast.officer)
    page = text(client.post(page_of(update), words(), follow=True))
    assert "Entered by mistake" in page
    assert "<s>Complete: It is done.</s>" in page
    assert "Struck out by Officer of Larkshire on 18 November 2026: It is of another" in page
    action.refresh_from_db()
    assert action.status == Status.ON_TRACK


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        (words(how=""), "Select what is wrong with it"),
        (words(why=" "), "Enter why, for those who read it later"),
        (words("replaced", status="on_track"), "Enter what has happened"),
        (words("replaced", status="at_risk", text="Stuck."), "Enter why the action is at risk"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_struck_out(sent, error, update, cast, sign_in):
    assert error in text(sign_in(cast.officer).post(page_of(update), sent))
    assert StatusUpdate.objects.count() == 2


def test_other_words_stand_in_its_place(action, update, cast, sign_in):
    sent = words("replaced", "A word.", status="on_track", text="It is nearly done.")
    sign_in(cast.officer).post(page_of(update), sent)
    action.refresh_from_db()
    latest = action.latest_update
    assert (latest.text, latest.made_on) == ("It is nearly done.", date(2026, 6, 1))


def test_who_comes_second_reads_who_was_first_and_keeps_the_words(update, cast, sign_in):
    strike(update, by=cast.manager)
    page = text(sign_in(cast.officer).post(page_of(update), words(why="Mine.")))
    assert "Manager of Larkshire has struck it out already" in page
    assert "Mine." in page


def test_pressed_twice_it_is_struck_out_once(update, cast, sign_in):
    client = sign_in(cast.officer)
    for _ in range(2):
        assert client.post(page_of(update), words()).status_code == 302


def test_an_agency_puts_right_what_it_has_said_itself_alone(action, update, cast, sign_in):
    own = make_update(action, "Ours.", by=cast.contributor, on=date(2026, 7, 1))
    client = sign_in(cast.contributor)
    assert client.post(page_of(own), words()).status_code == 302
    assert client.post(page_of(update), words()).status_code == 403
    page = text(client.get(action.get_absolute_url()))
    assert page_of(update) not in page


@pytest.mark.parametrize("person", ["reader", "other_officer"])
def test_others_put_nothing_right(person, update, cast, sign_in):
    response = sign_in(getattr(cast, person)).post(page_of(update), words())
    assert response.status_code == (403 if person == "reader" else 404)
    assert StatusUpdate.objects.count() == 2


def test_when_the_plan_is_closed_what_was_said_stays(update, cast, sign_in):
    Plan.objects.update(stage=Plan.Stage.CLOSED)
    assert sign_in(cast.officer).post(page_of(update), words()).status_code == 403


def test_the_answer_s_own_page_says_that_it_was_struck_out(action, shelter, cast, sign_in):
    asked = make_request(make_round(action.plan), shelter, ["box@example.org"])
    answer = make_accepted_answer(asked, action)
    strike(answer.update, why="Of another district.")
    page = text(sign_in(cast.officer).get(reverse("desk-answer", args=["larkshire", answer.pk])))
    assert "struck out on 18 November 2026: Of another district." in page


def test_an_expired_session_gives_the_words_back(update, cast, client):
    client.post(page_of(update), words(why="Typed for an hour."))
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    assert "Typed for an hour.</textarea>" in client.get(page_of(update)).content.decode()
