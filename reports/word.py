"""A document as a Word file (.docx), from its web page. The only module that knows pandoc.

Pandoc runs in its sandbox: it reads the page and the reference document (word_styles.py), and
nothing else, from anywhere. The page holds its pictures itself, as data.
"""

import io
import logging
import re
import subprocess
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pypandoc
from django.template.loader import render_to_string
from lxml import etree
from lxml import html as lxml_html
from PIL import Image

from reports import pdf, word_contents, word_structure, word_styles
from reports.document import Document
from reports.rendering import RenderingFailed, Unreadable, picture
from reports.word_tables import (
    letters_across,
    looks_of,
    set_members,
    wanted_widths,
    with_room,
)

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# Far above what a document of hundreds of pages takes.
MOST_SECONDS = 60
MOST_MEMORY = "1G"

# HTML without what pandoc adds of its own accord, and without reading text as mark-up.
READER = "html-auto_identifiers-line_blocks"

# How wide columns of tables are in relation to each other, by classes of their <col>; of others
# the class says it ("share-30").
WIDTHS = {
    "term": 8,
    "organisation": 24,
    "project": 28,
    "amount": 16,
    "priority-name": 34,
    "count": 10,
    "status": 16,
    "told": 38,
    "silent": 50,
    "moved": 33,
    "day": 15,
    "of-priority": 21,
    "how-many": 8,
    "of-standing": 26,
    "of-value": 18,
    "of-change": 24,
}
REST = 40  # of a column that says nothing

# Of a picture, as its style says it.
SIZE = re.compile(r"(width|height): ([\d.]+in)")

# Of the letters in a drawing, in points: templates/plans/chart.html.
DRAWN_SIZE = 10.5

# Left and right of what a cell holds, in inches: a little more than reports/word_styles.py says.
CELL_MARGINS = 0.13

# Pieces that are a box on paper.
BOXES = ("case_study", "recommendation", "figures")

# In letters: an action in large print that takes more than a third of a page.
LONG_BLOCK = 300

# Words that style sheets put on a line of their own.
LINES = ("member-line", "priority-scope", "page-lead", "unit")


def word_of(document: Document, pages: Sequence[tuple[str, int]] = ()) -> bytes:
    """A document as a Word file. Raises RenderingFailed.

    pages: its headings and the pages that they are on in its PDF, in their order.
    """
    try:
        context = {"document": document, "picture_address": _picture_as_data}
        page = prepared(render_to_string("reports/word.html", context), document)
        look = word_styles.reference(document, _plain_look())
        return word_structure.complete(_converted(page, look), document, looks_of(page), pages)
    # Whatever goes wrong on the way, the reader gets an answer.
    except Exception as error:
        logger.error("A Word file could not be made: %s: %s", type(error).__name__, error)
        raise RenderingFailed(_in_words(error)) from error


def prepared(page: str, document: Document) -> str:
    """The HTML of a page as pandoc makes most of it: styles by name, widths, drawings as pictures.

    Pandoc sees no style sheet: a class becomes the Word style of that name where there is one.
    """
    root = lxml_html.document_fromstring(page)
    _name_styles(root, document)
    larger = word_styles.LARGE_SIZE / DRAWN_SIZE if document.is_large_print else 1
    _replace_drawings(root.findall(".//{*}svg"), larger, word_styles.text_width(document).inches)
    _size_pictures(root)
    for members in root.find_class("members"):
        set_members(members, document)
    for table in root.iter("table"):
        _set_widths(table, document)
    for cell in root.iter("th", "td"):
        if "number" in _classes(cell):
            cell.set("style", "text-align: right")
    for back in root.find_class("back"):
        _set_back(back)
    for name in LINES:
        for line in root.find_class(name):
            line.addprevious(lxml_html.Element("br"))
    _count_in_figures(root)
    for counted in root.find_class("counted"):
        if counted.getnext() is not None:
            counted.tail = "; "
    # Places where a line may be broken, which would be copied with an address.
    return lxml_html.tostring(root, encoding="unicode").replace("\u200b", "")


