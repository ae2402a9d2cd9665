"""A manager mends an address that refuses e-mail: from the round to the contact and back."""

import pytest
from playwright.sync_api import expect

from partners.models import Mail
from tests import factories
from tests.browser.conftest import (
    assert_no_axe_violations,
    assert_no_sideways_scrolling,
    follow_error,
)
from tests.conftest import TODAY

pytestmark = pytest.mark.any_database


@pytest.fixture
def contact(shelter):
    return factories.make_contact(shelter, "Lead", name="Pat", email="gone@example.org")


def test_a_refused_address_leads_to_its_contact(larkshire, shelter, contact, cast, page, signed_in):
    round = factories.make_round(factories.make_plan(larkshire), closes_on=TODAY)
    recipient = factories.make_request(round, shelter, [contact.email]).recipients.get()
    recipient.contact = contact
    recipient.save()
    factories.make_mail(
        contact.email,
        key=f"request:{recipient.pk}:",
        partnership=larkshire,
        state=Mail.State.REFUSED,
        problem="550 No such mailbox",
    )
    signed_in(cast.manager)
    page.goto(round.get_absolute_url())
    page.get_by_role("link", name="Change the contact gone@example.org").click()
    expect(page.get_by_role("heading", name="Change a contact")).to_be_visible()
    assert_no_axe_violations(page)

    page.get_by_label("Role or job title").fill("")
    page.get_by_role("button", name="Save").press("Enter")
    follow_error(page, page.get_by_role("link", name="Enter a role"))
    expect(page.get_by_label("Role or job title")).to_be_focused()
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)

    page.keyboard.type("Lead")
    page.get_by_label("Email address").fill("here@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Pat has been saved.")
    contact.refresh_from_db()
    assert contact.email == "here@example.org"


def test_a_contact_is_added_and_removed(shelter, cast, page, signed_in):
    signed_in(cast.manager)
    page.goto(f"/larkshire/partners/{shelter.pk}/")
    page.get_by_role("link", name="Add a contact").click()
    page.get_by_label("Role or job title").fill("Clerk")
    page.get_by_label("Receives update requests").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Clerk has been saved.")
    assert not shelter.contacts.get().receives_update_requests

    page.get_by_role("link", name="Change Clerk").click()
    page.get_by_role("link", name="Remove this contact").click()
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("alert")).to_contain_text("Clerk has been removed.")
    assert not shelter.contacts.exists()
