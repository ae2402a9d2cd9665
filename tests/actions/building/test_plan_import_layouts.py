"""Plans as other people lay them out."""

import docx
import pytest
from docx.oxml import parse_xml
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from actions.building.plan_import.owners import Agencies
from actions.building.plan_import.words import number_and_title, reference_and_wording, status_of
from actions.models import Status
from tests import factories
from tests.actions.building.test_plan_import import planned
from tests.csp.word_documents import W, add_table, p, saved, with_body, with_table
from tests.csp.workbooks import saved as saved_book


@pytest.fixture
def plan(larkshire):
    factories.make_agency(larkshire, "Larkshire Police", abbreviation="LP")
    factories.make_agency(larkshire, "Reform, Restore, Respect")
    return factories.make_plan(larkshire, 2026)


def csv(*lines):
    return "\n".join(lines).encode()


def shaded(cell, fill):
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {W} w:val="clear" w:fill="{fill}"/>'))


def left_out(found):
    return [(one.text, one.why) for one in found.left_out]


def test_the_same_reference_in_another_strand_is_another_action(plan):
    priority = factories.make_priority(plan, "Theft")
    strand = factories.make_strand(priority, "Sheds")
    factories.make_action(priority, "Lend locks", strand=strand, reference="1")
    rows = csv("Priority,Strand,Ref,Action", "Theft,Vans,1,Mark tools", "Theft,Sheds,1,Lend locks")
    found = planned(plan, rows, "plan.csv")
    assert [one.is_there for one in found.actions] == [False, True]


def test_two_rows_of_headings_are_one_head(plan):
    document = docx.Document()
    for priority in ("Theft", "Noise"):
        head = ["Action", "Owner", "Timescale", "", "Status"]
        below = ["", "", "Start", "End", ""]
        row = [f"Act on {priority}", "LP", "May 2026", "June 2026", "Green"]
        made = add_table(document, head, below, row, above=[(priority, 1)])
        for column in (0, 1, 4):
            made.cell(0, column).merge(made.cell(1, column))
        made.cell(0, 2).merge(made.cell(0, 3))
    found = planned(plan, saved(document))
    assert [one.texts["wording"] for one in found.actions] == ["Act on Theft", "Act on Noise"]
    assert [one.texts["timescale"] for one in found.actions] == ["May 2026 – June 2026"] * 2


def test_a_second_row_of_headings_below_a_gap_in_the_first_is_one_too(plan):
    rows = csv(
        "Priority,Action,Timescale,,", ",,Start,End,", "Theft,Lend locks,May 2026,June 2026,"
    )
    found = planned(plan, rows, "plan.csv")
    assert [one.texts["timescale"] for one in found.actions] == ["May 2026 – June 2026"]
    assert not found.columns_asked


def test_a_row_that_goes_on_never_ends_in_another_table(plan):
    document = docx.Document()
    add_table(document, ["Action", "Owner"], ["a", "LP"], above=[("Theft", 1)])
    made = add_table(
        document, ["Action", "Owner"], ["", "lost"], ["", "words"], above=[("Noise", 1)]
    )
    made.cell(1, 0).merge(made.cell(2, 0))
    found = planned(plan, saved(document))
    assert [one.owners_as_written for one in found.actions] == ["LP"]
    assert [text for text, _ in left_out(found)] == ["lost", "words"]


def test_what_goes_on_beside_a_reference_or_status_is_told(plan):
    document = docx.Document()
    rows = [["1", "a", "Green"], ["2", "", "Red"]]
    made = add_table(document, ["Ref", "Action", "Status"], *rows, above=[("Theft", 1)])
    made.cell(1, 1).merge(made.cell(2, 1))
    found = planned(plan, saved(document))
    assert [text for text, _ in left_out(found)] == ["2"]
    assert any("“Green” is left out" in note for note in found.actions[0].notes)


def test_a_progress_row_is_the_update_of_the_action_above(plan):
    rows = [["a", "LP"], "Progress Half is done.", ["b", "LP"], "Progress update: All is done."]
    found = planned(plan, with_table(["Action", "Owner"], *rows, above=[("Priority 1: Theft", 1)]))
    assert [(one.strand, one.update) for one in found.actions] == [
        ("", "Half is done."),
        ("", "All is done."),
    ]
    assert any("as the progress of the action above" in note for note in found.notes)


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("strand", [("Progress Half is done.", "LP")]),
        ("none", []),
    ],
)
def test_what_rows_across_are_can_be_chosen(plan, how, expected):
    rows = ["Progress Half is done.", ["a", "LP"]]
    content = with_table(["Action", "Owner"], *rows, above=[("Priority 1: Theft", 1)])
    sections = {"0": {"take": True, "rows": how}}
    found = planned(plan, content, sections=sections)
    assert [(one.strand, one.owners_as_written) for one in found.actions if one.strand] == expected
    assert bool(found.left_out) is (how == "none")


