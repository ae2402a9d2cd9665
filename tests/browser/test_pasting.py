"""What people copy elsewhere, pasted into the real editor of narrative."""

import pytest
from playwright.sync_api import expect

from plans import pasted, pasted_tables
from plans.models import Block
from plans.rich_text import as_text
from tests.browser.conftest import assert_no_axe_violations, assert_no_sideways_scrolling, paste
from tests.plans.test_pasted import WORD, item, online, table

pytestmark = pytest.mark.any_database


@pytest.fixture
def editor(page, signed_in, cast, plan):
    signed_in(cast.manager)
    page.goto("/larkshire/2026/narrative/add/?part=background")
    editor = page.get_by_role("textbox", name="Text")
    expect(editor).to_have_attribute("contenteditable", "true")
    return editor


def saved(page):
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Narrative", level=1)).to_be_visible()
    return Block.objects.get().body


NESTED = "<ul><li>Nets<ul><li>Ropes</li></ul></li><li>Buoys</li></ul>"
TABLE = (
    '<table><thead><tr><th scope="col">Pier</th><th scope="col">Calls</th></tr></thead>'
    "<tbody><tr><td>North</td><td>12</td></tr></tbody></table>"
)
PASTES = {
    "lists of Word": (
        WORD.format(item("Nets", "·") + item("Ropes", "o", 2) + item("Buoys", "·")),
        NESTED,
    ),
    "lists of Word on the web": (
        online("Nets", 1) + online("Ropes", 2) + online("Buoys", 1),
        NESTED,
    ),
    "numbers that go on": (
        WORD.format(item("Nets", "1.") + "<p>Then</p>" + item("Buoys", "2.")),
        '<ol><li>Nets</li></ol><p>Then</p><ol start="2"><li>Buoys</li></ol>',
    ),
    "Google Docs": (
        '<meta charset=utf-8><b style="font-weight:normal" id="docs-internal-guid-9"><p><span '
        'style="font-weight:400">Low </span><span style="font-weight:700">tide</span></p></b>',
        "<p>Low <strong>tide</strong></p>",
    ),
    "a deletion": (
        WORD.format("<p>At <del cite='mailto:Kim'>£80</del><ins>£90</ins> a day</p>"),
        "<p>At £90 a day</p>",
    ),
    "a comment": (
        WORD.format(
            "<p>Tides<span class=MsoCommentReference><a class=msocomanchor href='#_msocom_1'>[KL1]"
            "</a></span> fell</p><div style='mso-element:comment-list'><hr><div style='mso-element:"
            "comment'><div class=msocomtxt><p class=MsoCommentText>Ask Kim</p></div></div></div>"
        ),
        "<p>Tides fell</p>",
    ),
    "a footnote": (
        WORD.format(
            "<p>Fell<a style='mso-footnote-id:ftn3' href='#_ftn3'><span>[3]</span></a> again</p>"
            "<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn3>"
            "<p><a href='#_ftnref3'>[3]</a> By count</p></div></div>"
        ),
        "<p>Fell[3] again</p><p>[3] By count</p>",
    ),
    "links": (
        '<p>See <a href="www.tide.example">tides</a> or <a href="q.docx">notes</a></p>',
        '<p>See <a href="https://www.tide.example">tides</a> or notes</p>',
    ),
    "a table of Word": (
        WORD.format(
            table(
                "<td><p class=MsoNormal><b>Pier</b></p></td><td><p><b>Calls</b></p></td>",
                "<td><p class=MsoNormal>North</p></td><td><p>12</p></td>",
            )
        ),
        TABLE,
    ),
    "Welsh": (
        WORD.format("<p class=MsoNormal><span lang=CY>Cei</span> quay</p>"),
        '<p><span lang="cy">Cei</span> quay</p>',
    ),
}


@pytest.mark.parametrize("name", PASTES)
def test_what_is_pasted_is_what_was_meant(name, page, editor):
    html, right = PASTES[name]
    paste(page, editor, html)
    expect(editor).to_contain_text(as_text(right).split()[-1])
    assert saved(page) == right


def test_what_was_left_out_or_changed_is_told(page, editor):
    paste(page, editor, table("<td>Pier<td>Calls", "<td>North<td><s>11</s> 12"))
    told = page.get_by_role("status").filter(has_text=pasted_tables.FIRST_ROW)
    expect(told).to_contain_text(pasted.LEFT_OUT)
    assert_no_axe_violations(page)
    assert_no_sideways_scrolling(page)


def test_what_is_pasted_into_a_sentence_stays_in_it(page, editor):
    editor.press_sequentially("Low  tide")
    for _ in " tide":
        editor.press("ArrowLeft")
    paste(page, editor, "<meta charset=utf-8><span style='color:red'>spring</span>")
    expect(editor).to_have_text("Low spring tide")


def test_words_alone_are_pasted_where_the_server_does_not_answer(page, editor):
    page.route("**/pasted/", lambda route: route.abort())
    editor.evaluate(
        """(element) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", "<b>Low tide</b>");
            clipboardData.setData("text/plain", "Low tide");
            element.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
        }"""
    )
    expect(editor).to_have_text("Low tide")
    expect(page.get_by_role("status").filter(has_text="Only the words")).to_be_visible()
    assert "<strong>" not in saved(page)


def test_a_table_is_made_in_the_editor(page, editor):
    page.get_by_title("Insert table").click()
    page.get_by_role("button", name="Insert Table", exact=True).click()
    editor.locator("td").first.click()
    page.keyboard.type("Pier")
    page.keyboard.press("Tab")
    page.keyboard.type("Calls")
    assert '<th scope="col">Pier</th><th scope="col">Calls</th>' in saved(page)
    expect(page.get_by_text(pasted_tables.FIRST_ROW)).to_be_visible()
