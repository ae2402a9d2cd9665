"""What is true of money, the log, indicators, meetings and the order of a document."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from plans.models import LogEntry, Observation, PlanColumn, PlanIndicator, PlanPart
from tests.factories import (
    make_allocation,
    make_grant,
    make_indicator,
    make_log_entry,
    make_meeting_body,
    make_observation,
    make_plan,
    make_priority,
    make_series,
    make_shown,
    make_spending,
)


@pytest.fixture
def grant(plan):
    return make_grant(plan, "Safety grant")


@pytest.fixture
def indicator(plan):
    return make_indicator(plan, "Reports by area")


def refused(constraint):
    """SQLite names a unique constraint of plain columns by these, PostgreSQL by its name."""
    return pytest.raises(IntegrityError, match=f"{constraint}|UNIQUE constraint")


@pytest.mark.parametrize(
    ("constraint", "make"),
    [
        ("grant_unique_in_plan", lambda plan: make_grant(plan, "Twice")),
        ("indicator_unique_in_partnership", lambda plan: make_series(plan.partnership, "Twice")),
        ("meeting_body_unique_in_plan", lambda plan: make_meeting_body(plan, "Twice")),
        ("plan_part_unique", lambda plan: PlanPart.objects.create(plan=plan, part="log")),
        ("plan_column_unique", lambda plan: PlanColumn.objects.create(plan=plan, field="status")),
    ],
)
def test_what_stands_once_in_a_plan(constraint, make, plan):
    make(plan)
    with refused(constraint), transaction.atomic():
        make(plan)


def test_two_funders_may_give_grants_of_one_name(plan, grant):
    make_grant(plan, grant.name, funder="The county council")
    assert plan.grants.count() == 2


def test_a_project_has_one_allocation_of_a_grant(grant):
    make_allocation(grant, "Youth club")
    with refused("allocation_unique_in_grant"), transaction.atomic():
        make_allocation(grant, "Youth club")


def test_an_indicator_has_one_figure_for_a_period(indicator):
    make_observation(indicator, "2016/17")
    with refused("observation_unique_in_indicator"), transaction.atomic():
        make_observation(indicator, "2016/17")


def test_a_priority_has_a_column_once(plan):
    priority = make_priority(plan)
    PlanColumn.objects.create(plan=plan, field="status")
    PlanColumn.objects.create(plan=plan, priority=priority, field="status")
    with refused("plan_column_unique_in_priority"), transaction.atomic():
        PlanColumn.objects.create(plan=plan, priority=priority, field="status")


def test_a_column_s_priority_is_of_the_same_plan(plan, larkshire):
    other = make_priority(make_plan(larkshire, 2025))
    with pytest.raises(ValidationError, match="Choose a priority of the same plan"):
        PlanColumn(plan=plan, priority=other, field="status").full_clean()


def test_a_grant_is_not_negative(plan):
    with refused("grant_not_negative"), transaction.atomic():
        make_grant(plan, amount=-1)


@pytest.mark.parametrize("column", ["proposed_year", "first_half", "second_half"])
def test_an_allocation_is_not_negative(column, grant):
    with refused("allocation_not_negative"), transaction.atomic():
        make_allocation(grant, **{column: -1})


def test_spending_is_not_negative(grant):
    with refused("spending_not_negative"), transaction.atomic():
        make_spending(grant, amount=-1)


def test_an_entry_of_the_log_says_something(plan):
    with refused("log_entry_has_text"), transaction.atomic():
        make_log_entry(plan, text="")


@pytest.mark.parametrize("day", [date(2026, 3, 31), date(2027, 4, 1)])
def test_an_entry_of_the_log_is_of_the_plan_s_year(day, plan):
    with pytest.raises(
        ValidationError, match="Date must be between 1 April 2026 and 31 March 2027"
    ):
        LogEntry(plan=plan, text="A", happened_on=day).full_clean()


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2027, 3, 31)])
def test_the_year_s_first_and_last_day_are_of_it(day, plan):
    LogEntry(plan=plan, text="A", happened_on=day).full_clean()


def test_a_plan_shows_an_indicator_once(plan, indicator):
    with refused("plan_indicator_unique"), transaction.atomic():
        make_shown(indicator, plan)


@pytest.mark.parametrize("fields", [{"baseline": -1}, {"target": -1}])
def test_baseline_and_target_are_not_negative(fields, plan, indicator):
    with refused("plan_indicator_not_negative"), transaction.atomic():
        plan.indicators.update(**fields)


@pytest.mark.parametrize("periods", [0, 21])
def test_a_plan_shows_1_to_20_periods(periods, plan, indicator):
    with refused("plan_indicator_periods_plausible"), transaction.atomic():
        plan.indicators.update(periods=periods)


def test_an_indicator_s_priority_is_of_the_same_plan(plan, indicator, larkshire):
    shown = plan.indicators.get()
    shown.priority = make_priority(make_plan(larkshire, 2025))
    with pytest.raises(ValidationError, match="Choose a priority of the same plan"):
        shown.full_clean()


def test_a_plan_shows_no_other_partnership_s_indicator(plan, wrenmoor):
    with pytest.raises(ValidationError, match="Choose an indicator of the same partnership"):
        PlanIndicator(plan=plan, indicator=make_series(wrenmoor)).full_clean()


def test_an_indicator_that_a_plan_shows_stays(indicator):
    with pytest.raises(ProtectedError):
        indicator.delete()


def test_a_removed_plan_leaves_the_indicator_and_its_figures(plan, indicator):
    make_observation(indicator)
    plan.delete()
    assert indicator.observations.exists()


def test_the_period_of_parts_can_be_read(indicator):
    with pytest.raises(ValidationError, match="Enter a period like 2026/27"):
        Observation(indicator=indicator, label="Town", value=1, period="lately").full_clean()


def test_parts_have_a_figure_for_each_period(indicator):
    for period in ("2025/26", "2026/27"):
        make_observation(indicator, "Town", period=period)
    with refused("observation_unique_in_indicator"), transaction.atomic():
        make_observation(indicator, "Town", period="2026/27")


def test_a_figure_says_something(indicator):
    with refused("observation_says_something"), transaction.atomic():
        make_observation(indicator, value=None)


def test_words_may_stand_for_a_figure(indicator):
    make_observation(indicator, value=None, words="fewer than five")
    assert str(indicator.observations.get()).endswith(": fewer than five")


def test_a_removed_grant_takes_its_rows_with_it_and_their_history_says_so(grant):
    allocation = make_allocation(grant)
    make_spending(grant)
    history = type(allocation).history
    grant.delete()
    assert history.filter(id=allocation.pk).latest().history_type == "-"
