"""How actions stood on past days, as it is told from what was said of them."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from django.utils import timezone

from actions.models import Action, Status, StatusUpdate
from actions.standing import by_priority, courses_of, standing_on
from plans.models import Plan
from tests.conftest import TODAY
from tests.factories import (
    make_action,
    make_plan,
    make_priority,
    make_update,
    make_user,
    strike,
)

FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)


def entered(row, day):
    """Let the history say that the row was put in on that day, at noon."""
    at = datetime.combine(day, time(12), UTC)
    type(row).history.filter(id=row.pk).update(history_date=at)
    return row


@pytest.fixture
def plan(larkshire):
    """A plan that was agreed on its first day."""
    return entered(make_plan(larkshire), FIRST)


@pytest.fixture
def priority(plan):
    return make_priority(plan)


@pytest.fixture
def action(priority):
    return entered(make_action(priority), FIRST)


def course_of(action):
    return courses_of(Action.objects.filter(pk=action.pk))[action.pk]


def test_a_day_has_what_was_said_last_until_then(action):
    make_update(action, status=Status.ON_TRACK, on=date(2026, 5, 4))
    make_update(action, status=Status.AT_RISK, reason="No money.", on=date(2026, 7, 1))
    course = course_of(action)
    days = [date(2026, 3, 31), FIRST, date(2026, 5, 3), date(2026, 5, 4), date(2026, 6, 30), TODAY]
    states = [None, "not_started", "not_started", "on_track", "on_track", "at_risk"]
    assert [course.on(day) for day in days] == states


def test_it_has_been_so_since_it_was_first_said(action):
    for month in (5, 6, 9):
        make_update(action, on=date(2026, month, 4))
    assert course_of(action).step_on(TODAY) == (date(2026, 5, 4), Status.ON_TRACK)


def test_of_two_updates_of_one_day_the_later_one_counts(action):
    make_update(action, status=Status.ON_TRACK, on=date(2026, 5, 4))
    make_update(action, status=Status.COMPLETE, on=date(2026, 5, 4))
    assert course_of(action).on(date(2026, 5, 4)) == Status.COMPLETE


def test_what_was_struck_out_counts_for_nothing(action):
    make_update(action, on=date(2026, 5, 4))
    strike(make_update(action, status=Status.COMPLETE, on=date(2026, 7, 1)))
    assert course_of(action).on(TODAY) == Status.ON_TRACK


def test_what_was_written_later_counts_from_its_own_day(action):
    make_update(action, status=Status.COMPLETE, on=date(2026, 9, 1))
    make_update(action, status=Status.AT_RISK, reason="No money.", on=date(2026, 6, 1))
    assert course_of(action).on(date(2026, 8, 31)) == Status.AT_RISK
    assert course_of(action).on(date(2026, 9, 1)) == Status.COMPLETE


def test_an_update_of_a_day_to_come_does_not_count_before_it(action):
    make_update(action, status=Status.COMPLETE, on=date(2027, 1, 4))
    assert course_of(action).on(TODAY) == Status.NOT_STARTED


def test_an_action_that_was_added_later_is_there_from_that_day(priority, action):
    later = entered(make_action(priority), date(2026, 9, 7))
    assert course_of(later).on(date(2026, 9, 6)) is None
    assert course_of(later).on(date(2026, 9, 7)) == Status.NOT_STARTED
    courses = courses_of(Action.objects.all()).values()
    assert [standing_on(courses, day).total for day in (FIRST, TODAY)] == [1, 2]


def test_one_that_was_spoken_of_before_it_was_added_is_there_from_then(priority):
    later = entered(make_action(priority), date(2026, 9, 7))
    make_update(later, on=date(2026, 8, 3))
    assert course_of(later).steps[0] == (date(2026, 8, 3), Status.ON_TRACK)


def test_a_plan_that_was_agreed_later_has_no_actions_before(plan, action):
    entered(plan, date(2026, 6, 15))
    assert course_of(action).steps == ((date(2026, 6, 15), Status.NOT_STARTED),)


def test_a_plan_counts_from_its_first_update_if_that_is_older_than_its_record(plan, priority):
    """Whoever begins with this software in the midst of a year enters what was said before."""
    entered(plan, date(2026, 9, 1))
    silent, told = (entered(make_action(priority), date(2026, 9, 1)) for _ in range(2))
    make_update(told, on=date(2026, 5, 4))
    assert course_of(silent).steps[0].since == date(2026, 5, 4)


def test_a_plan_that_was_entered_after_it_was_over_was_there_all_the_year(larkshire):
    action = make_action(make_priority(make_plan(larkshire, 2018)))
    make_update(action, on=date(2018, 6, 1))
    assert course_of(action).steps[0] == (date(2018, 4, 1), Status.NOT_STARTED)


def test_a_draft_has_none_that_count(larkshire):
    draft = make_plan(larkshire, stage=Plan.Stage.DRAFTING)
    assert course_of(make_action(make_priority(draft))).steps == ()


def test_it_is_counted_by_priority(plan, priority, action):
    other = make_priority(plan)
    for _ in range(2):
        entered(make_action(other), FIRST)
    grouped = by_priority(courses_of(Action.objects.filter(priority__plan=plan)).values())
    totals = {pk: standing_on(some, TODAY).counts["not_started"] for pk, some in grouped.items()}
    assert totals == {priority.pk: 1, other.pk: 2}


def test_it_costs_the_same_however_much_there_is(larkshire, action, django_assert_num_queries):
    for year in (2024, 2025):
        priority = make_priority(make_plan(larkshire, year))
        for _ in range(3):
            make_update(make_action(priority), on=TODAY)
    with django_assert_num_queries(4):
        assert len(courses_of(Action.objects.all())) == 7


def generated(random, partnership, by):
    """A plan and its actions with what was said of them: rows, and the same as plain values."""
    year = random.choice([2024, 2025, 2026])
    first, last = date(year, 4, 1), date(year + 1, 3, 31)

    def some_day(earliest=-30, latest=500):
        return first + timedelta(days=random.randint(earliest, latest))

    plan = make_plan(partnership, year)
    agreed = entered(plan, some_day()).history.get().history_date.date()
    priority = make_priority(plan)
    actions = {}
    for _ in range(4):
        added = random.choice([agreed, some_day(), first])
        action = entered(make_action(priority), added)
        said = []
        for _ in range(random.choice([0, 1, 3, 8])):
            day, status = some_day(), random.choice(Status.values)
            is_struck, is_nothing_new = random.random() < 0.2, random.random() < 0.2
            struck = {"strike": "mistake", "struck_by": by, "struck_reason": "Wrong."}
            StatusUpdate.objects.create(
                action=action,
                status=status,
                text="" if is_nothing_new else "Words.",
                reason="" if is_nothing_new else "A reason.",
                is_nothing_new=is_nothing_new,
                made_on=day,
                made_by=by,
                **(struck | {"struck_at": timezone.now()} if is_struck else {}),
            )
            if not (is_struck or is_nothing_new):
                said.append((day, status))
        actions[action.pk] = (added, said)
    return first, last, agreed, actions


def rebuilt(first, last, agreed, actions):
    """The same by walking through all days: what each action was on each, by its id and the day."""
    status, present, states = {}, set(), {}
    is_agreed = agreed > last
    day = first - timedelta(days=60)
    while day <= last + timedelta(days=300):
        for pk, (_, said) in actions.items():
            for made_on, new in said:
                if made_on == day:
                    status[pk] = new
        is_agreed = is_agreed or day >= agreed or bool(status)
        for pk, (added, _) in actions.items():
            is_added = added <= agreed or added <= day or added > last or pk in status
            if day >= first and is_agreed and is_added:
                present.add(pk)
            states[pk, day] = status.get(pk, "not_started") if pk in present else None
        day += timedelta(days=1)
    return states


@pytest.mark.parametrize("seed", range(50))
def test_the_past_is_what_walking_through_all_days_gives(seed, larkshire):
    *history, actions = generated(Random(seed), larkshire, make_user())
    states = rebuilt(*history, actions)
    courses = courses_of(Action.objects.filter(pk__in=actions))
    assert {(pk, day): courses[pk].on(day) for pk, day in states} == states