def test_a_heading_under_which_no_action_stands_is_told(plan):
    rows = ["Sheds", ["a", "LP"], "Vans"]
    found = planned(plan, with_table(["Action", "Owner"], *rows, above=[("Priority 1: Theft", 1)]))
    assert left_out(found) == [("Vans", "no action stands under it")]


def test_a_column_without_a_heading_is_asked(plan):
    rows = csv("Priority,Action,Update,", "Theft,a,Done,Ask Ann about this")
    found = planned(plan, rows, "plan.csv")
    assert found.actions[0].update == "Done"
    assert [one.field for one in found.columns_asked] == ["column-0-3"]


def test_a_column_that_is_left_out_is_told(plan):
    rows = csv("Priority,Action,Update,", "Theft,a,Done,Ask Ann about this")
    columns = {"Priority | Action | Update | ": ["priority", "action", "update", "none"]}
    found = planned(plan, rows, "plan.csv", columns=columns)
    assert any("left out: 1 cell, such as “Ask Ann" in note for note in found.notes)


def test_themes_priorities_and_indicators_stand_in_rows_of_one_table(plan):
    document = docx.Document()
    head = ["Action", "Owner", "Timescale", "Update"]
    rows = [
        "Calm streets\nNobody is afraid",
        ["Theft", "", "Success indicator: Fewer thefts", ""],
        head,
        ["a", "LP", "Ongoing", ""],
        ["Noise", "", "Success indicator: Fewer calls", ""],
        head,
        ["b", "LP", "Ongoing", ""],
    ]
    made = add_table(document, *rows, above=[("Review of actions 2026/27", 1)])
    for row in (1, 4):
        made.cell(row, 0).merge(made.cell(row, 1))
        made.cell(row, 2).merge(made.cell(row, 3))
    found = planned(plan, saved(document))
    assert [(one.title, one.theme, one.success_indicator) for one in found.new_priorities] == [
        ("Theft", "Calm streets", "Fewer thefts"),
        ("Noise", "Calm streets", "Fewer calls"),
    ]
    assert found.straplines == {"Calm streets": "Nobody is afraid"}
    assert [one.texts["wording"] for one in found.actions] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Priority 2: Abuse", (2, "Abuse")),
        ("Strategic Priority 3. Abuse", (3, "Abuse")),
        ("Priority 4.1 Help children", (None, "4.1 Help children")),
        ("Priority: Abuse", (None, "Abuse")),
        ("Abuse", (None, "Abuse")),
    ],
)
def test_a_number_in_parts_stays_in_a_priority_s_title(text, expected):
    assert number_and_title(text) == expected


def test_start_and_end_are_one_timescale_that_is_due_at_its_end(plan):
    rows = csv(
        "Priority,Action,Start date,End date", "Theft,a,May 2026,July 2026", "Theft,b,May 2026,"
    )
    found = planned(plan, rows, "plan.csv")
    assert [(one.texts["timescale"], str(one.timescale_read.due_on)) for one in found.actions] == [
        ("May 2026 – July 2026", "2026-07-31"),
        ("May 2026", "None"),
    ]


def test_somebody_can_say_which_row_has_the_headings(plan):
    rows = csv("Ein cynllun,,", "Pethau,Pwy,Pryd", "Gwaith,Enw,When", "Visit schools,LP,2027")
    found = planned(plan, rows, "plan.csv", heads={"The table": 3})
    assert found.columns_asked[0].words.startswith("Select what “Gwaith”")


def test_days_as_headings_say_when_a_status_was_given(plan):
    rows = csv("Commitment,Milestone ref,Milestone,30/6/2026,31/12/2026", "Theft,1.10,a,Red,Done")
    (action,) = planned(plan, rows, "plan.csv").actions
    assert (action.priority, action.texts["reference"], action.texts["wording"]) == (
        "Theft",
        "1.10",
        "a",
    )
    assert (action.status, str(action.said_on)) == (Status.COMPLETE, "2026-12-31")
    assert [(str(one.said_on), one.as_written) for one in action.earlier] == [("2026-06-30", "Red")]


def test_several_statuses_without_days_are_told(plan):
    rows = csv("Priority,Action,Early status,Late status", "Theft,a,Red,Green")
    (action,) = planned(plan, rows, "plan.csv").actions
    assert action.status == Status.ON_TRACK
    assert action.notes == ("The status “Red” is left out: a later column says “Green”",)


def test_closed_is_asked():
    assert status_of("Closed") is None


def test_a_status_in_colour_alone_is_asked_by_the_colour(plan):
    document = docx.Document()
    rows = [["a", "It went"], ["b", "It didn’t"]]
    made = add_table(document, ["Action", "Update", "RAG"], *rows, above=[("Theft", 1)])
    shaded(made.cell(1, 2), "92D050")
    shaded(made.cell(2, 2), "FFC000")
    asked = [one.text for one in planned(plan, saved(document)).statuses_asked]
    assert asked == ["green cell", "amber cell"]


