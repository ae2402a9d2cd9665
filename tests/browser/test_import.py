"""The administrator's job: forty contacts in a spreadsheet, and who may sign in."""

import re

import pytest
from playwright.sync_api import expect

from partners.models import Contact
from tests.browser.conftest import (
    NARROW,
    assert_no_axe_violations,
    assert_no_sideways_scrolling,
    follow_error,
)
from tests.csp.workbooks import workbook
from tests.factories import make_agency, make_contact

HEADINGS = ["Organisation", "Job title", "Name", "E-mail address", "PHONE"]

pytestmark = pytest.mark.any_database


@pytest.fixture
def police(larkshire):
    return make_agency(larkshire, "Larkshire Police", abbreviation="LP")


def upload(page, *rows):
    page.get_by_label("File").set_input_files(
        {
            "name": "contacts.xlsx",
            "mimeType": "application/octet-stream",
            "buffer": workbook(HEADINGS, *rows),
        }
    )
    page.get_by_role("button", name="Upload").click()


def looks_right(page):
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)
    assert_no_axe_violations(page)


def test_forty_contacts_from_a_spreadsheet(page, signed_in, cast, police):
    clerk = make_contact(police, "Clerk", email="clerk@example.org", telephones="101")
    signed_in(cast.administrator)
    page.goto("/larkshire/partners/")
    page.get_by_role("button", name="Import contacts").click()
    new = [["LP", f"Constable {n}", "", f"pc{n}@example.org", 1732844522] for n in range(39)]
    upload(page, ["LP", "Clerk", "Pat Lark", "clerk@example.org", "101"], *new)
    looks_right(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Name from nothing to “Pat Lark”").wait_for()
    assert Contact.objects.count() == 1
    looks_right(page)
    page.get_by_role("button", name="Import 40 contacts").click()
    page.get_by_text("39 added, 1 changed").wait_for()
    looks_right(page)
    clerk.refresh_from_db()
    assert clerk.name == "Pat Lark"
    assert Contact.objects.get(role="Constable 7").telephones == "01732844522"

    page.get_by_role("link", name="Undo this import").click()
    page.locator("summary", has_text="Undo the import of").click()
    looks_right(page)
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("39 removed, 1 restored.").wait_for()
    assert Contact.objects.get().name == ""


def test_good_rows_go_in_and_what_is_wrong_with_the_others_is_named(page, signed_in, cast, police):
    signed_in(cast.administrator)
    page.goto("/larkshire/partners/import/")
    upload(
        page,
        ["LP", "Clerk", "", "clerk", ""],
        ["LP", "Sergeant", "", "sergeant@example.org", ""],
    )
    page.get_by_role("button", name="Continue").click()
    row = page.get_by_role("row", name="Row 2")
    expect(row).to_contain_text("Enter an email address")
    looks_right(page)
    assert not Contact.objects.exists()
    page.get_by_role("button", name="Import 1 contact and leave 1 row out").click()
    page.get_by_text("1 row was left out").wait_for()
    assert Contact.objects.get().role == "Sergeant"


def test_a_file_that_is_no_spreadsheet(page, signed_in, cast):
    signed_in(cast.administrator)
    page.goto("/larkshire/partners/import/")
    page.get_by_label("File").set_input_files(
        {"name": "contacts.xlsx", "mimeType": "application/octet-stream", "buffer": b"Hello"}
    )
    page.get_by_role("button", name="Upload").click()
    follow_error(page, page.get_by_role("alert").get_by_role("link"))
    expect(page.locator(":focus")).to_have_attribute("id", "id_file")
    expect(page).to_have_title(re.compile("^Error: "))
    looks_right(page)


def test_it_works_without_javascript(new_context, context, signed_in, cast, police):
    signed_in(cast.administrator)
    plain = new_context(java_script_enabled=False, viewport=NARROW)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto("/larkshire/partners/import/")
    upload(page, ["LP", "Clerk", "", "clerk@example.org", ""])
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Import 1 contact").click()
    page.get_by_text("1 added, 0 changed").wait_for()
    assert police.contacts.get().role == "Clerk"


def test_a_person_is_added_and_mistakes_lead_to_their_fields(page, signed_in, cast, larkshire):
    signed_in(cast.administrator)
    page.goto("/larkshire/partners/people/")
    page.get_by_role("button", name="Invite a person").click()
    page.get_by_label("Email address").fill("sam@example.org")
    page.get_by_label("Full name").fill("Sam Lark")
    page.get_by_role("button", name="Invite person").click()
    follow_error(page, page.get_by_role("link", name="Select a role"))
    expect(page.locator(":focus")).to_have_attribute("value", "reader")
    looks_right(page)
    page.get_by_label("Contributor", exact=True).check()
    page.get_by_role("button", name="Invite person").click()
    page.get_by_role("link", name="Select the contributor’s partner").click()
    page.get_by_label("Partner", exact=True).select_option("Lark Shelter")
    page.get_by_role("button", name="Invite person").click()
    page.get_by_text("sam@example.org has been invited.").wait_for()
    assert larkshire.memberships.get(user__email="sam@example.org").agency.name == "Lark Shelter"
