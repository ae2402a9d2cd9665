"""The page of a file that is being made, in a real browser: it goes on by itself."""

import fcntl
import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import assert_no_axe_violations, assert_no_sideways_scrolling

pytestmark = pytest.mark.any_database


@pytest.fixture
def file(larkshire):
    plan = factories.make_plan(larkshire, 2026)
    return factories.make_rendered_file(plan, content=None, progress="laying out page 7")


@pytest.fixture
def shown(file, cast, page, signed_in):
    """The page about the file while a child is at it; `file.lock` closed, the child is gone."""
    file.lock = (file.folder / "lock").open("a")
    fcntl.flock(file.lock, fcntl.LOCK_EX)
    signed_in(cast.officer)
    page.goto(reverse("rendered", args=["larkshire", 2026, "pdf", file.fingerprint]))
    yield page
    file.lock.close()


def test_it_says_how_far_it_is_and_the_download_begins_by_itself(shown, file):
    assert_no_axe_violations(shown)
    file.write("progress", b"laying out page 31")
    shown.get_by_text("At the moment: laying out page 31.").wait_for()
    with shown.expect_download() as download:
        file.write("content", b"%PDF-1.7")
    assert download.value.suggested_filename == "larkshire-plan.pdf"
    shown.get_by_role("heading", name="The PDF is ready").wait_for()
    expect(shown).to_have_title(re.compile("^The PDF is ready"))
    assert_no_axe_violations(shown)
    assert_no_sideways_scrolling(shown)
    with shown.expect_download() as download:
        shown.get_by_role("button", name="Download the PDF").click()
    assert download.value.suggested_filename == "larkshire-plan.pdf"


def test_it_says_when_it_failed(shown, file):
    file.lock.close()
    shown.get_by_text("It was laying out page 7 then.").wait_for()
    assert_no_axe_violations(shown)
    assert_no_sideways_scrolling(shown)
