import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from plans.models import Block, GlossaryTerm, Plan, Priority, Strand
from tests.factories import (
    make_plan,
    make_priority,
    make_recommendation,
    make_strand,
    make_strategy,
    make_theme,
)


@pytest.fixture
def priority(plan):
    return make_priority(plan, "Road safety", number=1)


def refused(constraint):
    """SQLite names a unique constraint of plain columns by these, PostgreSQL by its name."""
    return pytest.raises(IntegrityError, match=f"{constraint}|UNIQUE constraint")


def test_a_partnership_has_one_plan_a_year(plan, larkshire):
    with refused("plan_address_unique"), transaction.atomic():
        make_plan(larkshire)


@pytest.mark.parametrize("year", [1997, 2101])
def test_a_plan_s_year_is_plausible(year, larkshire):
    with refused("plan_days_plausible"), transaction.atomic():
        make_plan(larkshire, year)


@pytest.mark.parametrize(
    ("constraint", "again"),
    [
        ("theme_unique_in_plan", lambda plan, priority: make_theme(plan, "Safe")),
        ("priority_unique_in_plan", lambda plan, priority: make_priority(plan, "Road safety")),
        ("priority_number_unique_in_plan", lambda plan, priority: make_priority(plan, number=1)),
        ("strand_unique_in_priority", lambda plan, priority: make_strand(priority, "Schools")),
    ],
)
def test_what_stands_once_in_a_plan(constraint, again, plan, priority):
    make_theme(plan, "Safe")
    make_strand(priority, "Schools")
    with refused(constraint), transaction.atomic():
        again(plan, priority)


def test_a_term_is_explained_once(plan):
    GlossaryTerm.objects.create(plan=plan, term="CSP", meaning="A")
    with refused("glossary_term_unique_in_plan"), transaction.atomic():
        GlossaryTerm.objects.create(plan=plan, term="CSP", meaning="B")


def test_two_recommendations_have_two_places(priority):
    make_recommendation(priority, "A", position=1)
    with refused("recommendation_place_unique"), transaction.atomic():
        make_recommendation(priority, "B", position=1)


def test_two_blocks_have_two_places(plan):
    Block.objects.create(plan=plan, part="introduction")
    with refused("block_place_unique"), transaction.atomic():
        Block.objects.create(plan=plan, part="introduction")


def test_a_picture_says_what_it_shows(plan):
    with refused("block_picture_has_text"), transaction.atomic():
        Block.objects.create(plan=plan, part="projects", picture="pictures/a.png")


def test_a_priority_is_given_up_with_a_reason(plan):
    with refused("priority_given_up_with_reason"), transaction.atomic():
        make_priority(plan, fate=Priority.Fate.ENDED)


def test_a_priority_s_theme_is_of_the_same_plan(plan, larkshire):
    theme = make_theme(make_plan(larkshire, 2025))
    with pytest.raises(ValidationError, match="Choose a theme of the same plan"):
        Priority(plan=plan, title="A", theme=theme).full_clean()


def test_the_year_before_is_the_same_partnership_s(plan, larkshire, wrenmoor):
    make_plan(wrenmoor, 2025)
    assert plan.plans_before() == []
    assert make_plan(larkshire, 2027).plans_before() == [plan]


def test_rows_are_found_by_their_natural_keys(plan, priority):
    term = GlossaryTerm.objects.create(plan=plan, term="CSP", meaning="A")
    for row in (plan, priority, make_theme(plan), make_strand(priority), term):
        assert type(row).objects.get_by_natural_key(*row.natural_key()) == row
    assert Strand.objects.count() == Plan.objects.count() == 1


def test_a_plan_is_within_a_strategy_that_covers_its_period(plan, larkshire, wrenmoor):
    for strategy in (make_strategy(larkshire, 2020, 2025), make_strategy(wrenmoor)):
        plan.strategy = strategy
        with pytest.raises(ValidationError, match="Choose a strategy that covers"):
            plan.full_clean()
    plan.strategy = make_strategy(larkshire)
    plan.full_clean()
