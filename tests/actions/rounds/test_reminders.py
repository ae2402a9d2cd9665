"""Reminders: each once, on the right day, and never to who has answered or left.

Larkshire's round was opened on 2 November 2026 and closes on Friday the 27th, unless a test says
otherwise; it reminds a week before, on the day and three days after.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from actions.rounds import answers, reminders
from actions.rounds.links import link_of
from actions.rounds.models import Answer
from partners.models import Mail
from tests import factories
from tests.at_once import needs_connections

pytestmark = pytest.mark.django_db
CLOSES = date(2026, 11, 27)
WEEK_BEFORE = date(2026, 11, 20)
# Three days after is a Monday.
AFTER = date(2026, 11, 30)


@pytest.fixture
def contact(shelter):
    return factories.make_contact(shelter, email="shelter@example.org")


@pytest.fixture
def request_(larkshire, shelter, contact):
    """Lark Shelter is asked about one action."""
    plan = factories.make_plan(larkshire, 2026)
    factories.make_action(factories.make_priority(plan), owners=[shelter])
    request = factories.make_request(factories.make_round(plan), shelter, [contact.email])
    request.recipients.update(contact=contact)
    return request


@pytest.fixture
def round(request_):
    return request_.round


@pytest.fixture
def recipient(request_):
    return request_.recipients.get()


def change(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


def subjects():
    return list(Mail.objects.order_by("pk").values_list("subject", flat=True))


def test_a_week_before_on_the_day_and_after_it(recipient):
    for day in (WEEK_BEFORE, CLOSES, AFTER):
        assert reminders.remind(day) == 1
    assert set(Mail.objects.values_list("key", flat=True)) == {
        f"reminder:{recipient.pk}:{offset}" for offset in (-7, 0, 3)
    }
    assert subjects() == [
        "Larkshire: 1 answer needed by 27 November",
        "Larkshire: 1 answer needed today",
        "Larkshire: 1 answer still missing",
    ]


def test_it_holds_the_link_in_both_parts(recipient):
    reminders.remind(CLOSES)
    mail = Mail.objects.get()
    assert mail.recipient == "shelter@example.org"
    assert link_of(recipient) in mail.text
    assert link_of(recipient) in mail.html


def test_the_day_before_there_is_none(request_):
    assert reminders.remind(WEEK_BEFORE - timedelta(days=1)) == 0


def test_however_often_it_runs_each_is_sent_once(request_):
    assert [reminders.remind(CLOSES) for _ in range(3)] == [1, 0, 0]


def test_of_those_that_were_missed_the_latest_is_sent(request_):
    assert reminders.remind(AFTER) == 1
    assert Mail.objects.get().key.endswith(":3")


def test_nobody_is_reminded_on_the_day_of_asking(round):
    change(round, opened_at=datetime(2026, 11, 20, 9, tzinfo=UTC))
    assert reminders.remind(WEEK_BEFORE) == 0


@pytest.mark.parametrize("field", ["answered_at", "revoked_at"])
def test_who_has_answered_or_is_asked_no_more_is_not_reminded(field, request_):
    change(request_, **{field: timezone.now()})
    assert reminders.remind(CLOSES) == 0


def test_who_has_nothing_left_to_answer_is_not_reminded(request_, shelter):
    action = shelter.ownerships.get().action
    factories.make_update(action, status="complete")
    assert reminders.remind(CLOSES) == 0


def test_thanks_for_what_was_sent_already(request_, shelter, larkshire):
    action = shelter.ownerships.get().action
    factories.make_answer(request_, action)
    factories.make_action(action.priority, owners=[shelter])
    reminders.remind(CLOSES)
    assert "Thank you for what you have sent. 1 answer is still to come." in Mail.objects.get().text


def test_the_closing_day_moved_to_later_reminds_by_the_new_one(round):
    reminders.remind(WEEK_BEFORE)
    change(round, closes_on=date(2026, 12, 11))
    assert reminders.remind(CLOSES) == 0
    assert reminders.remind(date(2026, 12, 11)) == 1


def test_of_a_round_that_is_long_over_nobody_is_reminded(request_):
    assert reminders.remind(CLOSES + timedelta(days=28)) == 0  # Christmas
    assert reminders.remind(CLOSES + timedelta(days=31)) == 0  # 28 December, and too late
    assert reminders.remind(date(2026, 12, 30)) == 0


def test_of_a_plan_that_is_closed_nobody_is_reminded(round):
    change(round.plan, stage="closed")
    assert reminders.remind(CLOSES) == 0


def test_a_person_who_was_removed_is_not_reminded(request_, contact):
    contact.delete()
    assert reminders.remind(CLOSES) == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"receives_update_requests": False},
        {"keep_until": date(2026, 11, 26)},
        {"email": "successor@example.org"},
    ],
)
def test_a_person_who_has_left_is_not_reminded(fields, request_, contact):
    change(contact, **fields)
    assert reminders.remind(CLOSES) == 0


def test_on_the_last_day_that_a_contact_is_kept_it_is_reminded(request_, contact):
    change(contact, keep_until=CLOSES)
    assert reminders.remind(CLOSES) == 1


def test_a_mailbox_that_never_was_a_contact_is_reminded(request_, recipient, contact):
    change(recipient, contact=None, email="typed@example.org")
    assert reminders.remind(CLOSES) == 1


def test_an_agency_that_has_ended_is_not_reminded(request_, shelter):
    change(shelter, ended_on=CLOSES)
    assert reminders.remind(CLOSES) == 0


def test_every_mailbox_of_an_agency_is_reminded(request_):
    request_.recipients.create(email="second@example.org")
    assert reminders.remind(CLOSES) == 2


@pytest.mark.parametrize("number", [1, 5])
def test_many_agencies_cost_no_more_queries_than_one(number, round, django_assert_num_queries):
    for _ in range(number - 1):
        agency = factories.make_agency(round.plan.partnership)
        factories.make_action(round.plan.priorities.get(), owners=[agency])
        factories.make_request(round, agency, [factories.make_contact(agency).email])
    with django_assert_num_queries(18):
        assert reminders.remind(WEEK_BEFORE) == number


def test_after_a_question_only_later_reminders_are_sent(request_, shelter):
    """It was sent back on Saturday 28 November, when the reminder of the 27th was not wanted."""
    with time_machine.travel("2026-11-28T12:00:00+00:00"):
        action = shelter.ownerships.get().action
        factories.make_answer(request_, action, state=Answer.State.RETURNED, question="How many?")
    change(request_.round, reminder_days="0,5")
    assert reminders.remind(AFTER) == 0
    assert reminders.remind(date(2026, 12, 2)) == 1


# --- Days ---


@pytest.mark.parametrize(
    ("day", "allowed"),
    [
        (date(2026, 12, 23), True),
        (date(2026, 12, 24), False),  # the eve
        (date(2026, 12, 25), False),
        (date(2026, 12, 26), False),
        (date(2026, 12, 28), False),  # Boxing Day, as the 26th is a Saturday
        (date(2026, 12, 29), True),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), False),
        (date(2027, 1, 4), True),
        (date(2027, 3, 25), False),  # Maundy Thursday
        (date(2027, 3, 26), False),  # Good Friday
        (date(2027, 3, 29), False),
        (date(2027, 3, 30), True),
        (date(2027, 3, 31), True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
    ],
)
def test_days_on_which_nobody_is_reminded(day, allowed):
    assert reminders.may_remind_on(day) is allowed


@pytest.mark.parametrize(
    ("closes_on", "offset", "day"),
    [
        (date(2026, 11, 29), -7, date(2026, 11, 23)),  # from a Sunday to the Monday
        (date(2026, 11, 29), 0, date(2026, 11, 30)),
        (date(2026, 11, 30), -1, date(2026, 11, 27)),  # the Sunday before: back to the Friday
        (date(2026, 12, 31), 0, date(2027, 1, 4)),  # New Year's Eve: into the new year
        (date(2026, 12, 29), -1, date(2026, 12, 23)),  # back over Christmas
        (date(2027, 3, 26), 0, date(2027, 3, 30)),  # Good Friday: to after Easter
        (date(2027, 3, 31), -7, date(2027, 3, 24)),
        (date(2027, 3, 31), 0, date(2027, 3, 31)),
        (date(2027, 3, 31), 1, date(2027, 4, 1)),
    ],
)
def test_a_reminder_moves_to_a_day_on_which_it_may_come(closes_on, offset, day, round):
    round.closes_on = closes_on
    assert reminders.day_of(round, offset) == day


def test_what_falls_on_a_weekend_comes_on_monday(round):
    change(round, closes_on=date(2026, 11, 29), reminder_days="0")
    assert [reminders.remind(date(2026, 11, day)) for day in (28, 29, 30)] == [0, 0, 1]
    # It could not come on the day, and says so.
    assert subjects() == ["Larkshire: 1 answer still missing"]


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        # Midnight in London is 23:00 UTC in summer and 00:00 UTC in winter.
        ("2026-10-25T00:30:00+01:00", 0),
        ("2026-10-25T23:59:00+00:00", 0),
        ("2026-10-26T00:01:00+00:00", 1),
        ("2027-03-28T23:59:00+01:00", 0),
        ("2027-03-29T23:30:00+01:00", 0),  # Easter Monday still, though 22:30 UTC
        ("2027-03-30T00:30:00+01:00", 1),  # Tuesday, though 23:30 UTC on Monday
    ],
)
def test_the_day_is_londons_on_both_sides_of_the_clock_changes(moment, written, round):
    day = date.fromisoformat(moment[:10])
    closes_on = date(2026, 10, 26) if day.year == 2026 else date(2027, 3, 30)
    opened_at = datetime(day.year, 2, 1, tzinfo=UTC)
    change(round, closes_on=closes_on, reminder_days="0", opened_at=opened_at)
    with time_machine.travel(moment):
        call_command("send_reminders")
    assert Mail.objects.filter(key__startswith="reminder:").count() == written


# --- Answered meanwhile ---


def answer(request, shelter):
    return answers.send(
        request,
        shelter.ownerships.get().action,
        status="on_track",
        text="It goes on.",
        given_by="Robin Lark",
        seen="",
        at=timezone.now(),
    )


def test_a_reminder_that_has_not_left_is_withdrawn_by_the_answer(request_, shelter):
    reminders.remind(CLOSES)
    answer(request_, shelter)
    assert not Mail.objects.exists()


def test_the_reminder_of_another_agency_is_not(request_, shelter, larkshire):
    other = factories.make_agency(larkshire, "Lark Police")
    factories.make_action(shelter.ownerships.get().action.priority, owners=[other])
    factories.make_request(request_.round, other, ["police@example.org"])
    reminders.remind(CLOSES)
    answer(request_, shelter)
    assert Mail.objects.get().recipient == "police@example.org"


# --- The command ---


def test_the_command_writes_and_sends(request_, capsys):
    call_command("send_reminders", on="2026-11-27")
    assert [message.to for message in django_mail.outbox] == [["shelter@example.org"]]
    assert "1 reminder, 0 digests written." in capsys.readouterr().out


def test_the_command_knows_dates():
    with pytest.raises(CommandError, match="is not a date such as 2026-11-27"):
        call_command("send_reminders", on="tomorrow")


@needs_connections
@pytest.mark.django_db(transaction=True)
def test_reminding_waits_for_an_answer_that_is_being_written(request_, shelter):
    def remind():
        try:
            return reminders.remind(CLOSES)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            answer(request_, shelter)
            reminding = pool.submit(remind)
        assert reminding.result(timeout=20) == 0
