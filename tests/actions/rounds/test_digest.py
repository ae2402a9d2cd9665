"""The officers' digest: at most one a day, and only if there is something to say."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from actions.rounds.digests import put_digests
from actions.rounds.models import Answer
from partners.access import Role
from partners.models import Mail
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)


@pytest.fixture
def officer(larkshire):
    return factories.make_member(larkshire, email="officer@larkshire.example.org")


@pytest.fixture
def request_(larkshire, shelter, officer):
    """Lark Shelter is asked until 27 November."""
    plan = factories.make_plan(larkshire, 2026)
    factories.make_action(factories.make_priority(plan), owners=[shelter])
    return factories.make_request(factories.make_round(plan, "Quarter 2"), shelter)


@pytest.fixture
def action(request_, shelter):
    return shelter.ownerships.get().action


def test_without_anything_to_say_there_is_none(request_):
    assert put_digests(TODAY) == 0


def test_it_tells_what_came_in_and_waits(request_, action, officer):
    factories.make_answer(request_, action)
    assert put_digests(TODAY) == 1
    mail = Mail.objects.get()
    assert mail.recipient == officer.email
    assert mail.subject == "Larkshire: 1 answer waits for you"
    for words in (mail.text, mail.html):
        assert "Lark Shelter, Quarter 2: 1 answer" in words
        assert "1 answer waits to be accepted or sent back" in words


def test_one_a_day(request_, action):
    factories.make_answer(request_, action)
    assert [put_digests(TODAY) for _ in range(2)] == [1, 0]


def test_what_it_has_told_is_not_new_the_next_day(request_, action):
    factories.make_answer(request_, action)
    put_digests(TODAY)
    put_digests(date(2026, 11, 19))
    mail = Mail.objects.first()
    assert "New since" not in mail.text
    assert "1 answer waits" in mail.text


def test_what_was_accepted_at_once_is_still_told(request_, action, officer):
    update = factories.make_update(action)
    factories.make_answer(
        request_,
        action,
        state=Answer.State.ACCEPTED,
        update=update,
        accepted_by=officer,
        accepted_on=TODAY,
    )
    put_digests(TODAY)
    assert Mail.objects.get().subject == "Larkshire: answers have come in"


def test_what_an_officer_took_by_telephone_is_no_news(request_, action, officer):
    factories.make_answer(request_, action, given_to=officer)
    put_digests(TODAY)
    assert "New since" not in Mail.objects.get().text


def test_it_tells_once_who_is_late(request_):
    with time_machine.travel("2026-11-27T12:00:00+00:00"):
        assert put_digests(date(2026, 11, 27)) == 0
    with time_machine.travel("2026-11-30T12:00:00+00:00"):
        assert put_digests(date(2026, 11, 30)) == 1
    assert "Lark Shelter, Quarter 2: due by 27 November 2026" in Mail.objects.get().text
    with time_machine.travel("2026-12-01T12:00:00+00:00"):
        assert put_digests(date(2026, 12, 1)) == 0


def test_who_has_answered_is_not_late(request_):
    request_.answered_at = datetime(2026, 11, 26, tzinfo=UTC)
    request_.save()
    assert put_digests(date(2026, 11, 30)) == 0


def test_none_on_a_weekend(request_, action):
    factories.make_answer(request_, action)
    assert put_digests(date(2026, 11, 21)) == 0


@pytest.mark.parametrize(
    ("role", "count"),
    [(Role.READER, 0), (Role.OFFICER, 1), (Role.MANAGER, 1), (Role.ADMINISTRATOR, 1)],
)
def test_it_goes_to_those_who_may_take_updates(role, count, request_, action, larkshire, officer):
    officer.memberships.update(role=role)
    factories.make_answer(request_, action)
    assert put_digests(TODAY) == count


def test_not_to_a_person_whose_account_is_closed(request_, action, officer):
    officer.is_active = False
    officer.save()
    factories.make_answer(request_, action)
    assert put_digests(TODAY) == 0


def test_not_to_another_partnership(request_, action, wrenmoor):
    factories.make_member(wrenmoor)
    factories.make_round(factories.make_plan(wrenmoor))
    factories.make_answer(request_, action)
    put_digests(TODAY)
    assert [mail.partnership.district for mail in Mail.objects.all()] == ["Larkshire"]


def test_it_tells_whom_no_e_mail_reaches(request_, action, shelter, larkshire):
    """Lark Shelter has no address; Fire's works."""
    shelter.telephones = "01622 1"
    shelter.save()
    fire = factories.make_agency(larkshire, "Fire")
    factories.make_action(action.priority, owners=[fire])
    other = factories.make_request(request_.round, fire, ["fire@example.org"])
    factories.make_answer(other, action)
    put_digests(TODAY)
    mail = Mail.objects.get()
    for words in (mail.text, mail.html):
        assert "No working email address" in words
        assert "Lark Shelter, Quarter 2: 01622 1" in words
        assert "Fire, Quarter 2: " not in words.partition("No working")[2]
