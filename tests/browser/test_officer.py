"""The officer's job by hand: find what wants an update, say how it goes, go on to the next."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import (
    NARROW,
    assert_no_axe_violations,
    assert_no_sideways_scrolling,
    follow_error,
)
from tests.factories import PASSWORD, make_action, make_plan, make_priority, make_update


@pytest.fixture
def actions(larkshire, shelter):
    priority = make_priority(make_plan(larkshire), "Domestic abuse")
    return [
        make_action(priority, wording, owners=[shelter])
        for wording in ("Open a refuge", "Train taxi drivers")
    ]


def say(page, text, status="On track"):
    page.get_by_label(status, exact=True).check()
    page.get_by_label("What has happened since the last update?").fill(text)


def test_an_officer_updates_one_action_after_another(actions, cast, page):
    page.goto("/")
    page.get_by_label("Email address").fill(cast.officer.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Open a refuge").click()
    say(page, "The lease is signed.")
    page.get_by_role("button", name="Save and next").click()
    page.get_by_text("Update saved. 1 more needs an update.").wait_for()
    say(page, "Nobody came.", "Off track")
    page.get_by_label("Why?").fill("The hall was flooded.")
    page.get_by_role("button", name="Save and next").click()
    page.get_by_text("Nothing else needs an update.").wait_for()
    latest = [action.updates.get() for action in actions]
    assert [(update.status, update.text) for update in latest] == [
        ("on_track", "The lease is signed."),
        ("off_track", "Nobody came."),
    ]


def test_it_works_on_a_telephone_without_javascript(
    actions, cast, new_context, live_server, signed_in, context
):
    signed_in(cast.officer)
    plain = new_context(java_script_enabled=False, viewport=NARROW)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto("/")
    page.get_by_role("link", name="Open a refuge").click()
    say(page, "The lease is signed.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The lease is signed.", exact=True)).to_be_visible()


def test_it_works_by_keyboard_alone(actions, cast, page, signed_in):
    signed_in(cast.officer)
    page.goto(actions[0].get_absolute_url())
    page.get_by_label("On track", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("The lease is signed.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Update saved.").wait_for()
    assert actions[0].updates.get().text == "The lease is signed."


def test_a_mistake_is_named_and_the_text_stays(actions, cast, page, signed_in):
    signed_in(cast.officer)
    page.goto(actions[0].get_absolute_url())
    say(page, "A roof is missing.", "At risk")
    page.get_by_role("button", name="Save", exact=True).click()
    follow_error(page, page.get_by_role("link", name="Enter why the action is at risk"))
    expect(page.locator(":focus")).to_have_attribute("name", "reason")
    field = page.get_by_label("What has happened since the last update?")
    expect(field).to_have_value("A roof is missing.")
    assert_no_axe_violations(page)


def test_a_session_that_ran_out_gives_the_text_back(actions, cast, page, signed_in, context):
    signed_in(cast.officer)
    page.goto(actions[0].get_absolute_url())
    say(page, "Typed for an hour.")
    cookies = [cookie for cookie in context.cookies() if cookie["name"] != "sessionid"]
    context.clear_cookies()
    context.add_cookies(cookies)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("nothing has been saved")).to_be_visible()
    page.get_by_label("Email address").fill(cast.officer.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    field = page.get_by_label("What has happened since the last update?")
    expect(field).to_have_value("Typed for an hour.")
    expect(page.get_by_text("is not saved yet")).to_be_visible()


def test_a_colleague_s_earlier_save_is_shown_beside_the_typed_text(actions, cast, page, signed_in):
    signed_in(cast.officer)
    page.goto(actions[0].get_absolute_url())
    say(page, "Mine.")
    make_update(actions[0], "Theirs.", by=cast.manager)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("saved an update while you were writing")).to_be_visible()
    expect(page.get_by_role("definition").get_by_text("Theirs.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Update saved.").wait_for()
    assert actions[0].updates.count() == 2


def test_the_filters_find_an_action(actions, cast, page, signed_in):
    signed_in(cast.reader)
    page.goto("/larkshire/2026/")
    page.get_by_label("Words").fill("taxi")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("heading", name="1 of 2 actions")).to_be_visible()
    expect(page.get_by_role("link", name="Open a refuge")).to_have_count(0)


def test_a_filter_with_a_mistake_is_not_folded_away_on_a_telephone(actions, cast, page, signed_in):
    signed_in(cast.reader)
    page.set_viewport_size(NARROW)
    page.goto("/larkshire/2026/?priority=0")
    error = page.locator("details.app-filter .govuk-error-message")
    page.locator("[data-govuk-error-summary-init]").wait_for()
    expect(error).to_be_visible()
    page.goto("/larkshire/2026/")
    expect(page.get_by_label("Words")).to_be_hidden()


@pytest.mark.parametrize("where", ["/", "/larkshire/", "/larkshire/2026/", "action"])
def test_every_page_fits_a_telephone_and_axe_finds_nothing(where, actions, cast, page, signed_in):
    make_update(actions[0], "A" * 300)
    signed_in(cast.officer)
    page.goto(actions[0].get_absolute_url() if where == "action" else where)
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)
    assert_no_axe_violations(page)
