"""The closing day, in London: at midnight, at the clock changes, at the year's end."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from actions.rounds import answers
from actions.rounds.links import BadLink, Wrong, recipient_of, token_of
from actions.rounds.models import Answer
from actions.rounds.requests import is_late, progress_of
from actions.rounds.views.rounds import Row
from tests.factories import make_action, make_plan, make_priority, make_request, make_round

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def asked_until(larkshire, shelter):
    """asked_until(day) gives a request of a round that closes on that day."""

    def make(day):
        plan = make_plan(larkshire)
        make_action(make_priority(plan), owners=[shelter])
        return make_request(make_round(plan, closes_on=day), shelter, ["lead@example.org"])

    return make


# The first moment in UTC at which an answer is late.
MIDNIGHTS = [
    # Winter, and summer, when London is an hour ahead.
    (date(2026, 11, 27), datetime(2026, 11, 28, 0, tzinfo=UTC)),
    (date(2026, 7, 15), datetime(2026, 7, 15, 23, tzinfo=UTC)),
    # The days on which the clocks go forward (a day of 23 hours) and back (25), and their eves.
    (date(2026, 3, 28), datetime(2026, 3, 29, 0, tzinfo=UTC)),
    (date(2026, 3, 29), datetime(2026, 3, 29, 23, tzinfo=UTC)),
    (date(2026, 10, 24), datetime(2026, 10, 24, 23, tzinfo=UTC)),
    (date(2026, 10, 25), datetime(2026, 10, 26, 0, tzinfo=UTC)),
    # The financial year's last day and its first, the calendar's last, a leap day.
    (date(2027, 3, 31), datetime(2027, 3, 31, 23, tzinfo=UTC)),
    (date(2027, 4, 1), datetime(2027, 4, 1, 23, tzinfo=UTC)),
    (date(2026, 12, 31), datetime(2027, 1, 1, 0, tzinfo=UTC)),
    (date(2028, 2, 29), datetime(2028, 3, 1, 0, tzinfo=UTC)),
]


@pytest.mark.parametrize(("closes_on", "midnight"), MIDNIGHTS)
def test_an_answer_is_late_from_midnight_in_london(asked_until, closes_on, midnight):
    round = asked_until(closes_on).round
    assert not is_late(round, midnight - timedelta(microseconds=1))
    assert is_late(round, midnight)
    assert not is_late(round, midnight - timedelta(hours=1))
    assert is_late(round, midnight + timedelta(hours=1))


@pytest.mark.parametrize(("closes_on", "midnight"), MIDNIGHTS)
def test_the_page_says_so_from_the_same_moment(asked_until, client, closes_on, midnight):
    asked = asked_until(closes_on)
    link = reverse("answer", args=[token_of(asked.recipients.get())])
    for seconds, told in ((-1, False), (1, True)):
        with time_machine.travel(midnight + timedelta(seconds=seconds), tick=False):
            text = client.get(link).content.decode()
            assert ("You can still answer" in text) == told


@pytest.mark.parametrize(
    ("closes_on", "last"),
    [
        (date(2026, 11, 27), date(2026, 12, 27)),
        (date(2027, 3, 15), date(2027, 4, 14)),
        (date(2026, 10, 1), date(2026, 10, 31)),
    ],
)
def test_the_link_works_for_thirty_days_more(asked_until, closes_on, last):
    recipient = asked_until(closes_on).recipients.get()
    assert recipient_of(token_of(recipient), on=last) == recipient
    with pytest.raises(BadLink) as bad:
        recipient_of(token_of(recipient), on=last + timedelta(days=1))
    assert bad.value.wrong == Wrong.EXPIRED


def test_the_link_ends_at_midnight_in_london(asked_until, client):
    asked = asked_until(date(2026, 6, 1))
    link = reverse("answer", args=[token_of(asked.recipients.get())])
    midnight = datetime(2026, 7, 2, tzinfo=LONDON)
    for seconds, status in ((-1, 200), (1, 410)):
        with time_machine.travel(midnight + timedelta(seconds=seconds), tick=False):
            assert client.get(link).status_code == status


@pytest.mark.parametrize(("seconds", "state"), [(-1, "Answered"), (1, "Answered late")])
def test_an_answer_counts_at_the_moment_at_which_it_was_sent(asked_until, seconds, state):
    asked = asked_until(date(2027, 3, 31))
    midnight = datetime(2027, 4, 1, tzinfo=LONDON)
    answers.send(
        asked,
        asked.agency.ownerships.get().action,
        status="on_track",
        text="It goes on.",
        given_by="Robin Lark",
        seen="",
        at=midnight + timedelta(seconds=seconds),
    )
    asked.refresh_from_db()
    row = Row(asked, progress_of([asked])[asked.pk], [], is_late=True)
    assert row.state == state
    assert Answer.objects.get().state == "sent"
