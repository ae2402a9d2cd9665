"""What is understood of a file's tables, before anything is written."""

from dataclasses import asdict
from io import BytesIO

import docx
import pytest

from actions.building.models import PlanImport
from actions.building.plan_import.columns import meanings_of
from actions.building.plan_import.file_choices import taken_at_first
from actions.building.plan_import.owners import Agencies
from actions.building.plan_import.sections import sections_of
from actions.building.plan_import.tables_to_plan import planned_from
from actions.building.plan_import.words import reference_and_wording, status_of, wording_and_measure
from actions.models import Status
from csp.spreadsheets.reading import read_grids
from tests import factories
from tests.csp.word_documents import add_table, saved, with_table


@pytest.fixture
def plan(larkshire):
    for name, short in (("Larkshire Police", "LP"), ("Larkshire County Council", "LCC")):
        factories.make_agency(larkshire, name, abbreviation=short)
    factories.make_agency(larkshire, "Reform, Restore, Respect")
    return factories.make_plan(larkshire, 2026)


def imported(plan, content, name="plan.docx", **choices):
    """A PlanImport of a file's bytes."""
    grids = read_grids(name, BytesIO(content))
    return PlanImport.objects.create(
        plan=plan, file_name=name, tables=asdict(grids), choices=choices
    )


def planned(plan, content, name="plan.docx", **choices):
    return planned_from(imported(plan, content, name, **choices))


def owners_of(planned):
    return [[str(owner.name) for owner in action.owners] for action in planned.actions]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (
            ["Action", "Owner/lead agency", "Timescale", "Update", "Status"],
            ["action", "owners", "timescale", "update", "status"],
        ),
        (["Action", "Primary agency/agencies", "Measure"], ["action", "owners", "measure"]),
        (
            ["Action", "Owner", "Progress Update", "RAG Rating", "Outcome"],
            ["action", "owners", "update", "status", "outcome"],
        ),
        (["No.", "Aims", "Lead", "Target Date"], ["reference", "action", "owners", "timescale"]),
        (["ACTION:", "Lead Agency", "Partners"], ["action", "lead", "owners"]),
        (["Action", "Timesacle", "Gwaith"], ["action", "timescale", ""]),
        (["Action owner", "Update on action", "Q2 status"], ["owners", "update", "status"]),
    ],
)
def test_headings_are_understood_however_spelled(headings, expected):
    assert meanings_of(headings) == expected


def test_full_width_rows_are_the_strands_of_the_priority_above(plan):
    rows = ["Support", ["Help", "LP"], "Courts", ["Listen", "LCC"]]
    content = with_table(["Action", "Owner"], *rows, above=[("Plan", 1), ("Priority 2: Abuse", 2)])
    found = planned(plan, content)
    assert [str(one) for one in found.priorities] == ["Priority 2: Abuse"]
    assert [action.strand for action in found.actions] == ["Support", "Courts"]


def test_full_width_rows_are_priorities_where_nothing_above_is_one(plan):
    rows = ["Burglary", ["Mark bicycles", "LP"], "Noise", ["Listen", "LCC"]]
    content = with_table(["Action", "Owner"], *rows, above=[("Action plan 2026/27", 1)])
    found = planned(plan, content)
    assert [action.priority for action in found.actions] == ["Burglary", "Noise"]
    assert not found.columns_asked


def test_a_priority_row_is_followed_by_strand_rows(plan):
    rows = ["Burglary", "Sheds", ["Mark bicycles", "LP"], "Cars", ["Patrol", "LP"]]
    found = planned(plan, with_table(["Action", "Owner"], *rows))
    assert [(one.priority, one.strand) for one in found.actions] == [
        ("Burglary", "Sheds"),
        ("Burglary", "Cars"),
    ]


def test_numbers_aims_and_target_dates(plan):
    rows = [["1.10", "Mark bicycles", "LP", "Apr-28"], ["2.", "Listen", "LCC", "November annually"]]
    head = ["No.", "Aims", "Lead", "Target Date"]
    found = planned(plan, with_table(head, *rows, above=[("Burglary", 1)]))
    assert [(one.texts["reference"], one.texts["timescale"]) for one in found.actions] == [
        ("1.10", "Apr-28"),
        ("2.", "November annually"),
    ]
    assert [one.timescale_read.kind for one in found.actions] == ["due", "recurring"]


