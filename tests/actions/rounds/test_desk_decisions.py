"""Accepting answers."""

from datetime import date

import pytest

from actions.models import Status, StatusUpdate
from actions.rounds.desk.decisions import accept
from actions.rounds.models import Answer
from csp.versions import ChangedByAnother, version_of
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def request_(action, shelter):
    round = factories.make_round(action.plan)
    return factories.make_request(round, shelter, ["box@example.org"])


@pytest.fixture
def answer(request_, action):
    return factories.make_answer(request_, action, "Ten beds are there.")


def accepted(answer, by, **changes):
    arguments = {
        "by": by,
        "on": TODAY,
        "status": answer.status,
        "text": answer.text,
        "reason": answer.reason,
        "seen": version_of(answer),
        "after": answer.action.latest_update_id,
    }
    return accept(answer, **(arguments | changes))


def test_an_accepted_answer_is_the_action_s_update(answer, action, cast):
    update = accepted(answer, cast.officer)
    action.refresh_from_db()
    answer.refresh_from_db()
    assert action.latest_update == update
    assert (update.text, update.made_by) == (answer.text, cast.officer)
    assert (answer.state, answer.update, answer.accepted_by) == ("accepted", update, cast.officer)


def test_an_answer_keeps_its_day_and_who_accepted_it_when(answer, action, cast):
    update = accepted(answer, cast.officer)
    answer.refresh_from_db()
    assert update.made_on == date(2026, 11, 17)
    assert (answer.accepted_by, answer.accepted_on) == (cast.officer, TODAY)


def test_an_older_answer_stands_on_its_day_below_the_newer_word(answer, action, cast):
    newer = factories.make_update(action, "It is full.", Status.COMPLETE, on=TODAY)
    answer.action.refresh_from_db()
    older = accepted(answer, cast.officer)
    action.refresh_from_db()
    assert (action.latest_update, action.status) == (newer, Status.COMPLETE)
    assert list(action.updates.all()) == [newer, older]


def test_an_answer_that_says_complete_over_which_more_was_said_finishes_nothing(
    answer, action, cast, request_, django_capture_on_commit_callbacks
):
    answer.request.answers.create(action=factories.make_action(action.priority))
    factories.make_update(action, "It leaks.", on=TODAY)
    answer.action.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True) as called:
        accepted(answer, cast.officer, status="complete")
    assert called == []


def test_an_answer_is_accepted_in_the_officer_s_words(answer, cast):
    update = accepted(answer, cast.officer, text="There are ten beds.", status="complete")
    answer.refresh_from_db()
    assert (update.text, update.status) == ("There are ten beds.", "complete")
    assert (answer.text, answer.status) == ("Ten beds are there.", "on_track")


def test_a_form_sent_twice_accepts_once(answer, cast):
    first = accepted(answer, cast.officer)
    assert accepted(answer, cast.officer, seen="0", after=None) == first
    assert StatusUpdate.objects.count() == 1


def test_another_officer_s_words_are_not_dropped(answer, cast):
    accepted(answer, cast.officer)
    with pytest.raises(ChangedByAnother):
        accepted(answer, cast.manager, text="My own words.")


def test_an_update_made_meanwhile_is_not_overwritten(answer, action, cast):
    theirs = factories.make_update(action, "Theirs.")
    with pytest.raises(ChangedByAnother) as caught:
        accepted(answer, cast.officer, after=None)
    assert caught.value.now == theirs
    answer.refresh_from_db()
    assert answer.state == Answer.State.SENT


def test_two_agencies_with_the_same_words_are_each_accepted_knowingly(answer, larkshire, cast):
    other = factories.make_request(answer.request.round, factories.make_agency(larkshire))
    same = factories.make_answer(other, answer.action, answer.text)
    accepted(answer, cast.officer)
    with pytest.raises(ChangedByAnother):
        accepted(same, cast.officer, after=None)
    same.action.refresh_from_db()
    accepted(same, cast.officer)
    assert StatusUpdate.objects.count() == 2


def test_an_answer_that_was_changed_meanwhile_is_not_accepted(answer, cast):
    seen = version_of(answer)
    answer.text = "Eleven."
    answer.save()
    with pytest.raises(ChangedByAnother):
        accepted(answer, cast.officer, seen=seen)
    assert not StatusUpdate.objects.exists()
