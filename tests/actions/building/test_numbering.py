"""References in order, in the style that the plan uses."""

import pytest

from actions.building.workspace.numbering import numbered_actions
from tests.factories import make_action, make_priority, make_strand
from tests.pages import text

URL = "/larkshire/2026/edit/number/"


def make_actions(plan, *references, **of_priority):
    """A priority, after those made before it, with an action for each reference."""
    of_priority = {"position": plan.priorities.count()} | of_priority
    priority = make_priority(plan, **of_priority)
    for position, reference in enumerate(references):
        make_action(priority, reference=reference, position=position)
    return priority


def new(plan):
    return [one.new for one in numbered_actions(plan)]


@pytest.mark.parametrize(
    ("references", "expected"),
    [
        (["1.2", "1.10", "", "1.1"], ["1.1", "1.2", "1.3", "1.4"]),
        (["1.2.", "1.1.", ""], ["1.1.", "1.2.", "1.3."]),
        (["2", "1", ""], ["1", "2", "3"]),
        (["1.1", "ASB/3", "1.2"], ["1.1", "ASB/3", "1.2"]),
        (["1.1", "1.1.", "1.3"], ["1.1", "1.2", "1.3"]),
        (["", ""], []),
        (["ASB/3", ""], []),
    ],
)
def test_references_keep_their_style(references, expected, plan):
    make_actions(plan, *references)
    assert new(plan) == expected


def test_references_begin_with_the_number_of_the_priority(plan):
    make_actions(plan, "1.1", number=3)
    make_actions(plan, "1.1", number=1)
    assert new(plan) == ["3.1", "1.1"]


def test_without_numbers_the_priority_s_place_counts(plan):
    make_actions(plan)
    make_actions(plan, "1.1")
    assert new(plan) == ["2.1"]


def test_a_priority_without_number_among_numbered_ones_keeps_its_references(plan):
    make_actions(plan, "1.2", number=1)
    make_actions(plan, "2.7")
    assert new(plan) == ["1.1", "2.7"]


def test_a_priority_keeps_a_style_of_its_own(plan):
    make_actions(plan, "1.1", "1.2")
    make_actions(plan, "2.2.", "2.1.")
    assert new(plan) == ["1.1", "1.2", "2.1.", "2.2."]


def test_numbers_that_never_begin_anew_go_on_through_the_plan(plan):
    make_actions(plan, "2", "1")
    make_actions(plan, "3", "")
    assert new(plan) == ["1", "2", "3", "4"]


def test_numbers_that_begin_anew_do_so_with_every_priority(plan):
    make_actions(plan, "2", "1")
    make_actions(plan, "1", "")
    assert new(plan) == ["1", "2", "1", "2"]


@pytest.mark.parametrize(
    ("references", "expected"),
    [
        (["1.1", "1.1.1", "1.1.2", "1.2.1"], ["1.1", "1.1.1", "1.1.2", "1.2.1"]),
        (["1.9", "1.8", "1.7", "1.6"], ["1.1", "1.2", "1.3", "1.4"]),
    ],
)
def test_strands_count_where_the_plan_counts_them(references, expected, plan):
    priority = make_priority(plan)
    strands = [make_strand(priority, name, position=i) for i, name in enumerate("AB")]
    of_strands = [None, strands[0], strands[0], strands[1]]
    for position, (reference, strand) in enumerate(zip(references, of_strands, strict=True)):
        make_action(priority, reference=reference, strand=strand, position=position)
    assert new(plan) == expected


def test_the_page_shows_old_and_new_before_it_writes(manager, plan):
    make_actions(plan, "1.7")
    page = text(manager.get(URL))
    assert ">1.7</td>" in page
    assert "<strong>1.1</strong>" in page
    assert [one.old for one in numbered_actions(plan)] == ["1.7"]


def test_the_references_are_written_with_their_history(manager, cast, plan):
    action = make_actions(plan, "1.7").actions.get()
    page = manager.get(URL)
    response = manager.post(URL, {"version": page.context["version"]}, follow=True)
    action.refresh_from_db()
    assert action.reference == "1.1"
    assert "1 action has another reference." in text(response)
    assert action.history.first().history_user == cast.manager


def test_references_are_not_written_otherwise_than_was_shown(manager, plan):
    priority = make_actions(plan, "1.7")
    page = manager.get(URL)
    make_action(priority, position=5)
    again = manager.post(URL, {"version": page.context["version"]})
    assert "Somebody changed the plan while you were reading." in text(again)
    assert priority.actions.first().reference == "1.7"


def test_a_plan_without_references_is_left_alone(manager, plan):
    make_actions(plan, "", "")
    assert "No action has a numbered reference yet." in text(manager.get(URL))


def test_the_page_costs_the_same_however_much_it_shows(manager, plan, django_assert_num_queries):
    for _ in range(4):
        make_actions(plan, "1.1", "1.2", "1.3")
    # Session, person, membership, menu, plan, priorities, actions.
    with django_assert_num_queries(7):
        manager.get(URL)
