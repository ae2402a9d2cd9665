"""An administrator founds West Kent from three, carries their plans forward, and takes it back."""

import pytest
from playwright.sync_api import expect

from partners.access import Role
from partners.models import Partnership
from tests import factories
from tests.browser.conftest import assert_no_axe_violations, assert_no_sideways_scrolling
from tests.partners.founding.conftest import dump, make_administrator

pytestmark = pytest.mark.any_database

DISTRICTS = ["Tonbridge", "Sevenoaks", "Tunbridge"]


@pytest.fixture
def winnie(db):
    """Who administers three partnerships, each with a plan of this year."""
    partnerships = [factories.make_partnership(district) for district in DISTRICTS]
    for partnership in partnerships:
        fire = factories.make_agency(partnership, "Kent Fire", grid_position=1)
        factories.make_contact(fire, email="desk@example.org")
        factories.make_member(partnership, Role.CONTRIBUTOR, fire)
        plan = factories.make_plan(partnership, 2026)
        factories.make_block(plan, body=f"<p>About {partnership.district}.</p>")
        priority = factories.make_priority(plan, "Arson", lead=fire)
        action = factories.make_action(priority, f"Visit {partnership}", owners=[fire])
        factories.make_update(action, f"Done in {partnership.district}.")
        factories.make_edition(plan)
    return make_administrator(*partnerships)


def propose(page):
    page.goto("/sevenoaks/partners/")
    page.get_by_role("link", name="Founding and renaming").click()
    page.get_by_role("button", name="Propose a partnership").click()
    for district in ("Tonbridge", "Tunbridge"):
        page.get_by_label(f"{district} Community Safety Partnership").check()
    page.get_by_label("Name of the partnership").fill("West Kent Community Safety Partnership")
    page.get_by_label("District", exact=True).fill("West Kent")
    page.get_by_label("Council", exact=True).fill("West Kent Council")
    for part, number in (("Day", "1"), ("Month", "4"), ("Year", "2027")):
        page.get_by_label(part).fill(number)
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Propose this partnership").click()


def found(page):
    page.get_by_role("link", name="Check which partners are the same").click()
    expect(page.get_by_role("rowheader", name="Kent Fire")).to_be_visible()
    assert_no_axe_violations(page)
    page.get_by_role("link", name="See what it begins with").click()
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)
    page.get_by_role("button", name="Found the partnership").click()
    expect(
        page.get_by_text("West Kent Community Safety Partnership has been founded")
    ).to_be_visible()


def carry_forward(page):
    page.get_by_role("button", name="Start a plan").click()
    page.get_by_label("Last year’s plans of those that it was founded from").check()
    page.get_by_role("button", name="Start the plan").click()
    page.get_by_role("button", name="Continue all priorities").click()
    for _ in DISTRICTS:
        page.get_by_role("button", name="Keep all 1 that are not decided").first.click()
    expect(page.get_by_text("You have decided on everything")).to_be_visible()
    assert_no_axe_violations(page)


def test_west_kent_is_founded_carried_forward_printed_and_taken_back(winnie, page, signed_in):
    signed_in(winnie)
    before = dump()
    propose(page)
    found(page)
    carry_forward(page)

    page.goto("/west-kent/2027/document/page/")
    for district in DISTRICTS:
        expect(page.get_by_role("heading", name=f"{district}: Arson")).to_be_visible()
        expect(page.get_by_text(f"Done in {district}.")).to_be_visible()
    expect(page.get_by_role("table", name="Actions achieved by district")).to_be_visible()
    page.goto("/sevenoaks/")
    expect(page.get_by_text("It is succeeded by West Kent")).to_be_visible()

    page.goto("/west-kent/partners/foundings/")
    page.get_by_role("link", name="West Kent Community Safety Partnership", exact=True).click()
    page.get_by_role("link", name="Take the founding back").click()
    page.get_by_role("button", name="Take the founding back").click()
    expect(page.get_by_text("has been taken back")).to_be_visible()
    page.goto("/sevenoaks/partners/foundings/")
    page.get_by_role("link", name="West Kent Community Safety Partnership", exact=True).click()
    page.get_by_role("button", name="Withdraw the proposal").click()
    expect(page.get_by_text("has been withdrawn")).to_be_visible()
    assert not Partnership.objects.filter(slug="west-kent").exists()
    assert dump() == before
