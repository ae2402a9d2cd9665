"""Two jobs by hand: an officer notes down what happened; a manager enters the year's money."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import (
    NARROW,
    assert_no_axe_violations,
    assert_no_sideways_scrolling,
    follow_error,
)
from tests.factories import make_allocation, make_grant, make_log_entry

pytestmark = pytest.mark.any_database


def follow(page, name):
    page.get_by_role("link", name=name, exact=True).click()


def save(page):
    page.get_by_role("button", name="Save").click()


def test_an_officer_notes_down_what_happened(plan, cast, page, signed_in):
    signed_in(cast.officer)
    page.goto("/larkshire/2026/")
    follow(page, "Month by month")
    page.get_by_role("button", name="Add an entry").click()
    page.get_by_label("Month").select_option("June 2026")
    page.get_by_label("Day").fill("31")
    page.get_by_label("What happened").fill("The hall opened.")
    save(page)
    link = page.get_by_role("link", name="Day must be 30 or less: June has 30 days")
    follow_error(page, link)
    expect(page.locator(":focus")).to_have_attribute("name", "day")
    assert_no_axe_violations(page)
    page.keyboard.press("Control+a")
    page.keyboard.type("16")
    save(page)
    page.get_by_text("has been saved.").wait_for()
    expect(page.get_by_role("rowheader", name="16 June 2026")).to_be_visible()
    assert plan.log.get().added_by == cast.officer


def allocate(page, project, amount):
    page.get_by_role("link", name="Add an allocation").click()
    page.get_by_label("Organisation").fill("Lark Shelter")
    page.get_by_label("Name of the project").fill(project)
    page.get_by_label("Proposed full year").fill(amount)
    save(page)


def test_a_manager_is_told_what_does_not_add_up(plan, cast, page, signed_in):
    signed_in(cast.manager)
    page.goto("/larkshire/2026/")
    follow(page, "Funding")
    page.get_by_role("button", name="Add a grant").click()
    page.get_by_label("Who gave it").fill("The Commissioner")
    page.get_by_label("Name of the grant").fill("Safety grant")
    page.get_by_label("Amount").fill("31,107")
    save(page)
    allocate(page, "Refuge", "20,000")
    allocate(page, "Youth club", "£10,000")
    warning = page.get_by_text("The allocations add up to £30,000: £1,107 less than the grant")
    expect(warning).to_be_visible()
    assert_no_axe_violations(page)
    page.get_by_role("link", name="Change Youth club, Lark Shelter").click()
    page.get_by_label("Proposed full year").fill("11,107")
    save(page)
    page.get_by_role("cell", name="£31,107").first.wait_for()
    expect(warning).to_have_count(0)


def test_it_works_on_a_telephone_without_javascript(
    plan, cast, new_context, live_server, signed_in, context
):
    signed_in(cast.officer)
    plain = new_context(java_script_enabled=False, viewport=NARROW)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto("/larkshire/2026/log/add/")
    page.get_by_label("What happened").fill("The hall opened.")
    save(page)
    follow(page, "Remove The hall opened.")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("There are no entries yet.")).to_be_visible()


def test_a_colleague_s_earlier_save_is_shown_beside_the_typed_text(plan, cast, page, signed_in):
    entry = make_log_entry(plan, "The hall opened.")
    signed_in(cast.officer)
    page.goto(f"/larkshire/2026/log/{entry.pk}/")
    page.get_by_label("What happened").fill("Mine.")
    entry.text = "Theirs."
    entry._history_user = cast.manager
    entry.save()
    save(page)
    expect(page.get_by_text(f"{cast.manager} changed this while you were writing")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="Theirs.")).to_be_visible()
    expect(page.get_by_label("What happened")).to_have_value("Mine.")
    assert_no_axe_violations(page)
    save(page)
    page.get_by_text("has been saved.").wait_for()
    entry.refresh_from_db()
    assert entry.text == "Mine."


def test_long_words_and_large_sums_fit_a_telephone(plan, cast, page, signed_in):
    grant = make_grant(plan, "G" * 150, amount=9_999_999_999, note="N" * 300)
    make_allocation(grant, "P" * 150, proposed_year=9_999_999_999, organisation="O" * 150)
    signed_in(cast.manager)
    page.goto("/larkshire/2026/funding/")
    assert_no_sideways_scrolling(page)
    assert_no_axe_violations(page)
