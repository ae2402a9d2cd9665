"""What the templates make of a document; they are the same for paper and for the web."""

import itertools
import re
from html import unescape

import pytest

from reports.document import document
from reports.formats import web_page_of
from tests import factories
from tests.conftest import TODAY


@pytest.fixture
def page_of():
    return lambda plan: web_page_of(document(plan, on=TODAY))


def column_heads(page):
    (table,) = re.findall(r'<table class="actions.*?</table>', page, re.S)
    return re.findall(r'<th scope="col" role="columnheader">(.*?)</th>', table)


def test_a_table_without_timescales_has_no_column_for_them(plan, page_of):
    factories.make_update(factories.make_action(factories.make_priority(plan)))
    assert column_heads(page_of(plan)) == ["Action", "Owner/lead agency", "Update", "Status"]


def test_a_table_with_timescales_has_a_column_for_them(plan, page_of):
    factories.make_action(factories.make_priority(plan), timescale="Quarter 2")
    assert "Timescale" in column_heads(page_of(plan))


@pytest.mark.parametrize(("timescale", "columns"), [("", 4), ("Ongoing", 5)])
def test_a_strand_is_a_heading_row_over_all_columns(timescale, columns, plan, page_of):
    priority = factories.make_priority(plan)
    strand = factories.make_strand(priority, "Burglary")
    factories.make_update(factories.make_action(priority, strand=strand, timescale=timescale))
    row = f'<th scope="rowgroup" role="rowheader" colspan="{columns}">Burglary</th>'
    assert row in page_of(plan)


@pytest.mark.parametrize("themed", [True, False])
def test_headings_are_nested_without_gaps(themed, plan, page_of):
    theme = factories.make_theme(plan) if themed else None
    priority = factories.make_priority(plan, theme=theme)
    factories.make_action(priority)
    factories.make_block(plan, "action_plans", priority=priority, heading="Why")
    levels = [int(level) for level in re.findall(r"<h(\d)", page_of(plan))]
    assert levels[0] == 1
    assert max(levels) == (5 if themed else 4)
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))


def test_text_that_looks_like_html_stays_text(plan, page_of, larkshire):
    text = "<script>alert(1)</script> & <b>bold</b>"
    priority = factories.make_priority(plan, text, success_indicator=text, scope=text)
    action = factories.make_action(priority, text, timescale=text, measure=text)
    factories.make_update(action, text)
    factories.make_block(plan, heading=text, kind="quotation", attribution=text)
    factories.make_agency(larkshire, text, telephones=text, grid_position=1)
    plan.glossary.create(term="X", meaning=text)
    page = page_of(plan)
    assert "<script" not in page
    assert "<b>" not in page
    assert unescape(page).count(text) >= 12


def test_a_quotation_is_set_apart_with_whose_words_they_are(plan, page_of):
    factories.make_block(plan, body="<p>Safe.</p>", kind="quotation", attribution="The PCC")
    page = page_of(plan)
    assert "<blockquote><p>Safe.</p></blockquote>" in page
    assert '<p class="attribution">The PCC</p>' in page


def test_consent_is_stated_without_naming_who_gave_it(plan, page_of):
    factories.make_block(plan, kind="case_study", consent="Jane Doe, 3 May 2026")
    page = page_of(plan)
    assert "Published with the consent of those concerned." in page
    assert "Jane Doe" not in page


def test_every_entry_of_the_contents_leads_to_a_heading(plan, page_of):
    factories.make_action(factories.make_priority(plan))
    factories.make_block(plan, heading="Why")
    page = page_of(plan)
    targets = re.findall(r'<a href="#([^"]+)"', page)
    assert len(targets) == 5
    assert all(re.search(rf'<h\d [^>]*id="{target}"', page) for target in targets)


def test_the_rate_is_printed_with_its_definition(plan, page_of, larkshire):
    last_plan = factories.make_plan(larkshire, 2025)
    action = factories.make_action(factories.make_priority(last_plan))
    factories.make_update(action, status="complete", on=last_plan.starts_on)
    page = page_of(plan)
    assert "1 of 1 actions were achieved (100%)." in page
    assert "An action counts as achieved if" in page


def test_what_became_of_a_reviewed_priority_is_told(plan, page_of, larkshire):
    last_plan = factories.make_plan(larkshire, 2025)
    priority = factories.make_priority(
        last_plan, fate="ended", fate_reason="Few bicycles are stolen."
    )
    factories.make_action(priority)
    told = "<strong>In 2026/27:</strong> Not a priority any more. Few bicycles are stolen."
    assert told in page_of(plan)


def test_the_web_page_needs_nothing_else(plan, page_of, larkshire):
    factories.make_agency(larkshire, website="https://www.example.org", grid_position=1)
    page = page_of(plan)
    assert re.findall(r"(?:src=|url\(|@import|<link)[^>]*", page) == []
    assert 'lang="en-GB"' in page
