"""The parts of a document that run through its priorities."""

import pytest
from django.template.loader import render_to_string

from plans.models import Block
from reports.checks.loaded import load
from reports.document import document
from tests import factories
from tests.conftest import TODAY

Part = Block.Part


def part(plan, name):
    return document(plan, on=TODAY).part(name)


@pytest.mark.parametrize("name", [Part.ALIGNMENT, Part.RECOMMENDATIONS, Part.CROSS_CUTTING])
def test_a_plan_without_any_has_no_such_part(name, plan):
    priority = factories.make_priority(plan, legal_strand="reoffending")
    factories.make_recommendation(priority, "Think")
    factories.make_action(priority)
    factories.make_cross_cutting_theme(plan)
    assert part(plan, name) is None


def test_recommendations_are_a_table(plan, shelter):
    priority = factories.make_priority(plan)
    action = factories.make_action(priority, "Listen", [shelter], timescale="By May")
    factories.make_recommendation(plan, "Hear them", [action], number="R1", response="accepted")
    why = {"response": "not_accepted", "response_reason": "it is not ours"}
    factories.make_recommendation(plan, "Pay", position=1, **why)
    first, second = part(plan, Part.RECOMMENDATIONS).rows
    assert (first.text, first.response) == ("R1 Hear them", "Accepted")
    assert first.actions[0].leads == "Lark Shelter"
    assert second.response == "Not accepted. It is not ours"
    assert second.outcome == "Nothing is to be done"


def test_cross_cutting_themes_gather_actions_of_all_priorities(plan):
    actions = [factories.make_action(factories.make_priority(plan)) for _ in range(2)]
    factories.make_cross_cutting_theme(plan, "Young people", actions, position=1)
    factories.make_cross_cutting_theme(plan, "Prevention", actions[:1])
    first, second = part(plan, Part.CROSS_CUTTING).themes
    assert (first.title, second.title) == ("Prevention", "Young people")
    assert [one.wording for one in second.actions] == [one.wording for one in actions]
    assert second.counted == "2 actions: 2 not started"


def test_the_alignment_has_the_columns_that_are_filled_in(plan):
    factories.make_priority(plan, "Theft", county_objective="Safer homes")
    factories.make_priority(plan, "Abuse", position=1, legal_strand="reoffending")
    found = part(plan, Part.ALIGNMENT)
    assert found.headings == ("Priority", "Part of the law", "Objective of the county")
    assert found.rows == (("Theft", "", "Safer homes"), ("Abuse", "Reducing re-offending", ""))


@pytest.mark.parametrize("template", ["print", "word"])
@pytest.mark.parametrize("is_large", [False, True])
def test_every_form_prints_them(template, is_large, plan):
    priority = factories.make_priority(plan, policing_objective="Put victims first")
    action = factories.make_action(priority, "Listen")
    factories.make_recommendation(plan, "Hear them", [action])
    factories.make_cross_cutting_theme(plan, "Young people", [action])
    made = document(plan, on=TODAY, large_print=is_large)
    page = render_to_string(f"reports/{template}.html", {"document": made, "picture_address": str})
    for words in ("Put victims first", "Hear them", "1 action: 1 not started", "Young people"):
        assert words in page


def test_the_checks_read_them(plan):
    priority = factories.make_priority(plan, county_objective="Less of it")
    action = factories.make_action(priority)
    factories.make_recommendation(plan, "Ask everybody", source="A review")
    factories.make_cross_cutting_theme(plan, "Young people", [action])
    read = {text.words for text in load(plan, TODAY).printed}
    assert {"Less of it", "Ask everybody\nA review", "Young people"} <= read
