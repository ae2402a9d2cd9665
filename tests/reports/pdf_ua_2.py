"""The rules of PDF/UA-2 (ISO 14289-2) that a program can check, in our own words.

No validator that knows them could be had here; those that PDF/UA-2 shares with PDF/UA-1 (fonts,
marked content, nesting) are checked by the validator of the latter.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import page
import pikepdf

PDF_2 = "http://iso.org/pdf2/ssn"
OF_PDF_2 = {"Document", "DocumentFragment", "Part", "Sect", "Div", "Aside", "NonStruct", "Artifact"}
OF_PDF_2 |= {"P", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "FENote", "Sub", "Lbl", "Span", "Em"}
OF_PDF_2 |= {"Strong", "Link", "Annot", "Form", "L", "LI", "LBody", "Table", "TR", "TH", "TD"}
OF_PDF_2 |= {"THead", "TBody", "TFoot", "Caption", "Figure", "Formula"}
# They stay in the namespace of PDF 1.7, whose names are the default.
OF_PDF_1 = {"BlockQuote", "Art", "TOC", "TOCI", "Reference"}
# What the other validator says of the version alone.
OF_VERSION_1 = {"PDFUA1-HEADER-001", "PDFUA1-ID-PART-001"}


def faults_of(content: bytes) -> list[str]:
    """What is wrong in a PDF that says it is PDF/UA-2."""
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_UA_1)
    shared = [one.message for one in report.failures if one.rule_id not in OF_VERSION_1]
    with pikepdf.open(BytesIO(content)) as pdf:
        checks = (_catalogue, _metadata, _namespaces, _lists, _tables, _rest, _destinations)
        return shared + [fault for check in checks for fault in check(pdf)]


def elements(pdf: pikepdf.Pdf) -> list[Any]:
    return list(_below(pdf.Root.StructTreeRoot.K[0]))


def _below(element: Any) -> Iterator[Any]:
    yield element
    for kid in kids(element):
        yield from _below(kid)


def kids(element: Any) -> list[Any]:
    return [
        kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid
    ]


def kind(element: Any) -> str:
    return str(element.S)[1:]


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.pdf_version != "2.0":
        yield f"5: the file is PDF {pdf.pdf_version}"
    if not pdf.Root.MarkInfo.Marked:
        yield "6.2: the catalogue does not say that it is tagged"
    if not pdf.Root.ViewerPreferences.DisplayDocTitle:
        yield "8.11.2: the title is not shown"
    if not re.fullmatch(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*", str(pdf.Root.Lang)):
        yield "8.4.4: no language"
    if len(pdf.Root.StructTreeRoot.K) != 1:
        yield "8.2.5.2: there is more than one root"
    for one in pdf.pages:
        if "/Annots" in one and one.get("/Tabs") not in ("/S", "/A", "/W"):
            yield "8.9.3.3: no order of tabs"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    said = pdf.open_metadata()
    wanted = {"pdfuaid:part": "2", "pdfuaid:rev": "2024", "pdfuaid:conformance": None}
    for name, value in wanted.items():
        if said.get(name) != value:
            yield f"5: {name} is {said.get(name)}"
    if not said.get("dc:title"):
        yield "8.11.1: no title"


def _namespaces(pdf: pikepdf.Pdf) -> Iterator[str]:
    for element in elements(pdf):
        namespace = str(element.NS.NS) if "/NS" in element else ""
        known = OF_PDF_2 if namespace == PDF_2 else OF_PDF_1
        if kind(element) not in known:
            yield f"8.2.4: {kind(element)} is not of the namespace “{namespace}”"
        if "/P" not in element:
            yield f"8.2.1: {kind(element)} has no parent"


def _lists(pdf: pikepdf.Pdf) -> Iterator[str]:
    for element in elements(pdf):
        if kind(element) == "L":
            has_labels = any(kind(kid) == "Lbl" for item in kids(element) for kid in kids(item))
            numbering = str(element.get("/A", {}).get("/ListNumbering", "/None"))
            if has_labels and numbering == "/None":
                yield "8.2.5.25: a list with labels has no numbering"
        elif kind(element) == "LI" and {kind(kid) for kid in kids(element)} - {"Lbl", "LBody"}:
            yield "8.2.5.25: an item has more than a label and a body"
        elif kind(element) == "TOCI" and "/Ref" not in element:
            yield "8.2.5.8: an entry of the contents refers to nothing"


def _tables(pdf: pikepdf.Pdf) -> Iterator[str]:
    for table in elements(pdf):
        if kind(table) != "Table":
            continue
        names = {str(cell.ID) for cell in _below(table) if kind(cell) == "TH" and "/ID" in cell}
        for group in [one for one in kids(table) if kind(one) != "Caption"]:
            widths = list(_widths(kids(group)))
            if len(set(widths)) > 1:
                yield f"8.2.5.26: rows of a table have {sorted(set(widths))} columns"
        for cell in _below(table):
            headers = {str(name) for name in cell.A.get("/Headers", [])} if "/A" in cell else set()
            if kind(cell) == "TD" and not headers <= names:
                yield "8.2.5.26: a cell has heads that are not in its table"


def _widths(rows: list[Any]) -> Iterator[int]:
    """How many columns each row takes, with the cells that reach into it from above."""
    taken: list[int] = []
    for row in rows:
        cells = [cell.get("/A", {}) for cell in kids(row)]
        spans = [(int(one.get("/ColSpan", 1)), int(one.get("/RowSpan", 1))) for one in cells]
        yield sum(columns for columns, _ in spans) + len(taken)
        new = [down for columns, down in spans for _ in range(columns)]
        taken = [left - 1 for left in [*taken, *new] if left > 1]


def _rest(pdf: pikepdf.Pdf) -> Iterator[str]:
    for element in elements(pdf):
        inside = [kind(kid) for kid in kids(element)]
        if "Caption" in inside[1:-1]:
            yield f"8.2.5.27: a caption is in the midst of {kind(element)}"
        if kind(element) == "Figure" and not {"/Alt", "/ActualText"} & set(element.keys()):
            yield "8.2.5.28.2: a figure has no words"
        if kind(element) in ("H", "Note"):
            yield f"8.2.5: {kind(element)} is used"
    for one in pdf.pages:
        for annotation in one.get("/Annots", []):
            if annotation.Subtype != "/Link" or "/Contents" not in annotation:
                yield f"8.9: an annotation is {annotation.Subtype}, or has no words"


def _destinations(pdf: pikepdf.Pdf) -> Iterator[str]:
    links = [link for one in pdf.pages for link in one.get("/Annots", [])]
    bookmarks = [
        one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Title" in one
    ]
    for one in [*links, *bookmarks]:
        if "/Dest" in one:
            yield "8.8: a destination is a place alone"
        action: Any = one.get("/A", {})
        if action.get("/S") == "/GoTo":
            if action.get("/SD", [{}])[0].get("/Type") != "/StructElem":
                yield "8.8: a destination is no element"
            elif action.SD[0].S == "/Document":
                yield f"8.8: {one.get('/Contents', one.get('/Title'))} leads to no element"
