"""What WeasyPrint leaves unsaid in a PDF's structure, said: a finisher for its write_pdf.

WeasyPrint takes a heading row inside a table (a strand) for a header of the whole first column.
Here it becomes the header of the rows below it, up to the next, and header cells get a scope.
WeasyPrint describes a link by the name of its target; here its own words do. It leaves signs
that are part of a letter, such as the dots of Arabic, without any text; here they have one.
It says nothing of the language of some words; here each of these is said.
"""

import logging
from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes

logger = logging.getLogger(__name__)


def complete(document: Any, pdf: pydyf.PDF) -> None:
    """Complete the structure of a WeasyPrint document on its way into a pydyf.PDF."""
    _describe_links(document)
    _describe_tables(pdf)
    _name_languages(document, pdf)
    _name_glyphs(pdf)


def _name_languages(document: Any, pdf: pydyf.PDF) -> None:
    """Say the language of the words that are in another than the document's."""
    spans = [box for page in document.pages for box in _spans(page._page_box)]
    # In the order of the boxes of which they were made. Others of that name hold a text alone.
    made = [
        item
        for item in pdf.objects
        if isinstance(item, pydyf.Dictionary)
        and item.get("S") == "/Span"
        and not any(isinstance(kid, int) for kid in item["K"])
    ]
    if len(spans) != len(made):
        logger.error("Languages are not named: %s boxes, %s elements", len(spans), len(made))
        return
    for box, element in zip(spans, made, strict=True):
        if language := box.element.get("lang"):
            element["Lang"] = pydyf.String(language)


def _spans(box: Any) -> Iterator[Any]:
    """The boxes of <span>, each before those within it. One may have several, on several lines."""
    # What is placed absolutely stands behind a placeholder.
    box = getattr(box, "_box", box)
    is_element = not isinstance(box, (boxes.LineBox, boxes.TextBox)) and box.element is not None
    if is_element and box.element_tag == "span":
        yield box
    for child in box.children:
        yield from _spans(child)


def _name_glyphs(pdf: pydyf.PDF) -> None:
    """Give a zero-width space as text to the glyphs that have none: empty is not allowed."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and b"begincmap" in item.stream:
            item.stream = [
                line.replace(b"<>", b"<200b>") if isinstance(line, bytes) else line
                for line in item.stream
            ]


def _describe_links(document: Any) -> None:
    for page in document.pages:
        for _, target, _, box in page.links:
            # A link to a place that is not there has none.
            if box.link_annotation:
                words = " ".join("".join(box.element.itertext()).split())
                box.link_annotation["Contents"] = pydyf.String(words or target)


def _describe_tables(pdf: pydyf.PDF) -> None:
    elements = {
        item.reference: item
        for item in pdf.objects
        if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"
    }

    def children(element: pydyf.Dictionary, tag: str) -> list[pydyf.Dictionary]:
        found = (elements.get(kid) for kid in element["K"])
        return [child for child in found if child and child["S"] == f"/{tag}"]

    for table in [element for element in elements.values() if element["S"] == "/Table"]:
        for head in children(table, "THead"):
            for row in children(head, "TR"):
                _give_scope(children(row, "TH"), "Column")
        rows = [row for body in children(table, "TBody") for row in children(body, "TR")]
        _describe_rows([(children(row, "TH"), children(row, "TD")) for row in rows])


def _describe_rows(rows: list[tuple[list[pydyf.Dictionary], list[pydyf.Dictionary]]]) -> None:
    """rows: the header cells and the data cells of each row below a table's head."""
    # Cells that WeasyPrint could not place in their table have no names, nor headers.
    rows = [
        ([one for one in headers if "ID" in one], [one for one in cells if "Headers" in one["A"]])
        for headers, cells in rows
    ]
    strands = [header["ID"].string for headers, cells in rows if not cells for header in headers]
    above: list[pydyf.String] = []
    for headers, cells in rows:
        _give_scope(headers, "Row" if cells else "Column")
        if not cells:
            above = [header["ID"] for header in headers]
        for cell in cells:
            own = [name for name in cell["A"]["Headers"] if name.string not in strands]
            cell["A"]["Headers"] = pydyf.Array(own + above)


def _give_scope(headers: list[pydyf.Dictionary], scope: str) -> None:
    for header in headers:
        header["A"]["Scope"] = f"/{scope}"
