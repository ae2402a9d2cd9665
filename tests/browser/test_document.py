"""The document in a real browser: found one's way in, by keyboard and on a telephone."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import assert_no_axe_violations, assert_no_sideways_scrolling

pytestmark = pytest.mark.any_database


@pytest.fixture
def reader(larkshire, shelter, cast, page, signed_in):
    """The browser of Larkshire's officer, with a plan that has something of everything."""
    plan, last_plan = (factories.make_plan(larkshire, year) for year in (2026, 2025))
    for year in (plan, last_plan):
        priority = factories.make_priority(
            year, "Violence", theme=factories.make_theme(year), success_indicator="Less of it"
        )
        strand = factories.make_strand(priority, "Knives")
        action = factories.make_action(priority, strand=strand, owners=[shelter], timescale="March")
        factories.make_update(action, "W" * 200, on=year.starts_on)
    kinds = ["narrative", "quotation", "case_study", "analysis", "recommendation", "figures"]
    for kind in kinds:
        body = '<p>See <a href="https://example.org">the figures</a>.</p>'
        factories.make_block(plan, kind=kind, heading=f"A {kind}", attribution="PCC", body=body)
    factories.make_agency(larkshire, website="https://www.example.org", grid_position=1)
    plan.glossary.create(term="CSP", meaning="Community Safety Partnership")
    signed_in(cast.officer)
    page.goto("/larkshire/2026/document/page/")
    return page


def test_everything_in_it_is_accessible(reader):
    assert_no_axe_violations(reader)
    assert_no_sideways_scrolling(reader)
    assert_no_axe_violations(reader)


def test_the_contents_lead_to_the_part(reader):
    reader.get_by_role("navigation", name="Contents").get_by_text("Action plans 2026/27").click()
    expect(reader).to_have_url(re.compile("#action_plans$"))
    expect(reader.get_by_role("heading", name="Action plans 2026/27")).to_be_visible()


def test_on_a_telephone_an_action_is_a_card_and_nothing_is_scrolled_sideways(reader):
    reader.set_viewport_size({"width": 375, "height": 640})
    region = reader.get_by_role("region", name="Action plans 2026/27: Violence")
    assert region.evaluate("element => element.scrollWidth <= element.clientWidth")
    places = [region.locator(f".of-{name}").last for name in ("status", "wording", "owners")]
    tops = [one.bounding_box()["y"] for one in places]
    assert tops == sorted(tops)


def test_the_same_press_downloads_the_pdf_once_it_is_made(reader, make_waiting):
    reader.get_by_role("link", name="About this document").click()
    with reader.expect_download() as download:
        reader.get_by_role("button", name="Download the PDF").click()
        reader.get_by_role("heading", name="Making the PDF").wait_for()
        make_waiting()
    assert download.value.suggested_filename == "larkshire-partnership-plan-2026-27.pdf"