def test_theme_and_scope_come_from_the_headings_above(plan):
    above = [("Plan", 1), ("Safeguarding", 2), ("Violence (including gangs)", 3)]
    (one,) = planned(plan, with_table(["Action", "Owner"], ["a", "LP"], above=above)).priorities
    assert (one.theme, one.title, one.scope) == ("Safeguarding", "Violence", "including gangs")


def test_an_action_cell_that_goes_on_is_one_action(plan):
    document = docx.Document()
    made = add_table(
        document, ["Action", "Owner", "Measure"], ["a", "LP", "one"], above=[("Burglary", 1)]
    )
    made.add_row()
    made.cell(1, 0).merge(made.cell(2, 0))
    made.cell(2, 1).text = "LCC"
    made.cell(2, 2).text = "two"
    (action,) = planned(plan, saved(document)).actions
    assert (action.texts["wording"], action.texts["measure"], len(action.owners)) == (
        "a",
        "one\ntwo",
        2,
    )


def test_a_priority_given_once_goes_for_the_rows_below(plan):
    content = b"Priority,Action,Owner\nBurglary,a,LP\n,b,LP\nNoise,c,LP\n"
    found = planned(plan, content, "plan.csv")
    assert [one.priority for one in found.actions] == ["Burglary", "Burglary", "Noise"]


def test_rows_without_an_action_and_repeated_headings_are_left_out_and_told(plan):
    content = b"Priority,Action,Owner\nBurglary,a,LP\nPriority,Action,Owner\nNoise,,LP\n"
    found = planned(plan, content, "plan.csv")
    assert len(found.actions) == 1
    assert [(one.where, one.why) for one in found.left_out] == [
        ("The table, row 3", "it repeats the headings"),
        ("The table, row 4", "it has no action"),
    ]


def test_an_unknown_heading_is_asked_and_taken_as_chosen(plan):
    content = b"Priority,Action,Gwaith\nBurglary,a,Done it\n"
    started = imported(plan, content, "plan.csv")
    assert planned_from(started).columns_asked[0].words.startswith("Select what \u201cGwaith\u201d")
    key = sections_of(started)[0].key
    started.choices = {"columns": {key: ["priority", "action", "measure"]}}
    assert planned_from(started).actions[0].texts["measure"] == "Done it"


def test_unknown_headings_are_headings_below_a_title_too(plan):
    content = b"Our plan,,\nPethau,Pwy,When\nVisit schools,LP,2027\n"
    [section] = sections_of(imported(plan, content, "plan.csv"))
    assert section.head == ("Pethau", "Pwy", "When")
    assert [row.number for row in section.rows] == [3]
    assert section.priority == "Our plan"


def test_actions_without_any_priority_are_asked(plan):
    found = planned(plan, with_table(["Action", "Owner"], ["a", "LP"]))
    assert [one.field for one in found.columns_asked] == ["priority-0"]


def test_tables_of_another_year_are_left_out_and_told(plan):
    document = docx.Document()
    for heading, action in (("Review of 2025/26", "old"), ("Action plans 2026/27", "new")):
        add_table(
            document, ["Action", "Owner"], [action, "LP"], above=[(heading, 1), ("Burglary", 2)]
        )
    started = imported(plan, saved(document))
    assert taken_at_first(sections_of(started), plan) == {1}
    found = planned_from(started)
    assert [one.texts["wording"] for one in found.actions] == ["new"]
    assert any("2025/26" in note for note in found.notes)


def test_a_table_that_goes_on_without_headings_is_asked(plan):
    document = docx.Document()
    add_table(document, ["Action", "Owner", "When"], ["a", "LP", ""], above=[("Burglary", 1)])
    document.add_paragraph("")
    add_table(document, ["A second action of a long wording, " * 4, "LP", ""])
    found = planned(plan, saved(document))
    assert [one.field for one in found.columns_asked] == ["take-1"]


def test_what_the_plan_has_is_already_there(plan):
    priority = factories.make_priority(plan, "Burglary")
    factories.make_action(priority, "Mark bicycles")
    factories.make_action(priority, "In other words", reference="1.2")
    content = b"Priority,Ref,Action\nBurglary,,mark  bicycles\nBurglary,1.2,Patrol\nBurglary,,New\n"
    found = planned(plan, content, "plan.csv")
    assert [one.is_there for one in found.actions] == [True, False, False]
    assert found.actions[1].notes[0].startswith("The plan has another action 1.2 here")


