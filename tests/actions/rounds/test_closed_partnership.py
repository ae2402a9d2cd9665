"""From the day on which a partnership is closed nobody is asked for anything of it."""

from datetime import date

import pytest

from actions.models import Action
from actions.rounds.digests import put_digests
from actions.rounds.links import BadLink, open_recipients, recipient_of, token_of
from actions.rounds.reminders import remind, unanswered
from partners.models import Membership
from tests.factories import (
    make_action,
    make_answer,
    make_contact,
    make_priority,
    make_request,
    make_round,
)

LAST_OPEN, CLOSED = date(2026, 11, 19), date(2026, 11, 20)


@pytest.fixture
def request_of(larkshire, plan, shelter):
    """What the shelter is asked in a round that is open when Larkshire is closed."""
    larkshire.closed_on = CLOSED
    larkshire.save()
    action = make_action(make_priority(plan), owners=[shelter])
    make_contact(shelter, email="desk@example.org")
    asked = make_request(make_round(plan, reminder_days="-8"), shelter, ["desk@example.org"])
    make_answer(asked, action)
    return asked


def test_links_end(request_of):
    token = token_of(request_of.recipients.get())
    assert recipient_of(token, on=LAST_OPEN)
    assert open_recipients("desk@example.org", on=LAST_OPEN)
    with pytest.raises(BadLink):
        recipient_of(token, on=CLOSED)
    assert not open_recipients("desk@example.org", on=CLOSED)


def test_nobody_is_reminded(request_of):
    assert unanswered(LAST_OPEN)
    assert not unanswered(CLOSED)
    assert remind(CLOSED) == 0


def test_officers_get_no_digest(request_of, cast):
    assert put_digests(CLOSED) == 0
    assert put_digests(LAST_OPEN) == 3


def test_nothing_waits_in_my_work(request_of, cast):
    memberships = Membership.objects.filter(user=cast.officer).select_related("partnership")
    assert Action.objects.updatable_by(memberships)
    memberships.get().partnership.__class__.objects.update(closed_on=date(2026, 11, 1))
    assert not Action.objects.updatable_by(memberships.all())
