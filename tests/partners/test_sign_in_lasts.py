"""How long a sign-in lasts, and where one's own are seen and ended."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import make_aware

from tests.conftest import TODAY
from tests.factories import PASSWORD

NOON = make_aware(datetime(TODAY.year, TODAY.month, TODAY.day, 12))
MY_WORK = reverse("my-work")


def sign_in_at(moment, client, user):
    with time_machine.travel(moment):
        client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def is_signed_in_at(moment, client):
    with time_machine.travel(moment):
        return client.get(MY_WORK).status_code == 200


@pytest.mark.parametrize(("minutes", "lasts"), [(29, True), (31, False)])
def test_it_ends_after_30_minutes_without_a_request(minutes, lasts, client, cast):
    sign_in_at(NOON, client, cast.officer)
    assert is_signed_in_at(NOON + timedelta(minutes=minutes), client) == lasts


def test_it_goes_on_for_who_does_something(client, cast):
    sign_in_at(NOON, client, cast.officer)
    for minutes in (25, 50, 75):
        assert is_signed_in_at(NOON + timedelta(minutes=minutes), client)


def test_it_ends_after_12_hours_whatever_they_do(client, cast):
    sign_in_at(NOON, client, cast.officer)
    moments = [NOON + timedelta(minutes=25 * step) for step in range(1, 30)]
    lasted = [moment for moment in moments if is_signed_in_at(moment, client)]
    assert lasted[-1] - NOON == timedelta(minutes=25 * 28)


def test_whoever_was_signed_out_is_told_why(client, cast):
    sign_in_at(NOON, client, cast.officer)
    with time_machine.travel(NOON + timedelta(hours=1)):
        page = client.get(MY_WORK, follow=True).content.decode()
    assert "as you had not used the service for 30 minutes" in page


def test_what_they_were_typing_is_kept(client, cast, larkshire):
    sign_in_at(NOON, client, cast.administrator)
    address = reverse("person-add", args=[larkshire.slug])
    with time_machine.travel(NOON + timedelta(hours=1)):
        client.post(address, {"email": "new@example.org", "name": "Nell"})
        assert client.session["typed"]["fields"]["name"] == "Nell"


def test_that_somebody_is_there_is_not_written_at_every_request(
    client, cast, django_assert_max_num_queries
):
    sign_in_at(NOON, client, cast.officer)
    client.get(MY_WORK)
    with django_assert_max_num_queries(60) as asked:
        client.get(MY_WORK)
    assert not [one for one in asked.captured_queries if "UPDATE" in one["sql"]]


@pytest.mark.parametrize("way", ["account_login", "code"])
def test_every_way_to_sign_in_begins_a_sign_in_that_ends(way, client, cast):
    if way == "account_login":
        sign_in_at(NOON, client, cast.officer)
    else:
        client.post(reverse("account_request_login_code"), {"email": cast.officer.email})
        code = mail.outbox[-1].body.split("\n\n")[1].strip()
        client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.session["sign_in_began"]


def test_other_sign_ins_of_ones_own_are_ended(client, cast):
    other = Client(headers={"user-agent": "Telephone"})
    for one in (other, client):
        one.post(reverse("account_login"), {"login": cast.officer.email, "password": PASSWORD})
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "Telephone" in page
    client.post(reverse("usersessions_list"))
    assert other.get(MY_WORK).status_code == 302
    assert client.get(MY_WORK).status_code == 200
