"""Opening a round: who would be asked, and asking them all at once or not at all."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from actions.rounds import opening
from actions.rounds.models import UpdateRequest, UpdateRound
from actions.rounds.opening import suggested_closing_day, to_be_asked
from partners import outbox
from partners.models import Mail
from plans.models import Plan
from tests.actions.rounds.round_form import FORM
from tests.conftest import TODAY
from tests.factories import (
    make_action,
    make_agency,
    make_contact,
    make_plan,
    make_priority,
    make_round,
)


@pytest.fixture
def press(sign_in, cast, larkshire):
    """press(**changes) sends the form, and gives the response."""
    client = sign_in(cast.manager)

    def send(**changes):
        sent = {name: value for name, value in (FORM | changes).items() if value is not None}
        return client.post(reverse("round-open", args=[larkshire.slug]), sent)

    return send


def opened(press, **changes):
    """Press the preview's button, as it was shown."""
    seen = press(**changes).context["version"]
    return press(open="open", version=seen, **changes)


def names(asked):
    return [one.agency.name for one in asked]


def test_the_owners_of_unfinished_actions_would_be_asked(plan, priority, shelter):
    unfinished = [make_action(priority, owners=[shelter]) for _ in range(2)]
    make_action(priority, owners=[shelter], status="complete")
    make_agency(plan.partnership, "Without actions")
    (asked,) = to_be_asked(plan, on=TODAY)
    assert (asked.agency, asked.actions) == (shelter, unfinished)


def test_a_group_is_asked_as_its_members(plan, priority, shelter):
    group = make_agency(plan.partnership, "All partners")
    group.members.add(shelter, make_agency(plan.partnership, "Fire"))
    action = make_action(priority, owners=[group, shelter])
    asked = to_be_asked(plan, on=TODAY)
    assert [(one.agency.name, one.actions) for one in asked] == [
        ("Fire", [action]),
        ("Lark Shelter", [action]),
    ]


def test_an_agency_that_has_ended_is_not_asked(plan, priority):
    trust = make_agency(plan.partnership, "Old trust", ended_on=TODAY)
    make_action(priority, owners=[trust])
    assert to_be_asked(plan, on=TODAY) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"receives_update_requests": False},
        {"email": ""},
        {"keep_until": date(2026, 11, 17)},
    ],
)
def test_a_contact_that_may_not_be_asked_is_not(plan, priority, shelter, fields):
    make_action(priority, owners=[shelter])
    make_contact(shelter, **fields)
    (asked,) = to_be_asked(plan, on=TODAY)
    assert asked.contacts == []


def test_who_would_be_asked_costs_the_same_however_many(plan, priority, django_assert_num_queries):
    for _ in range(5):
        agency = make_agency(plan.partnership)
        make_contact(agency)
        make_action(priority, owners=[agency])
    with django_assert_num_queries(8):
        assert len(to_be_asked(plan, on=TODAY)) == 5


def test_the_preview_names_agencies_actions_and_addresses(press, priority, shelter):
    make_action(priority, "Open a refuge", owners=[shelter])
    make_contact(shelter, email="lead@shelter.example.org")
    fire = make_agency(shelter.partnership, "Fire", telephones="01622 1")
    make_action(priority, owners=[fire])
    text = press().content.decode()
    assert "Open a refuge" in text
    assert "lead@shelter.example.org" in text
    assert "No email address." in text
    assert "01622 1" in text
    assert "send 1 email" in text


def test_nothing_is_written_before_the_last_button(press, priority, shelter):
    make_action(priority, owners=[shelter])
    make_contact(shelter)
    press()
    assert not UpdateRound.objects.exists()
    assert not Mail.objects.exists()


def test_opening_writes_a_mail_to_each_mailbox(press, priority, shelter):
    make_action(priority, owners=[shelter])
    make_contact(shelter, email="one@example.org")
    make_contact(shelter, "Deputy", email="two@example.org")
    opened(press)
    recipients = UpdateRequest.objects.get().recipients.all()
    assert {(mail.recipient, mail.key) for mail in Mail.objects.all()} == {
        (one.email, f"request:{one.pk}:") for one in recipients
    }


def test_a_mailbox_that_two_roles_share_gets_one_mail(press, priority, shelter):
    make_action(priority, owners=[shelter])
    make_contact(shelter, "Manager", email="desk@shelter.example.org")
    make_contact(shelter, "Trustee", email="Desk@shelter.example.org")
    opened(press)
    assert Mail.objects.count() == 1


def test_the_mail_says_who_asks_how_many_until_when_and_why(press, cast, priority, shelter):
    make_action(priority, owners=[shelter])
    make_action(priority, owners=[shelter])
    make_contact(shelter)
    opened(press)
    mail = Mail.objects.get()
    for words in (
        "2 actions",
        "30 November 2026",
        "Please be brief.",
        cast.manager.name,
        "/answer/",
    ):
        assert words in mail.text
        assert words in mail.html
    assert "2 actions" not in mail.subject
    assert "30 November 2026" in mail.subject


def test_a_message_with_markup_stays_text_in_the_mail(press, priority, shelter):
    make_action(priority, owners=[shelter])
    make_contact(shelter)
    opened(press, message="<script>alert(1)</script> & more")
    mail = Mail.objects.get()
    assert "<script>" not in mail.html
    assert "<script>alert(1)</script> & more" in mail.text


