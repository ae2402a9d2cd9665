"""The officer's job by hand: find what wants an update, say how it goes, go on to the next."""

from datetime import date

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
    page.get_by_label("What has happened").fill(text)


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
    page.get_by_label("Why, and what would help?").fill("The hall was flooded.")
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
    # Past the buttons of the box, and the day and the evidence, which are folded.
    for _ in range(4):
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
    field = page.get_by_label("What has happened")
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
    field = page.get_by_label("What has happened")
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


@pytest.fixture
def twenty(larkshire, shelter):
    """Twenty actions that want an update, as they are after half a year."""
    priority = make_priority(make_plan(larkshire), "Domestic abuse")
    made = []
    for number in range(1, 21):
        wording = f"Open a refuge in the district of number {number}"
        made.append(make_action(priority, wording, owners=[shelter], reference=f"1.{number}"))
        make_update(made[-1], on=date(2026, 5, 1))
    return made


class Presses:
    """Counts what is pressed or chosen, and sees that nobody has to scroll to the box."""

    def __init__(self, page):
        self.page, self.number = page, 0

    def press(self, locator):
        self.number += 1
        locator.click()

    def write(self, box, text):
        height = self.page.viewport_size["height"]
        # Words are there before the styles that put them in their places.
        self.page.wait_for_load_state()
        place = box.bounding_box()
        assert self.page.evaluate("scrollY") == 0
        assert place["y"] + 20 < height, f"The box begins at {place['y']} px of {height}."
        box.fill(text)


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (375, 667)])
def test_twenty_updates_are_no_more_than_22_presses_without_scrolling(
    width, height, twenty, cast, page, signed_in
):
    signed_in(cast.officer)
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/")
    count = Presses(page)
    count.press(page.get_by_role("button", name="Begin with the first"))
    for number in range(20):
        page.get_by_text(f"My work: {20 - number} to go").wait_for()
        if number == 7:
            count.press(page.get_by_label("Complete", exact=True))
        count.write(page.get_by_label("What has happened"), f"Update {number}.")
        last = number == 19
        count.press(
            page.get_by_role("button", name="Save" if last else "Save and next", exact=True)
        )
    page.get_by_text("Nothing else needs an update.").wait_for()
    assert count.number <= 22
    assert sum(one.updates.count() for one in twenty) == 40


def test_the_table_takes_many_at_once_by_keyboard_without_javascript(
    twenty, cast, new_context, live_server, signed_in, context
):
    signed_in(cast.officer)
    plain = new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto("/?view=table")
    # From box to box: the status, the text and the link of the next row.
    page.locator("textarea[name$=text]").first.focus()
    for number in range(20):
        page.keyboard.type(f"Update {number}.")
        for _ in range(3 * (number < 19)):
            page.keyboard.press("Tab")
    make_update(twenty[4], "Two more warrants.", by=cast.manager, on=date(2026, 11, 18))
    page.get_by_role("button", name="Save all that is written").press("Enter")
    expect(page.get_by_role("heading", name="19 saved, 1 not saved")).to_be_visible()
    expect(page.get_by_role("textbox").and_(page.locator("[name$=text]"))).to_have_count(1)
    expect(page.locator("textarea[name$=text]")).to_have_value("Update 4.")
    page.get_by_role("button", name="Save all that is written").press("Enter")
    expect(page.get_by_text("1.5 is saved. Nothing else needs an update.")).to_be_visible()


def test_a_row_of_my_work_takes_an_update_and_says_why_if_at_risk(twenty, cast, page, signed_in):
    signed_in(cast.officer)
    page.goto("/")
    page.get_by_text("Update here").first.click()
    row = page.locator(".app-row").first
    expect(row.get_by_label("Why, and what would help?")).to_be_hidden()
    row.get_by_label("How is it going?").select_option("At risk")
    row.get_by_label("What has happened?").fill("A roof is missing.")
    row.get_by_role("button", name="Save").click()
    follow_error(page, page.get_by_role("link", name="1.1: Enter why the action is at risk"))
    expect(page.locator(":focus")).to_have_attribute("name", f"a{twenty[0].pk}-reason")
    assert_no_axe_violations(page)
    page.emulate_media(forced_colors="active")
    assert_no_axe_violations(page)
    page.keyboard.type("It rains.")
    row.get_by_role("button", name="Save").click()
    page.get_by_text("1.1 is saved. 19 more need an update.").wait_for()
    page.get_by_text("Update here").first.click()
    row.get_by_role("button", name="Nothing new since 1 May").click()
    page.get_by_text("1.2 is saved. 18 more need an update.").wait_for()


def test_leaving_a_page_with_typed_text_asks_first(actions, cast, page, signed_in):
    signed_in(cast.officer)
    page.goto(actions[0].get_absolute_url())
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("[data-govuk-character-count-init]").first.wait_for()
    box = page.get_by_label("What has happened")
    box.press_sequentially("Typed for an hour.")
    page.get_by_role("link", name="My work").first.click(no_wait_after=True)
    expect(box).to_have_value("Typed for an hour.")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    page.get_by_label("On track", exact=True).check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Update saved.").wait_for()
    assert asked == ["beforeunload"]


def test_a_wrong_word_is_put_right(actions, cast, page, signed_in):
    update = make_update(actions[0], "Te lease is signed.", by=cast.officer)
    signed_in(cast.officer)
    page.goto(actions[0].get_absolute_url())
    page.get_by_role("link", name="Put this right").click()
    page.get_by_label("Other words should stand in its place").check()
    page.get_by_label("What has happened").fill("The lease is signed.")
    page.get_by_label("Why do you put it right?").fill("A letter was missing.")
    page.get_by_role("button", name="Strike it out").click()
    page.get_by_text("The update is put in other words.").wait_for()
    assert [one.text for one in actions[0].updates] == ["The lease is signed."]
    update.refresh_from_db()
    assert update.struck_by == cast.officer
    assert_no_axe_violations(page)


def test_a_chosen_file_survives_a_mistake(actions, cast, page, signed_in):
    signed_in(cast.officer)
    page.goto(actions[0].get_absolute_url())
    page.get_by_text("Add evidence").click()
    file = {"name": "counts.csv", "mimeType": "text/csv", "buffer": b"1,2"}
    page.get_by_label("Add files").set_input_files(file)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("counts.csv")).to_be_checked()
    assert_no_axe_violations(page)
    say(page, "The lease is signed.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="counts.csv").wait_for()


PAGES = ["/", "/?view=table", "/larkshire/", "/larkshire/2026/", "action"]


@pytest.mark.parametrize("where", PAGES)
def test_every_page_fits_a_telephone_and_axe_finds_nothing(where, actions, cast, page, signed_in):
    make_update(actions[0], "A" * 300)
    signed_in(cast.officer)
    page.goto(actions[0].get_absolute_url() if where == "action" else where)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)
    assert_no_axe_violations(page)
