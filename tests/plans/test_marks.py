"""Texts with marks: what is meant is shown, and what looks like a mark alone stays as typed."""

import random
import re
from time import process_time

import pytest
from django.template.defaultfilters import linebreaksbr
from lxml import html as lxml_html

from plans import marks

TYPED_INNOCENTLY = [
    "#1 priority of the borough",
    "# Heading",
    "> 5% fewer burglaries",
    "Rated A* by Ofsted",
    "5 * 3 = 15, and 2 ** 3 = 8",
    "_id_ and __init__ and ~~struck~~",
    "1. Jan",
    "2024. A good year",
    "CST*, police*",
    "CST**, police** and schools",
    "CST*, police*\n* the lead agency",
    "- 5 degrees",
    "– as agreed –",
    "Rated 4** and 5**",
    "**",
    "****",
    "** see the note **",
    "3. Train staff\n5. Review it",
    "[1] see the note (2)",
    "[words](see below)",
    "`code` and ```more```",
    "<b>not bold</b> & <script>alert(1)</script>",
    "![picture](cat.png)",
    "    four spaces",
    "a | b | c",
    "www. and http:// and mailto:",
    "file:///etc/passwd",
    "one\ntwo\nthree",
    "Â£5k â€” it's “quoted”",
]


@pytest.mark.parametrize("text", TYPED_INNOCENTLY)
def test_what_only_looks_like_a_mark_stays_as_it_was_typed(text):
    assert marks.in_cell(text) == linebreaksbr(text, autoescape=True)
    assert marks.as_text(text).split() == text.split()


MEANT = [
    ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
    (
        "Do:\n- one\n- two\nThen go on",
        "<p>Do:</p><ul><li>one</li><li>two</li></ul><p>Then go on</p>",
    ),
    ("* one\n* two", "<ul><li>one</li><li>two</li></ul>"),
    ("- one\n– two\n* three", "<ul><li>one</li><li>two</li><li>three</li></ul>"),
    ("• one alone", "<ul><li>one alone</li></ul>"),
    (
        "•\tof Word\no\tbelow it\n•\tagain",
        "<ul><li>of Word<ul><li>below it</li></ul></li><li>again</li></ul>",
    ),
    ("- one\n  - below\n- two", "<ul><li>one<ul><li>below</li></ul></li><li>two</li></ul>"),
    ("- one\n\n- two\n\nAfter", "<ul><li>one</li><li>two</li></ul><p>After</p>"),
    ("- one\n  goes on\n- two", "<ul><li>one<br>goes on</li><li>two</li></ul>"),
    ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
    ("3) three\n4) four", '<ol start="3"><li>three</li><li>four</li></ol>'),
    ("Say **it loud**, now", "Say <strong>it loud</strong>, now"),
    ("**5 * 3**", "<strong>5 * 3</strong>"),
    ("(**so**)", "(<strong>so</strong>)"),
    (
        "See https://example.org/a_(b).",
        'See <a href="https://example.org/a_(b)">https://example.org/a_(b)</a>.',
    ),
    ("www.example.org, or", '<a href="https://www.example.org">www.example.org</a>, or'),
    (
        "[the **page**](https://example.org/)",
        '<a href="https://example.org/">the <strong>page</strong></a>',
    ),
    (
        "Ask mailto:csu@example.org",
        'Ask <a href="mailto:csu@example.org">mailto:csu@example.org</a>',
    ),
    (
        "- Ŵyth **bore**\n- أمان **المجتمع**",
        "<ul><li>Ŵyth <strong>bore</strong></li><li>أمان <strong>المجتمع</strong></li></ul>",
    ),
]


@pytest.mark.parametrize(("text", "html"), MEANT)
def test_marks_are_shown_as_they_are_meant(text, html):
    assert marks.in_cell(text) == html


