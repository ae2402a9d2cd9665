"""Parts of a Word file that are turned, as they are on paper: each a section of its own."""

from collections.abc import Callable, Collection
from copy import deepcopy

from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.section import CT_SectPr
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Pt
from docx.text.paragraph import Paragraph

# What begins a part, or ends the last one.
BEGIN = ("Heading 1", "Back Heading")


def turn(file: WordFile, titles: Collection[str], complete: Callable[[Section], None]) -> None:
    """Turn the parts with these titles. complete: gives a turned section its running words."""
    if not titles:
        return
    last = file.element.body.sectPr
    begins = [one for one in file.paragraphs if one.style and one.style.name in BEGIN]
    was_wide = False
    for heading in begins:
        is_wide = is_of(heading, titles)
        if is_wide != was_wide:
            _end_section(heading, _section_like(last, is_wide=was_wide))
        was_wide = is_wide
    if was_wide:
        # What the file ends with is turned.
        last.getparent().replace(last, _section_like(last, is_wide=True))
    first, *others = file.sections
    for section in others:
        section.different_first_page_header_footer = False
    for section in file.sections:
        if section.orientation == WD_ORIENT.LANDSCAPE and section != first:
            complete(section)


def is_of(heading: Paragraph, titles: Collection[str]) -> bool:
    return " ".join(heading.text.split()) in titles


def _section_like(section: CT_SectPr, *, is_wide: bool) -> CT_SectPr:
    """Another section of the same kind. is_wide: turned, without any running words yet."""
    made = deepcopy(section)
    if is_wide:
        for tag in ("w:headerReference", "w:footerReference", "w:titlePg"):
            for old in made.findall(qn(tag)):
                made.remove(old)
        made.page_width, made.page_height = made.page_height, made.page_width
        made.orientation = WD_ORIENT.LANDSCAPE
    return made


def _end_section(heading: Paragraph, section: CT_SectPr) -> None:
    """End a section before a heading."""
    before = heading._p.getprevious()
    if before is None or before.tag != qn("w:p") or before.find(f".//{qn('w:sectPr')}") is not None:
        before = _small_paragraph(heading)
    before.get_or_add_pPr().append(section)


def _small_paragraph(heading: Paragraph) -> BaseOxmlElement:
    """A paragraph that takes next to no room: a section can't end with a table."""
    paragraph = heading.insert_paragraph_before()
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(1)
    mark = OxmlElement("w:rPr")
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "2")
    mark.append(size)
    paragraph._p.get_or_add_pPr().append(mark)
    return paragraph._p
