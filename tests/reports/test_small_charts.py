"""Many figures: their charts stand two to a row, above one table for all of them."""

import pytest

from reports.document import document
from reports.formats import web_page_of
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def plan(larkshire):
    return factories.make_plan(larkshire, 2026, layout="annual-report")


def page_with(plan, count, kind="series", **choice):
    for number in range(count):
        indicator = factories.make_indicator(
            plan, f"Reports {number}", better="lower", kind=kind, source="The police"
        )
        factories.make_observation(indicator, "2024/25", 100 + number, comparison=90)
        factories.make_observation(indicator, "2025/26", 90 + number)
    return web_page_of(document(plan, on=TODAY, **choice))


def test_few_have_a_table_each(plan):
    page = page_with(plan, 3)
    assert page.count("<table") == 3
    assert "small-figure" not in page.partition("<body")[2]


def test_many_have_one_table_with_the_latest_of_each(plan):
    page = page_with(plan, 4).partition("<body")[2]
    assert page.count("<table") == 1
    assert page.count("<svg") == 4
    assert page.count('class="small-figure"') == 4
    assert "10 fewer (−10%), better" in page
    assert page.count("Source: The police.") == 1
    assert "Target" not in page


def test_each_of_many_charts_says_all_its_values(plan):
    page = page_with(plan, 4)
    assert "2024/25: 103; 2025/26: 93; Lower is better" in page


def test_sources_that_differ_are_said_with_their_figures(plan):
    page_with(plan, 3)
    indicator = factories.make_indicator(plan, "Calls", source="The council")
    factories.make_observation(indicator, "2025/26", 7)
    page = web_page_of(document(plan, on=TODAY))
    assert "Source of Reports 0, Reports 1 and Reports 2: The police." in page
    assert "Source of Calls: The council." in page


def test_parts_of_a_whole_keep_their_own_table(plan):
    page = page_with(plan, 4, kind="parts").partition("<body")[2]
    assert page.count("<table") == 4


def test_in_large_print_each_has_a_table_of_its_own(plan):
    page = page_with(plan, 4, large_print=True).partition("<body")[2]
    assert page.count("<table") == 4