def test_too_long_a_timescale_is_a_problem(plan):
    content = f"Priority,Action,Timescale\nBurglary,a,{'Soon ' * 50}\n".encode()
    found = planned(plan, content, "plan.csv")
    assert "row 2: the timescale has" in found.problems[0]
    assert not found.can_be_written


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("lp", [("Larkshire Police", "", False)]),
        ("LCC (Early Help), lead", [("Larkshire County Council", "Early Help", True)]),
        ("Larkshire County Council (LCC)", [("Larkshire County Council", "", False)]),
        ("LP*\nLCC*", [("Larkshire Police", "", True), ("Larkshire County Council", "", True)]),
        ("LP*\nLCC", [("Larkshire Police", "", True), ("Larkshire County Council", "", False)]),
        ("LP; LCC", [("Larkshire Police", "", False), ("Larkshire County Council", "", False)]),
        ("LP / LCC", [("Larkshire Police", "", False), ("Larkshire County Council", "", False)]),
        ("Reform, Restore, Respect", [("Reform, Restore, Respect", "", False)]),
        ("Reform, Restore,\nRespect", [("Reform, Restore, Respect", "", False)]),
        ("LP\nLP", [("Larkshire Police", "", False)]),
    ],
)
def test_owners_are_read(plan, cell, expected):
    read = Agencies(plan.partnership.agencies.all(), {}).read(cell)
    assert [(one.name, one.unit, one.is_lead) for one in read.owners] == expected
    assert not read.asked


@pytest.mark.parametrize("cell", ["LP, LCC", "LP; Nobody Known", "Taxi Forum", "LP & LCC"])
def test_what_is_not_sure_is_asked_whole(plan, cell):
    assert Agencies(plan.partnership.agencies.all(), {}).read(cell).asked == (cell,)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("new", ["LP, LCC"]), ("several", ["Larkshire Police", "Larkshire County Council"])],
)
def test_what_was_asked_is_taken_as_chosen(plan, choice, expected):
    content = b'Priority,Action,Owner\nBurglary,a,"LP, LCC"\n'
    found = planned(plan, content, "plan.csv", owners={"lp, lcc": choice})
    assert owners_of(found) == [expected]
    assert found.actions[0].owners_as_written == "LP, LCC"


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("Green", Status.ON_TRACK),
        ("G", Status.ON_TRACK),
        ("amber", Status.AT_RISK),
        ("R", Status.OFF_TRACK),
        ("RAG: Blue", Status.COMPLETE),
        ("Green - on track", Status.ON_TRACK),
        ("Completed.", Status.COMPLETE),
        ("Not pursued", Status.NOT_PURSUED),
        ("Ongoing", None),
        ("Purple", None),
        ("Green / Amber", None),
    ],
)
def test_statuses_in_words_letters_and_colours(written, status):
    assert status_of(written) == status


def test_an_unknown_status_is_asked_and_what_was_written_is_kept(plan):
    content = b"Priority,Action,Status\nBurglary,a,Purple\n"
    assert [one.text for one in planned(plan, content, "plan.csv").statuses_asked] == ["Purple"]
    (action,) = planned(plan, content, "plan.csv", statuses={"purple": "at_risk"}).actions
    assert (action.status, action.status_as_written) == ("at_risk", "Purple")


def test_references_and_measures_are_taken_out_of_the_wording():
    assert reference_and_wording("1.10 Hold") == ("1.10", "Hold")
    assert reference_and_wording("2.1. Hold") == ("2.1.", "Hold")
    assert reference_and_wording("101 ways") == ("", "101 ways")
    assert wording_and_measure("Hold\nMeasure: How many\nand where") == (
        "Hold",
        "How many\nand where",
    )


def test_a_known_name_that_is_broken_into_lines_beside_others_is_one(plan):
    rows = b'Priority,Action,Owner\nTheft,Patrol,"LP\nLarkshire County\nCouncil\n(Wardens)"\n'
    found = planned(plan, rows, "plan.csv")
    assert owners_of(found) == [["Larkshire Police", "Larkshire County Council"]]
    assert found.actions[0].owners[1].unit == "Wardens"
