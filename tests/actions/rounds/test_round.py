"""The rounds' own pages: how one stands, and what a manager does to it while it is open."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.rounds.models import UpdateRequest, UpdateRound
from actions.rounds.running import version_of_request
from csp.versions import version_of
from partners.models import Mail
from tests.actions.rounds.round_form import FORM
from tests.conftest import TODAY
from tests.factories import (
    make_action,
    make_agency,
    make_answer,
    make_contact,
    make_mail,
    make_request,
    make_round,
)
from tests.pages import words


@pytest.fixture
def asked(plan, shelter):
    return make_request(make_round(plan, "Quarter 3"), shelter, ["lead@shelter.example.org"])


def test_the_round_says_who_has_answered_and_what_became_of_the_mail(
    asked, sign_in, cast, priority, shelter
):
    make_action(priority, owners=[shelter])
    key = f"request:{asked.recipients.get().pk}:"
    make_mail(
        "lead@shelter.example.org",
        key=key,
        state="refused",
        problem="No such mailbox",
        partnership=shelter.partnership,
    )
    text = sign_in(cast.officer).get(asked.round.get_absolute_url()).content.decode()
    assert "0 of 1" in text
    assert "No such mailbox" in text
    assert "Refused" in text


def test_the_round_costs_the_same_however_many_agencies(
    asked, sign_in, cast, priority, django_assert_max_num_queries
):
    for _ in range(5):
        agency = make_agency(asked.agency.partnership)
        make_action(priority, owners=[agency])
        make_request(asked.round, agency, [f"{agency.pk}@example.org"])
    client = sign_in(cast.manager)
    with django_assert_max_num_queries(16):
        assert client.get(asked.round.get_absolute_url()).status_code == 200


def test_the_list_counts_who_answered(asked, sign_in, cast, priority):
    make_answer(asked, make_action(priority))
    UpdateRequest.objects.update(answered_at="2026-11-10T12:00Z")
    page = words(sign_in(cast.officer).get(reverse("rounds", args=["larkshire"])))
    assert "1 answered, Quarter 3 of 1 partner asked, Quarter 3" in page


def test_each_figure_of_a_round_opens_its_partners(asked, sign_in, cast, priority):
    other = make_request(asked.round, make_agency(asked.agency.partnership, "Fire"))
    make_answer(asked, make_action(priority))
    UpdateRequest.objects.filter(pk=asked.pk).update(answered_at="2026-11-10T12:00Z")
    client, url = sign_in(cast.officer), asked.round.get_absolute_url()
    assert 'href="?only=answered#asked">1</a>' in client.get(url).content.decode()
    for only, partners in {"answered": [asked], "asked": [other, asked], "late": []}.items():
        page = client.get(url, {"only": only})
        assert [row.request for row in page.context["rows"]] == partners
    rows = client.get(url, {"only": "answered", "as": "csv"}).content.decode().splitlines()
    assert len(rows) == 2
    assert len(client.get(url, {"only": "nonsense"}).context["rows"]) == 2


def test_of_whom_nothing_was_wanted_in_the_end_is_not_counted(asked, sign_in, cast):
    UpdateRequest.objects.update(answered_at="2026-11-10T12:00Z")
    client = sign_in(cast.officer)
    assert "0 of 0 partners" in client.get(reverse("rounds", args=["larkshire"])).content.decode()
    response = client.get(asked.round.get_absolute_url())
    assert response.context["counts"][0] == ("asked", "Asked", 0)
    assert "Nothing left to answer" in response.content.decode()


@pytest.mark.parametrize("state", ["refused", "bounced"])
def test_if_no_address_works_it_says_to_telephone(asked, sign_in, cast, state):
    sent_at = timezone.now() if state == "bounced" else None
    make_mail(
        key=f"request:{asked.recipients.get().pk}:",
        state=state,
        sent_at=sent_at,
        partnership=asked.agency.partnership,
    )
    make_request(asked.round, make_agency(asked.agency.partnership), ["works@example.org"])
    text = sign_in(cast.officer).get(asked.round.get_absolute_url()).content.decode()
    assert text.count("No working address") == 1


def test_who_has_left_is_told_beside_the_address(asked, sign_in, cast, shelter):
    make_contact(shelter, email="lead@shelter.example.org").delete()
    text = sign_in(cast.officer).get(asked.round.get_absolute_url()).content.decode()
    assert "No longer a contact: not emailed" in text
    assert "No working address" in text


def test_sending_again_keeps_the_link(asked, sign_in, cast):
    key = asked.recipients.get().key
    client = sign_in(cast.manager)
    address = reverse("request-send", args=["larkshire", asked.pk])
    sent = {"to": "lead@shelter.example.org", "press": "abc", "version": version_of_request(asked)}
    client.post(address, sent)
    client.post(address, sent)
    assert asked.recipients.get().key == key
    assert Mail.objects.get().recipient == "lead@shelter.example.org"


def test_a_mailbox_that_does_not_work_is_told_and_not_proposed(asked, sign_in, cast):
    make_mail(
        key=f"request:{asked.recipients.get().pk}:",
        state="refused",
        partnership=asked.agency.partnership,
    )
    response = sign_in(cast.manager).get(reverse("request-send", args=["larkshire", asked.pk]))
    assert "(the last email did not arrive)" in response.content.decode()
    assert response.context["form"].initial["to"] == "another"


def test_another_mailbox_can_be_asked(asked, sign_in, cast):
    sent = {
        "to": "another",
        "email": "new@example.org",
        "press": "abc",
        "version": version_of_request(asked),
    }
    sign_in(cast.manager).post(reverse("request-send", args=["larkshire", asked.pk]), sent)
    assert {one.email for one in asked.recipients.all()} == {
        "lead@shelter.example.org",
        "new@example.org",
    }
    assert Mail.objects.get().recipient == "new@example.org"


def test_a_link_that_is_withdrawn_is_sent_to_nobody(asked, sign_in, cast):
    """E-mails that could not leave yet would else bring a link that doesn't work."""
    old = asked.recipients.get()
    for key in (f"request:{old.pk}:", f"reminder:{old.pk}:0", f"question:{old.pk}:1", "request:0:"):
        make_mail(key=key)
    sent = {
        "to": "another",
        "email": "new@example.org",
        "alone": "on",
        "press": "abc",
        "version": version_of_request(asked),
    }
    client = sign_in(cast.manager)
    client.post(reverse("request-send", args=["larkshire", asked.pk]), sent)
    new = asked.recipients.get()
    keys = set(Mail.objects.values_list("key", flat=True))
    assert keys == {f"request:{new.pk}:abc", "request:0:"}
    version = {"version": version_of_request(asked)}
    client.post(reverse("request-revoke", args=["larkshire", asked.pk]), version)
    assert Mail.objects.get().key == "request:0:"


