"""What WeasyPrint 70 does wrong or leaves unsaid in a PDF's structure, mended: a finisher.

Each function mends one fault, and its docstring names it. Where a release of WeasyPrint mends one
itself, the function goes; tests/reports/test_pdf_structure.py says what must hold then.
"""

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pydyf
from fontTools.ttLib import TTFont

from reports.pdf_tree import Tree

logger = logging.getLogger(__name__)

# Elements that say nothing if they hold nothing: drawn shapes, and space that is claimed.
HOLLOW = {"/NonStruct", "/Span", "/Div"}
# The class of a picture with its words (templates/reports/piece.html).
PICTURE = "picture"
# The class of the list of contents (templates/reports/contents.html).
CONTENTS = "contents"


def complete(document: Any, pdf: pydyf.PDF) -> Tree:
    """Complete the structure of a WeasyPrint document on its way into a pydyf.PDF."""
    _describe_links(document)
    _name_glyphs(pdf)
    _tell_widths(pdf)
    tree = Tree(pdf)
    _leave_out_margins(tree)
    _leave_out_mark(tree)
    names: dict[str, pydyf.String] = {}
    _join(tree, tree.root, names)
    _unwrap(tree, tree.root)
    for element in list(tree.below(tree.root)):
        _name_language(element)
        if element["S"] == "/L":
            _name_numbering(tree, element)
        elif element["S"] == "/LI":
            _give_body(tree, element)
        elif element["S"] == "/Table":
            _describe_table(tree, element, names)
        elif PICTURE in _classes(element) or element["S"] == "/NonStruct":
            _give_caption(tree, element)
    for element in list(tree.below(tree.root)):
        if element["S"] == "/L" and CONTENTS in _classes(element):
            _make_contents(tree, element)
    tree.write_owners()
    return tree


def html_of(element: pydyf.Dictionary) -> Any:
    """The element of the HTML of which an element was made, or None."""
    return element.box.element if hasattr(element, "box") else None


def _classes(element: pydyf.Dictionary) -> list[str]:
    html = html_of(element)
    return [] if html is None else html.get("class", "").split()


def _leave_out_margins(tree: Tree) -> None:
    """Make artifacts of running heads, page numbers and the draft mark.

    The fault: what stands in margin boxes is marked as content, of elements outside the tree.
    """
    reached = {element.reference for element in tree.below(tree.root)}
    for element in list(tree.elements.values()):
        if element.reference not in reached and element.free != "f":
            tree.make_artifact(element)


def _leave_out_mark(tree: Tree) -> None:
    """Make an artifact of the draft mark where it stands on the cover and the back.

    They have no margin to hold it, so it is generated content before theirs.
    """
    for parent in list(tree.below(tree.root)):
        marks = [one for one in tree.kids(parent) if _is_generated(one) and _is_cover(parent)]
        for mark in marks:
            parent["K"].remove(mark.reference)
            tree.make_artifact(mark)


def _is_generated(element: pydyf.Dictionary) -> bool:
    return hasattr(element, "box") and element.box.element_tag.endswith("::before")


def _is_cover(element: pydyf.Dictionary) -> bool:
    return bool({"cover", "back"} & set(_classes(element)))


def _join(tree: Tree, parent: pydyf.Dictionary, names: dict[str, pydyf.String]) -> None:
    """Make one element of one that goes on over lines or pages: a table, a paragraph, a link.

    The fault: each page has elements of its own, and a table's head is said again on each.
    names: filled with the header cells of later pages and what they are called on the first.
    """
    last: dict[tuple[int, str, str], pydyf.Dictionary] = {}
    kids: list[Any] = []
    for kid in parent["K"]:
        element = tree.elements.get(kid) if isinstance(kid, bytes) else None
        html = None if element is None else html_of(element)
        if element is None or html is None:
            kids.append(kid)
            continue
        key = (id(html), element.box.element_tag, element["S"])
        before = last.get(key)
        # Boxes without a name of their own, around text beside blocks, are told apart by place.
        is_next = before is not None and kids[-1] == before.reference
        is_own = html is not html_of(parent)
        if before is not None and (is_next or (is_own and before.last_page != element["Pg"])):
            before.last_page = element["Pg"]
            _absorb(tree, before, element, names)
        else:
            element.last_page = element["Pg"]
            last[key] = element
            kids.append(kid)
    parent["K"] = pydyf.Array(kids)
    for element in tree.kids(parent):
        _join(tree, element, names)