@pytest.mark.parametrize(("text", "html"), MEANT)
def test_what_is_shown_and_copied_from_there_says_the_same_again(text, html):
    again = marks.of_html(marks.as_html(text))
    assert marks.as_html(again) == marks.as_html(text)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "//evil.example.org",
        "https://",
        'https://x.example.org/"onmouseover=alert(1)',
    ],
)
def test_no_address_runs_anything(address):
    page = lxml_html.fragment_fromstring(
        marks.as_html(f"[words]({address}) and {address} and **[b]({address})**"), "div"
    )
    assert not page.xpath("//script | //@onmouseover")
    assert all(re.match("https?://|mailto:", one) for one in page.xpath("//@href"))


# What random texts are made of.
SIGNS = [
    "**", "*", "- ", "• ", "\n", "\n\n", "1. ", "2. ", "  ", "[", "](", ")", "https://e.org/",
    "<b>", "&amp;", "word", "Łódź", "سلام", " ", "\t", "o\t", "_", "`", "www.", "|",
]  # fmt: skip


def test_random_text_gives_a_whole_page_and_all_of_its_words():
    sign = random.Random(7)
    for _ in range(2000):
        text = "".join(sign.choices(SIGNS, k=sign.randrange(1, 30)))
        html = marks.as_html(text)
        page = lxml_html.fragment_fromstring(html, "div")
        tags = {one.tag for one in page.iterdescendants()}
        assert tags <= {"p", "ul", "ol", "li", "br", "strong", "a"}
        shown = " ".join(page.itertext())
        for word in ("word", "Łódź", "سلام", "<b>"):
            shown_so = shown + " ".join(page.xpath("//@href"))
            assert shown_so.count(word) >= text.count(word), text


@pytest.mark.parametrize(
    "text",
    ["*" * 10_000, "**a " * 5_000, "[" * 10_000, "[a](" * 2_500, "- " * 5_000, "- a\n" * 2_500,
     "https://e.org/" + ")" * 10_000, "https://" * 2_000, " ".join(["words"] * 2_000),
     "".join(f"{' ' * n}- a\n" for n in range(140)), "1. a\n  b\n" * 1_500, "\n" * 10_000],
)  # fmt: skip
def test_long_texts_take_no_longer_than_their_length(text):
    began = process_time()
    marks.as_html(text)
    once = process_time() - began
    began = process_time()
    marks.as_html(text * 4)
    # Four times the text: sixteen times as long if it were not in line with its length.
    assert process_time() - began < max(9 * once, 0.3)


def test_an_opening_names_the_text_and_the_rest_follows():
    text = "Run **two** workshops:\n- in spring\n- in autumn"
    assert marks.opening(text) == "Run two workshops:"
    assert marks.rest(text) == "<ul><li>in spring</li><li>in autumn</li></ul>"
    assert marks.rest("One paragraph.\nOf two lines") == ""


def test_words_before_a_text_stand_in_its_first_paragraph():
    assert marks.in_cell("It rained", "Why: ") == "Why: It rained"
    assert marks.as_html("a\n\nb", "Why: ") == "<p>Why: a</p><p>b</p>"
    assert marks.as_html("- a\n- b", "Why: ") == "<p>Why:</p><ul><li>a</li><li>b</li></ul>"


def test_plain_text_has_bullets_and_addresses_and_no_stars():
    text = "**Done**:\n- [the page](https://example.org/)\n- more"
    assert marks.as_text(text) == "Done:\n• the page (https://example.org/)\n• more"
    assert "example.org" not in marks.as_text(text, with_addresses=False)


def test_a_paste_from_a_word_processor_becomes_marks():
    html = (
        "<p class=MsoNormal>We <b>agreed</b> to</p>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"
        "<span style='mso-list:Ignore'>·<span>&nbsp; </span></span>train staff</p>"
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"
        "<span style='mso-list:Ignore'>·<span>&nbsp; </span></span>see "
        "<a href='https://example.org/x'>the page</a></p><h2>Next</h2>"
    )
    assert marks.of_html(html) == (
        "We **agreed** to\n• train staff\n• see [the page](https://example.org/x)\n\n**Next**"
    )
