"""Tables in the Word file: heads that are repeated, rows that are not cut, columns with room."""

import pytest
from docx.oxml.ns import qn
from lxml import html as lxml_html

from reports import word
from reports.word_tables import with_room
from tests import factories

pytestmark = pytest.mark.any_database


def test_the_head_of_a_table_is_repeated_and_no_row_is_cut(plan, word_file):
    factories.make_action(factories.make_priority(plan, "Theft"), "Mark bicycles")
    (table,) = word_file().tables
    head, row = table._tbl.tr_lst
    assert head.trPr.find(qn("w:tblHeader")) is not None
    assert row.trPr.find(qn("w:tblHeader")) is None
    assert row.trPr.find(qn("w:cantSplit")) is not None
    assert [cell.text for cell in table.rows[1].cells] == ["Mark bicycles", ""]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Theft"


def test_a_row_that_is_very_tall_may_be_cut(plan, word_file):
    for letters in (440, 460):
        factories.make_action(factories.make_priority(plan), "m" * letters)
    short, tall = word_file().tables
    assert short._tbl.tr_lst[1].findall(f".//{qn('w:cantSplit')}")
    assert not tall._tbl.tr_lst[1].findall(f".//{qn('w:cantSplit')}")


def properties(file):
    return [table._tbl.tblPr for table in file.tables]


@pytest.fixture
def ended(larkshire, plan):
    """A plan with tables that have a caption of their own, and one that has none."""
    factories.make_action(factories.make_priority(factories.make_plan(larkshire, 2025), "Theft"))
    return plan


def test_no_table_says_anything_twice(ended, word_file):
    captions = []
    for own in properties(word_file()):
        tags = [one.tag for one in own]
        assert len(tags) == len(set(tags))
        captions.append(own.find(qn("w:tblCaption")).get(qn("w:val")))
    assert captions == ["How the 1 action ended", "Theft"]


def test_tables_are_as_wide_as_each_other(ended, word_file):
    widths = [own.find(qn("w:tblW")).get(qn("w:w")) for own in properties(word_file())]
    assert widths == ["5000", "5000"]


def test_columns_are_as_wide_as_what_they_hold_wants(plan, word_file):
    factories.make_action(factories.make_priority(plan))
    (table,) = word_file().tables
    widths = [column.width for column in table.columns]
    assert widths[0] == max(widths)
    assert sum(widths) == pytest.approx(word.word_styles.TEXT_WIDTH, rel=0.01)


def test_a_strand_is_a_row_across_the_table(plan, word_file):
    priority = factories.make_priority(plan)
    factories.make_action(priority, strand=factories.make_strand(priority, "Gangs"))
    (table,) = word_file().tables
    (cell,) = table._tbl.tr_lst[1].tc_lst
    assert cell.grid_span == len(table.columns)
    assert table.rows[1].cells[0].paragraphs[0].style.name == "Table Strand"


def test_a_member_s_telephone_has_a_line_of_its_own(larkshire, plan, word_file):
    factories.make_agency(larkshire, "Lark Police", telephones="101", grid_position=1)
    (grid,) = word_file().tables
    member = grid.rows[0].cells[0].text
    assert member.splitlines() == ["Lark Police", "Tel: 101"]


def test_a_status_is_its_word(plan, word_file, cast):
    action = factories.make_action(factories.make_priority(plan))
    factories.make_update(action, status="at_risk", reason="Nobody came.")
    (table,) = word_file().tables
    (run,) = table.rows[1].cells[-1].paragraphs[0].runs
    assert (run.text, run.style.name) == ("At risk", "Status at-risk")


def test_a_status_in_the_dark_head_of_a_table_has_no_colour(plan, word_file, larkshire):
    factories.make_action(factories.make_priority(factories.make_plan(larkshire, 2025)))
    results, *_ = word_file().tables
    head = results.rows[0].cells[0].paragraphs[0]
    assert head.text == "Not started"
    assert {run.style.name for run in head.runs} == {"Default Paragraph Font"}


def test_how_many_actions_have_a_status_is_told_apart(plan, word_file):
    priority = factories.make_priority(plan)
    factories.make_update(factories.make_action(priority), status="complete")
    factories.make_action(priority)
    plan.layout = "highlight-report"
    standing, *_ = word_file().tables
    assert standing.rows[1].cells[2].text == "Not started 1; Complete 1"


@pytest.mark.parametrize(("is_large", "columns"), [(False, 3), (True, 1)])
def test_no_address_of_a_member_is_broken(is_large, columns, larkshire, plan, word_file):
    website = "https://www.larkshiremediation.co.uk"
    factories.make_agency(larkshire, "Lark Mediation", website=website, grid_position=1)
    (grid,) = word_file(large_print=is_large).tables
    assert len(grid.columns) == columns


def test_lines_of_a_member_are_not_one_word():
    lines = "".join(f"<span>{line}</span>" for line in ("Argyle Road", "Sevenoaks", "Kent"))
    table = lxml_html.fromstring(f"<table><tr><td>{lines}</td><td>Police</td></tr></table>")
    assert with_room([1, 1], table, line=30) == [50, 50]


@pytest.mark.parametrize(("is_large", "columns"), [(False, 4), (True, 2)])
def test_members_stand_in_a_grid(is_large, columns, larkshire, plan, word_file):
    for place in range(1, 6):
        factories.make_agency(larkshire, f"Member {place}", grid_position=place)
    (grid,) = word_file(large_print=is_large).tables
    assert [one.text for one in grid.rows[0].cells][:2] == ["Member 1", "Member 2"]
    assert len(grid.columns) == columns


def looks(table):
    return table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstColumn"))


def test_first_cells_of_rows_are_heads_of_rows(plan, word_file):
    factories.make_action(factories.make_priority(plan))
    head = "<thead><tr><th>Ward</th><th>Reports</th></tr></thead>"
    table = f"<table>{head}<tbody><tr><th>Lark</th><td>1</td></tr></tbody></table>"
    factories.make_block(plan, body=table)
    of_words, of_actions = word_file().tables
    assert (looks(of_words), looks(of_actions)) == ("1", "1")
    styles = [one.rows[-1].cells[0].paragraphs[0].style.name for one in (of_words, of_actions)]
    assert styles == ["Table Row Heading", "Table Text"]


def test_no_column_is_narrower_than_its_longest_word():
    table = lxml_html.fromstring(
        "<table><tr><td>Complete</td><td>One word or two</td></tr></table>"
    )
    narrow, wide = with_room([5, 95], table, line=52)
    assert narrow > 100 * len("Complete") / 52
    assert narrow + wide == pytest.approx(100)


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("MARAC", "Marac"),
        ('<span class="app-status">Off track</span>', "Off track"),
        ("14 Sep 2026", "14 cases of 2026"),
    ],
)
def test_capitals_statuses_and_days_have_more_room(wide, narrow):
    first, second = (
        lxml_html.fromstring(f"<table><tr><td>{words}</td><td>a</td></tr></table>")
        for words in (wide, narrow)
    )
    assert with_room([1, 99], first, line=52)[0] > with_room([1, 99], second, line=52)[0]


def test_nor_where_there_is_no_room_for_all():
    table = lxml_html.fromstring(f"<table><tr><td>{'a' * 40}</td><td>{'b' * 40}</td></tr></table>")
    assert with_room([10, 90], table, line=52) == pytest.approx([50, 50])
