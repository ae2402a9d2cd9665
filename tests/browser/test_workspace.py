"""Building a plan by hand: by keyboard alone, and on a telephone without JavaScript."""

import pytest
from playwright.sync_api import expect

from plans.models import Plan
from tests.browser.conftest import NARROW, assert_no_axe_violations, assert_no_sideways_scrolling
from tests.factories import make_action, make_agency, make_plan, make_priority

pytestmark = pytest.mark.any_database


@pytest.fixture
def plan(larkshire):
    return make_plan(larkshire, stage=Plan.Stage.DRAFTING)


def press(page, role, name):
    """Go to it and press it as the keyboard does."""
    page.get_by_role(role, name=name, exact=True).focus()
    page.keyboard.press("Enter")


def type_into(page, label, words):
    page.get_by_label(label, exact=True).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def said(page, words):
    """Wait for the banner, to which the page's script moves the focus."""
    banner = page.get_by_role("alert").filter(has_text=words)
    expect(banner).to_be_focused()


def wordings(page):
    return page.locator(".app-build__wording")


def add_a_priority_and_a_strand(page):
    press(page, "link", "Add the first priority")
    type_into(page, "Title", "Abuse")
    page.keyboard.press("Enter")
    said(page, "“Priority 1: Abuse” has been saved.")
    press(page, "link", "Add a strand to Priority 1: Abuse")
    type_into(page, "Title", "Support")
    page.keyboard.press("Enter")
    said(page, "“Support” has been saved.")


def add_two_actions(page):
    press(page, "link", "Add an action to “Support” in Priority 1: Abuse")
    type_into(page, "What will be done", "Listen")
    type_into(page, "Agency of owner 1", "Lark")
    press(page, "button", "Add another owner")
    expect(page.get_by_label("Agency of owner 3")).to_be_focused()
    type_into(page, "Agency of owner 2", "Police")
    page.get_by_label("Leads: owner 2").focus()
    page.keyboard.press("Space")
    press(page, "button", "Save and add another")
    said(page, "“Listen” has been saved.")
    type_into(page, "What will be done", "Answer")
    type_into(page, "Agency of owner 1", "Police")
    # The Enter key saves, and presses none of the owners' buttons.
    type_into(page, "Timescale", "By March 2027")
    page.keyboard.press("Enter")
    said(page, "“Answer” has been saved.")


def test_a_manager_builds_a_plan_by_keyboard_alone(plan, shelter, cast, page, signed_in, larkshire):
    make_agency(larkshire, "Police")
    signed_in(cast.manager)
    page.goto("/larkshire/2026/edit/")
    add_a_priority_and_a_strand(page)
    add_two_actions(page)
    expect(page.get_by_text("Lark Shelter; Police (lead)")).to_be_visible()
    expect(page.get_by_text("By March 2027 (due by 31 March 2027)")).to_be_visible()
    expect(wordings(page)).to_have_text(["Listen", "Answer"])
    assert_no_axe_violations(page)

    press(page, "button", "Move up Answer")
    expect(wordings(page)).to_have_text(["Answer", "Listen"])
    press(page, "link", "Remove Listen")
    press(page, "button", "Remove")
    said(page, "“Listen” has been removed.")
    expect(wordings(page)).to_have_text(["Answer"])
    press(page, "link", "Removed from the plan")
    page.get_by_role("link", name="Restore").first.focus()
    page.keyboard.press("Enter")
    press(page, "button", "Restore it")
    expect(wordings(page)).to_have_text(["Answer", "Listen"])
    expect(page.get_by_text("Lark Shelter; Police (lead)")).to_be_visible()


def test_an_action_with_two_owners_is_added_on_a_telephone_without_javascript(
    plan, shelter, cast, larkshire, new_context, signed_in, context
):
    make_agency(larkshire, "Police")
    make_priority(plan, "Abuse")
    signed_in(cast.manager)
    plain = new_context(java_script_enabled=False, viewport=NARROW)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto("/larkshire/2026/edit/")
    page.get_by_role("link", name="Add an action in Abuse").click()
    page.get_by_label("What will be done").fill("Listen")
    page.get_by_label("Agency of owner 1").select_option("Lark Shelter")
    page.get_by_label("Unit of owner 1").fill("Refuge")
    page.get_by_role("button", name="Add another owner").click()
    page.get_by_label("Agency of owner 3").select_option("Police")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Lark Shelter (Refuge); Police")).to_be_visible()


def test_a_long_plan_is_folded_and_fits_a_telephone(plan, cast, page, signed_in):
    for place in range(3):
        priority = make_priority(plan, f"{place}" + "P" * 150, position=place)
        for _ in range(7):
            make_action(priority, "W" * 300)
    signed_in(cast.manager)
    page.goto("/larkshire/2026/edit/")
    expect(wordings(page).first).to_be_hidden()
    page.get_by_label("Contents of the plan").get_by_role("link", name="1P").click()
    expect(wordings(page).nth(7)).to_be_visible()
    expect(wordings(page).first).to_be_hidden()
    assert_no_sideways_scrolling(page)
    assert_no_axe_violations(page)
