"""Typing a text with marks: by buttons, by keys, and by pasting."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import assert_no_axe_violations, assert_no_sideways_scrolling, paste

pytestmark = pytest.mark.any_database


@pytest.fixture
def box(page, signed_in, cast, plan):
    action = factories.make_action(factories.make_priority(plan), "Open the harbour")
    signed_in(cast.officer)
    page.goto(action.get_absolute_url())
    expect(page.get_by_role("button", name="Bold").first).to_be_visible()
    box = page.locator("textarea[name=text]")
    box.click()
    return box


def test_buttons_and_keys_type_the_marks(page, box):
    page.keyboard.type("We did much work")
    page.keyboard.press("Control+b")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("first")
    page.get_by_role("button", name="Bullets").first.click()
    page.keyboard.press("Enter")
    page.keyboard.type("see page")
    page.keyboard.press("Control+k")
    page.keyboard.type("https://example.org/")
    expect(box).to_have_value("We did much **work**\n• first\n• see [page](https://example.org/)")


def test_an_empty_item_ends_its_list_and_a_second_press_takes_bullets_away(page, box):
    page.keyboard.type("• one")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(box).to_have_value("• one\n")
    box.select_text()
    page.get_by_role("button", name="Bullets").first.click()
    expect(box).to_have_value("one\n")


def test_a_paste_becomes_marks(page, box):
    paste(page, box, "<ul><li><b>One</b></li><li><a href='https://example.org/x'>two</a></li></ul>")
    expect(box).to_have_value("• **One**\n• [two](https://example.org/x)")


def test_the_buttons_are_one_stop_of_the_tab_key(page, box):
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Bold").first).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Link").first).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Link").first).not_to_be_focused()
    assert_no_axe_violations(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert_no_sideways_scrolling(page)