def _absorb(
    tree: Tree, element: pydyf.Dictionary, other: pydyf.Dictionary, names: dict[str, pydyf.String]
) -> None:
    if "ID" in other and "ID" in element:
        names[other["ID"].string] = element["ID"]
    if other["S"] != "/THead":
        tree.take(element, other)
        return
    cells = [[one for one in tree.below(head) if "ID" in one] for head in (element, other)]
    names |= {again["ID"].string: cell["ID"] for cell, again in zip(*cells, strict=True)}
    tree.make_artifact(other)


def _unwrap(tree: Tree, parent: pydyf.Dictionary) -> None:
    """Put what stands in a box without a name of its own where it belongs, and drop empty ones.

    The fault: around text beside blocks, or around both, stands a second element of the same kind,
    such as a heading in a heading.
    """
    for element in tree.kids(parent):
        _unwrap(tree, element)
    kids: list[Any] = []
    for kid in parent["K"]:
        element = tree.elements.get(kid) if isinstance(kid, bytes) else None
        if element is None:
            kids.append(kid)
        elif not element["K"] and element["S"] in HOLLOW:
            tree.drop(element)
        elif element["S"] == parent["S"] and _is_anonymous(element, parent):
            inner = pydyf.Dictionary({**parent, "K": pydyf.Array()})
            inner.number = parent.number
            tree.take(inner, element)
            kids += inner["K"]
        else:
            kids.append(kid)
    parent["K"] = pydyf.Array(kids)


def _is_anonymous(element: pydyf.Dictionary, parent: pydyf.Dictionary) -> bool:
    html = html_of(element)
    return html is not None and html is html_of(parent)


def _give_body(tree: Tree, item: pydyf.Dictionary) -> None:
    """Put what an item of a list says into its body, beside the label.

    The fault: paragraphs in an item stand beside the label themselves.
    """
    if not tree.kids(item, "LBody"):
        body = tree.make("LBody", item)
        label, words = (
            tree.kids(item, "Lbl"),
            [one for one in tree.kids(item) if one["S"] != "/Lbl"],
        )
        tree.set_kids(body, words)
        tree.set_kids(item, [*label, body])


def _name_numbering(tree: Tree, listed: pydyf.Dictionary) -> None:
    """Say of a list with labels what these are.

    The fault: nothing is said, so that numbers are taken for decoration.
    """
    if any(tree.kids(item, "Lbl") for item in tree.kids(listed)):
        html = html_of(listed)
        kind = "/Decimal" if html is not None and html.tag == "ol" else "/Disc"
        listed["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": kind})


def _make_contents(tree: Tree, listed: pydyf.Dictionary) -> None:
    """Make a table of contents of a list.

    The fault: there is no way to say of a list that it is one.
    """
    listed["S"] = "/TOC"
    for item in tree.kids(listed):
        item["S"] = "/TOCI"
        below = [one for body in tree.kids(item, "LBody") for one in tree.kids(body, "L")]
        for body in tree.kids(item, "LBody"):
            body["S"] = "/Reference"
            body["K"] = pydyf.Array(
                kid for kid in body["K"] if kid not in [one.reference for one in below]
            )
        tree.set_kids(item, [*tree.kids(item), *below])
        for one in below:
            _make_contents(tree, one)


def _give_caption(tree: Tree, picture: pydyf.Dictionary) -> None:
    """Make the words below a picture its caption.

    The fault: only <figcaption> is one, and it stands beside its figure, not in it.
    """
    figures = tree.kids(picture, "Figure")
    if figures and (captions := tree.kids(picture, "Caption")):
        tree.set_kids(picture, [one for one in tree.kids(picture) if one not in captions])
        figures[0]["K"].append(captions[0].reference)
        captions[0]["P"] = figures[0].reference
        return
    words = tree.kids(picture, "P") if PICTURE in _classes(picture) else []
    if figures and words:
        caption = tree.make("Caption", figures[0])
        tree.set_kids(caption, words)
        figures[0]["K"].append(caption.reference)
        others = [one for one in tree.kids(picture) if one not in words]
        tree.set_kids(picture, others)


