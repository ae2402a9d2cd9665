"""The line of an action back through the years, and on."""

from datetime import date

import pytest

from actions import ancestry
from actions.models import Action, Status
from tests.factories import (
    make_action,
    make_member,
    make_plan,
    make_priority,
    make_restricted_plan,
    make_update,
)


@pytest.fixture
def years(larkshire):
    """A priority of each of four years."""
    return [make_priority(make_plan(larkshire, year)) for year in range(2023, 2027)]


@pytest.fixture
def line(years):
    """An action carried on through those years."""
    actions = []
    for priority in years:
        before = actions[-1] if actions else None
        words = f"Run {len(actions) + 1} courses"
        actions.append(make_action(priority, words, carries_on=before))
    return actions


def line_of(action):
    """As a member of the partnership sees it."""
    return ancestry.line_of(action, make_member(action.plan.partnership).memberships.get())


def names(generations):
    return [(one.label, [action.wording for action in one.actions]) for one in generations]


def page_of(client, action):
    return " ".join(client.get(action.get_absolute_url()).content.decode().split())


def test_it_goes_back_and_on_through_all_the_years(line):
    found = line_of(line[2])
    assert names(found.earlier) == [
        ("2024/25", ["Run 2 courses"]),
        ("2023/24", ["Run 1 courses"]),
    ]
    assert names(found.later) == [("2026/27", ["Run 4 courses"])]


def test_what_was_merged_into_it_belongs_to_it(line, years):
    merged = make_action(years[2], "Run a class", fate="merged", merged_into=line[3])
    older = make_action(years[1], "Plan a class")
    Action.objects.filter(pk=merged.pk).update(carries_on=older)
    assert names(line_of(line[3]).earlier)[:2] == [
        ("2025/26", ["Run 3 courses", "Run a class"]),
        ("2024/25", ["Run 2 courses", "Plan a class"]),
    ]
    assert names(line_of(older).later) == [
        ("2026/27", ["Run 4 courses"]),
        ("2025/26", ["Run a class"]),
    ]


def test_of_restricted_plans_nothing_is_told_to_others(larkshire, line, cast):
    plan = make_restricted_plan(larkshire, named=[cast.officer])
    make_action(make_priority(plan), "Secret", carries_on=line[3])
    assert line_of(line[3]).later == []
    seen = ancestry.line_of(line[3], cast.officer.memberships.get())
    assert [one.wording for one in seen.later[0].actions] == ["Secret"]


def test_all_that_a_split_action_became_is_there(line, years):
    make_action(years[3], "Train trainers", carries_on=line[2])
    assert names(line_of(line[2]).later) == [("2026/27", ["Run 4 courses", "Train trainers"])]


def test_a_new_action_has_no_line(years, cast, sign_in):
    action = make_action(years[0])
    found = line_of(action)
    assert (found.earlier, found.later) == ([], [])
    assert "Through the years" not in page_of(sign_in(cast.reader), action)


def test_rows_that_lead_in_a_circle_end_it(line):
    Action.objects.filter(pk=line[0].pk).update(carries_on=line[3])
    assert len(line_of(line[2]).earlier) == 3


def test_another_partnership_s_action_is_no_ancestor(line, wrenmoor):
    theirs = make_action(make_priority(make_plan(wrenmoor, 2022)))
    Action.objects.filter(pk=line[0].pk).update(carries_on=theirs)
    assert [one.label for one in line_of(line[1]).earlier] == ["2023/24"]


def test_the_page_says_how_each_year_went_and_what_was_said_last(line, cast, sign_in):
    make_update(line[0], "245 referrals.", status=Status.ON_TRACK, on=date(2024, 3, 1))
    make_update(line[1], "Some.", on=date(2024, 6, 1))
    make_update(line[1], "276 referrals, up from 245.", Status.COMPLETE, on=date(2025, 3, 1))
    page = page_of(sign_in(cast.reader), line[2])
    assert page.index("2026/27") < page.index("276 referrals, up from 245.")
    assert page.index("276 referrals, up from 245.") < page.index("245 referrals.</p>")
    assert "Some." not in page
    assert line[0].get_absolute_url() in page
    assert line[3].get_absolute_url() in page


def test_the_page_says_why_something_was_merged(line, years, cast, sign_in):
    make_action(
        years[2], "Run a class", fate="merged", fate_reason="The same room", merged_into=line[3]
    )
    page = page_of(sign_in(cast.reader), line[3])
    assert "Merged into another action: The same room" in page


def test_it_costs_a_query_for_each_year_however_many_there_are_of_it(
    line, years, django_assert_num_queries
):
    for number in range(9):
        make_action(years[2], fate="merged", merged_into=line[3], wording=f"Class {number}")
    action = Action.objects.select_related("priority__plan").get(pk=line[3].pk)
    member = make_member(action.plan.partnership).memberships.get()
    # Three years back and one that finds no more; one on.
    with django_assert_num_queries(6):
        for generation in ancestry.line_of(action, member).earlier:
            for one in generation.actions:
                assert one.plan.label
                assert one.review_wording == ""
