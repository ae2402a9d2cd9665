"""What goes out comes back in: a plan's export, imported into an empty year, exports the same."""

import io
from dataclasses import asdict
from datetime import date

import pytest

from actions.building.models import PlanImport
from actions.building.plan_import.json_files import read_plan_file
from actions.building.plan_import.tables_to_plan import planned_from
from actions.building.plan_import.taking_back import take_back
from actions.building.plan_import.writing import write
from actions.models import Action, Owner, Status
from plans.action_fields import HEADINGS
from reports.document import document
from reports.formats import FORMATS
from tests import factories
from tests.conftest import TODAY

# What the tables of a Word file print in each layout, by the columns of the data.
PRINTED = {
    "partnership-plan": ["priority", "strand", "action", "owners", "timescale", "update", "status"],
    "priority-plan": ["priority", "strand", "action", "owners", "measure"],
}


@pytest.fixture
def awkward(larkshire, cast):
    """A plan with everything that is awkward in files."""
    plan = factories.make_plan(larkshire, 2026)
    theme = factories.make_theme(plan, "Diogelwch y cyhoedd", position=1)
    first = factories.make_priority(
        plan, "Trais yn y cartref", number=1, position=1, theme=theme, scope="including stalking"
    )
    second = factories.make_priority(
        plan, "Anti-social behaviour (ASB)", number=2, position=2, theme=theme
    )
    one, two, three = awkward_actions(first)
    factories.make_action(
        second, "Nobody’s yet", owners_as_written="The old forum\nand its friends", position=1
    )
    for title in ("Pobl ifanc", "Prevention, early"):
        factories.make_cross_cutting_theme(plan, title, [one, two])
    factories.make_recommendation(plan, "Act on it", [one], number="R1", response="accepted")
    manager = cast.manager
    factories.make_update(one, "+ It grew.\n" + "Long. " * 400 + "End", by=manager)
    factories.make_update(two, "Slow", Status.AT_RISK, by=manager, reason="Money")
    factories.make_update(three, "Wedi'i gwblhau", Status.COMPLETE, by=manager)
    return plan


def awkward_actions(first):
    """Three actions of a priority, with owners whose names are awkward to divide."""
    larkshire = first.plan.partnership
    county = factories.make_agency(larkshire, "Larkshire County Council", abbreviation="LCC")
    commas = factories.make_agency(larkshire, "Reform, Restore, Respect")
    bracket = factories.make_agency(larkshire, "Probation (Community Rehabilitation)")
    group = factories.make_agency(larkshire, "All partners")
    group.members.add(county, commas)
    strand = factories.make_strand(first, "Cefnogaeth i ddioddefwyr ŵ", position=1)
    one = factories.make_action(
        first,
        "=1+1 is how this begins\nand a second line",
        reference="1.10",
        timescale="By March 2027",
        measure="How many, by month\nand by ward",
        outcome="-2.35 fewer",
        resources="@home",
        pier=Action.Pier.PREVENTION,
        position=1,
    )
    two = factories.make_action(
        first, "Cynnal rhaglen Rhyddid", [group], strand=strand, reference="2.1.", position=2
    )
    three = factories.make_action(
        first, "Hold a day of action; then another", [commas, bracket], strand=strand, position=3
    )
    Owner.objects.create(action=one, agency=county, unit="Early Help", is_lead=True, position=0)
    Owner.objects.create(action=one, agency=county, unit="Wardens (north)", position=1)
    return one, two, three


def came_back(plan, file_name, content, by):
    """The plan of the year after, into which a file was imported."""
    other = factories.make_plan(plan.partnership, plan.start_year + 1, layout=plan.layout)
    return imported(other, file_name, content, by=by)


def imported(other, file_name, content, by):
    """A plan, into which a file was imported without a column being matched by hand."""
    grids = read_plan_file(file_name, io.BytesIO(content))
    started = PlanImport.objects.create(plan=other, file_name=file_name, tables=asdict(grids))
    planned = planned_from(started)
    # What nobody is known to own stays as it was written.
    started.choices = {"owners": {one.key: "nobody" for one in planned.owners_asked}}
    started.save()
    planned = planned_from(started)
    assert (planned.columns_asked, planned.statuses_asked, planned.problems) == ((), (), ())
    _, is_written = write(started, by=by, on=date(2026, 11, 18), agreed=planned.digest)
    assert is_written
    return other


def cells(plan, names=None):
    """What the data of a plan says: the texts of each action, those of `names` alone."""
    actions = document(plan, on=TODAY).actions
    return [
        [
            "\n".join(owner.as_printed for owner in record.owners)
            if name == "owners"
            else record.texts[name]
            for name in names or [*record.texts, "owners"]
        ]
        for record in actions
    ]


