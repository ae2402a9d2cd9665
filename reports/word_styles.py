"""The styles of a Word file, in a partnership's colour: what pandoc calls a reference document."""

import io
from typing import Any

import docx
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from actions.statuses import Status
from reports.document import Document

# Every computer has it; it is among those made for legibility on screens.
FONT = "Arial"
INK, QUIET, LINE, PALE, WHITE = "14191C", "4D575D", "C3CACD", "F1F3F4", "FFFFFF"

PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
SIDE_MARGIN, TOP_MARGIN, BOTTOM_MARGIN = Mm(18), Mm(24), Mm(22)
TEXT_WIDTH, WIDE_TEXT_WIDTH = Mm(210 - 2 * 18), Mm(297 - 2 * 18)

SIZE, LARGE_SIZE = 11, 18

# What the ids of boxes begin with, by which they are found again.
BOX = "box-"
# Of a heading that the contents don't list; all who move by headings find it.
UNLISTED = "Unlisted Heading"

# The Word styles of the classes in our pages.
BY_CLASS = {
    "cover-title": "Title",
    "cover-years": "Subtitle",
    "cover-partnership": "Author",
    "cover-subtitle": "Cover Subtitle",
    "cover-date": "Cover Words",
    "cover-words": "Cover Words",
    "cover-notice": "Cover Notice",
    "cover-logo": "Cover Logo",
    "draft-mark": "Draft Mark",
    "notice": "Notice",
    "as-of": "Notice",
    "attribution": "Source",
    "consent": "Source",
    "source": "Source",
    "strapline": "Strapline",
    "target": "Conclusion",
    "outcome": "Conclusion",
    "aim": "Aim",
    "figure-statement": "Aim",
    "counted-actions": "Aim",
    "columns-note": "Aim",
    "recommendations-lead": "Lead-in",
    "items-lead": "Lead-in",
    "case_study": "Boxed Text",
    "recommendation": "Boxed Text",
    "figures": "Boxed Text",
    "measure": "Quiet",
    "kind": "Quiet",
    "block-title": "Action Title",
    "action-line": "Action Line",
    "action-line-kept": "Action Line Kept",
    "scope": "Scope",
    "page-lead": "Scope",
    "rate-number": "Rate",
}
BY_CLASS |= {f"app-status--{one.css_class}": f"Status {one.css_class}" for one in Status}


def reference(document: Document, start: bytes) -> bytes:
    """The reference document that a Document wants. start: pandoc's own."""
    file = docx.Document(io.BytesIO(start))
    size = LARGE_SIZE if document.is_large_print else SIZE
    accent = document.accent_colour.removeprefix("#").upper()
    _set_page(file.sections[0], document)
    _set_defaults(file, size)
    _set_text(file, size, accent)
    _set_headings(file, size, accent)
    _set_cover(file, size, accent, has_page=document.design.has_cover)
    _set_contents(file, size)
    _set_tables(file, size, accent)
    _set_marks(file, accent)
    if is_turned(document):
        _tighten(file)
    saved = io.BytesIO()
    file.save(saved)
    return saved.getvalue()


def is_turned(document: Document) -> bool:
    """Whether all of the file is turned, as the plan on one page is on paper."""
    return document.design.is_one_page and not document.is_large_print


def text_width(document: Document) -> Length:
    """How wide a line of the text is, save in parts that are turned alone."""
    return WIDE_TEXT_WIDTH if is_turned(document) else TEXT_WIDTH


def shade(properties: BaseOxmlElement, colour: str) -> None:
    """Colour what is behind a cell, a paragraph or words, by the properties of it."""
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    for old in properties.findall(qn("w:shd")):
        properties.remove(old)
    _insert_in_order(properties, shading)


def set_border(style: ParagraphStyle, side: str, colour: str, eighths: int, space: int = 4) -> None:
    """A line at a side of the paragraphs of a style, so many eighths of a point thick."""
    properties = style.element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        _insert_in_order(properties, borders)
    line = OxmlElement(f"w:{side}")
    values = {"val": "single", "sz": str(eighths), "space": str(space), "color": colour}
    for name, value in values.items():
        line.set(qn(f"w:{name}"), value)
    borders.append(line)


