"""Tables whose cells and columns say what their headings do not."""

from datetime import date

import pytest

from tests import factories
from tests.actions.building.test_plan_import import planned
from tests.csp.word_documents import with_table


@pytest.fixture
def plan(larkshire):
    return factories.make_plan(larkshire, 2026)


def read(plan, *lines):
    return planned(plan, "\n".join(lines).encode(), "plan.csv")


@pytest.mark.parametrize("cells", ["G,A,R,", "green,AMBER,Red,", "On track,At risk,Off track,"])
def test_statuses_by_quarter_become_dated_updates(cells, plan):
    (action,) = read(plan, "Priority,Action,Q1,Q2,Q3,Q4", f"Theft,Lend locks,{cells}").actions
    assert (action.status, action.said_on) == ("off_track", date(2026, 12, 31))
    assert [(one.said_on, one.status) for one in action.earlier] == [
        (date(2026, 6, 30), "on_track"),
        (date(2026, 9, 30), "at_risk"),
    ]


@pytest.mark.parametrize("head", ["June 2026,Sept 2026", "RAG Jun-26,RAG Sep-26"])
def test_statuses_by_month_are_of_its_end(head, plan):
    (action,) = read(plan, f"Priority,Action,{head}", "Theft,Lend locks,G,A").actions
    assert [one.said_on for one in action.earlier] == [date(2026, 6, 30)]
    assert (action.status, action.said_on) == ("at_risk", date(2026, 9, 30))


def test_an_outcome_above_priorities_is_their_theme(plan):
    head = ["Action", "Owner", "Progress Update", "RAG Rating", "Outcome"]
    rows = (
        *("Outcome 1: Safe homes", "Priority 1.1 Theft", head, ["Lend locks", "", "", "", "Less"]),
        *("Priority 1.2 Fire", ["Fit alarms", "", "", "", "Fewer"]),
        *("Outcome 2: Safe roads", "Priority 2.1 Speed", ["Watch", "", "Twice", "Red", "Slower"]),
    )
    found = planned(plan, with_table(*rows), "plan.docx")
    assert [(one.priority, one.texts["outcome"]) for one in found.actions] == [
        *(("1.1 Theft", "Less"), ("1.2 Fire", "Fewer"), ("2.1 Speed", "Slower"))
    ]
    themes = ["Outcome 1: Safe homes", "Outcome 1: Safe homes", "Outcome 2: Safe roads"]
    assert [one.theme for one in found.priorities] == themes


def test_words_by_quarter_stay_what_was_said(plan):
    (action,) = read(plan, "Priority,Action,Q1,Q2", "Theft,Lend locks,12 lent,G").actions
    assert action.update == "Q1: 12 lent"
    assert (action.status, action.said_on) == ("on_track", date(2026, 9, 30))


def test_a_rating_beside_the_words_of_each_quarter_is_of_its_day(plan):
    head = "Priority,Action,Q1 Update,Q1 RAG,Q2 Update,Quarter 2 RAG"
    (action,) = read(plan, head, "Theft,Lend locks,Begun,G,Late,R").actions
    assert (action.status, action.said_on) == ("off_track", date(2026, 9, 30))
    assert [one.said_on for one in action.earlier] == [date(2026, 6, 30)]


@pytest.mark.parametrize("tick", ["x", "✓", "☑", "Yes", "\uf0fc"])
def test_a_tick_under_a_status_is_that_status(tick, plan):
    head = "Priority,Action,Not started,In progress,Complete"
    found = read(plan, head, f"Theft,Lend locks,,,{tick}", f"Theft,Mark tools,,{tick},")
    assert [one.status for one in found.actions] == ["complete", ""]
    assert [one.text for one in found.statuses_asked] == ["In progress"]


def test_tables_side_by_side_are_two(plan):
    head = "Priority,Action,Due"
    rows = f"{head},,{head}", "Theft,Lend locks,March 2027,,Noise,Count lorries,June 2026"
    found = read(plan, *rows)
    assert [(one.priority, one.texts["wording"]) for one in found.actions] == [
        ("Theft", "Lend locks"),
        ("Noise", "Count lorries"),
    ]


def test_the_same_headings_again_begin_a_table_without_a_gap(plan):
    head = "Priority,Action,Due"
    rows = f"{head},{head}", "Theft,Lend locks,March 2027,Noise,Count lorries,June 2026"
    assert [one.priority for one in read(plan, *rows).actions] == ["Theft", "Noise"]


def test_headings_in_the_first_column_are_told(plan):
    rows = "Action,Lend locks,Mark tools", "Owner,LP,LP", "Timescale,March 2027,May 2026"
    (asked,) = read(plan, *rows).columns_asked
    assert "stand in its first column: turn its rows into columns" in asked.words