def _name_language(element: pydyf.Dictionary) -> None:
    """Say the language of words that are in another than the document's.

    The fault: the attribute lang is not looked at.
    """
    html = html_of(element)
    if html is not None and html.tag != "html" and (language := html.get("lang")):
        element["Lang"] = pydyf.String(language)


def _name_glyphs(pdf: pydyf.PDF) -> None:
    """Give a zero-width space as text to the glyphs that have none.

    The fault: signs that are part of a letter, such as the dots of Arabic, have an empty text, and
    empty is not allowed.
    """
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and b"begincmap" in item.stream:
            item.stream = [
                line.replace(b"<>", b"<200b>") if isinstance(line, bytes) else line
                for line in item.stream
            ]


def _tell_widths(pdf: pydyf.PDF) -> None:
    """Tell the widths of glyphs that they have in the font of the file.

    The fault: of a font with many weights they are told as they are in another weight.
    """
    for font in pdf.objects:
        if not isinstance(font, pydyf.Dictionary) or font.get("Subtype") != "/CIDFontType2":
            continue
        descriptor = pdf.objects[_number(font["FontDescriptor"])]
        file = b"".join(pdf.objects[_number(descriptor["FontFile2"])].stream)
        with TTFont(BytesIO(file)) as program:
            widths, unit = program["hmtx"].metrics, 1000 / program["head"].unitsPerEm
            names = program.getGlyphOrder()
        told = font["W"]
        for first, those in zip(told[::2], told[1::2], strict=True):
            # What the font lacks has a number beyond its glyphs.
            for place, width in enumerate(those[: max(0, len(names) - first)]):
                own = round(widths[names[first + place]][0] * unit)
                those[place] = width if abs(own - width) <= 1 else own


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _describe_links(document: Any) -> None:
    """Describe a link by its own words.

    The fault: it is described by the name of its target.
    """
    for page in document.pages:
        for _, target, _, box in page.links:
            # A link to a place that is not there has none.
            if box.link_annotation:
                words = " ".join("".join(box.element.itertext()).split())
                box.link_annotation["Contents"] = pydyf.String(words or target)


def _describe_table(tree: Tree, table: pydyf.Dictionary, names: dict[str, pydyf.String]) -> None:
    """Give header cells a scope, and to each data cell those that head it, and no others.

    The faults: header cells have no scope; a heading row inside a table (a strand) heads the whole
    first column, and cells on later pages are headed by the head that is said again there.
    """
    for head in tree.kids(table, "THead"):
        for row in tree.kids(head, "TR"):
            _give_scope(tree.kids(row, "TH"), "Column")
    rows = [row for body in tree.kids(table, "TBody") for row in tree.kids(body, "TR")]
    strands = {name for row in rows if _is_strand(tree, row) for name in _names(tree, row)}
    above: list[pydyf.String] = []
    headers: list[pydyf.String] = []
    for row in rows:
        own = _headers(tree, row)
        _give_scope(own, "Column" if _is_strand(tree, row) else "Row")
        if _is_strand(tree, row):
            above = [one["ID"] for one in own]
            continue
        # What stands below a row, across the table, is of the same action.
        headers = headers if "below" in _classes(row) else [one["ID"] for one in own]
        for cell in tree.kids(row, "TD"):
            # Cells that WeasyPrint could not place in their table have none.
            if "Headers" in cell["A"]:
                columns = [names.get(one.string, one) for one in cell["A"]["Headers"]]
                said = {one.string: one for one in [*headers, *columns, *above]}
                cell["A"]["Headers"] = pydyf.Array(
                    one for name, one in said.items() if name not in strands or one in above
                )


def _headers(tree: Tree, row: pydyf.Dictionary) -> list[pydyf.Dictionary]:
    """The header cells of a row that have a name; those that could not be placed have none."""
    return [one for one in tree.kids(row, "TH") if "ID" in one]


def _names(tree: Tree, row: pydyf.Dictionary) -> Iterator[str]:
    return (one["ID"].string for one in _headers(tree, row))


def _is_strand(tree: Tree, row: pydyf.Dictionary) -> bool:
    headers = _headers(tree, row)
    return bool(headers) and all(html_of(one).get("scope") == "rowgroup" for one in headers)


def _give_scope(headers: list[pydyf.Dictionary], scope: str) -> None:
    for header in headers:
        header["A"]["Scope"] = f"/{scope}"