# What may follow in the order that Word insists on, in properties of paragraphs, words and cells.
_AFTER_SHADING = [
    *("tabs", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr"),
    *("fitText", "vertAlign", "rtl", "cs", "lang"),
    *("noWrap", "tcMar", "vAlign", "hideMark"),
]


def _insert_in_order(properties: BaseOxmlElement, element: BaseOxmlElement) -> None:
    after = [qn(f"w:{name}") for name in _AFTER_SHADING]
    if element.tag == qn("w:pBdr"):
        after.append(qn("w:shd"))
    for place, child in enumerate(properties):
        if child.tag in after:
            properties.insert(place, element)
            return
    properties.append(element)


def _set_page(section: Section, document: Document) -> None:
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = SIDE_MARGIN
    section.top_margin, section.bottom_margin = TOP_MARGIN, BOTTOM_MARGIN
    section.header_distance = section.footer_distance = Mm(11)
    if is_turned(document):
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = PAGE_HEIGHT, PAGE_WIDTH
        # It is to be one page.
        section.top_margin, section.bottom_margin = Mm(16), Mm(14)
        section.header_distance = section.footer_distance = Mm(7)


def _set_defaults(file: WordFile, size: float) -> None:
    """Font, size and language of all that says nothing else."""
    defaults = file.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for child in list(defaults):
        defaults.remove(child)
    fonts, points, language = (OxmlElement(f"w:{name}") for name in ("rFonts", "sz", "lang"))
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    points.set(qn("w:val"), str(2 * size))
    for name in ("val", "eastAsia"):
        language.set(qn(f"w:{name}"), "en-GB")
    language.set(qn("w:bidi"), "ar-SA")
    for child in (fonts, points, language):
        defaults.append(child)


def _style(
    file: WordFile,
    name: str,
    kind: WD_STYLE_TYPE = WD_STYLE_TYPE.PARAGRAPH,
    based_on: str = "Normal",
) -> Any:
    """The style of that name, made if there is none, without what it said before.

    A ParagraphStyle, or a CharacterStyle if that is its kind.
    """
    # Not by file.styles[name], which looks for some names in another case than pandoc's.
    style = next((style for style in file.styles if style.name == name), None)
    if style is not None:
        for tag in ("w:pPr", "w:rPr"):
            for old in style.element.findall(qn(tag)):
                style.element.remove(old)
    else:
        style = file.styles.add_style(name, kind)
        style.base_style = file.styles[based_on] if kind == WD_STYLE_TYPE.PARAGRAPH else None
        style.quick_style = True
    return style


def _paragraphs(
    file: WordFile,
    name: str,
    size: float,
    *,
    colour: str | None = None,
    bold: bool | None = None,
    before: float = 0,
    after: float = 0,
    **options: Any,
) -> ParagraphStyle:
    """Set a style of paragraphs: sizes and spaces in points, colours as "14191C"."""
    style = _style(file, name, based_on=options.get("based_on", "Normal"))
    style.font.size = Pt(size)
    style.font.bold = bold
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)
    format = style.paragraph_format
    format.space_before, format.space_after = Pt(before), Pt(after)
    format.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    # Large print is to be found line by line.
    format.line_spacing = options.get("line", 1.3 if size >= LARGE_SIZE else 1.2)
    format.keep_with_next = options.get("keep_with_next", False)
    return style


