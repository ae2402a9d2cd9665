"""From a finding to its end: mended, or accepted with a reason; then the document is issued."""

import pytest
from playwright.sync_api import expect

from reports import formats
from tests.browser.conftest import assert_no_axe_violations, assert_no_sideways_scrolling
from tests.reports import planted

pytestmark = pytest.mark.any_database


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The web page alone is rendered: issuing all formats is tested elsewhere."""
    monkeypatch.setattr(formats, "FORMATS", {"html": formats.FORMATS["html"]})


def test_a_manager_mends_one_finding_and_accepts_another(larkshire, shelter, cast, page, signed_in):
    plan = planted.make_sound_plan(larkshire, shelter)
    planted.unexplained(plan)
    planted.ownerless(plan)
    signed_in(cast.manager)
    page.goto("/larkshire/2026/document/")
    page.get_by_role("link", name="See what the checks find").click()
    expect(page.get_by_role("heading", name="2 findings")).to_be_visible()
    assert_no_axe_violations(page)

    page.get_by_role("link", name="Fix “PCSO”").click()
    expect(page.get_by_label("Term")).to_have_value("PCSO")
    page.get_by_label("Meaning").fill("Police community support officer")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("has been saved")
    page.goto("/larkshire/2026/document/checks/")
    expect(page.get_by_role("heading", name="1 finding")).to_be_visible()

    page.get_by_role("link", name="Accept with a reason Action 4.2 has no owner.").click()
    page.get_by_label("Why do you accept it?").fill("It is to be agreed in May.")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("alert")).to_contain_text("The finding has been accepted.")
    page.get_by_text("1 accepted finding").click()
    expect(page.get_by_text("It is to be agreed in May.")).to_be_visible()
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)

    page.get_by_role("link", name="Issue the document").click()
    expect(page.get_by_text("The checks find nothing.")).to_be_visible()
    page.get_by_role("button", name="Issue and publish").click()
    expect(page.get_by_role("alert")).to_contain_text("Edition 1 has been issued.")
