"""What a plan holds and its document does not print is named."""

import pytest
from django.apps import apps

from plans.models import Block, Plan, PlanPart
from reports.checks import findings
from reports.checks.unprinted import OF_NO_DOCUMENT, PRINTED_BY, WITHIN
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def plan(larkshire):
    """A plan whose document has an introduction, and nothing else."""
    plan = factories.make_plan(larkshire)
    factories.make_part(plan, Block.Part.INTRODUCTION)
    factories.make_block(plan, Block.Part.INTRODUCTION, body="<p>Gulls and GDO.</p>")
    return plan


def unprinted(plan):
    return [one.words for one in findings(plan, TODAY) if one.check == "unprinted"]


def belongs_to_a_plan(model):
    """Whether rows of the model are rows of a plan, at whatever remove."""
    above = [field.related_model for field in model._meta.fields if field.many_to_one]
    own = [one for one in above if one._meta.app_label in ("plans", "actions") and one != model]
    return Plan in own or any(map(belongs_to_a_plan, own))


def test_every_kind_of_row_says_which_part_prints_it():
    models = [
        *apps.get_app_config("plans").get_models(),
        *apps.get_app_config("actions").get_models(),
    ]
    rows = {
        model
        for model in models
        if not model.__name__.startswith("Historical") and belongs_to_a_plan(model)
    }
    declared = [*PRINTED_BY, *WITHIN, *OF_NO_DOCUMENT]
    assert len(declared) == len(set(declared))
    assert rows - set(declared) == set()
    assert set(WITHIN.values()) <= set(PRINTED_BY)


def make_member(plan):
    factories.make_agency(plan.partnership, "Lark Shelter", grid_position=1)


ROWS = [
    (lambda plan: factories.make_action(factories.make_priority(plan)), "1 action is"),
    (
        lambda plan: factories.make_recommendation(factories.make_priority(plan)),
        "1 other recommendation is",
    ),
    (
        lambda plan: factories.make_priority(plan, overall_target="Less", specific_target="None"),
        "2 targets and success indicators of priorities are",
    ),
    (
        lambda plan: factories.make_recommendation(plan),
        "1 recommendation that actions answer is",
    ),
    (
        lambda plan: factories.make_priority(plan, county_objective="Less of it"),
        "1 objective that a priority serves is",
    ),
    (factories.make_meeting_body, "1 meeting body is"),
    (factories.make_log_entry, "1 entry of the log is"),
    (factories.make_grant, "1 grant is"),
    (
        lambda plan: factories.make_observation(factories.make_indicator(plan)),
        "1 figure of no priority is",
    ),
    (
        lambda plan: factories.make_observation(
            factories.make_indicator(plan, priority=factories.make_priority(plan))
        ),
        "1 figure of a priority is",
    ),
    (
        lambda plan: factories.make_term(plan, "GDO"),
        "1 term of the glossary that the document uses is",
    ),
    (make_member, "1 member is"),
    (
        lambda plan: factories.make_block(plan, Block.Part.POLICING),
        "1 piece of text for “Policing” is",
    ),
]


@pytest.mark.parametrize(("make", "words"), ROWS, ids=[words for _, words in ROWS])
def test_what_no_part_prints_is_named(make, words, plan):
    make(plan)
    assert unprinted(plan) == [f"{words} not in this document."]


@pytest.mark.parametrize(("make", "words"), ROWS, ids=[words for _, words in ROWS])
def test_what_a_part_prints_is_not_named(make, words, plan):
    make(plan)
    for position, (part, _) in enumerate(PlanPart.PARTS[1:]):
        factories.make_part(plan, part, position=position + 1)
    assert unprinted(plan) == []


def test_terms_that_nobody_uses_and_text_that_is_not_to_be_printed_are_not_missed(plan):
    factories.make_term(plan, "XYZ")
    factories.make_block(plan, Block.Part.POLICING, published=False)
    assert unprinted(plan) == []


def test_fields_of_actions_without_a_column_are_named(plan):
    factories.make_part(plan, Block.Part.ACTION_PLANS)
    factories.make_column(plan, "wording")
    for outcome in ("Fewer gulls", ""):
        factories.make_action(factories.make_priority(plan), outcome=outcome, measure="How many")
    assert unprinted(plan) == ["The outcome of 1 action is not in this document."]


def test_an_annual_report_counts_its_own_actions_without_their_words(larkshire):
    plan = factories.make_plan(larkshire, layout=Plan.Layout.ANNUAL_REPORT)
    factories.make_action(factories.make_priority(plan))
    assert unprinted(plan) == ["The wording of 1 action is not in this document."]


def test_a_report_for_a_meeting_is_not_the_plan(larkshire):
    plan = factories.make_plan(larkshire, layout=Plan.Layout.HIGHLIGHT_REPORT)
    factories.make_grant(plan)
    assert unprinted(plan) == []
