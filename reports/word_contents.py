"""The headings and contents of a Word file, and the fields that Word fills in: pages' numbers."""

from collections.abc import Sequence
from copy import deepcopy

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from reports.document import Document
from reports.parts.tables import Tables
from reports.word_styles import UNLISTED


def heading_level(paragraph: Paragraph) -> int:
    """The level of a heading that the contents may list, from 1; 0 of what is none."""
    name = paragraph.style.name if paragraph.style else ""
    return int(name[-1]) if name.startswith("Heading ") else 0


def is_heading(paragraph: Paragraph) -> bool:
    """Whether it is a heading, listed or not."""
    name = paragraph.style.name if paragraph.style else ""
    return name.startswith(("Heading ", UNLISTED))


def levels(document: Document) -> int:
    """How many levels of headings the contents list: 2, or 3.

    As on paper: parts, and what a part is made of, which is below the themes if there are any.
    """
    tables = [part for part in document.parts if isinstance(part, Tables)]
    return 3 if any(theme.title for part in tables for theme in part.themes) else 2


def insert_contents(
    headings: list[Paragraph], document: Document, pages: Sequence[tuple[str, int]]
) -> None:
    """Put the contents before the first heading: a field, whose page numbers Word counts anew.

    headings: of the file. pages: of its headings, as word_of takes them.
    """
    most = levels(document)
    title = headings[0].insert_paragraph_before("Contents", "TOC Heading")
    if document.design.has_cover:
        title.paragraph_format.page_break_before = True
    listed = [one for one in headings if heading_level(one) <= most]
    numbers = _numbers(listed, pages)
    entries = [
        _entry(headings[0], one, number, page)
        for number, (one, page) in enumerate(zip(listed, numbers, strict=True), start=1)
    ]
    begin, instruction, separate, end = _field(f' TOC \\o "1-{most}" \\h \\z ')
    for place, run in enumerate((begin, instruction, separate), start=1):
        entries[0]._p.insert(place, run)
    entries[-1]._p.append(end)


def _numbers(headings: Sequence[Paragraph], pages: Sequence[tuple[str, int]]) -> list[str]:
    """The page of each heading, "" where none is known. Both are in the same order."""
    left = iter(pages)
    found = []
    for heading in headings:
        words = " ".join(heading.text.split())
        # What stands between is not listed in the contents.
        found.append(next((str(page) for title, page in left if title == words), ""))
    return found


def _entry(before: Paragraph, heading: Paragraph, number: int, page: str) -> Paragraph:
    """A line of the contents, with a link to its heading and the field of its page number."""
    name = f"_Toc{number:08}"
    for tag in ("bookmarkStart", "bookmarkEnd"):
        mark = OxmlElement(f"w:{tag}")
        mark.set(qn("w:id"), str(100_000 + number))
        if tag == "bookmarkStart":
            mark.set(qn("w:name"), name)
            heading._p.insert(1 if heading._p.pPr is not None else 0, mark)
        else:
            heading._p.append(mark)
    entry = before.insert_paragraph_before(style=f"toc {heading_level(heading)}")
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), name)
    link.set(qn("w:history"), "1")
    run = entry.add_run(f"{' '.join(heading.text.split())}\t")
    link.append(run._r)
    *begin, end = _field(f" PAGEREF {name} \\h ")
    for part in (*begin, entry.add_run(page)._r, end):
        link.append(part)
    entry._p.append(link)
    return entry


def _field(instruction: str) -> list[BaseOxmlElement]:
    """The runs of a field that Word has yet to fill in: begin, instruction, middle, end."""
    runs = []
    for kind in ("begin", "instruction", "separate", "end"):
        run = OxmlElement("w:r")
        if kind == "instruction":
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = instruction
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
            if kind == "begin":
                part.set(qn("w:dirty"), "true")
        run.append(part)
        runs.append(run)
    return runs


def append_field(paragraph: Paragraph, instruction: str) -> None:
    """End a paragraph with a field, which says 1 until Word has counted."""
    begin, *middle, end = _field(instruction)
    number = deepcopy(paragraph.add_run("1")._r)
    paragraph._p.remove(paragraph.runs[-1]._r)
    for run in (begin, *middle, number, end):
        paragraph._p.append(run)