def _set_text(file: WordFile, size: float, accent: str) -> None:
    _paragraphs(file, "Normal", size)
    _paragraphs(file, "Body Text", size, after=0.6 * size)
    # It may follow a list, whose items are close together.
    _paragraphs(file, "First Paragraph", size, before=0.3 * size, after=0.6 * size)
    item = _paragraphs(file, "Compact", size, before=1, after=2)
    item.paragraph_format.keep_together = True
    quotation = _paragraphs(file, "Block Text", 1.1 * size, before=4, after=8)
    quotation.paragraph_format.left_indent = Mm(6)
    set_border(quotation, "left", LINE, 24, space=10)
    small = _small(size)
    _paragraphs(file, "Source", small, colour=QUIET, after=0.6 * size)
    _paragraphs(file, "Notice", small, colour=QUIET, before=6, after=6)
    _paragraphs(file, "Strapline", 1.1 * size, colour=QUIET, after=6, keep_with_next=True)
    _paragraphs(file, "Aim", size, after=0.4 * size, keep_with_next=True)
    _paragraphs(file, "Conclusion", size, before=0.4 * size, after=0.4 * size)
    _paragraphs(file, "Rate", 1.9 * size, colour=accent, bold=True, line=1, keep_with_next=True)
    _paragraphs(file, "Lead-in", size, before=0.6 * size, after=2, keep_with_next=True)
    title = _paragraphs(file, "Action Title", size, bold=True, before=0.9 * size, after=0.3 * size)
    title.paragraph_format.keep_with_next = True
    set_border(title, "top", accent, 12, space=6)
    for name, is_kept in (("Action Line", False), ("Action Line Kept", True)):
        line = _paragraphs(file, name, size, after=0.3 * size, keep_with_next=is_kept)
        # One sees where the next label is.
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Mm(6), -Mm(6)
    boxed = _paragraphs(file, "Boxed Text", size, after=0.4 * size)
    shade(boxed.element.get_or_add_pPr(), PALE)
    for name in ("Caption", "Table Caption"):
        _paragraphs(file, name, size, bold=True, before=8, after=4, keep_with_next=True)
    _paragraphs(file, "Image Caption", size, colour=QUIET, bold=False, before=2, after=size)
    _paragraphs(file, "Captioned Figure", size, before=4, keep_with_next=True)
    # Two lines of large print reach beyond the margins, and would stand directly on the text.
    for name, before, after in (("Header", 0, 8), ("Footer", 8, 0)):
        running = size if size >= LARGE_SIZE else 0.85 * size
        _paragraphs(file, name, running, colour=QUIET, before=before, after=after)
    marking = _paragraphs(file, "Marking", max(size, 12), colour=INK, bold=True)
    marking.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _small(size: float) -> float:
    """What is smaller than the text, unless that is in large print."""
    return size if size >= LARGE_SIZE else 0.91 * size


def _set_headings(file: WordFile, size: float, accent: str) -> None:
    for level, scale in enumerate((1.9, 1.4, 1.2, 1.05, 1), start=1):
        # The contents list built-in headings alone, whatever the level of others.
        for kind in ("Heading", UNLISTED) if level in (2, 3) else ("Heading",):
            heading = _paragraphs(
                file,
                f"{kind} {level}",
                scale * size,
                colour=accent,
                bold=True,
                before=2 * size if level == 1 else 1.3 * size,
                after=0.5 * size,
                keep_with_next=True,
                line=1.1,
            )
            outline = OxmlElement("w:outlineLvl")
            outline.set(qn("w:val"), str(level - 1))
            heading.element.get_or_add_pPr().append(outline)
            if level == 1:
                set_border(heading, "top", accent, 24, space=6)


def _set_cover(file: WordFile, size: float, accent: str, has_page: bool) -> None:
    """has_page: whether the cover is a page, not only the head of the first one."""
    after, scale = (30, 1) if has_page else (12, 0.7)
    title, years = 3.4 * scale * size, 2.4 * scale * size
    # On a page it stands on the ground of reports/word_cover.py.
    loud, words = (WHITE, WHITE) if has_page else (accent, INK)
    _paragraphs(file, "Title", title, colour=loud, bold=True, line=1)
    _paragraphs(file, "Subtitle", years, colour=loud, after=0.5 * after, line=1)
    _paragraphs(file, "Cover Subtitle", 1.3 * size, colour=words, after=10)
    author = _paragraphs(file, "Author", 1.5 * size, colour=words, before=6, after=8)
    set_border(author, "top", loud, 12, space=10)
    _paragraphs(file, "Cover Words", size, colour=words, after=2)
    _paragraphs(file, "Cover Notice", _small(size), colour=words, before=8)
    _paragraphs(file, "Cover Picture", 1)
    logo = _paragraphs(file, "Cover Logo", size)
    shade(logo.element.get_or_add_pPr(), WHITE)
    mark = _paragraphs(file, "Draft Mark", 1.5 * size, colour="B8281C", bold=True, before=6)
    shade(mark.element.get_or_add_rPr(), WHITE)
    before = 40 if has_page else 20
    back = _paragraphs(
        file, "Back Heading", 1.5 * size, colour=accent, bold=True, before=before, after=6
    )
    back.paragraph_format.keep_with_next = True
    set_border(back, "top", accent, 24, space=6)
    _paragraphs(file, "Back Words", size, after=0.5 * size, keep_with_next=True)


