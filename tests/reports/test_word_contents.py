"""The contents of the Word file: as those on paper, and what they list is a heading for Word."""

import pytest
from docx.oxml.ns import qn

from tests import factories
from tests.reports.word_pieces import ROWS, styled

pytestmark = pytest.mark.any_database


def entries(file):
    """The lines of the contents with their levels."""
    lines = styled(file, "toc 1", "toc 2", "toc 3")
    return [(int(one.style.name[-1]), one.text.partition("\t")[0]) for one in lines]


@pytest.fixture
def told(plan):
    """A plan with a priority of which there is more to say below headings."""
    priority = factories.make_priority(plan, "Theft")
    action = factories.make_action(priority, strand=factories.make_strand(priority, "Bicycles"))
    factories.make_recommendation(priority, "Buy paint")
    factories.make_cross_cutting_theme(plan, "Young people", [action])
    factories.make_block(plan, heading="Why", body="<h3>Because</h3><p>Words.</p>")
    return plan


def test_cross_cutting_themes_make_them_no_deeper(told, word_file):
    file = word_file()
    assert entries(file) == [
        (1, "Introduction"),
        (2, "Why"),
        (1, "Priorities for 2026/27"),
        (1, "Action plans 2026/27"),
        (2, "Theft"),
        (1, "Cross-cutting themes"),
        (2, "Young people"),
    ]
    assert file.element.find(f".//{qn('w:instrText')}").text == ' TOC \\o "1-2" \\h \\z '


def test_where_there_are_themes_they_list_priorities_and_no_more(told, word_file):
    told.priorities.update(theme=factories.make_theme(told, "Crime"))
    file = word_file()
    of_part = entries(file)[3:6]
    assert of_part == [(1, "Action plans 2026/27"), (2, "Crime"), (3, "Theft")]
    assert len(entries(file)) == 8
    assert [one.text for one in styled(file, "Unlisted Heading 3")] == ["Because"]


def test_a_heading_that_is_not_listed_has_its_level_all_the_same(told, word_file):
    factories.make_block(told, body="<h3>And then</h3><p>Words.</p>")
    (heading,) = styled(word_file(), "Unlisted Heading 2")
    assert heading.text == "And then"
    assert heading.style.element.find(f".//{qn('w:outlineLvl')}").get(qn("w:val")) == "1"


def test_a_table_below_such_a_heading_is_named_by_it(plan, word_file):
    table = f"<h3>Wards</h3><table><tbody>{ROWS}</tbody></table>"
    factories.make_block(plan, body=table)
    (found,) = word_file().tables
    assert found._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Wards"


def begins_page(file):
    """The parts that begin a page."""
    titles = styled(file, "Heading 1")
    return [one.text for one in titles if one.paragraph_format.page_break_before]


def test_the_first_part_goes_on_below_them(told, word_file):
    assert begins_page(word_file()) == []


def test_it_begins_a_page_where_there_are_none(told, word_file):
    assert begins_page(word_file(layout="summary-leaflet")) == ["The strategy"]


@pytest.mark.parametrize(
    ("large", "parts"), [(False, ["Priorities for 2026/27", "Introduction"]), (True, [])]
)
def test_a_plan_on_a_page_has_its_page(large, parts, told, word_file):
    factories.make_part(told, "on_a_page", position=0, heading="Priorities for 2026/27")
    for place, part in enumerate(("introduction", "action_plans"), start=1):
        factories.make_part(told, part, position=place)
    assert begins_page(word_file(large_print=large)) == parts
