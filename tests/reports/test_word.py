"""The Word file: real styles, heads of tables, lists, words of pictures; it fetches nothing."""

import io
import logging
from dataclasses import replace

import docx
import pytest
from django.core.files.base import ContentFile
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image

from plans.action_fields import HEADINGS
from plans.models import Block
from reports import word
from reports.document import document
from reports.formats import FORMATS
from reports.layouts import LAYOUTS
from reports.rendering import RenderingFailed
from tests import factories
from tests.conftest import TODAY

pytestmark = pytest.mark.any_database


@pytest.fixture
def media(settings, tmp_path):
    """A function that puts a small picture among the media files."""
    settings.MEDIA_ROOT = tmp_path

    def put(name, kind="PNG"):
        Image.new("RGB", (4, 4), "green").save(tmp_path / name, kind)
        return name

    return put


def paragraphs(file, style):
    return [one.text for one in file.paragraphs if one.style.name == style]


def test_cover_and_headings_have_styles(plan, word_file):
    factories.make_block(plan, heading="Why", body="<p>Because.</p>")
    file = word_file()
    assert paragraphs(file, "Title") == ["Partnership Plan"]
    assert paragraphs(file, "Subtitle") == ["2026 to 2027"]
    assert paragraphs(file, "Author") == ["Larkshire Community Safety Partnership"]
    assert paragraphs(file, "Heading 1") == ["Introduction"]
    assert paragraphs(file, "Heading 2") == ["Why"]
    assert "Because." in paragraphs(file, "First Paragraph") + paragraphs(file, "Body Text")


def test_headings_have_the_partnership_s_colour(larkshire, plan, word_file):
    larkshire.accent_colour = "#5a2d54"
    larkshire.save()
    plan.refresh_from_db()
    assert str(word_file().styles["Heading 1"].font.color.rgb) == "5A2D54"


def test_the_properties_name_title_author_and_language(plan, word_file):
    file = word_file()
    assert file.core_properties.title == "Partnership Plan 2026 to 2027"
    assert file.core_properties.author == "Larkshire Community Safety Partnership"
    assert file.core_properties.language == "en-GB"
    language = file.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-GB"
    assert file.settings.element.find(qn("w:themeFontLang")).get(qn("w:val")) == "en-GB"


def test_lists_are_lists(plan, word_file):
    factories.make_block(plan, body="<ul><li>One</li><li>Two</li></ul><ol><li>First</li></ol>")
    items = [one for one in word_file().paragraphs if one.text in ("One", "Two", "First")]
    numbers = [one._p.pPr.numPr.numId.val for one in items]
    assert numbers[0] == numbers[1] != numbers[2]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_can_be_made(layout, plan, word_file):
    factories.make_block(plan, "introduction")
    factories.make_block(plan, "structure", "<p>Who meets.</p>")
    factories.make_action(factories.make_priority(plan))
    for content in (word_file(layout=layout), word_file(layout=layout, large_print=True)):
        assert len(paragraphs(content, "Title")) == 1
        assert paragraphs(content, "Heading 1")


def test_a_picture_has_its_words(plan, word_file, media):
    name = media("park.png")
    factories.make_block(plan, kind="picture", picture=name, alternative_text="A park")
    (picture,) = word_file().inline_shapes
    assert picture._inline.docPr.get("descr") == "A park"
    assert picture._inline.graphic.graphicData.pic.nvPicPr.cNvPr.get("descr") == "A park"


def test_a_picture_that_old_words_do_not_know_is_converted(plan, word_file, media):
    name = media("park.webp", "WEBP")
    factories.make_block(plan, kind="picture", picture=name, alternative_text="A park")
    kinds = [part.content_type for part in word_file().part.package.iter_parts()]
    assert "image/png" in kinds
    assert "image/webp" not in kinds


def test_the_contents_are_a_field_that_word_fills_with_page_numbers(plan, word_file):
    factories.make_block(plan, heading="Why")
    file = word_file()
    (contents, *numbers) = [one.text for one in file.element.iter(qn("w:instrText"))]
    assert contents == ' TOC \\o "1-2" \\h \\z '
    assert [number.split()[0] for number in numbers] == ["PAGEREF", "PAGEREF"]
    assert {one.get(qn("w:dirty")) for one in begun(file)} == {"true"}


def begun(file):
    """Where the fields of a file begin."""
    found = file.element.iter(qn("w:fldChar"))
    return [one for one in found if one.get(qn("w:fldCharType")) == "begin"]


def test_until_then_they_have_those_of_the_pdf_and_word_asks_nothing(plan, word_file):
    factories.make_block(plan, heading="Why")
    file = word_file()
    assert paragraphs(file, "toc 1") == ["Introduction\t2"]
    assert paragraphs(file, "toc 2") == ["Why\t2"]
    assert file.settings.element.find(qn("w:updateFields")) is None