def test_an_agency_without_mailbox_is_in_the_round_all_the_same(press, priority, shelter):
    make_action(priority, owners=[shelter])
    opened(press)
    assert UpdateRequest.objects.get().agency == shelter
    assert not Mail.objects.exists()


def test_an_agency_that_is_left_out_is_not_asked(press, priority, shelter):
    make_action(priority, owners=[shelter])
    make_contact(shelter)
    opened(press, leave_out=[str(shelter.pk)])
    assert UpdateRound.objects.count() == 1
    assert not UpdateRequest.objects.exists()


def test_a_second_press_opens_no_second_round(press, priority, shelter):
    make_action(priority, owners=[shelter])
    make_contact(shelter)
    seen = press().context["version"]
    responses = [press(open="open", version=seen) for _ in range(2)]
    assert [response.status_code for response in responses] == [302, 302]
    assert UpdateRound.objects.count() == Mail.objects.count() == 1


def test_if_others_would_be_asked_by_now_nothing_is_sent(press, priority, shelter):
    make_action(priority, owners=[shelter])
    seen = press().context["version"]
    make_contact(shelter)
    response = press(open="open", version=seen)
    assert "have changed since you looked" in response.content.decode()
    assert not UpdateRound.objects.exists()


def test_whoever_is_left_out_stays_so_when_it_is_shown_again(press, priority, shelter):
    make_action(priority, owners=[shelter])
    response = press(open="open", version="another", leave_out=[str(shelter.pk)])
    assert response.context["left_out"] == {shelter.pk}


def test_if_a_mail_cannot_be_written_there_is_no_round(press, priority, shelter, monkeypatch):
    make_action(priority, owners=[shelter])
    make_contact(shelter)
    seen = press().context["version"]

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(opening, "put_request", fail)
    with pytest.raises(RuntimeError):
        press(open="open", version=seen)
    assert not UpdateRound.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Enter the name of the round"),
        ({"closes_on_0": "18"}, "The closing day must be in the future"),
        ({"closes_on_0": "31"}, "Closing day must be a real date"),
        ({"closes_on_1": ""}, "Closing day must include a month"),
        ({"reminder_days": ["99"]}, "Select"),
    ],
)
def test_a_mistake_is_named_and_the_rest_stays(press, priority, changes, words):
    response = press(**changes)
    text = response.content.decode()
    assert words in text
    assert "Please be brief." in text
    assert text.count("<title>Error: ") == 1


def test_a_name_is_used_once_in_a_plan(press, plan):
    make_round(plan, "quarter 3")
    assert "There is already a round of this name" in press().content.decode()


def test_the_chosen_plan_is_the_one_asked_about(press, plan, shelter):
    last = make_plan(plan.partnership, 2025)
    make_action(make_priority(last), owners=[shelter])
    opened(press, plan_id=str(last.pk))
    assert UpdateRound.objects.get().plan == last


def test_without_an_agreed_plan_it_says_what_to_do_first(press, plan):
    plan.stage = Plan.Stage.DRAFTING
    plan.save()
    assert "No plan is agreed yet" in press().content.decode()


def test_a_working_day_is_suggested(larkshire):
    assert suggested_closing_day(date(2026, 12, 11)) == date(2026, 12, 29)
    assert suggested_closing_day(date(2026, 11, 18)) == date(2026, 12, 2)


def test_what_was_typed_before_signing_in_is_given_back(client, cast, sign_in, plan):
    address = reverse("round-open", args=[plan.partnership.slug])
    client.post(address, FORM)
    sign_in(cast.manager)
    text = client.get(address).content.decode()
    assert "Please be brief." in text
    assert 'value="30"' in text


def test_a_slow_mail_server_keeps_nobody_waiting(
    press, priority, larkshire, monkeypatch, django_capture_on_commit_callbacks
):
    """What it does not take in time is left to the next run."""
    monkeypatch.setattr(outbox, "PATIENCE", timedelta(0))
    for _ in range(3):
        agency = make_agency(larkshire)
        make_contact(agency)
        make_action(priority, owners=[agency])
    with django_capture_on_commit_callbacks(execute=True):
        opened(press)
    assert django_mail.outbox == []
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        call_command("send_mail")
    assert len(django_mail.outbox) == 3


# Another round that is open.


def test_another_open_round_is_told_with_a_link(press, priority, shelter):
    other = make_round(priority.plan, "Quarter 2")
    make_action(priority, owners=[shelter])
    text = press().content.decode()
    assert "Another round of this plan is open" in text
    assert other.get_absolute_url() in text


def test_asking_again_needs_a_tick(press, priority, shelter):
    make_round(priority.plan, "Quarter 2")
    make_action(priority, owners=[shelter])
    text = opened(press).content.decode()
    assert "Select “Ask again anyway”" in text
    assert "<title>Error: " in text
    assert UpdateRound.objects.count() == 1
    opened(press, again="again")
    assert UpdateRound.objects.filter(name="Quarter 3").count() == 1


def test_a_round_that_has_ended_or_is_of_another_plan_needs_no_tick(press, priority, shelter):
    make_round(priority.plan, "Quarter 2", closes_on=date(2026, 11, 17))
    make_round(make_plan(shelter.partnership, 2025), "Quarter 4")
    make_action(priority, owners=[shelter])
    assert "Another round of this plan" not in press().content.decode()
    assert opened(press).status_code == 302
