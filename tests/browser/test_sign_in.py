"""Signing in by hand: by keyboard, by mail, on a telephone, without JavaScript.

Axe looks here at the pages that need a code or a link, or show an error; at the rest it looks in
test_accessibility.py.
"""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, assert_no_axe_violations, assert_no_sideways_scrolling
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.any_database


@pytest.fixture
def olive(db):
    return make_user("Olive", "olive@example.org")


def heading(page):
    return page.get_by_role("heading", level=1)


def assert_fit_for_all(page):
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)


def tab_to(page, selector):
    """Press Tab until the element has the focus, as somebody without a mouse would."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.locator(selector).evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{selector} is out of reach of the keyboard.")


def test_signs_in_and_out_by_keyboard_alone(page, olive):
    page.goto("/accounts/login/")
    tab_to(page, "#id_login")
    page.keyboard.type(olive.email)
    tab_to(page, "#id_password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("My work")
    tab_to(page, "header button")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Sign in")


def test_wrong_password_is_said_where_the_focus_is(page, olive):
    page.goto("/accounts/login/")
    page.fill("#id_login", olive.email)
    page.fill("#id_password", "wrong")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert_fit_for_all(page)
    page.get_by_role("link", name="The email address or password is not right").click()
    expect(page.locator("#id_login")).to_be_focused()


def test_typed_password_can_be_shown(page, olive):
    page.goto("/accounts/login/")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Show password").click()
    expect(page.locator("#id_password")).to_have_attribute("type", "text")


def test_forgotten_password_is_replaced_by_mail(page, olive):
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Choose a new password").click()
    page.fill("#id_email", olive.email)
    page.get_by_role("button", name="Send the link").click()
    expect(heading(page)).to_have_text("Check your email")
    page.goto(re.search(r"http\S+", mail.outbox[0].body)[0])
    assert_fit_for_all(page)
    page.fill("#id_password1", "three-words-anew")
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("You have changed your password.")


def test_link_that_no_longer_works_offers_another(page, db):
    page.goto("/accounts/password/reset/key/1-wrong/")
    expect(heading(page)).to_have_text("This link no longer works")
    assert_fit_for_all(page)
    page.get_by_role("link", name="Get a new link").click()
    expect(heading(page)).to_have_text("Choose a new password")


def test_page_of_the_code_is_fit_for_all(page, olive):
    page.goto("/accounts/login/code/")
    page.fill("#id_email", olive.email)
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Enter the code")
    assert_fit_for_all(page)


def test_signs_in_on_a_telephone_without_javascript(new_context, live_server, olive):
    page = new_context(java_script_enabled=False, viewport=NARROW).new_page()
    page.goto("/accounts/login/code/")
    page.fill("#id_email", olive.email)
    page.get_by_role("button", name="Send the code").click()
    page.fill("#id_code", "wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("The code is not right")
    page.fill("#id_code", re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[0].body)[0])
    page.get_by_role("button", name="Sign in").click()
    expect(heading(page)).to_have_text("My work")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("alert")).to_contain_text("You have signed out.")
