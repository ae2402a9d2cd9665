"""Headings that partnerships have over their actions go in without being matched by hand."""

import pytest

from actions.building.plan_import.columns import LEFT_OUT, is_head, meanings_of
from tests import factories
from tests.actions.building.test_plan_import import planned

HEADINGS = """
Project, Aims & description, Key Activities, Start Date, End Date, Resource or cost, Performance \
measures, Reporting Quarter
What will we do?, Who will lead?, By when?, How will we know?, RAG
Ref, What we will do, Who is responsible, When will it be done by, What difference will it make, \
RAG, Q1 update, Q2 update, Q3 update, Q4 update
Objective, Key actions, Lead officer / agency, Partners, Target date, Success measures, Progress \
to date, BRAG
No., Action we will take, Delivery partner(s), Completion date, How we will measure success, \
Comments
Outcome we want, What are we going to do?, Lead organisation and officer, Deadline, Evidence of \
success, Current RAG status, Notes
Theme, Project / Activity, Description, Responsible Owner, Start, Finish, % complete, Risk rating
Action ID, Action description, Action owner, Due by, KPI / Target, Baseline, Q1, Q2, Q3, Q4
Strategic objective, Intervention / activity, Lead partner, Supporting partners, Milestones, \
Target, Resources / budget, Review date, RAG rating
Task, Assigned to, Deadline, Progress notes, Done?
Aim, Actions to achieve aim, Who, When, Outputs, Impact, Position at end of Q2
Delivery Action, Lead Agency/Officer, Delivery Timescale, Measure of Success, Year End Position, \
Direction of travel
Objective, Action, Delivery led by, Resources allocated, Outcomes, Targets, Milestones, Status
Recommendation, Scope, Action, Lead agency, Key milestones, Target date, Date of completion and \
outcome
"""


@pytest.fixture
def plan(larkshire):
    factories.make_agency(larkshire, "Larkshire Police", abbreviation="LP")
    return factories.make_plan(larkshire, 2026)


@pytest.mark.parametrize("line", HEADINGS.strip().splitlines())
def test_headings_are_known(line):
    headings = line.split(", ")
    assert is_head(headings)
    assert "" not in meanings_of(headings)


def test_what_has_no_field_is_left_out_and_told(plan):
    content = b"Project,Key Activities,Reporting Quarter\nTheft,Lend locks,Q2"
    found = planned(plan, content, "plan.csv")
    assert [str(one) for one in found.priorities] == ["Theft"]
    assert "Column “Reporting Quarter” of The table is left out: 1 cell, such as “Q2”." in (
        found.notes
    )


def test_what_fits_into_a_field_has_its_heading_before_it(plan):
    head = "Priority,Action,Measure,Milestones,Q1 update,Q2 update,Status"
    content = f"{head}\nTheft,Lend,20,May,a,b,Green".encode()
    (action,) = planned(plan, content, "plan.csv").actions
    assert action.texts["measure"] == "20\nMilestones: May"
    assert action.update == "Q1 update: a\nQ2 update: b"


def test_objectives_are_strands_where_the_priority_is_said():
    assert meanings_of(["Objective", "Action"]) == ["priority", "action"]
    assert meanings_of(["Objective", "Action"], has_priority=True) == ["strand", "action"]
    assert meanings_of(["Priority", "Objective", "Action"])[1] == "strand"


def test_aims_are_actions_unless_others_are():
    assert meanings_of(["Aims", "Lead"]) == ["action", "owners"]
    assert meanings_of(["Aims", "Actions", "Lead"]) == ["priority", "action", "owners"]


def test_what_stands_beside_actions_alone_is_nothing_without_them():
    assert meanings_of(["Project", "Target", "Scope"]) == [""] * 3
    assert LEFT_OUT in meanings_of(["Project", "Action", "Scope"])
