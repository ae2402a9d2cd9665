"""What becomes of last year's priorities."""

import pytest

from plans.models import Block, PlanColumn, Priority
from tests.actions.building.carrying.deciding import decide, seen, undo
from tests.factories import (
    make_action,
    make_agency,
    make_block,
    make_indicator,
    make_priority,
    make_recommendation,
    make_shown,
    make_strand,
    make_theme,
)
from tests.pages import text


def test_a_continued_priority_is_copied(manager, old, plan, larkshire):
    theme = make_theme(old.plan, "Safety")
    new_theme = make_theme(plan, "Safety")
    lead = make_agency(larkshire)
    old.theme, old.lead, old.scope, old.specific_target = theme, lead, "At home", "Ten"
    old.save()
    make_strand(old, "Housing")
    make_recommendation(old, "Think")
    PlanColumn.objects.create(plan=old.plan, priority=old, field="wording")
    make_block(plan, Block.Part.PRIORITIES, position=0)
    make_block(old.plan, Block.Part.PRIORITIES, priority=old, heading="Why", position=0)
    make_block(old.plan, Block.Part.REVIEW, priority=old)
    decide(manager, old, "continue", title="Abuse at home")
    new = plan.priorities.get()
    old.refresh_from_db()
    assert (new.title, new.number, new.carries_on) == ("Abuse at home", 1, old)
    assert (new.theme, new.lead) == (new_theme, lead)
    assert (new.scope, new.specific_target) == ("At home", "Ten")
    assert new.strands.get().title == "Housing"
    assert new.recommendations.get().text == "Think"
    assert new.columns.get().plan == plan
    assert new.blocks.get().heading == "Why"
    assert (old.fate, old.fate_reason) == ("continues", "")


def test_of_an_old_priority_only_the_fate_changes(manager, old, plan):
    was = Priority.objects.filter(pk=old.pk).values().get()
    decide(manager, old, "continue", title="Abuse", reason="It rises")
    now = Priority.objects.filter(pk=old.pk).values().get()
    assert now == was | {"fate": "continues", "fate_reason": "It rises"}


def test_a_priority_of_that_title_is_taken_as_it_is(manager, old, plan):
    there = make_priority(plan, "Domestic Abuse", scope="Kept")
    decide(manager, old, "continue", title="Domestic abuse")
    there.refresh_from_db()
    assert (there.carries_on, there.scope) == (old, "Kept")
    assert plan.priorities.count() == 1


def test_a_title_that_continues_another_is_refused(manager, old, before, plan):
    make_priority(plan, "Abuse", carries_on=make_priority(before))
    page = text(decide(manager, old, "continue", title="Abuse"))
    assert "has a priority of this title that continues another one" in page
    assert 'value="Abuse"' in page


def test_a_number_that_is_taken_becomes_the_next(manager, old, plan):
    make_priority(plan, number=1)
    make_priority(plan, number=2)
    decide(manager, old, "continue", title="Abuse")
    assert plan.priorities.get(title="Abuse").number == 3


@pytest.mark.parametrize(
    ("decision", "words"),
    [("merge", "Enter why the priority is merged"), ("end", "Enter why the priority ends")],
)
def test_giving_a_priority_up_needs_a_reason(decision, words, manager, old, plan):
    into = make_priority(plan)
    page = text(decide(manager, old, decision, into=into.pk))
    assert words in page
    old.refresh_from_db()
    assert old.fate == ""


def test_a_priority_is_merged_or_ended(manager, old, before, plan):
    into = make_priority(plan)
    other = make_priority(before)
    decide(manager, old, "merge", into=into.pk, reason="Too small")
    decide(manager, other, "end", reason="Solved")
    for row in (old, other):
        row.refresh_from_db()
    assert (old.fate, old.merged_into) == ("merged", into)
    assert (other.fate, other.fate_reason) == ("ended", "Solved")


def test_the_second_to_decide_about_a_priority_is_told(cast, old, plan, sign_in):
    version = seen(old)
    decide(sign_in(cast.administrator), old, "end", reason="Solved")
    manager = sign_in(cast.manager)
    page = text(decide(manager, old, "continue", seen=version, title="Mine"))
    assert (
        "Administrator of Larkshire decided this while you were reading: "
        "Not a priority any more." in page
    )
    assert "Mine" in page
    assert not plan.priorities.exists()


def test_undoing_removes_the_priority_that_was_made(manager, old, plan):
    decide(manager, old, "continue", title="Abuse")
    undo(manager, old)
    old.refresh_from_db()
    assert old.fate == ""
    assert not plan.priorities.exists()


def test_a_priority_with_actions_stays(manager, old, plan):
    decide(manager, old, "continue", title="Abuse")
    new = plan.priorities.get()
    make_action(new)
    undo(manager, old, leave="leave")
    new.refresh_from_db()
    assert new.carries_on is None


def shown_in(plan):
    """The titles of the priorities by those of the indicators that the plan shows."""
    rows = plan.indicators.order_by("position", "pk").values_list(
        "indicator__title", "priority__title"
    )
    return dict(rows)


@pytest.fixture
def counted(old, before, plan):
    """Three indicators of the old priority: one is shown for the new plan, one under another."""
    for title in ("Calls", "Visits", "Homes"):
        make_indicator(before, title, priority=old)
    calls, visits = (before.indicators.get(indicator__title=one) for one in ("Calls", "Visits"))
    make_shown(calls.indicator, plan, target=5)
    make_shown(visits.indicator, plan, priority=make_priority(plan, "Refuge"))
    return calls.indicator


def test_what_a_priority_shows_comes_under_what_continues_it(manager, old, plan, counted):
    decide(manager, old, "continue", title="Abuse")
    assert shown_in(plan) == {"Calls": "Abuse", "Visits": "Refuge", "Homes": "Abuse"}
    assert plan.indicators.get(indicator=counted).target == 5
    assert counted.shown_by.count() == 2


def test_what_a_merged_priority_shows_comes_under_the_other(manager, old, plan, counted):
    into = make_priority(plan, "Harm")
    decide(manager, old, "merge", into=into.pk, reason="One")
    assert shown_in(plan) == {"Calls": "Harm", "Visits": "Refuge", "Homes": "Harm"}
    undo(manager, old)
    assert shown_in(plan) == {"Calls": None, "Visits": "Refuge", "Homes": None}
