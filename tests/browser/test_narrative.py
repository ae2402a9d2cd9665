"""Writing the narrative in a browser: pasted from Word, seen in the preview, saved by two."""

import pytest
from playwright.sync_api import expect

from csp.versions import version_of
from plans.models import Block
from tests.browser.conftest import (
    NARROW,
    assert_no_axe_violations,
    assert_no_sideways_scrolling,
    paste,
)
from tests.factories import make_block

pytestmark = pytest.mark.any_database

FROM_WORD = (
    '<p class="MsoNormal" style="color:red"><b>Fewer</b> burglaries<o:p></o:p></p>'
    "<ul><li>in towns</li></ul><script>alert(1)</script>"
)
CLEANED = "<p><strong>Fewer</strong> burglaries</p><ul><li>in towns</li></ul>"


def test_an_introduction_is_pasted_from_word_and_seen_at_once(page, signed_in, cast, plan):
    signed_in(cast.manager)
    page.goto("/larkshire/2026/narrative/")
    page.get_by_role("link", name="Add to “Introduction”").click()
    editor = page.get_by_role("textbox", name="Text")
    expect(editor).to_have_attribute("contenteditable", "true")
    page.get_by_label("Heading").fill("Foreword")
    paste(page, editor, FROM_WORD)
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("heading", name="Foreword")).to_be_visible()
    expect(preview.get_by_role("listitem")).to_have_text("in towns")
    expect(page.locator("#preview-news")).to_have_text(
        "The preview below the form follows what you type"
    )
    assert_no_axe_violations(page)
    assert not Block.objects.exists()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Narrative", level=1)).to_be_visible()
    block = Block.objects.get()
    assert (block.part, block.heading, block.body) == ("introduction", "Foreword", CLEANED)


def write(page, words):
    editor = page.get_by_role("textbox", name="Text")
    editor.press("Control+a")
    page.keyboard.type(words)
    page.get_by_role("button", name="Save").click()


def test_whoever_saves_second_has_both_texts_on_the_screen(
    page, new_context, context, signed_in, cast, plan
):
    block = make_block(plan, body="<p>A quiet year</p>")
    signed_in(cast.administrator)
    second = new_context(storage_state=context.storage_state()).new_page()
    signed_in(cast.manager)
    for one in (page, second):
        one.goto(f"/larkshire/2026/narrative/{block.pk}/")
        expect(one.get_by_role("textbox", name="Text")).to_have_text("A quiet year")
    write(page, "The first text")
    expect(page.get_by_role("heading", name="Narrative", level=1)).to_be_visible()
    write(second, "The second text")
    saved = second.get_by_role("region", name="What is saved now")
    expect(saved).to_contain_text("The first text")
    expect(second.get_by_role("alert")).to_contain_text(str(cast.manager))
    expect(second.get_by_role("textbox", name="Text")).to_have_text("The second text")
    block.refresh_from_db()
    assert block.body == "<p>The first text</p>"

    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("heading", name="Narrative", level=1)).to_be_visible()
    block.refresh_from_db()
    assert block.body == "<p>The second text</p>"


def test_without_javascript_it_is_a_text_box_with_a_preview(
    new_context, cast, plan, context, signed_in
):
    signed_in(cast.manager)
    plain = new_context(java_script_enabled=False, storage_state=context.storage_state())
    page = plain.new_page()
    page.goto("/larkshire/2026/narrative/add/?part=background")
    assert_no_sideways_scrolling(page)
    page.get_by_label("Text", exact=True).fill("Fewer burglaries\n\nin towns")
    page.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_text("in towns")).to_be_visible()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Fewer burglaries\n\nin towns")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Change Background: Fewer burglaries in towns").click()
    block = Block.objects.get()
    assert block.body == "<p>Fewer burglaries</p><p>in towns</p>"
    assert version_of(block) == page.locator("[name=version]").input_value()


def test_a_telephone_shows_the_whole_editor_before_its_fonts_are_there(
    page, context, signed_in, cast, plan
):
    signed_in(cast.manager)
    context.route("**/*.woff2", lambda route: route.abort())
    page.set_viewport_size(NARROW)
    page.goto("/larkshire/2026/narrative/add/?part=background")
    page.get_by_role("textbox", name="Text").wait_for()
    assert_no_sideways_scrolling(page)


def test_the_editor_shows_that_it_has_the_focus(page, signed_in, cast, plan):
    signed_in(cast.manager)
    page.goto("/larkshire/2026/narrative/add/?part=background")
    editor = page.get_by_role("textbox", name="Text")
    editor.focus()
    expect(editor).to_have_css("outline-style", "solid")


def test_a_row_is_moved_by_keyboard(page, signed_in, cast, plan):
    first, second = (make_block(plan, heading=name) for name in ("One", "Two"))
    signed_in(cast.manager)
    page.goto("/larkshire/2026/narrative/")
    page.get_by_role("button", name="Move “Two” up").focus()
    page.keyboard.press("Enter")
    expect(page.locator("tbody strong")).to_have_text(["Two", "One"])
    # Its buttons have the focus still.
    expect(page.locator(f"#block-{second.pk}")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Move “Two” down")).to_be_focused()
    assert list(plan.blocks.order_by("position")) == [second, first]


COMMENTED = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>
<!--StartFragment--><p class=MsoNormal><a style='mso-comment-reference:4'>Marking went well</a><span
class=MsoCommentReference><![if !supportAnnotations]><a class=msocomanchor href="#_msocom_4">[4]</a
><![endif]></span>, at <del cite="mailto:Kim%20Tern">£80</del><ins>£90</ins> a day.</p>
<p>It drew <span style='display:none;mso-hide:all'>hardly </span>anybody.</p>
<div style='mso-element:comment-list'><hr><div style='mso-element:comment'><div id="_com_4">
<p class=MsoCommentText><a href="#_msoanchor_4">[KT4]</a>Only Mr Dunlin came</p></div></div></div>
<!--EndFragment--></body></html>"""


def test_comments_and_deleted_and_hidden_words_are_not_pasted(page, signed_in, cast, plan):
    signed_in(cast.manager)
    page.goto("/larkshire/2026/narrative/add/?part=background")
    editor = page.get_by_role("textbox", name="Text")
    expect(editor).to_have_attribute("contenteditable", "true")
    paste(page, editor, COMMENTED)
    expect(editor).to_have_text("Marking went well, at £90 a day.It drew anybody.")
    expect(page.get_by_role("status").filter(has_text="left out")).to_be_visible()
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Narrative", level=1)).to_be_visible()
    body = "<p>Marking went well, at £90 a day.</p><p>It drew anybody.</p>"
    assert Block.objects.get().body == body
