"""/admin/ in a browser: the editor of narrative, and choosing from a long list."""

import pytest
from playwright.sync_api import expect

from plans.models import Block
from tests.factories import make_agency, make_plan

pytestmark = pytest.mark.any_database


@pytest.fixture
def warnings(page):
    """What the page complains of to itself: an extension that the editor lacks, for one."""
    found = []

    def listen(message):
        if message.type in ("warning", "error"):
            found.append(message.text)

    page.on("console", listen)
    return found


@pytest.fixture
def block(larkshire):
    return Block.objects.create(
        plan=make_plan(larkshire), part="introduction", body="<p>A <em>quiet</em> year</p>"
    )


def test_narrative_is_written_in_an_editor(page, warnings, signed_in, cast, block):
    signed_in(cast.operator)
    page.goto(f"/admin/plans/block/{block.pk}/change/")
    editor = page.get_by_role("textbox", name="Body")
    editor.press("Control+a")
    page.keyboard.type("A calm ")
    page.get_by_title("Bold").click()
    page.keyboard.type("year")
    page.keyboard.press("Enter")
    page.get_by_title("Bold").click()
    page.keyboard.type("- Fewer burglaries")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was changed successfully").wait_for()
    block.refresh_from_db()
    assert block.body == ("<p>A calm <strong>year</strong></p><ul><li>Fewer burglaries</li></ul>")
    assert warnings == []


def test_what_is_pasted_from_word_keeps_its_words_and_lists(page, signed_in, cast, block):
    signed_in(cast.operator)
    page.goto(f"/admin/plans/block/{block.pk}/change/")
    editor = page.get_by_role("textbox", name="Body")
    editor.press("Control+a")
    editor.evaluate(
        """(element, html) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            element.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
        }""",
        '<p class="MsoNormal" style="color:red"><b>Fewer</b> burglaries<o:p></o:p></p>'
        "<ul><li>in towns</li></ul><script>alert(1)</script>",
    )
    # The colour that Word sends is an inline style: stopped, as it should be.
    page.complaints.clear()
    expect(editor).to_contain_text("in towns")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was changed successfully").wait_for()
    block.refresh_from_db()
    assert block.body == ("<p><strong>Fewer</strong> burglaries</p><ul><li>in towns</li></ul>")


def test_the_history_of_narrative_can_be_read(page, warnings, signed_in, cast, block):
    signed_in(cast.operator)
    record = block.history.get()
    page.goto(f"/admin/plans/block/{block.pk}/history/{record.pk}/")
    expect(page.get_by_role("textbox", name="Body")).to_have_text("A quiet year")
    expect(page.get_by_role("button", name="Revert")).to_have_count(0)
    assert warnings == []


def test_an_agency_is_found_by_its_name(page, warnings, signed_in, cast, shelter, larkshire):
    make_agency(larkshire, "Larkshire Police")
    signed_in(cast.operator)
    page.goto("/admin/partners/contact/add/")
    page.locator(".field-agency .select2-selection").click()
    page.keyboard.type("shelter")
    page.get_by_role("option", name="Lark Shelter").click()
    page.get_by_label("Role or job title").fill("Manager")
    page.get_by_label("Keep until").fill("2030-01-01")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was added successfully").wait_for()
    assert shelter.contacts.get().role == "Manager"
    assert warnings == []
