"""What word processors, mail programs and web pages put on the clipboard, in our few tags."""

from time import process_time

import pytest

from plans import pasted, pasted_tables, rich_text
from plans.prose import DEEPEST

WORD = "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body lang=EN-GB>{}</body></html>"
SPACE = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span>"


def item(words, sign, level=1, numbers="l3 level{} lfo2", name="MsoListParagraph"):
    """A paragraph of desktop Word that is an item of a list."""
    return (
        f"<p class={name} style='text-indent:-18pt;mso-list:{numbers.format(level)}'>"
        f"<![if !supportLists]><span style='font-family:Symbol;mso-list:\nIgnore'>{sign}{SPACE}"
        f"</span><![endif]>{words}<o:p></o:p></p>\n"
    )


def is_read_as(html, right):
    """Whether it is what is expected, and stays so."""
    made = rich_text.clean(html)
    assert made == right
    assert rich_text.clean(made) == made


def test_lists_of_word_are_lists_within_lists():
    signs = [("Nets", "·", 1), ("Ropes", "o", 2), ("Hemp", "§", 3), ("Buoys", "·", 1)]
    is_read_as(
        WORD.format("".join(item(words, sign, level) for words, sign, level in signs)),
        "<ul><li>Nets<ul><li>Ropes<ul><li>Hemp</li></ul></li></ul></li><li>Buoys</li></ul>",
    )


def test_numbered_lists_of_word_keep_their_numbers_after_a_paragraph():
    is_read_as(
        WORD.format(item("Nets", "1.") + item("Ropes", "2.") + "<p>Then</p>" + item("Buoys", "3.")),
        '<ol><li>Nets</li><li>Ropes</li></ol><p>Then</p><ol start="3"><li>Buoys</li></ol>',
    )


def test_two_lists_of_word_beside_one_another_stay_two():
    both = item("Nets", "1.") + item("Buoys", "1.", numbers="l4 level{} lfo5")
    is_read_as(WORD.format(both), "<ol><li>Nets</li></ol><ol><li>Buoys</li></ol>")


def test_numbers_that_cannot_stay_as_they_were_are_told():
    read = rich_text.read(WORD.format(item("Nets", "a)") + item("Ropes", "b)")))
    assert read == ("<ol><li>Nets</li><li>Ropes</li></ol>", [pasted.NUMBERS])


def test_a_numbered_heading_of_word_keeps_its_number():
    heading = item("Nets", "2.1", name="x").replace("<p ", "<h2 ").replace("</p>", "</h2>")
    is_read_as(WORD.format(heading), "<h3>2.1 Nets</h3>")


def test_lists_of_word_on_a_mac_have_their_marks_in_comments():
    paragraph = item("Nets", "·").replace("<![if !supportLists]>", "<!--[if !supportLists]-->")
    is_read_as(paragraph.replace("<![endif]>", "<!--[endif]-->"), "<ul><li>Nets</li></ul>")


def online(words, level, tag="ul", start=1):
    """A list of Word on the web: each item has a list of its own."""
    return (
        f'<div class="ListContainerWrapper SCXW9 BCX0"><{tag} class="BulletListStyle1" role="list"'
        f' start="{start}"><li data-leveltext="-" data-listid="7" aria-setsize="-1"'
        f' data-aria-level="{level}" role="listitem"><p class="Paragraph"><span class="TextRun"'
        f' lang="EN-GB"><span class="NormalTextRun">{words}</span></span><span class="EOP">&nbsp;'
        f"</span></p></li></{tag}></div>"
    )


def test_lists_of_word_on_the_web_are_one_list():
    is_read_as(
        online("Nets", 1) + online("Ropes", 2) + online("Buoys", 1),
        "<ul><li>Nets<ul><li>Ropes</li></ul></li><li>Buoys</li></ul>",
    )
    is_read_as(
        online("Nets", 1, "ol") + online("Buoys", 1, "ol", 2),
        "<ol><li>Nets</li><li>Buoys</li></ol>",
    )


def test_a_list_of_google_docs_or_outlook_beside_its_item_belongs_to_it():
    is_read_as(
        "<ul><li aria-level=1><p role=presentation>Nets</p></li><ul><li aria-level=2><p>Ropes</p>"
        "</li></ul><li aria-level=1>Buoys</li></ul>",
        "<ul><li>Nets<ul><li>Ropes</li></ul></li><li>Buoys</li></ul>",
    )