def _name_styles(root: lxml_html.HtmlElement, document: Document) -> None:
    for head in root.iter("thead"):
        # A status has no colour there, where all is dark.
        for status in head.find_class("app-status"):
            status.drop_tag()
    for blocks in root.find_class("action-blocks"):
        _unfold(blocks)
    for element in root.iter(etree.Element):
        _name_style(element)
    boxes = [box for name in BOXES for box in root.find_class(name)]
    for number, box in enumerate(boxes, start=1):
        box.set("id", f"{word_styles.BOX}{number}")
    if document.design.has_contents:
        _leave_unlisted(root, document)


def _classes(element: etree._Element) -> list[str]:
    return element.get("class", "").split()


def _name_style(element: lxml_html.HtmlElement) -> None:
    """Say which Word style an element has, if one of its classes has one."""
    names = [word_styles.BY_CLASS[one] for one in _classes(element) if one in word_styles.BY_CLASS]
    if not names:
        return
    if element.tag == "p":
        # Pandoc forgets the attributes of paragraphs, but not those of a box around one.
        box = lxml_html.Element("div")
        element.addprevious(box)
        box.append(element)
        box.tail, element.tail = element.tail, None
        element = box
    element.set("data-custom-style", names[0])


def _unfold(blocks: lxml_html.HtmlElement) -> None:
    """Have actions that stand one below the other as paragraphs with room between, as on paper.

    As a list, each would be one dense item.
    """
    blocks.tag = "div"
    for action in blocks.iterchildren("li"):
        action.tag = "div"
        is_long = len(action.text_content()) > LONG_BLOCK
        lines = list(action.iterchildren("p"))
        for line in lines:
            # Of a long one its status alone does not begin a page: all of it would leave a gap.
            is_kept = line.getnext() is not None and (not is_long or line in lines[-2:])
            name = "action-line-kept" if is_kept else "action-line"
            line.set("class", name if line.getprevious() is not None else "block-title")


def _leave_unlisted(root: lxml_html.HtmlElement, document: Document) -> None:
    """Have headings that the contents don't list on paper look like others, and no more.

    Those of themes are listed, since what is below them is.
    """
    listed = {anchor for part in document.parts for anchor, _ in part.entries}
    for level in range(2, word_contents.levels(document) + 1):
        # The page's own heading is the file's title.
        for heading in list(root.iter(f"h{level + 1}")):
            if heading.get("id") in listed or "theme" in _classes(heading):
                continue
            style = f"{word_styles.UNLISTED} {level}"
            box = lxml_html.Element("div", {"data-custom-style": style})
            heading.addprevious(box)
            box.append(heading)
            box.tail, heading.tail = heading.tail, None
            heading.tag = "p"


def _count_in_figures(root: lxml_html.HtmlElement) -> None:
    """Say how lists in the blocks of actions count: as lists within one they would have letters."""
    for blocks in root.find_class("action-blocks"):
        for numbered in blocks.iter("ol"):
            numbered.set("type", "1")


def _set_back(back: lxml_html.HtmlElement) -> None:
    """The words at the end are no chapter, which would stand in the contents."""
    for heading in back.iter("h2"):
        heading.tag = "div"
        heading.set("data-custom-style", "Back Heading")
    back.set("data-custom-style", "Back Words")


def _replace_drawings(drawings: Sequence[etree._Element], larger: float, room: float) -> None:
    """Put pictures in the place of SVG drawings, with the same words for them.

    larger: how many times as large they are shown, as far as there is room, in inches.
    """
    drawn = [_drawn(drawing) for drawing in drawings]
    pictures = pdf.drawings_as_png(drawn)
    for drawing, (_, width, _), content in zip(drawings, drawn, pictures, strict=True):
        words = drawing.get("aria-label") or drawing.findtext("{*}title") or ""
        image = lxml_html.Element("img", src=_as_data(content, "png"), alt=words)
        times = 1 if "strip--larger" in _classes(drawing) else larger
        shown = min(width / 96 * times, room)
        image.set("style", f"width: {shown:.2f}in")
        image.tail = drawing.tail
        drawing.getparent().replace(drawing, image)


