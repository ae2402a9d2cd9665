"""What stays on one page in the Word file: a chart and its table, an action, lists and tables."""

import pytest

from reports.word_keeping import LARGE_SHORT, SHORT
from tests import factories
from tests.reports.word_pieces import ROWS, pictures, styled

pytestmark = pytest.mark.any_database


def is_kept(paragraph):
    """Whether a paragraph stays on the page of the next one, by itself or by its style."""
    own = paragraph.paragraph_format.keep_with_next
    return paragraph.style.paragraph_format.keep_with_next if own is None else own


def kept(table):
    """Of which rows that is so of each cell."""
    rows = [row.tc_lst for row in table._tbl.tr_lst]
    return [all(one.pPr.keepNext_val for cell in row for one in cell.p_lst) for row in rows]


def told(file, words):
    """The only paragraph with these words."""
    (found,) = [one for one in file.paragraphs if one.text.startswith(words)]
    return found


@pytest.mark.parametrize("large", [False, True])
def test_a_chart_keeps_the_first_rows_of_its_table_at_most(large, plan, word_file):
    plan.layout = "annual-report"
    indicator = factories.make_indicator(plan, "Thefts")
    for year in range(2021, 2026):
        factories.make_observation(indicator, f"{year}/{year - 1999}")
    file = word_file(large_print=large)
    (chart,) = pictures(file)
    assert is_kept(chart) is not large
    (table,) = file.tables
    assert kept(table) == [True, True, False, False, True, False]


@pytest.mark.parametrize(("large", "letters"), [(False, SHORT), (True, LARGE_SHORT)])
def test_a_table_stays_on_one_page_if_it_is_short(large, letters, plan, word_file):
    for more in (0, 1):
        cells = [f"<td>{'m' * (letters // 10 + more)}</td>" * 2 for _ in range(5)]
        rows = "".join(f"<tr>{row}</tr>" for row in cells)
        factories.make_block(plan, body=f"<table><tbody>{rows}</tbody></table>")
    short, long = word_file(large_print=large).tables
    assert kept(short) == [True, True, True, True, False]
    assert kept(long) == [True, True, False, True, False]


def test_neither_the_first_nor_the_last_row_stands_alone(plan, word_file):
    priority = factories.make_priority(plan)
    for _ in range(5):
        factories.make_action(priority, "Mark bicycles " * 10)
    (table,) = word_file().tables
    assert kept(table) == [True, True, False, False, True, False]


def test_nor_those_of_a_strand(plan, word_file):
    priority = factories.make_priority(plan)
    for title in ("Gangs", "Knives"):
        strand = factories.make_strand(priority, title)
        for _ in range(5):
            factories.make_action(priority, "Mark bicycles " * 10, strand=strand)
    (table,) = word_file().tables
    of_each = [True, True, False, False, True, False]
    assert kept(table) == [True, *of_each, *of_each]


def test_rows_that_fill_much_of_a_page_are_not_kept(plan, word_file):
    priority = factories.make_priority(plan)
    for _ in range(3):
        factories.make_action(priority, "Mark bicycles " * 20)
    (table,) = word_file().tables
    assert kept(table)[1:] == [False, False, False]


def test_what_leads_to_a_list_or_a_table_stays_with_it(plan, word_file):
    lists = "<p>Active are:</p><ul><li>Police<ul><li>Wardens</li></ul></li><li>All</li></ul>"
    table = f"<p>These wards:</p><table><tbody>{ROWS}</tbody></table>"
    factories.make_block(plan, body=f"{lists}{table}")
    file = word_file()
    assert is_kept(told(file, "Active"))
    assert is_kept(told(file, "Police"))
    assert not is_kept(told(file, "Wardens"))
    assert is_kept(told(file, "These"))


def test_of_a_long_paragraph_the_last_lines_may(plan, word_file):
    factories.make_block(plan, body=f"<p>{'So it is. ' * 50}</p><ul><li>Police</li></ul>")
    assert not is_kept(told(word_file(), "So it is."))


def test_who_leads_a_priority_stays_with_the_drawing_of_it(plan, shelter, word_file):
    plan.layout = "plan-on-a-page"
    priority = factories.make_priority(plan, success_indicator="Fewer victims", lead=shelter)
    factories.make_update(factories.make_action(priority), status="complete")
    file = word_file(large_print=True)
    assert is_kept(told(file, "Led by"))
    assert not is_kept(told(file, "Fewer victims"))


def test_a_source_stays_with_its_table(plan, word_file):
    plan.layout = "annual-report"
    indicator = factories.make_indicator(plan, "Thefts", source="The police")
    for label in ("2024/25", "2025/26"):
        factories.make_observation(indicator, label)
    (table,) = word_file().tables
    assert kept(table)[-1]


def test_a_target_stays_with_its_own_priority_and_not_with_the_next(plan, word_file):
    for title in ("Arson", "Theft"):
        factories.make_action(factories.make_priority(plan, title, overall_target=f"Less {title}"))
    file = word_file()
    assert [kept(table)[-1] for table in file.tables] == [True, True]
    targets = styled(file, "Conclusion")
    assert [one.text.split()[-1] for one in targets] == ["Arson", "Theft"]
    assert not any(map(is_kept, targets))


def test_what_became_of_a_priority_stays_with_what_is_said_of_it(plan, word_file):
    plan.layout = "annual-report"
    priority = factories.make_priority(plan)
    factories.make_action(priority)
    factories.make_block(plan, "review", "<p>Vans came.</p>", priority=priority)
    assert is_kept(told(word_file(), "Vans came."))


def of_large_print(plan, word_file, wording, **fields):
    """The lines of an action in large print."""
    action = factories.make_action(factories.make_priority(plan), wording, **fields)
    factories.make_update(action, "We marked ten.", status="on_track")
    file = word_file(large_print=True)
    return styled(file, "Action Title", "Action Line", "Action Line Kept")


def test_the_lines_of_an_action_stay_together_in_large_print(plan, word_file):
    lines = of_large_print(plan, word_file, "Mark bicycles", timescale="March")
    assert [one.text.partition(":")[0] for one in lines] == [
        "Mark bicycles",
        "Timescale",
        "Update",
        "Status",
    ]
    assert [is_kept(one) for one in lines] == [True, True, True, False]


def test_of_a_very_long_one_the_status_does_not_stand_alone(plan, word_file):
    lines = of_large_print(plan, word_file, "Mark bicycles " * 40, timescale="March")
    assert [is_kept(one) for one in lines] == [True, False, True, False]