def test_a_second_paragraph_of_an_item_stays_in_it():
    is_read_as(
        "<div><ol start=4><li><p>Nets</p><p>of hemp</p></li><li>Buoys</li></ol></div>",
        '<ol start="4"><li>Nets<p>of hemp</p></li><li>Buoys</li></ol>',
    )


def test_lists_from_elsewhere_that_are_too_deep_stay_at_the_deepest_level():
    html = "<div class=x>" + "<ul><li>Net" * (DEEPEST + 3)
    assert rich_text.clean(html).count("<ul>") == DEEPEST
    assert rich_text.as_text(html).splitlines() == ["Net"] * (DEEPEST + 3)


@pytest.mark.parametrize(
    ("html", "right"),
    [
        (
            '<b style="font-weight:normal" id="docs-internal-guid-9f"><p><span style="font-weight:'
            '400">Low </span><span style="font-weight:700;font-style:italic">tide</span></p></b>',
            "<p>Low <strong><em>tide</em></strong></p>",
        ),
        (
            "<p><b>Low <span style='font-weight:normal'>tide</span></b></p>",
            "<p><strong>Low </strong>tide</p>",
        ),
        ("<p style='font-weight:bold'>Low tide</p>", "<p><strong>Low tide</strong></p>"),
        ("<p><b style='mso-bidi-font-weight:normal'>Low</b></p>", "<p><strong>Low</strong></p>"),
        ("<p><i>Low</i> <em style='font-style:normal'>tide</em></p>", "<p><em>Low</em> tide</p>"),
        ("<b>Low</b> tide", "<strong>Low</strong> tide"),
    ],
)
def test_only_what_was_bold_is_bold(html, right):
    is_read_as(html, right)


@pytest.mark.parametrize(
    "struck",
    [
        "<s>high </s>",
        "<strike>high </strike>",
        "<span style='text-decoration: underline LINE-THROUGH'>high </span>",
        "<span style='text-decoration-line:line-through'>high </span>",
        "<del class='x'>high </del>",
    ],
)
def test_words_struck_out_are_left_out_and_told(struck):
    read = rich_text.read(f"<p>Two {struck}gulls</p>")
    assert read == ("<p>Two gulls</p>", [pasted.LEFT_OUT])


def test_other_decorations_leave_their_words():
    html = "<p><span style='text-decoration:none;mso-style:line-through'>Gulls</span></p>"
    is_read_as(html, "<p>Gulls</p>")


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ("<a href='#sdfootnote1sym'><sup>1</sup></a>", "<a href='#sdfootnote1anc'>1</a>Count"),
        ("<sup><a href='#ftnt1'>[1]</a></sup>", "<a href='#ftnt_ref1'>[1]</a> Count"),
        ("<a href='#_edn1'><span>[1]</span></a>", "<a href='#_ednref1'>[1]</a> Count"),
    ],
)
def test_footnotes_are_words(mark, note):
    read = rich_text.read(f"<p>Fell{mark} again</p><div><p>{note}</p></div>")
    assert read == ("<p>Fell[1] again</p><p>[1] Count</p>", [pasted.NOTES])


def table(*rows):
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


HEADED = (
    '<table><thead><tr><th scope="col">Pier</th><th scope="col">Calls</th></tr></thead>'
    "<tbody><tr><td>North</td><td>12</td></tr></tbody></table>"
)


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ("<th>Pier</th><th>Calls</th>", []),
        ("<td><p class=MsoNormal><b>Pier</b></p></td><td><p><b>Calls</b><o:p></o:p></p></td>", []),
        ("<td><p>Pier</p></td><td><p>Calls</p></td>", [pasted_tables.FIRST_ROW]),
    ],
)
def test_a_table_has_a_heading_row(first, told):
    rows = table(first, "<td colspan=1><p>North</p></td><td><p>12</p></td>")
    assert rich_text.read(rows) == (HEADED, told)
    assert rich_text.read(HEADED) == (HEADED, [])


def test_merged_cells_are_divided_and_told():
    read = rich_text.read(
        table("<th>Pier<th>Day<th>Calls", "<td rowspan=2>North<td>Mon<td>1", "<td>Tue<td>2")
    )
    assert "<tr><td>North</td><td>Tue</td><td>2</td></tr>" in read.html
    assert read.told == [pasted_tables.DIVIDED]


