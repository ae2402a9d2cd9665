"""What a layout makes of a plan, and how a plan departs from it."""

import pytest

from actions.models import Owner
from plans.action_fields import HEADINGS
from plans.models import Block, Plan, PlanPart
from reports.document import MAKERS, document
from reports.layouts import LAYOUTS
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def plan(larkshire):
    return factories.make_plan(larkshire, 2026, layout="priority-plan")


@pytest.fixture
def last_plan(larkshire):
    return factories.make_plan(larkshire, 2025, stage="closed")


def document_of(plan, **choice):
    return document(plan, on=TODAY, **choice)


def headings(part):
    return [column.heading for column in part.tables[0].columns]


def test_every_layout_that_can_be_chosen_is_declared():
    assert set(LAYOUTS) == set(Plan.Layout.values)


def test_every_part_is_made_or_told_and_none_is_made_for_nothing():
    parts = {part for layout in LAYOUTS.values() for part, _ in layout.parts}
    assert parts <= MAKERS.keys() | set(Block.Part.values)
    assert MAKERS.keys() <= parts | set(Block.Part.values)
    assert dict(PlanPart.PARTS).keys() - set(Block.Part.values) <= MAKERS.keys()


def test_the_plans_own_layout_is_the_usual_one(plan):
    assert document_of(plan).layout == "priority-plan"
    assert document_of(plan, layout="partnership-plan").layout == "partnership-plan"


def test_a_priority_plan_names_agencies_and_measures(plan):
    factories.make_action(factories.make_priority(plan), measure="How many")
    part = document_of(plan).part("action_plans")
    assert headings(part) == ["Action", "Primary agency/agencies", "Measure"]


def test_the_parts_of_a_plan_replace_those_of_its_layout(plan):
    factories.make_block(plan, "introduction")
    factories.make_block(plan, "csu")
    plan.parts.create(part="csu", heading="The unit in {year}", position=1)
    plan.parts.create(part="introduction", position=2)
    titles = [part.title for part in document_of(plan).parts]
    assert titles == ["The unit in 2026/27", "Introduction"]


def test_in_another_layout_the_parts_of_the_plan_do_not_count(plan):
    factories.make_block(plan, "introduction")
    plan.parts.create(part="csu", position=1)
    assert document_of(plan).parts == ()
    assert [part.name for part in document_of(plan, layout="partnership-plan").parts] == [
        "introduction"
    ]


def test_a_priority_may_name_its_columns_its_own_way(plan):
    for title in "AB":
        factories.make_action(factories.make_priority(plan, title))
    own = plan.priorities.get(title="A")
    plan.columns.create(priority=own, field="wording", position=1)
    plan.columns.create(priority=own, field="outcome", heading="Outcome/measure", position=2)
    plan.columns.create(field="wording", heading="What", position=1)
    one, other = document_of(plan).part("action_plans").tables
    assert [column.heading for column in one.columns] == ["Action", "Outcome/measure"]
    assert [column.heading for column in other.columns] == ["What"]


def test_the_lead_has_the_mark_that_the_columns_note_explains(plan, shelter):
    priority = factories.make_priority(plan, columns_note="* marks the primary agency")
    action = factories.make_action(priority)
    Owner.objects.create(action=action, agency=shelter, is_lead=True)
    assert document_of(plan).part("action_plans").actions[0].texts["owners"] == "Lark Shelter*"


@pytest.mark.parametrize(
    "fields", [["wording"], ["reference"], ["wording", "owners", "measure"], None, [*HEADINGS]]
)
def test_the_shares_of_the_columns_are_the_whole_table(fields, plan):
    factories.make_action(factories.make_priority(plan), measure="How many")
    for place, field in enumerate(fields or []):
        plan.columns.create(field=field, position=place)
    part = document_of(plan).part("action_plans")
    shares = [share for _, share in part.shares(part.tables[0])]
    assert sum(shares) == 100
    assert min(shares) > 0


def form_with(plan, fields, **texts):
    factories.make_action(factories.make_priority(plan), **texts)
    for place, field in enumerate(fields):
        plan.columns.create(field=field, position=place)
    return document_of(plan).part("action_plans").form


def test_five_columns_stand_upright(plan):
    fields = ["wording", "owners", "timescale", "update", "status"]
    assert form_with(plan, fields) == "portrait"


def test_from_the_seventh_column_the_part_is_turned(plan):
    fields = ["reference", "wording", "owners", "timescale", "measure", "update", "status"]
    assert form_with(plan, fields) == "landscape"