def test_a_colour_of_a_spreadsheet_is_asked_too(plan):
    book = Workbook()
    for row in (["Priority", "Action", "RAG"], ["Theft", "a", None]):
        book.active.append(row)
    book.active["C2"].fill = PatternFill("solid", fgColor="FFFF0000")
    found = planned(plan, saved_book(book), "plan.xlsx")
    assert [one.text for one in found.statuses_asked] == ["red cell"]


def test_an_update_may_come_without_a_status(plan):
    rows = csv("Priority,Action,Update", "Theft,a,Half is done")
    assert planned(plan, rows, "plan.csv").statuses_asked
    found = planned(plan, rows, "plan.csv", statuses={"": "not_said"})
    assert (found.actions[0].update, found.actions[0].status) == ("Half is done", "not_started")


def test_several_owners_are_never_divided_within_a_known_name(plan):
    agencies = Agencies(plan.partnership.agencies.all(), {})
    assert agencies.divided("LP, Reform, Restore, Respect, Nobody & Co") == [
        "LP",
        "Reform, Restore, Respect",
        "Nobody",
        "Co",
    ]


def test_the_sign_between_cells_is_that_of_the_table_not_of_its_title(plan):
    rows = csv("Our plan, of this year, and the next", "Priority;Action;Owner", "Theft;a;LP")
    found = planned(plan, rows, "plan.csv")
    assert [one.texts["wording"] for one in found.actions] == ["a"]
    assert left_out(found) == [
        ("Our plan, of this year, and the next", "no action stands under it")
    ]


def test_hidden_and_struck_out_words_are_left_out_and_told(plan):
    runs = "".join(
        f"<w:r><w:rPr>{mark}</w:rPr><w:t>{text}</w:t></w:r>"
        for mark, text in (("", "Lend locks"), ("<w:vanish/>", " unseen"), ("<w:strike/>", " old"))
    )
    row = f"<w:tr><w:tc><w:p>{runs}</w:p></w:tc><w:tc>{p('LP')}</w:tc></w:tr>"
    head = "".join(
        f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("Action", "Owner")
    )
    found = planned(
        plan,
        with_body(f"<w:tbl><w:tr>{head}</w:tr>{row}</w:tbl>"),
        sections={"0": {"take": True, "priority": "Theft"}},
    )
    assert [one.texts["wording"] for one in found.actions] == ["Lend locks"]
    assert found.notes == (
        "Hidden words were left out: “unseen”.",
        "Struck-out words were left out: “old”.",
    )


def test_text_outside_the_tables_is_told(plan):
    document = docx.Document()
    add_table(document, ["Action", "Owner"], ["a", "LP"], above=[("Theft", 1)])
    document.add_paragraph("Overall target: Fewer thefts.")
    (note,) = planned(plan, saved(document)).notes
    assert "“Overall target: Fewer thefts.”" in note
    assert "Theft”," not in note


def test_word_s_own_numbers_are_read(plan):
    document = docx.Document()
    rows = [["", "a"], ["", "b"]]
    made = add_table(document, ["Ref", "Action"], *rows, above=[("Theft", 1)])
    for row in (1, 2):
        made.cell(row, 0).paragraphs[0].style = "List Number"
    found = planned(plan, saved(document))
    assert [one.texts["reference"] for one in found.actions] == ["1.", "2."]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("4.5 miles of path lit", ("", "4.5 miles of path lit")),
        ("2.5 million leaflets sent", ("", "2.5 million leaflets sent")),
        ("4.5 Light the path", ("4.5", "Light the path")),
        ("1.2.3 light the path", ("1.2.3", "light the path")),
        ("7. light the path", ("7.", "light the path")),
    ],
)
def test_a_figure_of_which_a_sentence_speaks_is_no_reference(cell, expected):
    assert reference_and_wording(cell) == expected


def test_a_hidden_row_is_left_out_and_told(plan):
    book = Workbook()
    for row in (["Priority", "Action", "Note"], ["Theft", "a", "x"], ["Theft", "dropped", "y"]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["C"].hidden = True
    found = planned(plan, saved_book(book), "plan.xlsx")
    assert left_out(found) == [("Theft | dropped", "it is hidden")]
    assert any("Column C of Sheet “Sheet” is hidden" in note for note in found.notes)


def test_a_table_that_is_not_taken_is_told_with_its_rows(plan):
    document = docx.Document()
    add_table(document, ["Action", "Owner"], ["a", "LP"], above=[("Theft", 1)])
    add_table(document, ["Who", "Telephone"], ["Ann", "1"], above=[("Contacts", 1)])
    found = planned(plan, saved(document))
    assert any("without headings of actions: Table 2 (1 row)" in note for note in found.notes)
