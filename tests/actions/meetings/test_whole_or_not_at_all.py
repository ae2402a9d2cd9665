"""What is written at a meeting is broken off at its last statement: nothing of it is left."""

import pytest

from actions import changes as of_actions
from actions.meetings import changes as meetings
from tests import factories
from tests.conftest import TODAY
from tests.factories import fresh
from tests.test_whole_or_not_at_all import NOON, assert_whole_or_not_at_all

pytestmark = pytest.mark.slow


@pytest.fixture
def action(plan, shelter):
    return factories.make_action(factories.make_priority(plan), owners=[shelter])


@pytest.fixture
def meeting(plan):
    return factories.make_meeting(factories.make_meeting_body(plan), TODAY)


@pytest.fixture
def by(cast):
    return {"by": cast.manager, "at": NOON}


def test_who_was_there_and_the_notes(meeting, shelter, by):
    said = {"agencies": [shelter.pk], "shown": [], "notes": "A word."}
    seen = meetings.version_of_notes("")
    assert_whole_or_not_at_all(lambda: meetings.attend(meeting, seen=seen, **said, **by))


def test_an_update_that_is_taken(meeting, action, by):
    said = {"status": "complete", "text": "Done.", "by": by["by"], "on": TODAY}
    seen = action.latest_update_id

    def save():
        return of_actions.add_update(fresh(action), after=seen, **said)

    assert_whole_or_not_at_all(lambda: meetings.take_update(meeting, save, **by))


def test_a_decision_that_becomes_an_action(meeting, action, shelter, by):
    said = {"text": "Mark bicycles", "kind": "action", "owner": shelter, "due_on": TODAY}
    assert_whole_or_not_at_all(
        lambda: meetings.decide(meeting, priority=action.priority, **said, **by)
    )


def test_the_end_of_a_meeting(meeting, by):
    assert_whole_or_not_at_all(lambda: meetings.finish(meeting, **by))
