"""Nothing left to answer: however that came, the agency is neither reminded nor late."""

from datetime import date

import pytest
from django.utils import timezone

from actions.changes import add_update
from actions.rounds import answers, digests, reminders
from actions.rounds.desk.decisions import accept, send_back
from actions.rounds.desk.scoreboard import scoreboard
from actions.rounds.requests import progress_of
from csp.versions import version_of
from partners.models import Mail
from plans.models import Plan
from tests import factories
from tests.conftest import TODAY

CLOSES = date(2026, 11, 27)
AFTER = date(2026, 11, 30)


@pytest.fixture
def actions(larkshire, shelter):
    priority = factories.make_priority(factories.make_plan(larkshire))
    return [factories.make_action(priority, owners=[shelter]) for _ in range(2)]


@pytest.fixture
def asked(actions, shelter):
    return factories.make_request(
        factories.make_round(actions[0].plan), shelter, ["box@example.org"]
    )


@pytest.fixture
def finish(cast, django_capture_on_commit_callbacks):
    """finish(action) says that it is complete, as an officer does on its page."""

    def say(action, status="complete"):
        with django_capture_on_commit_callbacks(execute=True):
            add_update(
                action,
                status=status,
                text="It is done.",
                by=cast.officer,
                on=TODAY,
                after=action.latest_update_id,
            )

    return say


def is_settled(asked):
    asked.refresh_from_db()
    return asked.answered_at is not None


def words(asked, on=TODAY):
    (line,) = scoreboard(asked.round.plan, on=on).agencies
    return str(line.cells[0])


def test_with_the_last_action_that_an_officer_finishes_nothing_is_left(asked, actions, finish):
    finish(actions[0])
    assert not is_settled(asked)
    finish(actions[1], "not_pursued")
    assert is_settled(asked)


def test_an_update_that_finishes_nothing_leaves_the_agency_asked(asked, actions, finish):
    for action in actions:
        finish(action, "on_track")
    assert not is_settled(asked)


def test_a_reminder_that_has_not_left_is_withdrawn(asked, actions, finish):
    reminders.remind(CLOSES)
    for action in actions:
        finish(action)
    assert not Mail.objects.exists()


def test_what_was_answered_and_what_was_finished_make_a_whole(asked, actions, finish):
    said = {"status": "on_track", "text": "It goes on.", "given_by": "Robin Lark", "seen": ""}
    answers.send(asked, actions[0], at=timezone.now(), **said)
    finish(actions[1])
    assert is_settled(asked)
    assert words(asked) == "Answered 1 of 1, in time"


def test_another_agency_s_accepted_answer_may_leave_nothing(
    asked, actions, larkshire, cast, django_capture_on_commit_callbacks
):
    fire = factories.make_agency(larkshire, "Fire")
    action = factories.make_action(actions[0].priority, owners=[fire])
    action.owners.create(agency=asked.agency)
    for other in actions:
        other.delete()
    theirs = factories.make_request(asked.round, fire)
    answer = factories.make_answer(theirs, action, status="complete")
    seen = {"seen": version_of(answer), "after": None}
    with django_capture_on_commit_callbacks(execute=True):
        accept(answer, by=cast.officer, on=TODAY, status="complete", text="Done.", **seen)
    assert is_settled(asked)


def test_a_question_about_an_action_that_is_finished_since_is_not_missed(
    asked, actions, cast, finish
):
    actions[1].delete()
    answer = factories.make_answer(asked, actions[0])
    send_back(answer, by=cast.officer, on=TODAY, question="How many?", seen=version_of(answer))
    assert progress_of([asked])[asked.pk].returned == 1
    finish(actions[0])
    assert is_settled(asked)
    assert progress_of([asked])[asked.pk].returned == 0


def test_the_daily_run_settles_what_lost_its_last_action_otherwise(asked, shelter):
    shelter.ownerships.all().delete()
    assert reminders.remind(CLOSES) == 0
    assert is_settled(asked)


def test_the_requests_of_others_stay_open(asked, actions, larkshire, finish):
    fire = factories.make_agency(larkshire, "Fire")
    factories.make_action(actions[0].priority, owners=[fire])
    theirs = factories.make_request(asked.round, fire)
    for action in actions:
        finish(action)
    assert not is_settled(theirs)


def test_a_round_of_last_year_is_not_settled_by_this_year_s_actions(asked, actions, finish):
    last = factories.make_plan(actions[0].plan.partnership, 2025)
    earlier = factories.make_request(factories.make_round(last), asked.agency)
    for action in actions:
        finish(action)
    assert not is_settled(earlier)


def test_it_is_told_on_the_scoreboard_and_is_neither_late_nor_counted(asked, actions, finish):
    for action in actions:
        finish(action)
    assert words(asked, on=AFTER).startswith("Nothing left to answer")
    totals = scoreboard(asked.round.plan, on=AFTER).totals
    assert (totals.asked, totals.missing, totals.answered) == (0, 0, 0)
    assert digests.late(Plan.objects.all(), AFTER) == []


def test_who_was_late_stays_so_whatever_is_finished_when_the_round_is_over(asked, actions):
    """By the year's end all is finished, and nobody has answered all the same."""
    for action in actions:
        action.status = "complete"
        action.save()
    assert words(asked, on=date(2027, 3, 1)) == "Not opened, late"