MARKED = "Hold **two** talks:\n- in spring\n- in autumn\n\nSee https://example.org/talks"


@pytest.mark.parametrize("format", ["xlsx", "csv", "json"])
def test_marks_come_back_as_they_were_typed(format, plan, cast):
    action = factories.make_action(factories.make_priority(plan), MARKED, measure=f"- a\n{MARKED}")
    factories.make_update(action, MARKED, by=cast.manager)
    content = FORMATS[format].make(document(plan, on=TODAY))
    other = came_back(plan, f"plan.{format}", content, cast.manager)
    assert cells(other, ["action", "measure", "update"]) == [[MARKED, f"- a\n{MARKED}", MARKED]]


@pytest.mark.any_database
def test_a_word_file_brings_lists_back(plan, shelter, cast):
    factories.make_action(factories.make_priority(plan, "Talks", number=1), MARKED, [shelter])
    plan.layout = "partnership-plan"
    plan.save()
    content = FORMATS["docx"].make(document(plan, on=TODAY))
    other = came_back(plan, "plan.docx", content, cast.manager)
    ((words,),) = cells(other, ["action"])
    assert words == "Hold two talks:\n• in spring\n• in autumn\nSee https://example.org/talks"


@pytest.mark.parametrize("format", ["xlsx", "csv", "json"])
def test_data_comes_back_cell_by_cell(format, awkward, cast):
    content = FORMATS[format].make(document(awkward, on=TODAY))
    other = came_back(awkward, f"plan.{format}", content, cast.manager)
    assert len(cells(awkward)) == 4
    assert cells(other) == cells(awkward)


@pytest.mark.any_database
@pytest.mark.parametrize("layout", PRINTED)
def test_a_word_file_comes_back_as_far_as_it_is_printed(layout, awkward, cast):
    awkward.layout = layout
    awkward.save()
    content = FORMATS["docx"].make(document(awkward, on=TODAY))
    other = came_back(awkward, "plan.docx", content, cast.manager)
    names = ["theme", "reference", *PRINTED[layout]]
    assert cells(other, names) == cells(awkward, names)
    assert other.priorities.get(number=1).scope == "including stalking"
    assert other.priorities.get(number=2).title == "Anti-social behaviour (ASB)"


# In these a plan's actions are printed if it has chosen that chapter.
@pytest.mark.any_database
@pytest.mark.parametrize("layout", ["partnership-plan", "priority-plan", "highlight-report"])
def test_a_word_file_with_all_columns_comes_back_cell_by_cell(layout, awkward, cast):
    awkward.layout = layout
    awkward.save()
    for position, name in enumerate(HEADINGS):
        factories.make_column(awkward, name, position=position)
    factories.make_part(awkward, "action_plans")
    content = FORMATS["docx"].make(document(awkward, on=TODAY))
    other = came_back(awkward, "plan.docx", content, cast.manager)
    assert cells(other) == cells(awkward)


@pytest.mark.any_database
def test_how_many_actions_there_are_is_no_action(awkward):
    content = FORMATS["docx"].make(document(awkward, on=TODAY, layout="summary-leaflet"))
    grids = read_plan_file("plan.docx", io.BytesIO(content))
    started = PlanImport.objects.create(plan=awkward, file_name="x", tables=asdict(grids))
    assert planned_from(started).actions == ()


def test_the_same_file_again_changes_nothing(awkward, cast):
    content = FORMATS["xlsx"].make(document(awkward, on=TODAY))
    other = came_back(awkward, "plan.xlsx", content, cast.manager)
    grids = read_plan_file("plan.xlsx", io.BytesIO(content))
    again = PlanImport.objects.create(plan=other, file_name="plan.xlsx", tables=asdict(grids))
    planned = planned_from(again)
    assert (len(planned.new_actions), len(planned.already_there)) == (0, 4)


def test_cross_cutting_themes_go_when_an_import_is_taken_back(larkshire, cast):
    plan = factories.make_plan(larkshire, 2026)
    known = factories.make_cross_cutting_theme(plan, "Young people")
    row = ["Theft", "Mark bicycles", "young  people; Prevention"]
    rows = [["Priority", "Action", "Cross-cutting themes"], row]
    started = factories.make_plan_import(plan, rows)
    agreed = planned_from(started).digest
    assert write(started, by=cast.manager, on=TODAY, agreed=agreed)[1]
    assert Action.objects.get().cross_cutting == "Young people\nPrevention"
    assert take_back(started).left == ()
    assert plan.cross_cutting_themes.get() == known
