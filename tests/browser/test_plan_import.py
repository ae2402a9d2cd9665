"""The manager's job: last decade's plan, from a Word file."""

import pytest
from playwright.sync_api import expect

from actions.models import Action
from tests.browser.conftest import NARROW
from tests.csp.word_documents import with_table
from tests.factories import make_plan

pytestmark = pytest.mark.any_database

HEADINGS = ["Action", "Owner/lead agency", "Gwaith", "RAG Rating"]


def test_a_word_file_is_imported_and_taken_back_without_javascript(
    new_context, context, signed_in, cast, larkshire
):
    make_plan(larkshire, 2019)
    signed_in(cast.manager)
    plain = new_context(java_script_enabled=False, viewport=NARROW)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto("/larkshire/2019/import/")
    content = with_table(
        HEADINGS,
        "Support",
        ["1.10 Train drivers", "Lark Shelter\nTaxi Forum", "It began", "Green"],
        above=[("Action plan 2019/20", 1), ("Domestic abuse", 2)],
    )
    page.get_by_label("File").set_input_files(
        {"name": "plan.docx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Read the file").click()
    page.get_by_label("Gwaith").select_option("Update")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("“Taxi Forum”").select_option("A new partner, “Taxi Forum”")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("row", name="1.10 Train drivers")).to_contain_text("Written: “Green”")
    page.get_by_role("button", name="Import 1 action").click()
    expect(page.get_by_text("1 action imported.")).to_be_visible()
    action = Action.objects.get()
    assert (action.reference, action.strand.title) == ("1.10", "Support")
    page.get_by_text("Undo plan.docx").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1 action removed.")).to_be_visible()
    assert not Action.objects.exists()
