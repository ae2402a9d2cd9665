"""What a person decides for themselves: how often they are written to, and their calendar."""

from datetime import date

import pytest

from partners.own_mail import wants_digest
from tests.pages import text

URL = "/accounts/emails/"


@pytest.mark.parametrize(
    ("digests", "day", "wanted"),
    [
        ("daily", date(2026, 11, 18), True),
        ("weekly", date(2026, 11, 18), False),
        ("weekly", date(2026, 11, 16), True),
        # The Monday before is a bank holiday.
        ("weekly", date(2026, 8, 31), True),
        ("weekly", date(2026, 9, 1), True),
        ("weekly", date(2026, 9, 2), False),
        ("never", date(2026, 11, 16), False),
    ],
)
def test_digests_come_as_often_as_chosen(digests, day, wanted, cast):
    cast.officer.digests = digests
    assert wants_digest(cast.officer, on=day) is wanted


def test_how_often_is_chosen(cast, sign_in):
    sign_in(cast.officer).post(URL, {"digests": "weekly"})
    cast.officer.refresh_from_db()
    assert cast.officer.digests == "weekly"


@pytest.mark.parametrize(("sent", "told"), [({}, "Select how often"), ({"digests": "x"}, "list")])
def test_no_choice_is_told(sent, told, cast, sign_in):
    assert told in text(sign_in(cast.officer).post(URL, sent))


@pytest.mark.parametrize(
    ("person", "told"),
    [
        ("officer", "How often are you told"),
        ("contributor", "what Larkshire asks Lark Shelter"),
        ("reader", "They go to reader@larkshire.example.org"),
    ],
)
def test_it_says_which_e_mails_somebody_gets(person, told, cast, sign_in):
    assert told in text(sign_in(getattr(cast, person)).get(URL))


def test_the_calendar_has_an_address_until_it_is_ended(cast, sign_in):
    client = sign_in(cast.officer)
    assert ".ics" not in text(client.get(URL))
    assert ".ics" in text(client.post(URL, {"new_address": ""}, follow=True))
    assert ".ics" not in text(client.post(URL, {"stop": ""}, follow=True))