def test_more_columns_than_a_turned_page_has_room_for_stand_below_each_other(plan):
    assert form_with(plan, [*HEADINGS]) == "stacked"


def test_a_word_that_its_column_cannot_hold_turns_the_part(plan):
    fields = ["wording", "owners", "timescale", "measure", "status"]
    assert form_with(plan, fields, measure="Gwrthgymdeithasol" * 2) == "landscape"


def test_a_very_long_cell_stands_below_its_row(plan):
    factories.make_action(factories.make_priority(plan), measure="Word " * 2000)
    part = document_of(plan).part("action_plans")
    below = part.below(part.actions[0], part.tables[0])
    assert [column.field for column in below] == ["measure"]


def test_a_plan_that_begins_has_neither_updates_nor_statuses(plan):
    action = factories.make_action(factories.make_priority(plan), timescale="By May")
    shown = document_of(plan, layout="partnership-plan").part("action_plans")
    assert shown.tables[0].fields == ["wording", "owners", "timescale"]
    factories.make_update(action, "It has begun", status="on_track")
    shown = document_of(plan, layout="partnership-plan").part("action_plans")
    assert shown.tables[0].fields == ["wording", "owners", "timescale", "update", "status"]


def test_a_priority_without_actions_is_reviewed_by_what_is_told_of_it(plan, last_plan):
    priority = factories.make_priority(last_plan, "Violence", number=3)
    factories.make_block(last_plan, "review", priority=priority, heading="What was done")
    (table,) = document_of(plan).part("review").tables
    assert table.title == "Violence"
    assert [piece.heading for piece in table.pieces] == ["What was done"]


@pytest.mark.parametrize("name", ["success_indicator", "overall_target", "specific_target"])
def test_a_priority_with_a_target_and_no_actions_is_printed(name, plan, last_plan):
    for one in (plan, last_plan):
        factories.make_priority(one, "Violence", **{name: "Less of it"})
    for part in ("action_plans", "review"):
        assert [table.title for table in document_of(plan).part(part).tables] == ["Violence"]


def test_a_priority_with_recommendations_and_no_actions_is_printed(plan):
    factories.make_recommendation(factories.make_priority(plan, "Violence"), "Go on")
    (table,) = document_of(plan).part("action_plans").tables
    assert table.recommendations == ("Go on",)


def test_a_priority_of_which_there_are_figures_alone_is_reviewed(plan, last_plan):
    priority = factories.make_priority(last_plan, "Violence")
    factories.make_observation(factories.make_indicator(last_plan, priority=priority))
    (table,) = document_of(plan).part("review").tables
    assert len(table.figures) == 1


def test_a_priority_that_was_given_up_says_why_without_actions(plan, last_plan):
    factories.make_priority(last_plan, fate="ended", fate_reason="It is rare.")
    (table,) = document_of(plan).part("review").tables
    assert table.outcome == "Not a priority any more. It is rare."


def test_the_last_recommendation_says_what_becomes_of_the_priority(plan, last_plan):
    priority = factories.make_priority(last_plan, fate="ended", fate_reason="It is rare.")
    for kind in ("recommendation", "recommendation", "case_study"):
        factories.make_block(last_plan, "review", priority=priority, kind=kind)
    (table,) = document_of(plan).part("review").tables
    outcomes = [piece.outcome for piece in table.pieces]
    assert outcomes == ["", "Not a priority any more. It is rare.", ""]
    assert table.outcome == ""


def test_figures_stand_before_what_is_made_of_them(plan, last_plan):
    priority = factories.make_priority(last_plan)
    for kind in ("narrative", "analysis", "narrative"):
        factories.make_block(last_plan, "review", priority=priority, kind=kind)
    (table,) = document_of(plan).part("review").tables
    assert [piece.kind for piece in table.account] == ["narrative"]
    assert [piece.kind for piece in table.judgement] == ["analysis", "narrative"]


@pytest.mark.parametrize(
    ("kind", "heading", "label"),
    [
        ("case_study", "A visitor", "Case study"),
        ("case_study", "An invented case study", ""),
        ("recommendation", "", "Recommendation"),
        ("narrative", "A visitor", ""),
    ],
)
def test_what_a_piece_is_is_said_once(kind, heading, label, plan):
    factories.make_block(plan, kind=kind, heading=heading)
    assert document_of(plan).part("introduction").pieces[0].label == label
