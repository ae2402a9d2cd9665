"""The page of a file that is being made, in a real browser: it goes on by itself."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reports.models import Rendering
from tests import factories
from tests.browser.conftest import assert_no_axe_violations, assert_no_sideways_scrolling

pytestmark = pytest.mark.any_database


@pytest.fixture
def file(larkshire):
    plan = factories.make_plan(larkshire, 2026)
    return factories.make_rendered_file(plan, content=None)


@pytest.fixture
def shown(file, cast, page, signed_in):
    """The page about a file that waits."""
    signed_in(cast.officer)
    page.goto(reverse("rendered", args=["larkshire", 2026, "pdf", file.fingerprint]))
    return page


def note(file, **fields):
    """What whoever makes it writes of it."""
    Rendering.objects.filter(pk=file.pk).update(**fields)


def test_it_says_how_far_it_is_and_the_download_begins_by_itself(shown, file):
    shown.get_by_text("It is next to be made.").wait_for()
    assert_no_axe_violations(shown)
    note(file, state="making", progress="laying out page 31")
    shown.get_by_text("At the moment: laying out page 31.").wait_for()
    with shown.expect_download() as download:
        factories.finish(file, b"%PDF-1.7")
    assert download.value.suggested_filename == "larkshire-plan.pdf"
    shown.get_by_role("heading", name="The PDF is ready").wait_for()
    expect(shown).to_have_title(re.compile("^The PDF is ready"))
    assert_no_axe_violations(shown)
    assert_no_sideways_scrolling(shown)
    with shown.expect_download() as download:
        shown.get_by_role("button", name="Download the PDF").click()
    assert download.value.suggested_filename == "larkshire-plan.pdf"


def test_it_says_when_it_failed(shown, file):
    note(file, state="failed", failure="The PDF could not be made: it took too long.")
    shown.get_by_text("The PDF could not be made: it took too long.").wait_for()
    assert_no_axe_violations(shown)
    assert_no_sideways_scrolling(shown)
