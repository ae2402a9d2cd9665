"""What pandoc leaves unsaid in a Word file, said: page numbers, tables, boxes, properties."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from itertools import takewhile

import docx
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tc
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor, Twips
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from reports import word_contents, word_cover, word_keeping, word_sections
from reports.document import Document
from reports.parts.on_a_page import OnAPage
from reports.rendering import printable
from reports.word_contents import heading_level, is_heading
from reports.word_keeping import is_head, is_strand, item_level, letters
from reports.word_styles import (
    BOX,
    PALE,
    TEXT_WIDTH,
    WHITE,
    WIDE_TEXT_WIDTH,
    shade,
    text_width,
)
from reports.word_tables import TableLook

# Rows with longer cells may be broken across pages, lest they leave a gap before them.
TALL = 450
# By how much an item of a list in a cell stands in, and its sign before it.
ITEM = Pt(11)
BOX_ITEM = Mm(6)  # and in a box
# In letters: in large print a longer name would push the page's number off its line.
MOST_IN_FOOT = 36
TWIPS = 635  # in the unit of python-docx's lengths


def complete(
    content: bytes,
    document: Document,
    looks: Sequence[TableLook] = (),
    pages: Sequence[tuple[str, int]] = (),
) -> bytes:
    """The Word file of a document as it is handed over.

    content: as pandoc made it. looks: of its tables, in their order. pages: of its headings.
    """
    document = replace(document, partnership=printable(document.partnership))
    file = docx.Document(io.BytesIO(content))
    _set_properties(file, document)
    _set_settings(file)
    _describe_pictures(file)
    word_keeping.keep_together(file, document)
    _shade_boxes(file)
    wide = _wide_parts(document)
    _complete_tables(file, looks, document, wide)
    _lay_out_cover(file, document)
    if headings := [one for one in file.paragraphs if heading_level(one)]:
        _begin_pages(headings, document)
        if document.design.has_contents:
            word_contents.insert_contents(headings, document, pages)
    _insert_running_words(file.sections[0], document)
    word_sections.turn(file, wide, lambda section: _insert_running_words(section, document))
    saved = io.BytesIO()
    file.save(saved)
    return saved.getvalue()


def _wide_parts(document: Document) -> set[str]:
    """The titles of the parts that are turned on paper."""
    if document.is_large_print:
        return set()
    return {part.title for part in document.parts if getattr(part, "is_wide", False)}


def _set_properties(file: WordFile, document: Document) -> None:
    properties = file.core_properties
    properties.title = f"{document.title} {document.years}"
    properties.author = properties.last_modified_by = document.partnership
    properties.subject = f"The plan of {document.partnership} for {document.years}"
    properties.language = "en-GB"
    properties.comments = ""
    day = datetime.combine(document.on, time(12))
    properties.created = properties.modified = day


def _set_settings(file: WordFile) -> None:
    """Work as today's Word does.

    Nothing is said of filling in fields when opened: Word would ask whether it may do so, in words
    that frighten. Each field says itself that it wants to be counted anew.
    """
    settings = file.settings.element
    mode = OxmlElement("w:compatSetting")
    uri = "http://schemas.microsoft.com/office/word"
    for name, value in (("name", "compatibilityMode"), ("uri", uri), ("val", "15")):
        mode.set(qn(f"w:{name}"), value)
    compat = OxmlElement("w:compat")
    compat.append(mode)
    for name in ("updateFields", "compat"):
        for old in settings.findall(qn(f"w:{name}")):
            settings.remove(old)
    # Word insists on the order of settings.
    place = next(
        place
        for place, child in enumerate(settings)
        if child.tag in (qn("w:rsids"), qn("w:mathPr"), qn("w:themeFontLang"))
    )
    settings.insert(place, compat)
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), "en-GB")


def _describe_pictures(file: WordFile) -> None:
    """Pandoc gives a picture its words once, its address the other time, and no distances."""
    for drawing in file.element.body.iter(qn("wp:inline")):
        words = drawing.find(qn("wp:docPr")).get("descr")
        for properties in drawing.iter(qn("pic:cNvPr")):
            properties.set("descr", words)
        for side in "TBLR":
            # Where nothing is said, LibreOffice leaves room beside it.
            drawing.set(f"dist{side}", "0")


def _shade_boxes(file: WordFile) -> None:
    """Shade all of what stands in a box on paper: its heading and its lists too."""
    within = set()
    for element in file.element.body:
        if element.tag == qn("w:bookmarkStart") and element.get(qn("w:name")).startswith(BOX):
            within.add(element.get(qn("w:id")))
        elif element.tag == qn("w:bookmarkEnd"):
            within.discard(element.get(qn("w:id")))
        elif within and element.tag == qn("w:p"):
            shade(element.get_or_add_pPr(), PALE)
            # The signs of its items stand where its other lines begin, lest its edge be ragged.
            _indent_item(Paragraph(element, file), BOX_ITEM)


def _indent_item(paragraph: Paragraph, step: Length) -> None:
    """Have an item of a list stand in by a step for each level, its sign a step before it."""
    if (level := item_level(paragraph)) >= 0:
        paragraph.paragraph_format.left_indent = step * (level + 1)
        paragraph.paragraph_format.first_line_indent = -step


def _begin_pages(headings: Sequence[Paragraph], document: Document) -> None:
    """Begin pages with parts as on paper: with the first, unless the contents stand before it.

    With a plan on a page, too, and with what follows it.
    """
    titles = [one for one in headings if heading_level(one) == 1]
    for place, title in enumerate(titles[: len(document.parts)]):
        beside = document.parts[max(place - 1, 0) : place + 1]
        is_alone = any(isinstance(one, OnAPage) for one in beside) and not document.is_large_print
        is_opening = place == 0 and not document.design.has_contents
        if document.design.has_cover if is_opening else is_alone:
            title.paragraph_format.page_break_before = True
            title.paragraph_format.space_before = Pt(0)


def _lay_out_cover(file: WordFile, document: Document) -> None:
    """Lay out the words before the first heading, if they have a page of their own."""
    if not document.design.has_cover:
        return
    words = list(takewhile(_is_of_cover, file.paragraphs))
    colour = document.accent_colour.removeprefix("#").upper()
    word_cover.lay_out(file, words, colour, has_picture=bool(document.cover.picture))


def _is_of_cover(paragraph: Paragraph) -> bool:
    name = paragraph.style.name if paragraph.style else ""
    return not heading_level(paragraph) and name != "Back Heading"


def _complete_tables(
    file: WordFile, looks: Sequence[TableLook], document: Document, wide: set[str]
) -> None:
    """wide: the titles of the parts that are turned."""
    heading, room = "", text_width(document)
    before: Paragraph | Table | None = None
    # Asked for by its name, each would be sought among all.
    ids = {style.name: style.style_id for style in file.styles}
    # Where pandoc has left out a table, none is known by its place.
    known = iter(looks if len(looks) == len(file.tables) else ())
    for block in file.iter_inner_content():
        if isinstance(block, Table):
            _complete_table(block, heading, next(known, TableLook()), room, ids)
        elif is_heading(block):
            heading = block.text
            if heading_level(block) == 1:
                is_wide = word_sections.is_of(block, wide)
                room = WIDE_TEXT_WIDTH if is_wide else text_width(document)
        else:
            _set_apart(block, before)
        before = block


def _set_apart(paragraph: Paragraph, before: Paragraph | Table | None) -> None:
    """Leave room after tables, which have none in Word, and after lists, whose items are close."""
    is_item = isinstance(before, Paragraph) and item_level(before) >= 0
    is_after_list = is_item and item_level(paragraph) < 0
    room = Pt(7) if isinstance(before, Table) else Pt(4) if is_after_list else Pt(0)
    own = paragraph.style.paragraph_format.space_before if paragraph.style else None
    if (own or 0) < room:
        paragraph.paragraph_format.space_before = room


def _complete_table(
    table: Table, heading: str, look: TableLook, room: Length, ids: Mapping[str, str]
) -> None:
    """Say of what the table is, set its columns' widths and what no page cuts.

    room: the width of the page's text. ids: of the file's styles, by their names.
    """
    properties = table._tbl.tblPr
    if properties.find(qn("w:tblCaption")) is None:
        # Pandoc has said it where the table has a caption of its own. It may be said once.
        caption = OxmlElement("w:tblCaption")
        caption.set(qn("w:val"), heading)
        properties.append(caption)
    has_widths = properties.find(qn("w:tblLayout")) is not None
    widths = _widths(table, room) if has_widths else None
    _set_look(table, look)
    for row in table.rows:
        cells = row._tr.tc_lst
        is_tall = any(letters(cell) > TALL for cell in cells)
        if not is_tall:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _style_cells(row, look, ids)
        if widths:
            _set_widths(cells, widths)


def _set_look(table: Table, look: TableLook) -> None:
    """Say what its first column is; a grid has no lines."""
    properties = table._tbl.tblPr
    said = properties.find(qn("w:tblLook"))
    if said is not None and look.has_row_heads:
        said.set(qn("w:firstColumn"), "1")
        said.set(qn("w:val"), f"{int(said.get(qn('w:val'), '0'), 16) | 0x80:04X}")
    if look.is_grid:
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "bottom", "insideH"):
            line = OxmlElement(f"w:{side}")
            line.set(qn("w:val"), "nil")
            borders.append(line)
        place = properties.find(qn("w:tblLayout"))
        place = said if place is None else place
        if place is None:
            properties.append(borders)
        else:
            place.addprevious(borders)


def _style_cells(row: _Row, look: TableLook, ids: Mapping[str, str]) -> None:
    """Give the cells of a row the styles of tables."""
    cells = row._tr.tc_lst
    is_across = is_strand(row._tr, len(row.table.columns))
    style = "Table Heading" if is_head(row._tr) else "Table Strand" if is_across else "Table Text"
    for number, cell in enumerate(cells):
        is_row_head = look.is_told and number == 0 and style == "Table Text"
        if is_across:
            shade(cell.get_or_add_tcPr(), PALE)
        for element in cell.p_lst:
            element.style = ids["Table Row Heading" if is_row_head else style]
            # It stays an item of its list, with the room that a cell gives.
            _indent_item(Paragraph(element, row.table), ITEM)


def _widths(table: Table, room: Length) -> list[int]:
    """The widths of the table's columns in twips, as the parts of the page that they are."""
    columns = table._tbl.tblGrid.gridCol_lst
    parts = [int(column.get(qn("w:w"))) for column in columns]
    widths = [round(room / TWIPS * part / sum(parts)) for part in parts]
    # Pandoc adds up what it has rounded: right edges would differ.
    table._tbl.tblPr.find(qn("w:tblW")).set(qn("w:w"), "5000")
    for column, width in zip(columns, widths, strict=True):
        column.set(qn("w:w"), str(width))
    return widths


