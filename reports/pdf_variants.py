"""PDF/A-3a and PDF/UA-2 beside the usual PDF/UA-1: what WeasyPrint 70 lacks or does wrong in them.

An archive form is PDF/A-3a and PDF/UA-1 at once. Each function mends one fault, and its docstring
names it; tests/reports/test_pdf_variants.py holds the files to the rules.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import pydyf
from weasyprint import Attachment

from reports import pdf_structure
from reports.pdf_tree import Tree


class Variant(StrEnum):
    """By the names that WeasyPrint knows them by."""

    UA_1 = "pdf/ua-1"
    ARCHIVE = "pdf/a-3a"
    UA_2 = "pdf/ua-2"


@dataclass(frozen=True)
class AttachedFile:
    """A file inside a PDF. relationship: as ISO 32000 names it, such as “Source” or “Data”."""

    name: str
    content: bytes
    description: str
    relationship: str
    day: date

    def attachment(self) -> Attachment:
        """As WeasyPrint takes it. Of the day, not the minute: the same plan is the same file."""
        at = datetime.combine(self.day, time(12))
        return Attachment(
            string=self.content,
            name=self.name,
            description=self.description,
            created=at,
            modified=at,
            relationship=self.relationship,
        )


# PDF/UA-1 in a PDF/A: a property that PDF/A does not know must be declared.
UA_1_IN_ARCHIVE = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
  <pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=""
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>Part of ISO 14289 that it keeps to</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
END = b"</rdf:RDF>"
# The kinds of elements that PDF 2.0 has no more, and which stay in the namespace of PDF 1.7.
ONLY_IN_1_7 = {"/Art", "/BlockQuote", "/TOC", "/TOCI", "/Reference"}


def finisher(variant: Variant) -> Callable[[Any, pydyf.PDF], None]:
    """What completes a WeasyPrint document on its way into a pydyf.PDF of that variant."""

    def complete(document: Any, pdf: pydyf.PDF) -> None:
        tree = pdf_structure.complete(document, pdf)
        if variant == Variant.ARCHIVE:
            _leave_pictures_as_they_are(pdf)
            _name_files_once(pdf)
            _tell_of_ua_1(pdf)
            _end_plainly(pdf)
        elif variant == Variant.UA_2:
            _leave_out_conformance(pdf)
            _name_namespace(tree)
            _lead_to_elements(pdf, tree)

    return complete


def _leave_pictures_as_they_are(pdf: pydyf.PDF) -> None:
    """Have no picture smoothed when it is shown larger.

    The fault: all are, and PDF/A forbids it.
    """
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Interpolate"):
            item.extra["Interpolate"] = "false"


def _name_files_once(pdf: pydyf.PDF) -> None:
    """Name each attached file once.

    The fault: those of the whole document are named twice.
    """
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _tell_of_ua_1(pdf: pydyf.PDF) -> None:
    """Say that it is PDF/UA-1 as well, in plain text.

    The fault: only one of two variants can be said, and what says it is compressed, which an
    archive may not be able to read.
    """
    metadata = _metadata(pdf)
    metadata.compress = False
    metadata.stream = [metadata.stream[0].replace(END, UA_1_IN_ARCHIVE + END)]


class _PlainlyEnded(pydyf.Stream):
    """A stream whose end is told by two signs for the end of a line, as Windows writes them."""

    @property
    def data(self) -> bytes:
        return super().data.removesuffix(b"\nendstream") + b"\r\nendstream"


class _EndingPlainly(pydyf.PDF):
    """A PDF that ends its streams so, those too that list its objects and are made last of all."""

    def add_object(self, object_: pydyf.Object) -> None:
        if isinstance(object_, pydyf.Stream):
            object_.__class__ = _PlainlyEnded
        super().add_object(object_)


def _end_plainly(pdf: pydyf.PDF) -> None:
    """End each stream so that its last byte can't be taken for the end of a line.

    The fault: one sign is written, and with a last byte that is half of two nobody can tell
    whether it belongs to the stream, of which PDF/A wants the length. Compressed, any stream may
    end so, one in 256.
    """
    pdf.__class__ = _EndingPlainly
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            item.__class__ = _PlainlyEnded


def _leave_out_conformance(pdf: pydyf.PDF) -> None:
    """Say which part of PDF/UA it is, and no level.

    The fault: a level is said of it, and PDF/UA-2 has none.
    """
    metadata = _metadata(pdf)
    said = b' pdfuaid:conformance="PDF/UA-2"'
    metadata.stream = [metadata.stream[0].replace(said, b"")]


def _metadata(pdf: pydyf.PDF) -> pydyf.Stream:
    return pdf.objects[int(pdf.catalog["Metadata"].split()[0])]


def _name_namespace(tree: Tree) -> None:
    """Put each element into the namespace of PDF 2.0 that has its kind.

    The fault: only the whole document is.
    """
    namespace = tree.root["NS"]
    for element in tree.below(tree.root):
        if element["S"] not in ONLY_IN_1_7:
            element["NS"] = namespace


def _lead_to_elements(pdf: pydyf.PDF, tree: Tree) -> None:
    """Have links and bookmarks lead to elements as well as to places.

    The fault: they lead to places on pages alone, which say nothing to whoever hears them.
    """
    names = pdf.catalog.get("Names", {}).get("Dests", {"Names": []})["Names"]
    places = {name.string: place for name, place in zip(names[::2], names[1::2], strict=True)}
    by_name = {name: one for one in tree.below(tree.root) if (name := _anchor(one))}
    headings = (one for one in tree.below(tree.root) if _label(one))
    for item in pdf.objects:
        if not isinstance(item, pydyf.Dictionary) or "Dest" not in item:
            continue
        said = item.pop("Dest")
        if item.get("Subtype") == "/Link":
            target, place = by_name.get(said.string, tree.root), places[said.string]
        else:
            target, place = _next(headings, item["Title"].string) or tree.root, said
        action = {"S": "/GoTo", "D": said, "SD": pydyf.Array([target.reference, *place[1:]])}
        item["A"] = pydyf.Dictionary(action)
    for entry in tree.below(tree.root):
        if entry["S"] == "/TOCI":
            html = pdf_structure.html_of(entry)
            link = None if html is None else html.find(".//a")
            name = "" if link is None else link.get("href", "").removeprefix("#")
            entry["Ref"] = pydyf.Array([by_name.get(name, tree.root).reference])


def _anchor(element: pydyf.Dictionary) -> str:
    html = pdf_structure.html_of(element)
    return "" if html is None else html.get("id", "")


def _label(element: pydyf.Dictionary) -> str:
    box = getattr(element, "box", None)
    if box is None or box.style["bookmark_level"] == "none":
        return ""
    return box.bookmark_label or ""


def _next(headings: Iterable[pydyf.Dictionary], label: str) -> pydyf.Dictionary | None:
    """The next of the headings with a label; bookmarks are in their order."""
    return next((one for one in headings if _label(one) == label), None)


def attachments(files: Sequence[AttachedFile]) -> list[Attachment]:
    return [file.attachment() for file in files]