def test_an_address_that_is_typed_and_not_chosen_is_not_passed_over(asked, sign_in, cast):
    sent = {"to": asked.recipients.get().email, "email": "new@example.org", "press": "abc"}
    address = reverse("request-send", args=["larkshire", asked.pk])
    page = sign_in(cast.manager).post(address, sent).content.decode()
    assert "Select “Another address” to use this address, or clear it" in page
    assert not Mail.objects.exists()


def test_another_mailbox_must_be_named(asked, sign_in, cast):
    response = sign_in(cast.manager).post(
        reverse("request-send", args=["larkshire", asked.pk]),
        {"to": "another", "press": "abc", "version": version_of_request(asked)},
    )
    assert "Enter an email address" in response.content.decode()
    assert not Mail.objects.exists()


def test_the_closing_day_can_be_changed(asked, sign_in, cast):
    client = sign_in(cast.manager)
    address = reverse("round-change", args=["larkshire", asked.round.pk])
    version = client.get(address).context["form"].initial["version"]
    response = client.post(
        address, FORM | {"version": version, "closes_on_0": "4", "closes_on_1": "12"}
    )
    assert response.status_code == 302
    asked.round.refresh_from_db()
    assert asked.round.closes_on == date(2026, 12, 4)
    assert asked.round.reminder_days == "-7,0,3"


def test_a_change_over_another_s_is_not_saved_unseen(asked, sign_in, cast):
    client = sign_in(cast.manager)
    address = reverse("round-change", args=["larkshire", asked.round.pk])
    version = client.get(address).context["form"].initial["version"]
    asked.round.message = "Theirs."
    asked.round.save()
    text = client.post(address, FORM | {"version": version}).content.decode()
    assert "Theirs." in text
    assert "Please be brief." in text


@pytest.mark.parametrize(("choice", "is_withdrawn"), [("late", False), ("none", True)])
def test_a_round_can_be_closed_before_its_day(asked, sign_in, cast, choice, is_withdrawn):
    address = reverse("round-close", args=["larkshire", asked.round.pk])
    sign_in(cast.manager).post(address, {"links": choice, "version": version_of(asked.round)})
    asked.refresh_from_db()
    asked.round.refresh_from_db()
    assert asked.round.closes_on == TODAY
    assert asked.round.reminder_days == ""
    assert bool(asked.revoked_at) == is_withdrawn


@pytest.mark.parametrize("name", ["request-send", "request-revoke"])
def test_a_round_that_is_long_over_is_asked_no_more(asked, sign_in, cast, name):
    UpdateRound.objects.update(closes_on=date(2026, 10, 1))
    response = sign_in(cast.manager).get(reverse(name, args=["larkshire", asked.pk]))
    assert response.status_code == 404