def _tighten(file: WordFile) -> None:
    """Have what stands around the plan on one page take little of that page."""
    styles = {style.name: style for style in file.styles}
    for name, size, before, after in (
        *(("Title", 22, 0, 0), ("Subtitle", 14, 0, 2), ("Author", 12, 2, 3)),
        *(("Draft Mark", 11, 0, 0), ("Notice", 9, 0, 2), ("Heading 1", 15, 8, 3)),
        *(("Back Heading", 11, 8, 2), ("Back Words", 9, 0, 2)),
    ):
        styles[name].font.size = Pt(size)
        format = styles[name].paragraph_format
        format.space_before, format.space_after = Pt(before), Pt(after)


def _set_contents(file: WordFile, size: float) -> None:
    _paragraphs(file, "TOC Heading", 1.9 * size, bold=True, after=12, keep_with_next=True)
    for level in (1, 2, 3):
        entry = _paragraphs(
            file, f"toc {level}", size, bold=level == 1, before=6 if level == 1 else 2
        )
        entry.paragraph_format.left_indent = Mm(6 * (level - 1))
        # Word sets the contents anew by this style.
        entry.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _set_tables(file: WordFile, size: float, accent: str) -> None:
    """Head in the accent colour with white words, a thin line below every row."""
    small = _small(size)
    _paragraphs(file, "Table Text", small, before=1, after=1, line=1.15)
    _paragraphs(file, "Table Row Heading", small, bold=True, before=1, after=1, line=1.15)
    _paragraphs(file, "Table Heading", small, colour="FFFFFF", bold=True, keep_with_next=True)
    _paragraphs(file, "Table Strand", small, bold=True, keep_with_next=True)
    style = file.styles["Table"].element
    for tag in ("w:semiHidden", "w:unhideWhenUsed", "w:tblPr", "w:tblStylePr"):
        for old in style.findall(qn(tag)):
            style.remove(old)
    for part in docx.oxml.parse_xml(TABLE.format(accent=accent, line=LINE)):
        style.append(part)


def _set_marks(file: WordFile, accent: str) -> None:
    """Styles of words inside a paragraph."""
    link = _style(file, "Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = RGBColor.from_string(accent)
    link.font.underline = True
    quiet = _style(file, "Quiet", WD_STYLE_TYPE.CHARACTER)
    quiet.font.color.rgb = RGBColor.from_string(QUIET)
    quiet.font.bold = False
    _style(file, "Scope", WD_STYLE_TYPE.CHARACTER).font.bold = False
    for one in Status:
        status = _style(file, f"Status {one.css_class}", WD_STYLE_TYPE.CHARACTER)
        status.font.color.rgb = RGBColor.from_string(INK)
        shade(status.element.get_or_add_rPr(), one.traits.tint.removeprefix("#").upper())


TABLE = """
<w:x xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
  <w:tblPr>
    <w:tblBorders>
      <w:bottom w:val="single" w:sz="4" w:space="0" w:color="{line}"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{line}"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="50" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
      <w:bottom w:w="50" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr>
    <w:tcPr>
      <w:shd w:val="clear" w:color="auto" w:fill="{accent}"/><w:vAlign w:val="bottom"/>
    </w:tcPr>
  </w:tblStylePr>
</w:x>
"""
