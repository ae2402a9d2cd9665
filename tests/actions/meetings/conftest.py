"""A group of Larkshire's plan, with a meeting today and one before it."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def body(plan):
    return factories.make_meeting_body(plan, "Strategy Group")


@pytest.fixture
def before(body):
    return factories.make_meeting(body, date(2026, 9, 15))


@pytest.fixture
def meeting(body, before):
    return factories.make_meeting(body, TODAY)


@pytest.fixture
def off_track(plan, shelter):
    """An action that is off track."""
    action = factories.make_action(factories.make_priority(plan), "Open a refuge", [shelter])
    factories.make_update(
        action, "None found.", "off_track", on=date(2026, 11, 1), reason="No house is to be had."
    )
    return action


@pytest.fixture
def at():
    """at(meeting, name, *more): the address of a page of the meeting."""

    def find(meeting, name, *more):
        plan = meeting.body.plan
        arguments = [plan.partnership.slug, plan.address, meeting.pk, *more]
        return reverse(name, args=arguments)

    return find
