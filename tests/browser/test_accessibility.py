"""Axe, and a telephone's width, on every page that there is; a new page is walked by itself."""

from functools import partial

import pytest
from django.urls import reverse
from playwright.sync_api import Route

from plans.kinds import ALL_KINDS
from reports.formats import FORMATS
from tests.browser.conftest import assert_no_axe_violations, assert_no_sideways_scrolling
from tests.test_access import ADDRESSES, BY_LINK, OF_PARTNERSHIP, OWN, PUBLIC, PUBLISHED
from tests.test_posts import ALL as POSTED

pytestmark = pytest.mark.any_database

# What is downloaded rather than looked at, and what needs a key, a code or a
# provider: test_sign_in.py, test_second_step.py.
FILES = (
    *(f"-{format}" for format in FORMATS),
    *("-template", "-export", "-file", "-download", "-left-out", "evidence", "own-data"),
)
# “pasted” answers the editor alone.
NOT_PAGES = {name for name in ADDRESSES if name.endswith(FILES)}
NOT_PAGES |= {"healthz", "pasted", "robots", "sitemap"}
NOT_PAGES |= {f"open-data-{what}" for what in ("catalogue", "schema", "actions", "edition")}
NEED_MORE = {
    *("account_reset_password_from_key", "account_confirm_login_code"),
    *("openid_connect_login", "openid_connect_callback"),
}
# The same page for every kind of row: looked at for the two that have most on it.
KINDS = ("block", "plan-action")
SAME_FOR_ALL = {
    f"{kind.name}-{what}"
    for kind in ALL_KINDS
    if kind.name not in KINDS
    for what in ("history", "restore", "move", "remove")
}


def in_tens(names):
    """Ten pages to a test: making the rows takes longer than looking at a page."""
    names = sorted(names)
    return [names[start : start + 10] for start in range(0, len(names), 10)]


def look_at(page, addresses):
    """Fail with what axe finds, or what does not fit, on any of the pages: {name: address}."""
    wrong = {}
    for name, address in addresses.items():
        page.goto(address)
        wait_for_editors_and_fonts(page)
        try:
            assert_no_sideways_scrolling(page)
            assert_no_axe_violations(page)
        except AssertionError as error:
            wrong[name] = error
    assert not wrong, "\n\n".join(f"{name}: {error}" for name, error in wrong.items())


def wait_for_editors_and_fonts(page):
    if page.locator("textarea.proseeditorwidget").count():
        page.locator(".prose-editor").first.wait_for()
    page.evaluate("document.fonts.ready.then(() => null)")


@pytest.mark.parametrize("names", in_tens(PUBLIC - NEED_MORE - NOT_PAGES))
def test_pages_for_everybody(names, page, db):
    look_at(page, {name: reverse(name) for name in names})


@pytest.mark.parametrize("names", in_tens((BY_LINK | PUBLISHED) - NOT_PAGES))
def test_pages_behind_a_link_and_published_ones(names, address, page):
    look_at(page, {name: address(name) for name in names})


@pytest.mark.parametrize("names", in_tens({*OF_PARTNERSHIP, *OWN} - NOT_PAGES - SAME_FOR_ALL))
def test_pages_of_a_member(names, address, cast, page, signed_in):
    signed_in(cast.administrator)
    look_at(page, {name: address(name) for name in names})


@pytest.mark.usefixtures("no_rendering")
@pytest.mark.parametrize("names", in_tens(POSTED & {*OF_PARTNERSHIP} - SAME_FOR_ALL))
def test_pages_that_say_what_is_missing(names, address, cast, page, sign_in, signed_in):
    client = sign_in(cast.administrator)
    signed_in(cast.administrator)
    addresses = {}
    for name in names:
        html = client.post(address(name)).content.decode()
        if "govuk-error-summary" in html:
            addresses[name] = address(name)
            answer = partial(Route.fulfill, body=html, content_type="text/html")
            page.route(address(name), answer)
    look_at(page, addresses)


def test_a_page_that_does_not_exist(cast, page, signed_in):
    signed_in(cast.reader)
    look_at(page, {"404": "/wrenmoor/"})
