"""Pages in the states in which test_accessibility.py does not see them: with errors, in forced
colours, on paper, and with the letters spaced out."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_no_sideways_scrolling, follow_error
from tests.factories import (
    make_action,
    make_agency,
    make_indicator,
    make_observation,
    make_plan,
    make_priority,
)
from tests.test_access import OF_PARTNERSHIP

pytestmark = pytest.mark.any_database

SUMMARY_LINK = re.compile(r'<li><a href="#([^"]*)">')
CONTROL = re.compile(
    r'<(?:input|select|textarea|button)\b(?![^>]*type="hidden")[^>]*\bid="([^"]+)"'
)
MESSAGE = re.compile(r'<[^>]*class="govuk-error-message"[^>]*>')


def colour_of(locator, what, shape=None):
    return locator.evaluate(
        "(element, [what, shape]) => getComputedStyle(element, shape)[what]", [what, shape]
    )


def test_every_error_of_an_empty_form_leads_to_its_field(address, cast, sign_in, no_rendering):
    client = sign_in(cast.administrator)
    wrong, looked_at = [], 0
    for name in sorted(OF_PARTNERSHIP):
        html = client.post(address(name)).content.decode()
        if "govuk-error-summary" not in html:
            continue
        looked_at += 1
        described = set(" ".join(re.findall(r'aria-describedby="([^"]*)"', html)).split())
        lost = {*SUMMARY_LINK.findall(html)} - {*CONTROL.findall(html)}
        untied = [tag for tag in MESSAGE.findall(html) if not described & set(tag.split('"'))]
        if lost or untied or "<title>Error: " not in html:
            wrong.append((name, lost, untied))
    assert not wrong, "\n".join(f"{one}" for one in wrong)
    assert looked_at > 30


def test_an_error_of_the_narrative_leads_into_its_editor(larkshire, cast, page, signed_in):
    make_plan(larkshire)
    signed_in(cast.manager)
    page.goto("/larkshire/2026/narrative/add/?part=introduction")
    page.get_by_role("button", name="Save").click()
    editor = page.get_by_role("textbox", name="Text", exact=True)
    expect(editor).to_have_accessible_description(re.compile("Enter a text, a heading"))
    follow_error(page, page.get_by_role("link", name="Enter a text, a heading or a picture"))
    expect(editor).to_be_focused()


def test_status_and_chart_are_seen_where_colours_are_forced(larkshire, cast, page, signed_in):
    plan = make_plan(larkshire, layout="annual-report")
    make_action(make_priority(plan), status="on_track")
    make_observation(make_indicator(plan))
    signed_in(cast.reader)
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto("/larkshire/2026/document/page/")
    words = colour_of(page.locator("body"), "color")
    for mark in ("rect", "text"):
        assert colour_of(page.locator(f".chart {mark}").first, "fill") == words
    on_track = page.locator(".app-status--on-track").first
    assert colour_of(on_track, "backgroundColor", "::before") == words


def test_no_address_stands_after_a_link_on_paper(larkshire, cast, page, signed_in):
    plan = make_plan(larkshire)
    make_action(make_priority(plan), "Open a refuge")
    signed_in(cast.reader)
    page.emulate_media(media="print")
    page.goto(plan.get_absolute_url())
    link = page.get_by_role("link", name="Open a refuge")
    assert colour_of(link, "content", "::after") == "none"


def test_a_long_word_does_not_widen_the_page_that_builds_a_plan(larkshire, cast, page, signed_in):
    word = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
    plan = make_plan(larkshire)
    make_action(make_priority(plan), owners=[make_agency(larkshire, word)])
    signed_in(cast.manager)
    page.goto("/larkshire/2026/edit/?at=all")
    assert_no_sideways_scrolling(page)
