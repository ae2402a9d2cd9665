"""A real browser: Debian's Chromium against the live server, with the cast of tests/conftest.py.

    def test_something(page, signed_in, cast):
        signed_in(cast.officer)
        page.goto("/larkshire/partners/")
        assert_no_axe_violations(page)

A page whose scripts raise, or that does what its content security policy forbids, fails its test.
"""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.serving import chromium

# A machine that is busy with other tests takes its time; a page that never comes still fails.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)

# A page's script moves the focus to a message, and with it the page: between the two halves of a
# click, which then hits nothing.
STAY = """
    const focus = HTMLElement.prototype.focus;
    HTMLElement.prototype.focus = function (options) {
        focus.call(this, {...options, preventScroll: true});
    };
"""

# Playwright keeps an event loop running in the thread of the tests, which Django takes for
# asynchronous code that must not reach the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Axe leaves out by itself whether what is pressed has room enough (WCAG 2.2, 24 pixels).
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}

NARROW = {"width": 320, "height": 640}


def pytest_collection_modifyitems(items):
    """Mark the tests that need a browser, so that `-m "not browser"` leaves them out."""
    for item in items:
        # All that pages are made with needs it; an argument of a test may be called "page" too.
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def wait_for_styles(page):
    """Until the page has its style sheet, which says how large and how dark its words are.

    A press comes back as soon as the next page begins.
    """
    page.wait_for_function("() => document.readyState === 'complete'")


def assert_no_axe_violations(page):
    """Fail with a readable list if axe finds anything wrong with the page as it is now."""
    wait_for_styles(page)
    before = list(page.complaints)
    results = Axe().run(page, options=AXE)
    # Axe tries out styles on the page, which the policy forbids as it should.
    page.complaints[:] = before
    assert results.violations_count == 0, results.generate_report()


def follow_error(page, link):
    """Follow a link of the error summary, once the page's script is there to move the focus."""
    page.locator("[data-govuk-error-summary-init]").wait_for()
    link.click()


def paste(page, editor, html):
    """Paste into the rich-text editor what a word processor puts on the clipboard."""
    editor.evaluate(
        """(element, html) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            element.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
        }""",
        html,
    )
    # The colours that Word sends are inline styles: stopped, as they should be.
    page.complaints.clear()


def assert_no_sideways_scrolling(page):
    """At 320 px, which is 400 % zoom of a desktop, the page itself must fit its width."""
    page.set_viewport_size(NARROW)
    wait_for_styles(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= NARROW["width"], f"The page is {wide} px wide."


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Containers have no sandbox of its own."""
    return browser_type_launch_args | {
        "executable_path": chromium(),
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def base_url(live_server):
    """Where page.goto("/...") goes."""
    return live_server.url


@pytest.fixture
def context(new_context, live_server):
    """A browser context that reaches nothing but the live server."""
    context = new_context(locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(STAY)
    context.route(
        lambda url: not url.startswith((live_server.url, "data:", "blob:")),
        lambda route: route.abort(),
    )
    return context


@pytest.fixture
def page(context):
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            "Content Security Policy" in message.text and page.complaints.append(message.text)
        ),
    )
    yield page
    assert not page.complaints, "\n".join(page.complaints)


@pytest.fixture
def signed_in(context, live_server):
    """signed_in(user) signs the browser in as that person, without the sign-in pages."""

    def as_user(user):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        name = settings.SESSION_COOKIE_NAME
        context.clear_cookies()
        context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )

    return as_user
