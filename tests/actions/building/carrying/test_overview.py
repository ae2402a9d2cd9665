"""How far carrying forward is, and keeping quickly from there."""

import pytest

from actions.building.carrying import action_fates
from actions.building.carrying.overview import overview_of
from actions.models import Action
from plans.models import Plan
from tests.actions.building.carrying.deciding import URL, carried_on, decide, keep, seen
from tests.factories import make_action, make_plan, make_priority, make_strand, make_update
from tests.pages import text


def undecided(old, plan):
    """What the button that keeps all holds."""
    (carrying,) = [one for one in overview_of([old.plan], plan) if one.priority == old]
    return action_fates.version_of_undecided(carrying.undecided)


def test_the_overview_counts_what_is_decided(manager, action, old, new):
    make_action(old, fate="dropped", fate_reason="Done.")
    make_priority(old.plan, fate="ended", fate_reason="Solved")
    page = text(manager.get(URL))
    assert "1 of 2 priorities and 1 of 2 actions decided." in page
    assert "<dt>Actions still to decide</dt><dd>1</dd>" in page
    assert "<dt>Dropped</dt><dd>1</dd>" in page


def test_the_overview_says_what_keeping_would_change(manager, action):
    assert "timescale becomes “By March 2027” instead of “By March 2026”" in text(manager.get(URL))


def test_save_and_next_goes_through_the_undecided(manager, action, old, new):
    second = make_action(old, "Second", fate="dropped", fate_reason="Done.")
    third = make_action(old, "Third")
    response = decide(manager, action, "drop", reason="Done.", save_and_next="")
    assert response.url == f"{URL}actions/{third.pk}/"
    response = decide(manager, third, "drop", reason="Done.", save_and_next="")
    assert response.url == URL
    assert second


def test_whoever_saves_comes_back_to_where_that_stands_in_the_overview(manager, action, old, new):
    other = make_action(old, "Other")
    response = keep(manager, other)
    assert response.url == f"{URL}#action-{other.pk}"
    response = decide(manager, action, "drop", reason="Done.")
    assert response.url == f"{URL}#action-{action.pk}"
    assert f'id="action-{action.pk}" tabindex="-1"> <p><strong>Dropped<' in text(manager.get(URL))
    response = decide(manager, make_priority(old.plan), "end", reason="Solved")
    priority = old.plan.priorities.get(fate="ended")
    assert response.url == f"{URL}#priority-{priority.pk}"


def test_without_a_year_before_there_is_nothing_to_carry(manager, larkshire):
    make_plan(larkshire, 2026)
    assert "There is no earlier plan to carry forward to 2026/27." in text(manager.get(URL))


def test_when_all_is_decided_it_says_where_to_go_on(manager, old, plan, larkshire):
    decide(manager, old, "end", reason="Solved")
    plan.stage = Plan.Stage.AGREED
    plan.save()
    page = text(manager.get(URL))
    assert "You have decided on everything in 2025/26." in page
    assert "close the plan 2025/26" in page


def test_an_action_of_another_year_is_not_found(manager, plan, new):
    action = make_action(new)
    assert manager.get(f"{URL}actions/{action.pk}/").status_code == 404
    assert manager.post(URL, {"keep": action.pk}).status_code == 404
    assert manager.post(URL, {"keep": "x"}).status_code == 404


def test_the_overview_costs_the_same_however_much_there_is(
    manager, old, new, plan, shelter, django_assert_num_queries
):
    def fill(number):
        for _ in range(number):
            priority = make_priority(old.plan)
            result = make_priority(plan, carries_on=priority)
            strand = make_strand(priority)
            for _ in range(3):
                action = make_action(priority, owners=[shelter], strand=strand)
                make_update(action)
                make_action(result, carries_on=action)
                make_action(priority, owners=[shelter])

    fill(1)
    # Session, person, membership, menu, plan, the year before, agencies; priorities and what
    # continues them; actions, their priorities in the same way, owners, their agencies, and what
    # carries them on.
    with django_assert_num_queries(20):
        manager.get(URL)
    fill(4)
    with django_assert_num_queries(20):
        manager.get(URL)


def test_the_values_of_an_overview_are_in_the_plan_s_order(old, new, plan, before):
    second = make_priority(before, "Second", position=5)
    assert [one.priority for one in overview_of([before], plan)] == [old, second]


def test_one_press_keeps_an_action(manager, action, new):
    keep(manager, action)
    copy = carried_on(action).get()
    assert (copy.priority, copy.timescale) == (new, "By March 2027")


def test_one_press_keeps_all_that_are_not_decided(manager, action, old, new):
    make_action(old, "Second")
    dropped = make_action(old, "Dropped", fate="dropped", fate_reason="Done.")
    typed = {"keep_all": old.pk, "version": undecided(old, new.plan)}
    response = manager.post(URL, typed)
    assert response.url == f"{URL}#decided-{old.pk}"
    assert f'id="decided-{old.pk}" tabindex="-1">3 of 3 actions decided.<' in text(manager.get(URL))
    assert new.actions.count() == 2
    assert not carried_on(dropped).exists()
    manager.post(URL, typed)
    assert new.actions.count() == 2


@pytest.mark.parametrize(
    "change", [{"wording": "Shut it"}, {"fate": "dropped", "fate_reason": "D"}]
)
def test_keeping_all_keeps_nothing_that_was_not_shown(change, manager, action, old, new):
    typed = {"keep_all": old.pk, "version": undecided(old, new.plan)}
    make_action(old, "Second")
    Action.objects.filter(pk=action.pk).update(**change)
    page = text(manager.post(URL, typed, follow=True))
    assert "Nothing has been kept. Look at them as they are now" in page
    assert not new.actions.exists()


def test_keeping_all_costs_two_queries_for_each(old, new, plan, django_assert_num_queries):
    for _ in range(10):
        make_action(old)
    # The locks with their savepoint, actions and what belongs to them, their priorities and where
    # those go, what other partnerships decided of both, agencies, how the timescales of the old
    # ones were moved, the new ones with their history, what the old ones were linked to; and for
    # each its fate with its history.
    seen = undecided(old, plan)
    with django_assert_num_queries(19 + 2 * 10):
        action_fates.keep_all(old, plan=plan, seen=seen)


def test_without_a_priority_to_go_to_nothing_is_kept(manager, old, plan):
    action = make_action(old)
    for data in ({"keep": action.pk, "version": seen(action)}, {"keep_all": old.pk}):
        page = text(manager.post(URL, data, follow=True))
        assert "Decide first what happens to “Priority 1: Domestic abuse”." in page
    assert not carried_on(action).exists()


def test_the_actions_of_a_merged_priority_go_where_it_went(manager, old, plan):
    into = make_priority(plan, "Safety")
    action = make_action(old)
    decide(manager, old, "merge", into=into.pk, reason="Too small")
    keep(manager, action)
    assert carried_on(action).get().priority == into
