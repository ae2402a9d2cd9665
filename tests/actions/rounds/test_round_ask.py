"""Asking another partner in a round that is open: who was left out, or owns an action since."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from actions.rounds import opening, reminders
from actions.rounds.models import UpdateRequest, UpdateRound
from partners.models import Mail
from plans.models import Plan
from tests.factories import (
    make_action,
    make_agency,
    make_contact,
    make_request,
    make_round,
)


@pytest.fixture
def round(priority, shelter):
    """Lark Shelter was asked on 2 November."""
    make_action(priority, "Open a refuge", owners=[shelter])
    round = make_round(priority.plan, "Quarter 3", message="Please be brief.")
    make_request(round, shelter)
    return round


@pytest.fixture
def fire(round, priority, larkshire):
    """Lark Fire came to own an action since."""
    fire = make_agency(larkshire, "Lark Fire")
    make_contact(fire, email="fire@example.org")
    make_action(priority, "Check smoke alarms", owners=[fire])
    return fire


@pytest.fixture
def client(sign_in, cast):
    return sign_in(cast.manager)


@pytest.fixture
def address(round):
    return reverse("round-ask", args=["larkshire", round.pk])


@pytest.fixture
def press(client, address):
    """press(*agencies) ticks them on the page as it is now, and presses its button."""

    def send(*agencies, seen=None):
        seen = client.get(address).context["version"] if seen is None else seen
        return client.post(address, {"ask": [one.pk for one in agencies], "version": seen})

    return send


def test_the_round_leads_to_it_while_it_is_open(client, round, address):
    assert address in client.get(round.get_absolute_url()).content.decode()
    UpdateRound.objects.update(closes_on=date(2026, 11, 17))
    assert address not in client.get(round.get_absolute_url()).content.decode()


def test_it_shows_who_was_not_asked_about_what_by_which_address(client, address, fire):
    text = client.get(address).content.decode()
    assert "Lark Fire" in text
    assert "Check smoke alarms" in text
    assert "fire@example.org" in text
    assert "Open a refuge" not in text


def test_if_everybody_was_asked_it_says_so(client, address):
    assert "has been asked in this round" in client.get(address).content.decode()


def test_the_selected_partner_gets_the_round_s_e_mail(press, round, fire):
    response = press(fire)
    assert response.url == round.get_absolute_url()
    mail = Mail.objects.get()
    assert mail.recipient == "fire@example.org"
    assert "Please be brief." in mail.text
    assert "1 action" in mail.text
    assert round.requests.get(agency=fire).asked_at


def test_who_is_not_selected_is_not_asked(press, round, fire, priority):
    make_action(priority, owners=[make_agency(fire.partnership, "Lark Police")])
    press(fire)
    assert {one.agency.name for one in round.requests.all()} == {"Lark Shelter", "Lark Fire"}


def test_a_second_press_asks_once(press, client, address, fire):
    seen = client.get(address).context["version"]
    assert [press(fire, seen=seen).status_code for _ in range(2)] == [302, 302]
    assert Mail.objects.count() == 1


def test_without_a_tick_it_says_what_to_do(press, fire):
    text = press().content.decode()
    assert "Select who to ask" in text
    assert "<title>Error: " in text


def test_if_others_would_be_asked_by_now_nothing_is_sent(press, round, fire):
    text = press(fire, seen="another").content.decode()
    assert "have changed since you looked" in text
    assert round.requests.count() == 1


def test_an_agency_of_another_partnership_is_not_asked(press, round, fire, wrenmoor):
    press(make_agency(wrenmoor, "Wren Fire"))
    assert round.requests.count() == 1


def test_if_a_mail_cannot_be_written_nobody_is_asked(press, round, fire, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(opening, "put_request", fail)
    with pytest.raises(RuntimeError):
        press(fire)
    assert round.requests.count() == 1


@pytest.mark.parametrize("over", [{"closes_on": date(2026, 11, 17)}, {"stage": "closed"}])
def test_when_the_round_is_over_nobody_is_asked_any_more(client, address, over):
    Plan.objects.update(stage=over.get("stage", "agreed"))
    UpdateRound.objects.update(closes_on=over.get("closes_on", date(2026, 11, 27)))
    assert client.get(address).status_code == 404


def test_reminders_from_before_the_asking_are_not_caught_up(round, fire):
    """Asked on Monday 23 November; the reminder of the 20th was for those asked before."""
    asked_at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    make_request(round, fire, ["fire@example.org"], asked_at=asked_at)
    assert reminders.remind(date(2026, 11, 24)) == 0
    assert reminders.remind(date(2026, 11, 27)) == 1


def test_the_page_costs_the_same_however_many(
    client, address, round, priority, larkshire, django_assert_max_num_queries
):
    for _ in range(5):
        agency = make_agency(larkshire)
        make_contact(agency)
        make_action(priority, owners=[agency])
    with django_assert_max_num_queries(14):
        assert len(client.get(address).context["everybody"]) == 5
    assert UpdateRequest.objects.count() == 1
