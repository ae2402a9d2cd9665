"""Whatever a plan holds, its document prints or a check names: in every layout, field by field.

A plan is filled with a word of its own in each text field of each kind of row. What is new is
found by itself: a kind of row without a maker here, or a field that is nowhere, fails.
"""

import pytest
from django.db import models
from django.template.loader import render_to_string

from actions.models import Action, Owner
from partners.models import Agency
from plans.action_fields import ACTION_FIELDS
from plans.models import (
    Allocation,
    Block,
    CrossCuttingTheme,
    GlossaryTerm,
    Grant,
    Indicator,
    LogEntry,
    MeetingBody,
    Observation,
    Plan,
    PlanIndicator,
    Priority,
    Recommendation,
    Spending,
    Strand,
    Theme,
)
from reports.checks import findings
from reports.checks.unprinted import PRINTED_BY, WITHIN
from reports.document import document
from reports.layouts import LAYOUTS
from tests import factories
from tests.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

# A report for a meeting is not the plan: nobody chooses its parts.
OF_PLANS = [name for name in LAYOUTS if name != Plan.Layout.HIGHLIGHT_REPORT]
# What no reader is to see, or has in another form, and why.
NOT_PRINTED = {
    "Action.owners_as_written": "what a file said; the owners are printed",
    "Action.year_end_wording": "tells the update in its place",
    "Action.fate_reason": "printed by the plan of the year after",
    "Priority.fate_reason": "printed by the plan of the year after",
    "Agency.abbreviation": "stands for the name in tables, and in the glossary",
    "Block.consent": "who agreed is not for readers",
    "Block.alternative_text": "of a picture, which has its own test",
    "Block.caption": "of a picture, which has its own test",
    "Agency.telephones": "a layout says how much of the directory it lists",
    "Agency.website": "a layout says how much of the directory it lists",
    "Agency.address": "a layout says how much of the directory it lists",
    "StatusUpdate.text": "printed by the plan of the year after, where this one has no column",
    "StatusUpdate.reason": "for the partnership, and for reports to its meetings",
    "StatusUpdate.status_as_written": "what a file said; the status is printed",
    "StatusUpdate.imported_from": "where it came from",
    "StatusUpdate.said_by": "who said it",
    "StatusUpdate.struck_reason": "of what counts for nothing",
    "Grant.year_heading": "in place of the usual words, over sums alone",
    "Grant.first_heading": "in place of the usual words, over sums alone",
    "Grant.second_heading": "in place of the usual words, over sums alone",
    "Observation.period": "how periods are ordered",
    "Observation.label": "a period here",
}
FIELDS = {one.name: one.label.lower() for one in ACTION_FIELDS}


def text_fields(model):
    kinds = (models.CharField, models.TextField)
    return [one for one in model._meta.fields if isinstance(one, kinds) and not one.choices]


def word_of(model, field):
    """A word that stands for nothing else, short enough for every field."""
    return f"{model.__name__}{field.replace('_', '')}word"


def text_of(part):
    return f"Blockof{part.replace('_', '')}"


def filled(model, *without, **fields):
    """Each text field of the model with its word, save those that are given or left out."""
    names = [one.name for one in text_fields(model) if one.name not in without]
    return {name: word_of(model, name) for name in names} | fields


@pytest.fixture
def plan(larkshire):
    """A plan with a row of each kind, whose every text is a word of its own."""
    plan = factories.make_plan(larkshire)
    theme = Theme.objects.create(plan=plan, **filled(Theme))
    priority = Priority.objects.create(plan=plan, theme=theme, **filled(Priority))
    strand = Strand.objects.create(priority=priority, **filled(Strand))
    agency = Agency.objects.create(
        partnership=larkshire, grid_position=1, **filled(Agency, "telephones", "website", "address")
    )
    action = Action.objects.create(
        priority=priority, strand=strand, pier="prevention", **filled(Action, "year_end_wording")
    )
    Owner.objects.create(action=action, agency=agency, **filled(Owner))
    factories.make_update(
        action, text="StatusUpdatetextword", reason="StatusUpdatereasonword", status="at_risk"
    )
    for above in ({}, {"priority": priority}):
        words = filled(Recommendation, response="in_part", level="national")
        if above:
            words = {"text": "Recommendationofpriority"}
        factories.make_recommendation(above.get("priority", plan), actions=[action], **words)
    factories.make_cross_cutting_theme(plan, word_of(CrossCuttingTheme, "title"), [action])
    MeetingBody.objects.create(plan=plan, **filled(MeetingBody))
    LogEntry.objects.create(plan=plan, happened_on=plan.starts_on, **filled(LogEntry))
    grant = Grant.objects.create(plan=plan, amount=9, **filled(Grant))
    Allocation.objects.create(grant=grant, proposed_year=9, **filled(Allocation))
    Spending.objects.create(grant=grant, amount=9, **filled(Spending))
    indicator = Indicator.objects.create(partnership=larkshire, **filled(Indicator))
    PlanIndicator.objects.create(
        plan=plan, indicator=indicator, baseline=3, target=2, **filled(PlanIndicator)
    )
    for label in ("2024/25", "2025/26"):
        said = filled(Observation, "period") if label == "2025/26" else {"value": 4}
        Observation.objects.create(indicator=indicator, comparison=3, **said | {"label": label})
    term = factories.make_term(plan, **filled(GlossaryTerm))
    for part in Block.Part:
        body = f"<p>{text_of(part)}body {term.term}</p>"
        factories.make_block(plan, part, body, heading=f"{text_of(part)}heading")
    return plan


def is_named(model, field, said):
    """Whether a finding says that a field of a kind of row is not printed."""
    if (
        model == Action
        and field in FIELDS
        and any(f"The {FIELDS[field]} of " in one for one in said)
    ):
        return True
    kinds = PRINTED_BY[WITHIN.get(model, model)]
    told = [start for kind in kinds for start in (kind.named(1), kind.named(2).lstrip("2"))]
    of_actions = ["The wording of 1 action is"] if WITHIN.get(model) == Action else []
    return any(start in one for start in told + of_actions for one in said)


@pytest.fixture(params=OF_PLANS)
def laid_out(request, plan):
    """The plan in each of the layouts: its page, and what the checks say of it."""
    Plan.objects.filter(pk=plan.pk).update(layout=request.param)
    plan.refresh_from_db()
    shown = document(plan, on=TODAY)
    return (
        LAYOUTS[request.param],
        render_to_string("reports/print.html", {"document": shown}),
        [one.words for one in findings(plan, TODAY) if one.check == "unprinted"],
    )


def test_each_field_is_printed_or_named(laid_out):
    layout, page, said = laid_out
    # A glossary has the terms that the document uses, and one page has no room for such text.
    other = {Block, *([GlossaryTerm] if layout.is_one_page else [])}
    assert [
        name
        for model in [*PRINTED_BY, *WITHIN]
        if model not in other
        for field in text_fields(model)
        if (name := f"{model.__name__}.{field.name}") not in NOT_PRINTED
        and word_of(model, field.name) not in page
        and not is_named(model, field.name, said)
    ] == []


def test_each_chapter_s_text_is_printed_or_named(laid_out):
    layout, page, said = laid_out
    # What is told of a year that goes on is for the plan of the year after.
    later = set() if layout.reviews_own_year else {Block.Part.REVIEW}
    assert [
        part
        for part in Block.Part
        if part not in later
        and not all(f"{text_of(part)}{where}" in page for where in ("body", "heading"))
        and not any(f"“{part.label}”" in one for one in said)
    ] == []
