from datetime import date

import pytest
from django.db import IntegrityError, transaction

from actions.changes import add_update
from actions.models import Status
from csp.versions import ChangedByAnother
from tests.factories import make_action, make_plan, make_priority, make_update

TODAY = date(2026, 11, 18)


@pytest.fixture
def action(larkshire):
    return make_action(make_priority(make_plan(larkshire)))


def test_the_action_takes_the_status_and_the_word_of_the_update(action, cast):
    update = add_update(
        action, status=Status.COMPLETE, text="Done.", by=cast.officer, on=TODAY, after=None
    )
    action.refresh_from_db()
    assert (action.status, action.latest_update) == (Status.COMPLETE, update)


def test_an_update_is_added_and_the_earlier_one_stays(action, cast):
    first = make_update(action, "First.")
    add_update(
        action, status=Status.ON_TRACK, text="Second.", by=cast.officer, on=TODAY, after=first.pk
    )
    assert [update.text for update in action.updates.all()] == ["Second.", "First."]


def test_what_was_said_on_an_earlier_day_is_added_and_is_not_the_current_word(action, cast):
    newer = make_update(action, "It is full.", Status.COMPLETE, on=TODAY)
    words = {"status": Status.AT_RISK, "text": "Stuck.", "reason": "Rain.", "by": cast.officer}
    older = add_update(action, on=date(2026, 11, 2), after=newer.pk, **words)
    action.refresh_from_db()
    assert (action.status, action.latest_update) == (Status.COMPLETE, newer)
    assert list(action.updates.all()) == [newer, older]


def test_an_update_that_the_writer_has_not_seen_stops_the_next(action, cast):
    unseen = make_update(action, "Somebody was quicker.")
    with pytest.raises(ChangedByAnother) as error:
        add_update(
            action, status=Status.ON_TRACK, text="Mine.", by=cast.officer, on=TODAY, after=None
        )
    assert error.value.now == unseen
    assert action.updates.count() == 1


def test_the_same_update_sent_twice_counts_once(action, cast):
    words = {"status": Status.ON_TRACK, "text": "Once.", "by": cast.officer, "on": TODAY}
    first = add_update(action, after=None, **words)
    assert add_update(action, after=None, **words) == first
    assert action.updates.count() == 1


def test_a_failure_leaves_neither_update_nor_status(action, cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        add_update(
            action, status=Status.OFF_TRACK, text="Stuck.", by=cast.officer, on=TODAY, after=None
        )
    action.refresh_from_db()
    assert (action.status, action.latest_update) == (Status.NOT_STARTED, None)
