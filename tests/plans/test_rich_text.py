import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import rich_text
from plans.links import address


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>Safe <strong>and</strong> <em>sound</em></p>",) * 2,
        ("<ul><li>One</li></ul>",) * 2,
        ('<a href="https://example.org/">A</a>',) * 2,
        ("<script>alert(1)</script><p>A</p>", "<p>A</p>"),
        ('<p onclick="alert(1)" style="color:red">A</p>', "<p>A</p>"),
        ('<a href="javascript:alert(1)">A</a>', "A"),
        ('<p><a name="_Toc7"></a><a href="#_ftn7">[7]</a></p>', "<p>[7]</p>"),
        ('<a href="www.example.org">A</a>', '<a href="https://www.example.org">A</a>'),
        ("<html><head><title>Draft 3</title></head><body><p>A</p></body></html>", "<p>A</p>"),
        ('<img src="x" onerror="alert(1)">A', "A"),
        ("<h1>Loud</h1>", "<h3>Loud</h3>"),
        ("<h2><b>Loud</b> nets</h2><p>A</p>", "<h3>Loud nets</h3><p>A</p>"),
        ("<blockquote><p>A</p><p>B</p></blockquote>",) * 2,
        ('<p class="MsoQuote">A</p><p>B</p>', "<blockquote><p>A</p></blockquote><p>B</p>"),
        ("<ul><li><h2>A</h2></li></ul>", "<ul><li><strong>A</strong></li></ul>"),
        ("<blockquote><ul><li>A</li></ul></blockquote>", "<ul><li>A</li></ul>"),
        ("1 < 2", "1 &lt; 2"),
    ],
)
def test_only_the_few_tags_stay(html, cleaned):
    assert rich_text.clean(html) == cleaned


def lists(levels, tag="ul"):
    words = "".join(f"<{tag}><li>Item {level}" for level in range(1, levels + 1))
    return words + f"</li></{tag}>" * levels


def test_lists_within_lists_stay_as_deep_as_anybody_means_them():
    assert rich_text.clean(lists(rich_text.DEEPEST)) == lists(rich_text.DEEPEST)


@pytest.mark.parametrize("tag", ["ul", "ol"])
@pytest.mark.parametrize("levels", [11, 12, 150, 300])
def test_items_of_deeper_lists_stay_at_the_deepest_level(levels, tag):
    cleaned = rich_text.clean(lists(levels, tag))
    assert cleaned.count(f"<{tag}>") == cleaned.count(f"</{tag}>") == rich_text.DEEPEST
    last = f"<li>Item 10</li><li>Item 11</li>{'<li>Item 12</li>' if levels > 11 else ''}"
    assert last in cleaned
    assert rich_text.as_text(cleaned).splitlines() == [f"Item {n + 1}" for n in range(levels)]


def test_lists_beside_one_another_are_not_deep():
    html = "<ul><li>A<ol><li>B</li></ol></li></ul>" * 20
    assert rich_text.clean(html) == html


def test_words_after_a_list_that_is_too_deep_stay():
    around = lists(rich_text.DEEPEST).replace("Item 10", "Before<ul><li>Deep</li></ul>after")
    assert rich_text.as_text(around).splitlines()[-3:] == ["Before", "Deep", "after"]


@pytest.mark.parametrize(
    "html",
    [
        # Word: a tracked change, hidden words, comments with and without styles.
        "<p>Two <del cite='mailto:Kim' datetime='2026-10-02'>secret </del><ins>gulls</ins></p>",
        "<p>Two <span class=msoDel>secret </span>gulls</p>",
        "<p>Two <span style='color:red; DISPLAY : none'>secret </span>gulls</p>",
        "<p>Two <span style='mso-hide:all'>secret </span>gulls</p>",
        "<p>Two gulls<span class=MsoCommentReference><![if !supportAnnotations]>"
        "<a class=msocomanchor href='#_msocom_9'>[KT9]</a><![endif]></span></p>"
        "<div style='mso-element:comment-list'><div style='mso-element:\ncomment'>"
        "<p class=MsoCommentText><a href='#_msoanchor_9'>[KT9]</a>secret</p><p>secret</p>"
        "</div></div>",
        "<p>Two gulls<a href='#_msocom_9'>[KT9]</a></p><div class=msocomtxt><p>secret</p></div>",
        "<p>Two gulls</p><![if !supportAnnotations]><div>secret</div><![endif]>",
        # As such a comment was stored once its marks were lost.
        '<p>Two gulls<a href="#_msocom_9">[KT9]</a></p>'
        '<p><a href="#_msoanchor_9">[KT9]</a> secret</p>',
        # Google Docs, saved as a web page, and LibreOffice.
        "<p>Two gulls<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup></p><div><p>"
        "<a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>secret</span></p><p>secret</p></div>",
        "<p>Two gulls<!-- secret --></p>",
    ],
)
def test_what_nobody_was_to_read_is_not_pasted(html):
    assert rich_text.as_text(html) == "Two gulls"


def test_other_conditional_marks_of_word_leave_their_words():
    html = "<p class=x><![if !vml]><span>1.</span><![endif]>Gulls</p>"
    assert rich_text.clean(html) == "<p>1.Gulls</p>"


def test_dead_links_are_told_with_their_words():
    html = (
        '<p><a href="#x">A <em>b</em></a> <a href="https://example.org">C</a> <a name="d">D</a></p>'
    )
    assert rich_text.dead_links(html) == [("A b", "#x")]


PIECES = st.sampled_from(
    ["<p>", "</p>", "<ul><li>", "</li></ul>", "<strong>", "</strong>", "<table><tr><td>", "</a>"]
    + ["<!--", "-->", "<![if x]>", "<del class=x>", "</del>", "<p style='display:none'>", "</div>"]
    + [f'<a href="{one}">' for one in ("#x", "", "www.a.org", "http://[", "https://a.org/?a&b")]
)
PASTED = st.lists(PIECES | st.text(max_size=5)).map("".join)


@given(PASTED)
def test_whatever_is_pasted_is_clean_once_it_was_cleaned(html):
    cleaned = rich_text.clean(html)
    assert rich_text.clean(cleaned) == cleaned
    hrefs = [unescape(href) for href in re.findall('href="([^"]*)"', cleaned)]
    assert all(href and address(href) == href for href in hrefs)
    assert rich_text.dead_links(cleaned) == []


@given(st.text())
def test_no_words_are_lost(words):
    words = "".join(re.findall(r"\w", words))
    assert words in rich_text.clean(f"<p class=x>{words}<del>secret</del></p>")


def test_quotations_within_one_another_are_one():
    assert rich_text.clean("<blockquote>" * 500 + "A").count("<blockquote>") == 1


def test_lines_may_say_that_they_are_headings_and_quotations():
    typed = rich_text.typed("## Nets\n\nFor the harbour.\n\n> We need them,\n> they said.")
    quoted = "<blockquote><p>We need them,<br>they said.</p></blockquote>"
    assert typed.html == f"<h3>Nets</h3><p>For the harbour.</p>{quoted}"
    assert rich_text.as_text(typed.html).splitlines()[0] == "Nets"


def test_what_a_row_holds_is_cleaned_when_it_is_shown_whatever_wrote_it():
    shown = rich_text.as_html("<p>Safe <b onclick='x()'>streets</b><script>alert(1)</script></p>")
    assert "Safe" in shown
    assert "onclick" not in shown
    assert "script" not in shown
