"""An administrator divides West Kent in two, carries its plan on in both, and takes it all back."""

import pytest
from playwright.sync_api import expect

from partners.access import Role
from partners.models import Partnership
from tests import factories
from tests.browser.conftest import assert_no_axe_violations, assert_no_sideways_scrolling
from tests.partners.founding.conftest import dump, make_administrator

pytestmark = pytest.mark.any_database

NEW = ["north-kent", "south-kent"]


@pytest.fixture
def winnie(db):
    """Who administers West Kent, with a plan of this year and 60 partners."""
    kent = factories.make_partnership("West Kent")
    fire = factories.make_agency(kent, "Kent Fire", grid_position=1)
    factories.make_contact(fire, email="desk@example.org")
    factories.make_member(kent, Role.CONTRIBUTOR, fire)
    for number in range(59):
        factories.make_agency(kent, f"Partner {number}")
    plan = factories.make_plan(kent, 2026)
    action = factories.make_action(
        factories.make_priority(plan, "Arson", lead=fire), "Visit homes", owners=[fire]
    )
    factories.make_update(action, "Half are visited.")
    factories.make_edition(plan)
    return make_administrator(kent)


def propose(page):
    page.goto("/west-kent/partners/foundings/")
    page.get_by_role("button", name="Divide this partnership").click()
    page.get_by_label("New districts").fill("North Kent\nSouth Kent")
    for part, number in (("Day", "1"), ("Month", "4"), ("Year", "2027")):
        page.get_by_label(part).fill(number)
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Propose this division").click()
    assert_no_axe_violations(page)


def choose(page):
    page.get_by_role("link", name="Select where the partners go").click()
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)
    where = page.get_by_role("group", name="Where Partner 7 goes", exact=True)
    for district in ("North Kent", "South Kent"):
        where.get_by_label(district).uncheck()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Select where Partner 7 goes").click()
    where.get_by_label("South Kent").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your choices have been saved")).to_be_visible()


def divide(page):
    page.get_by_role("link", name="See what they begin with, and divide the partnership").click()
    expect(page.get_by_role("row", name="North Kent").get_by_text("59")).to_be_visible()
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)
    page.get_by_role("button", name="Divide the partnership").click()
    expect(page.get_by_text("has been divided into North Kent")).to_be_visible()


def carry_forward(page, slug):
    page.goto(f"/{slug}/")
    page.get_by_role("button", name="Start a plan").click()
    page.get_by_label("Last year’s plan").check()
    page.get_by_role("button", name="Start the plan").click()
    if slug == "south-kent":
        expect(page.get_by_text("In North Kent 2027/28: carried on")).to_be_visible()
    page.get_by_role("link", name="Decide for Arson").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Keep all 1 that are not decided").click()
    expect(page.get_by_text("You have decided on everything")).to_be_visible()
    assert_no_axe_violations(page)
    page.goto(f"/{slug}/2027/document/page/")
    expect(page.get_by_text("Half are visited.")).to_be_visible()


def test_west_kent_is_divided_carried_on_in_both_printed_and_taken_back(winnie, page, signed_in):
    signed_in(winnie)
    before = dump()
    propose(page)
    choose(page)
    divide(page)
    for slug in NEW:
        carry_forward(page, slug)
    page.goto("/west-kent/")
    expect(page.get_by_text("It is succeeded by North Kent")).to_be_visible()
    page.get_by_role("link", name="2026/27").first.click()
    page.get_by_role("link", name="Visit homes").first.click()
    for district in ("North Kent", "South Kent"):
        expect(page.get_by_text(f"In {district} 2027/28")).to_be_visible()

    page.goto("/south-kent/partners/foundings/")
    page.get_by_role("link", name="Division of West Kent").click()
    page.get_by_role("link", name="Take the division back").click()
    page.get_by_role("button", name="Take the division back").click()
    expect(page.get_by_text("has been taken back")).to_be_visible()
    page.get_by_role("button", name="Withdraw the proposal").click()
    expect(page.get_by_text("has been withdrawn")).to_be_visible()
    assert not Partnership.objects.filter(slug__in=NEW).exists()
    assert dump() == before
