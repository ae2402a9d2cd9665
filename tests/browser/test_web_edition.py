"""Reading an edition in a browser: chapters, actions, what has changed, and leaving at a press."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from plans.models import Block
from reports import editions, formats
from reports.document import document
from tests import factories
from tests.browser.conftest import assert_no_axe_violations

pytestmark = pytest.mark.any_database
TELEPHONE, DESKTOP = {"width": 375, "height": 800}, {"width": 1280, "height": 900}
OUT = re.compile(r"https://www\.bbc\.co\.uk/weather")


@pytest.fixture
def plan(larkshire, shelter, cast, monkeypatch):
    """A plan with two editions as they are made, and “Exit this page”."""
    plan = factories.make_plan(larkshire, 2026, has_exit=True)
    factories.make_block(plan, body="<p>Safe streets for all of us, by day and by night.</p>")
    priority = factories.make_priority(plan, "Violence")
    action = factories.make_action(priority, "Open a refuge", owners=[shelter], key="k2345678")
    made = {name: formats.FORMATS[name] for name in ("html", "json")}
    monkeypatch.setattr(formats, "FORMATS", made)
    now = timezone.now()

    def issue(label, after):
        today = document(plan, on=now.date())
        editions.issue(today, plan, label=label, by=cast.manager, at=now, after=after)

    issue("First", 0)
    factories.make_update(action, "The lease is signed.")
    factories.make_action(priority, "Train taxi drivers")
    Block.objects.update(body="<p>Safer streets for all of us, by day and by night.</p>")
    issue("Second", 1)
    return plan


@pytest.mark.parametrize("size", [TELEPHONE, DESKTOP], ids=["telephone", "desktop"])
@pytest.mark.parametrize(
    "address",
    [
        *("", "whole/", "chapters/introduction/", "chapters/action-plans-2026-27/"),
        *("1/chapters/introduction/", "actions/k2345678/", "changes/"),
    ],
)
def test_each_page_is_accessible_and_fits(address, size, plan, page):
    page.set_viewport_size(size)
    page.goto(f"/published/larkshire/2026/{address}")
    page.locator(".js-enabled").wait_for()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size["width"]
    assert_no_axe_violations(page)


def test_a_table_is_cards_on_a_telephone_and_still_a_table(plan, page):
    page.set_viewport_size(TELEPHONE)
    page.goto("/published/larkshire/2026/chapters/action-plans-2026-27/")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Open a refuge"))
    expect(row).to_have_css("display", "flex")
    expect(row.get_by_role("cell", name="The lease is signed.")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Owner/lead agency")).to_have_count(1)


def test_three_presses_of_shift_leave_the_page(plan, page):
    page.goto("/published/larkshire/2026/")
    page.locator("[data-govuk-exit-this-page-init]").wait_for()
    with page.expect_request(OUT):
        for _ in range(3):
            page.keyboard.press("Shift")


def test_without_javascript_it_is_a_link(plan, new_context, live_server):
    page = new_context(java_script_enabled=False).new_page()
    page.route(OUT, lambda route: route.fulfill(body="Rain"))
    page.goto(f"{live_server.url}/published/larkshire/2026/actions/k2345678/")
    page.get_by_role("button", name="Exit this page").click()
    expect(page).to_have_url(OUT)


def test_on_paper_nothing_leads_on_and_table_heads_can_be_read(plan, page):
    page.goto("/published/larkshire/2026/chapters/action-plans-2026-27/")
    page.emulate_media(media="print")
    for name in ("Exit this page", "About this action", "Read or print"):
        expect(page.get_by_text(name).first).to_be_hidden()
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.locator(".document thead").first).to_have_css("print-color-adjust", "exact")
    expect(page.get_by_text("Second, issued on")).to_be_visible()


def test_a_draft_has_its_mark_on_paper(plan, cast, page, signed_in):
    signed_in(cast.manager)
    page.goto("/larkshire/2026/document/page/")
    page.emulate_media(media="print")
    mark = "getComputedStyle(document.querySelector('.draft'), '::before').content"
    assert page.evaluate(mark).startswith('"DRAFT"')
    expect(page.locator(".app-header")).to_be_hidden()