def _set_widths(cells: list[CT_Tc], widths: list[int]) -> None:
    place = 0
    for cell in cells:
        span = cell.grid_span
        cell.width = Twips(sum(widths[place : place + span]))
        place += span


def _insert_running_words(section: Section, document: Document) -> None:
    """At the head of each page what the document is, at its foot whose, and the page's number."""
    is_first = section.orientation != WD_ORIENT.LANDSCAPE
    section.different_first_page_header_footer = document.design.has_cover and is_first
    title = f"{document.title} {document.years}"
    room = TEXT_WIDTH if is_first else WIDE_TEXT_WIDTH
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    head = section.header.paragraphs[0]
    head.style = "Header"
    head.add_run(f"{title}\tDRAFT" if document.is_draft else title)
    foot = section.footer.paragraphs[0]
    foot.style = "Footer"
    is_long = document.is_large_print and len(document.partnership) > MOST_IN_FOOT
    foot.add_run(f"{'' if is_long else document.partnership}\tPage ")
    word_contents.append_field(foot, " PAGE ")
    if not document.is_large_print:
        # There it would need a second line.
        foot.add_run(" of ")
        word_contents.append_field(foot, " NUMPAGES ")
    for paragraph in (head, foot):
        paragraph.paragraph_format.tab_stops.add_tab_stop(room, WD_TAB_ALIGNMENT.RIGHT)
    if document.marking:
        _mark_pages(section, document)


def _mark_pages(section: Section, document: Document) -> None:
    """The marking at the head and foot of each page, the cover too."""
    heads, feet = [section.header], [section.footer]
    if section.different_first_page_header_footer:
        heads.append(section.first_page_header)
        feet.append(section.first_page_footer)
    for place in (*heads, *feet):
        first = place.paragraphs[0]
        is_foot_with_words = place in feet and first.text
        paragraph = place.add_paragraph() if is_foot_with_words else first
        if not is_foot_with_words and first.text:
            paragraph = first.insert_paragraph_before()
        paragraph.style = "Marking"
        marking = paragraph.add_run(printable(document.marking))
        if place in (*heads[1:], *feet[1:]):
            # On the ground of the cover.
            marking.font.color.rgb = RGBColor.from_string(WHITE)
