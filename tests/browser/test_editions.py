"""From the manager who issues the document to the visitor who reads it."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reports import editions, formats
from reports.document import document
from tests import factories
from tests.browser.conftest import (
    NARROW,
    assert_no_axe_violations,
    assert_no_sideways_scrolling,
    follow_error,
)

pytestmark = pytest.mark.any_database


@pytest.fixture
def action(larkshire, shelter):
    plan = factories.make_plan(larkshire, 2026)
    factories.make_block(plan, body="<p>Safe streets.</p>")
    return factories.make_action(
        factories.make_priority(plan, "Violence"), "Open a refuge", owners=[shelter]
    )


@pytest.fixture
def visitor(new_context, live_server):
    """The page of somebody who isn't signed in, on a telephone without JavaScript."""
    return new_context(java_script_enabled=False, viewport=NARROW).new_page()


@pytest.fixture
def complaints(visitor):
    found: list[str] = []
    visitor.on("console", lambda message: found.append(message.text))
    yield found
    assert found == []


def test_from_issue_to_withdrawal(action, cast, page, signed_in, visitor, complaints, make_waiting):
    signed_in(cast.manager)
    page.goto("/larkshire/2026/document/")
    page.get_by_role("link", name="Editions").click()
    page.get_by_role("button", name="Issue the document").click()
    page.get_by_role("button", name="Issue and publish").click()
    page.get_by_role("heading", name="Making the files of Edition 1").wait_for()
    make_waiting()
    expect(page.get_by_role("alert")).to_contain_text("Edition 1 has been issued.")

    visitor.goto("/published/")
    visitor.get_by_role("link", name="Larkshire Community Safety Partnership").click()
    visitor.get_by_role("link", name="Partnership Plan 2026 to 2027").click()
    visitor.get_by_role("link", name="Action plans 2026/27").click()
    expect(visitor.get_by_role("rowheader", name="Open a refuge")).to_be_visible()
    visitor.get_by_role("link", name="About this edition").click()
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="PDF", exact=True).click()
    assert download.value.suggested_filename == "larkshire-2026-27-edition-1.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-1.7")
    before = visitor.content()

    page.goto(action.get_absolute_url())
    page.get_by_label("Complete", exact=True).check()
    page.get_by_label("What has happened so far?").fill("It is open.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Update saved.").wait_for()
    visitor.reload()
    assert visitor.content() == before

    page.goto("/larkshire/2026/document/editions/")
    page.get_by_role("link", name="Withdraw Edition 1").click()
    page.get_by_label("Why are you withdrawing it?").fill("It named a street.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("alert")).to_contain_text("Edition 1 has been withdrawn.")
    assert visitor.reload().status == 410
    complaints.clear()  # Chromium complains of the status.
    expect(visitor.get_by_text("It named a street.")).to_be_visible()
    expect(visitor.get_by_text("There is no other edition.")).to_be_visible()


def test_one_press_issues_it_though_its_files_take_long(
    action, cast, page, signed_in, make_waiting
):
    signed_in(cast.manager)
    page.goto("/larkshire/2026/document/issue/")
    page.get_by_label("What is the name of this edition?").fill("Spring & summer")
    page.get_by_role("button", name="Issue and publish").click()
    expect(page.get_by_role("heading", name="Making the files of Spring & summer")).to_be_visible()
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)
    make_waiting()
    expect(page.get_by_role("alert")).to_contain_text("Spring & summer has been issued.")


@pytest.fixture
def published(action, cast, monkeypatch):
    """The published page as it is rendered, of which there is a later edition."""
    plan = action.priority.plan
    monkeypatch.setattr(formats, "FORMATS", {"html": formats.FORMATS["html"]})
    now = timezone.now()
    made = document(plan, on=now.date())
    editions.issue(made, plan, label="First", by=cast.manager, at=now, after=0)
    factories.make_edition(plan, number=2)
    return plan


def colour(page, selector):
    return page.locator(selector).evaluate("element => getComputedStyle(element).color")


@pytest.mark.parametrize("times", [1, 2])
def test_the_frozen_look_is_there_at_every_visit(published, times, page):
    for _ in range(times):
        page.goto("/published/larkshire/2026/1/")
    assert colour(page, "h1") == "rgb(29, 77, 99)"
    assert colour(page, ".edition-bar a >> nth=0") == "rgb(26, 101, 166)"


@pytest.mark.parametrize("number", [1, 2])
def test_a_published_edition_is_accessible(published, number, page):
    page.goto(f"/published/larkshire/2026/{number}/")
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)
    assert_no_axe_violations(page)


def test_what_was_withdrawn_is_accessible(published, page):
    for edition in published.editions.all():
        factories.withdraw(edition)
    page.goto("/published/larkshire/2026/")
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)


def test_a_script_in_a_frozen_page_does_not_run(action, page):
    hostile = "<script>document.title = 'Run'</script><p onclick='x()'>Words</p>"
    factories.make_edition(action.priority.plan, hostile)
    page.goto("/published/larkshire/2026/")
    expect(page).to_have_title("Plan")
    assert page.complaints
    page.complaints.clear()


def test_mistakes_are_named_at_the_field(published, cast, page, signed_in):
    signed_in(cast.manager)
    for address, field in (("issue", "label"), ("editions/1/withdraw", "reason")):
        page.goto(f"/larkshire/2026/document/{address}/")
        page.locator(f"#id_{field}").fill("")
        page.locator("main form button").click()
        follow_error(page, page.get_by_role("alert").get_by_role("link"))
        expect(page.locator(":focus")).to_have_attribute("name", field)
        assert_no_axe_violations(page)