def _drawn(drawing: etree._Element) -> pdf.Drawing:
    source = lxml_html.tostring(drawing, encoding="unicode", with_tail=False)
    return pdf.Drawing(source, float(drawing.get("width")), float(drawing.get("height")))


def _size_pictures(root: lxml_html.HtmlElement) -> None:
    """Say how large pictures are as pandoc knows it: by attributes, not by their style."""
    for image in root.iter("img"):
        for name, length in SIZE.findall(image.get("style", "")):
            image.set(name, length)


def _set_widths(table: lxml_html.HtmlElement, document: Document) -> None:
    """Divide the page's width among the columns of a table: as it says, or by their words."""
    columns = list(table.iter("col"))
    parts = [_part(column) for column in columns]
    if not columns:
        parts = wanted_widths(table)
        columns = [lxml_html.Element("col") for _ in parts]
        caption = table.find("caption")
        place = 0 if caption is None else table.index(caption) + 1
        table[place:place] = columns
    shares = with_room(parts, table, letters_across(document))
    for column, share in zip(columns, shares, strict=True):
        column.set("style", f"width: {share:.1f}%")
    for row in table.iter("tr"):
        for cell, share in zip(row, shares, strict=False):
            room = share / 100 * word_styles.text_width(document).inches - CELL_MARGINS
            for image in cell.iterfind(".//img[@width]"):
                wanted = float(image.get("width").removesuffix("in"))
                image.set("width", f"{min(wanted, room):.2f}in")


def _part(column: lxml_html.HtmlElement) -> float:
    for name in _classes(column):
        if name in WIDTHS:
            return WIDTHS[name]
        if name.startswith("share-"):
            return float(name.removeprefix("share-"))
    return REST


def _picture_as_data(name: str) -> str:
    """A picture of the media as a data: address, of a kind that every Word shows."""
    content = picture(name)
    with Image.open(io.BytesIO(content)) as image:
        if image.format in ("PNG", "JPEG", "GIF"):
            return _as_data(content, image.format.lower())
        converted = io.BytesIO()
        image.convert("RGBA").save(converted, "PNG")
    return _as_data(converted.getvalue(), "png")


def _as_data(content: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{b64encode(content).decode('ascii')}"


@cache
def _plain_look() -> bytes:
    """Pandoc's own reference document."""
    return _pandoc("--print-default-data-file=reference.docx")


def _converted(page: str, look: bytes) -> bytes:
    """The Word file of a page. look: the reference document."""
    with TemporaryDirectory() as folder:
        reference = Path(folder) / "reference.docx"
        reference.write_bytes(look)
        return _pandoc(
            "--sandbox",
            f"--from={READER}",
            "--to=docx",
            f"--reference-doc={reference}",
            # The page's first heading is the file's title, in a style of its own.
            "--shift-heading-level-by=-1",
            page=page,
        )


def _pandoc(*arguments: str, page: str = "") -> bytes:
    """What pandoc writes. page: what it reads."""
    limits = ("+RTS", f"-M{MOST_MEMORY}", "-RTS")
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), *arguments, "--output=-", *limits],
        input=page.encode(),
        capture_output=True,
        check=True,
        timeout=MOST_SECONDS,
    )
    return done.stdout


def _in_words(error: Exception) -> str:
    if isinstance(error, Unreadable):
        return f"The Word file could not be made, because {error}."
    if isinstance(error, subprocess.TimeoutExpired):
        return "The Word file could not be made, because the document takes too long."
    return f"The Word file could not be made ({type(error).__name__})."