def test_a_row_without_all_of_its_cells_is_filled_up():
    read = rich_text.clean(table("<th>Pier<th>Calls", "<td>North"))
    assert "<tr><td>North</td><td></td></tr>" in read


def test_rows_keep_their_headings_and_cells_their_lists():
    read = rich_text.clean(table("<th><th>Calls", "<th>North<td><ul><li>1<li>2</ul>"))
    assert '<th scope="row">North</th><td><ul><li>1</li><li>2</li></ul></td>' in read


def test_what_is_no_table_is_lines():
    many = "".join(f"<td>{number}" for number in range(12))
    read = rich_text.read(table(many, many))
    assert read.told == [pasted_tables.LINES]
    assert rich_text.as_text(read.html).splitlines()[0] == "0; 1; 2; 3; 4; 5; 6; 7; 8; 9; 10; 11"
    is_read_as(table("<td><p>A box</p><p>of words</p>"), "<p>A box</p><p>of words</p>")


def test_tables_within_tables_are_paragraphs_of_the_cell():
    inner = table("<td>12<td>of 14")
    read = rich_text.clean(table("<th>Pier<th>Calls", f"<td>North<td>{inner}"))
    assert "<td>North</td><td><p>12</p><p>of 14</p></td>" in read


def test_words_of_cells_and_boxes_are_not_joined():
    is_read_as("<div>North</div><div>South</div>", "<p>North</p><p>South</p>")
    assert rich_text.as_text(HEADED) == "Pier | Calls\nNorth | 12"


@pytest.mark.parametrize(
    ("html", "right"),
    [
        ("<p lang=CY>Cei</p>", '<p><span lang="cy">Cei</span></p>'),
        ("<p><span lang=EN-US>Quay</span></p>", "<p>Quay</p>"),
        (
            "<p lang=cy>Cei <i lang=en-GB>quay</i></p>",
            '<p><span lang="cy">Cei </span><em>quay</em></p>',
        ),
        ('<p lang="x y z">Quay</p>', "<p>Quay</p>"),
        ("<html><body lang=CY><p>Cei</p></body></html>", '<p><span lang="cy">Cei</span></p>'),
    ],
)
def test_other_languages_are_kept(html, right):
    is_read_as(html, right)


def test_dead_links_and_pictures_are_told():
    read = rich_text.read("<p><a href='file:///q.doc'>Notes</a><img src=x></p>")
    assert read.html == "<p>Notes</p>"
    assert read.told == [pasted.PICTURES, "Links that lead nowhere have become words: “Notes”."]
    ours = rich_text.read('<p><a href="intranet/q">Notes</a></p>')
    assert ours.told == ["Links that lead nowhere have become words: “Notes”."]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Low\ntide\n\nHigh", "<p>Low<br>tide</p><p>High</p>"),
        (
            "To do:\n•\tNets\no\tRopes\n•\tBuoys",
            "<p>To do:</p><ul><li>Nets<ul><li>Ropes</li></ul></li><li>Buoys</li></ul>",
        ),
        ("2.\tNets\n3.\tBuoys", '<ol start="2"><li>Nets</li><li>Buoys</li></ol>'),
        ("* Nets\n   * Ropes", "<ul><li>Nets<ul><li>Ropes</li></ul></li></ul>"),
        ("- Nets", "<p>- Nets</p>"),
        ("Pier\tCalls\nNorth\t12", HEADED),
        ("Low\ttide", "<p>Low\ttide</p>"),
        ("1 < 2 &amp; 3", "<p>1 &lt; 2 &amp; 3</p>"),
        ("Low <b>tide</b>\n\nHigh", "<p>Low <strong>tide</strong></p><p>High</p>"),
    ],
)
def test_lines_in_the_plain_box_are_what_they_look_like(text, right):
    assert rich_text.typed(text).html == right


@pytest.mark.parametrize(
    "part",
    [
        "<ul><li>x",
        "<p hidden>x",
        "<span style='mso-list:Ignore'>",
        "<![if !supportAnnotations]><b>x</b><![endif]>",
        "<table><tr><td colspan=40 rowspan=40>x",
    ],
)
def test_a_long_and_hostile_paste_is_read_soon(part):
    begun = process_time()
    rich_text.read(part * (400_000 // len(part)))
    assert process_time() - begun < 5