def test_a_part_that_is_turned_on_paper_is_turned(plan, word_file):
    factories.make_block(plan, "introduction")
    factories.make_action(factories.make_priority(plan))
    for place, field in enumerate(list(HEADINGS)[:7]):
        factories.make_column(plan, field, position=place)
    file = word_file()
    upright, turned, back = file.sections
    assert back.page_width == upright.page_width
    assert upright.page_width < upright.page_height
    assert turned.page_width > turned.page_height
    assert upright.different_first_page_header_footer
    assert not turned.different_first_page_header_footer
    assert turned.header.paragraphs[0].text == upright.header.paragraphs[0].text
    (table,) = file.tables
    widths = sum(column.width for column in table.columns)
    assert widths == pytest.approx(word.word_styles.WIDE_TEXT_WIDTH, rel=0.01)


def test_entries_of_the_contents_lead_to_their_headings(plan, word_file):
    factories.make_block(plan, heading="Why")
    file = word_file()
    marks = {one.get(qn("w:name")) for one in file.element.iter(qn("w:bookmarkStart"))}
    links = [one.get(qn("w:anchor")) for one in file.element.iter(qn("w:hyperlink"))]
    assert len(links) >= 2
    assert set(links) <= marks


def test_pages_are_numbered_and_drafts_say_that_they_are(plan, word_file):
    factories.make_block(plan)
    (section,) = word_file().sections
    fields = [one.text.strip() for one in section.footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert section.header.paragraphs[0].text == "Partnership Plan 2026 to 2027\tDRAFT"
    assert section.page_width.mm == pytest.approx(210, abs=0.1)


def test_large_print_is_larger(plan, word_file):
    ordinary, large = (
        word_file(large_print=choice).styles["Normal"].font.size.pt for choice in (False, True)
    )
    assert (ordinary, large) == (11, 18)


@pytest.mark.parametrize("layout", ["partnership-plan", "summary-leaflet"])
def test_an_empty_plan_is_a_cover_and_a_back(layout, plan, word_file):
    file = word_file(layout=layout)
    assert len(paragraphs(file, "Title")) == len(paragraphs(file, "Back Heading")) == 1
    assert paragraphs(file, "Heading 1") == []


@pytest.mark.parametrize("text", ["خطة السلامة", "Diogelwch yn ŵyl ŷd", "W" * 300, "a\x0bb"])
def test_any_text_is_carried(text, plan, word_file):
    factories.make_action(factories.make_priority(plan), text)
    assert text.replace("\x0b", "") in word_file().tables[0].rows[1].cells[0].text


def test_text_is_not_read_as_mark_up(plan, word_file):
    text = "<b>bold</b> $x^2$ *star* \\LaTeX | bar"
    factories.make_action(factories.make_priority(plan), text)
    assert word_file().tables[0].rows[1].cells[0].text == text


@pytest.mark.parametrize(
    "hostile",
    [
        '<img src="{}" alt="x">',
        '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
        '<object data="{}"></object>',
        '<embed src="{}">',
        '<iframe src="{}"></iframe>',
        '<video src="{}"></video>',
        '<link rel="stylesheet" href="{}">',
        '<picture><source srcset="{}"><img src="{}" alt="x"></picture>',
        '<base href="{}"><img src="canary.png" alt="x">',
        '<p style="background: url({})">x</p>',
    ],
)
def test_a_hostile_page_reaches_nothing(hostile, plan, monkeypatch, canary, canary_file):
    def page(name, context):
        both = (canary.address, canary_file.as_uri())
        return "".join(hostile.replace("{}", address) for address in both)

    monkeypatch.setattr(word, "render_to_string", page)
    try:
        content = word.word_of(document(plan, on=TODAY))
    except RenderingFailed:
        content = b""
    parts = docx.Document(io.BytesIO(content)).part.package.iter_parts() if content else []
    assert canary.asked == []
    assert not any(canary_file.read_bytes() in part.blob for part in parts)


@pytest.fixture
def canary_file(tmp_path):
    """A picture that no document may show."""
    path = tmp_path / "canary.png"
    Image.new("RGB", (7, 7), "yellow").save(path)
    return path


def test_a_picture_that_cannot_be_read_is_named_with_its_part(plan, word_file, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "park.png").write_text("No picture")
    factories.make_block(
        plan, Block.Part.PROJECTS, kind="picture", picture="park.png", alternative_text="A park"
    )
    expected = (
        r"the picture park\.png cannot be read.* “Review of projects and initiatives 2025/26”"
    )
    with pytest.raises(RenderingFailed, match=expected):
        word_file()


def test_what_takes_too_long_is_given_up_in_words(plan, word_file, monkeypatch, caplog):
    monkeypatch.setattr(word, "MOST_SECONDS", 0.0001)
    with (
        caplog.at_level(logging.ERROR),
        pytest.raises(RenderingFailed, match="the document takes too long"),
    ):
        word_file()
    assert "TimeoutExpired" in caplog.text


def test_the_cover_stands_on_the_partnership_s_colour(plan, word_file):
    file = word_file()
    ground = file.sections[0].first_page_header._element.xml
    assert f'srgbClr val="{plan.partnership.accent_colour[1:].upper()}"' in ground
    (title,) = [one for one in file.paragraphs if one.style.name == "Title"]
    assert title.paragraph_format.space_before.mm == pytest.approx(192 - 24, abs=1)
    assert str(title.style.font.color.rgb) == "FFFFFF"


def test_a_long_cover_begins_higher(plan, word_file):
    plan.subtitle = "Words of many letters " * 12
    (title,) = [one for one in word_file().paragraphs if one.style.name == "Title"]
    assert title.paragraph_format.space_before.mm < 160


def test_the_cover_says_whom_to_ask_where_that_of_the_pdf_does(plan, word_file, larkshire):
    larkshire.address = "Town Hall\nLarkbridge"
    larkshire.save()
    words = [one.text for one in word_file(layout="priority-plan").paragraphs[:9]]
    assert "Town Hall, Larkbridge" in words
    assert any("in another format" in one for one in words)


def test_the_cover_names_the_edition(plan, word_file):
    made = replace(document(plan, on=TODAY), edition="Edition 2, 18 November 2026")
    file = docx.Document(io.BytesIO(FORMATS["docx"].make(made)))
    assert made.edition in [one.text for one in file.paragraphs[:5]]


def test_a_title_of_words_that_fill_no_line_begins_higher_still(plan, word_file):
    """In a wide font: what is said last would be white on the white of the next page."""
    begins = []
    for plan.cover_title in ("Violent acts", "Violence against women and girls"):
        (title,) = [
            one for one in word_file(large_print=True).paragraphs if one.style.name == "Title"
        ]
        begins.append(title.paragraph_format.space_before.mm)
    lines_more = 3 * 44 * 1.2 * 25.4 / 72
    assert begins[0] - begins[1] > lines_more * 0.8


def test_the_cover_s_picture_is_as_wide_as_the_page(plan, word_file, media):
    plan.cover_picture = ContentFile(factories.make_picture(40, 20), "pier.png")
    plan.cover_alternative_text = "A pier"
    plan.save()
    (anchor,) = word_file().element.body.iter(qn("wp:anchor"))
    assert int(anchor.find(qn("wp:extent")).get("cx")) == Mm(210)
    assert anchor.find(qn("wp:docPr")).get("descr") == "A pier"


def test_months_are_headings_that_the_contents_do_not_list(plan, word_file):
    factories.make_log_entry(plan)
    plan.layout = "annual-report"
    plan.save()
    file = word_file()
    assert paragraphs(file, "Unlisted Heading 2") == ["April 2026"]
    assert paragraphs(file, "toc 2") == []


def test_all_of_a_box_is_shaded(plan, word_file):
    body = (
        "<p>Began.</p><h3>What helped</h3><ul><li>A van</li></ul><blockquote>It did.</blockquote>"
    )
    factories.make_block(plan, body=body, kind="case_study", heading="The park")
    factories.make_block(plan, body="<p>Others.</p>", heading="More")
    shaded = {one.text: is_shaded(one) for one in word_file().paragraphs}
    in_it = ["Case study: The park", "Began.", "What helped", "A van", "It did."]
    assert [shaded[words] for words in in_it] == [True] * 5
    assert not shaded["More"]
    assert not shaded["Others."]


def is_shaded(paragraph):
    return paragraph._p.find(f"{qn('w:pPr')}/{qn('w:shd')}") is not None


def test_what_follows_a_list_stands_apart_from_it(plan, word_file):
    factories.make_block(plan, body="<ul><li>One</li><li>Two</li></ul><p>Words.</p>")
    (after,) = [one for one in word_file().paragraphs if one.text == "Words."]
    assert after.paragraph_format.space_before >= Pt(4)


def test_the_notice_stands_at_the_end_too(larkshire, plan, word_file):
    larkshire.notice = "Made up."
    larkshire.save()
    plan.refresh_from_db()
    assert [one.text for one in word_file().paragraphs].count("Made up.") == 2


def test_running_words_of_large_print_do_not_stand_on_the_text(plan, word_file):
    (section,) = word_file(large_print=True).sections
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    assert head.style.paragraph_format.space_after >= Pt(8)
    assert foot.style.paragraph_format.space_before >= Pt(8)


def test_nothing_in_large_print_is_smaller(plan, word_file):
    sizes = {
        style.name: style.font.size.pt
        for style in word_file(large_print=True).styles
        if style.type == WD_STYLE_TYPE.PARAGRAPH and style.font.size
    }
    read = {"Header", "Footer", "Table Text", "Source", "Notice", "Cover Notice", "Body Text"}
    assert {name for name in read if sizes[name] < 18} == set()


def test_its_days_are_those_of_the_document(plan, word_file):
    properties = word_file().core_properties
    assert properties.created.date() == properties.modified.date() == TODAY


def test_actions_in_large_print_have_room_between_them(plan, word_file):
    factories.make_action(factories.make_priority(plan), "Mark bicycles")
    file = word_file(large_print=True)
    assert paragraphs(file, "Action Title") == ["Mark bicycles"]
    assert file.styles["Action Title"].paragraph_format.space_before >= Pt(12)
