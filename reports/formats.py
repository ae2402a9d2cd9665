"""The forms in which a plan is handed over: PDF, web page, Word, and its actions as data."""

import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import wraps
from mimetypes import guess_type

from django.conf import settings
from django.template.loader import render_to_string

from csp.spreadsheets import excel_files
from partners.access import Permission
from plans.addresses import in_file_names
from reports import action_tables, pdf, word
from reports.document import Cover, Document
from reports.parts import Part
from reports.pdf_variants import AttachedFile, Variant
from reports.rendering import RenderingFailed, Unreadable, picture

# Bytes from a Document. Raises RenderingFailed.
Make = Callable[[Document], bytes]
STYLES = settings.BASE_DIR / "static" / "print"
WEB_PAGE_STYLESHEETS = (
    *("document.css", "parts.css", "blocks.css", "status.css", "narrative.css", "screen.css"),
    *("one_page.css", "web_page.css"),
)


def pdf_of(document: Document) -> bytes:
    """The PDF of a Document, as bytes. Raises RenderingFailed."""
    content = _printed(document)
    return pdf.as_booklet(content) if document.is_booklet else content


def _printed(
    document: Document, variant: Variant = Variant.UA_1, files: Sequence[AttachedFile] = ()
) -> bytes:
    """Its pages in their order, as bytes. files: to be attached. Raises RenderingFailed."""
    return pdf.render(_to_print(document), media=document.media, variant=variant, files=files)


def _to_print(document: Document) -> str:
    context = {"document": document, "picture_address": pdf.media_address}
    return render_to_string("reports/print.html", context)


def archive_of(document: Document) -> bytes:
    """The PDF of a Document for archives, as bytes. Raises RenderingFailed.

    In it are its actions as data, which are published beside it, and nothing else; or if the
    document has that, all of the plan.
    """
    if document.whole:
        words = "All of the plan, to be imported or read by a program"
        file = AttachedFile("plan.json", document.whole, words, "Source", document.on)
    else:
        words = "The actions of this document as data"
        content = action_tables.json_of(document)
        file = AttachedFile("actions.json", content, words, "Data", document.on)
    return _printed(document, Variant.ARCHIVE, [file])


def pdf_2_of(document: Document) -> bytes:
    """The PDF of a Document as PDF 2.0 and PDF/UA-2, as bytes. Raises RenderingFailed."""
    return _printed(document, Variant.UA_2)


def word_of(document: Document) -> bytes:
    """A Document as a Word file, as bytes. Raises RenderingFailed.

    Its contents have the numbers of the PDF's pages until Word counts its own, which it does not
    as long as nobody edits it.
    """
    pages: list[tuple[str, int]] = []
    if document.design.has_contents:
        # Word may be able to show what no PDF can be made of.
        with suppress(RenderingFailed):
            pages = pdf.pages_of(_to_print(document), media=document.media)
    return word.word_of(document, pages)


def web_page_of(document: Document) -> str:
    """A Document as one HTML page with its styles and pictures inside, as text.

    Raises pdf.RenderingFailed.
    """
    names = list(WEB_PAGE_STYLESHEETS)
    names += ["draft.css"] if document.is_draft else []
    names += ["marked.css"] if document.marking else []
    names += ["large.css"] if document.is_large_print else []
    styles = [(STYLES / name).read_text("utf-8") for name in names]
    context = {
        "document": document,
        "picture_address": picture_as_data,
        "styles": "\n".join(styles),
    }
    return render_to_string("reports/web_page.html", context)


def picture_as_data(name: str) -> str:
    """A media file as a data: address, for pages. Raises pdf.RenderingFailed."""
    content_type = guess_type(name)[0] or "application/octet-stream"
    try:
        content = picture(name)
    except Unreadable as error:
        raise pdf.RenderingFailed(f"The page could not be made, because {error}.") from error
    return f"data:{content_type};base64,{b64encode(content).decode('ascii')}"


@dataclass(frozen=True)
class Format:
    """A form of the document: what readers call it, its content type, and what makes it.

    make: bytes from a Document; raises pdf.RenderingFailed. Data are the plan's actions alone,
    the same in every layout. What is heavy is made in a child process: rendered.py. hint: what it
    is for, where few need it. is_issued: an edition has it. has_whole: all of the plan is in it.
    """

    label: str
    content_type: str
    make: Make
    is_data: bool = False
    is_heavy: bool = False
    hint: str = ""
    is_issued: bool = True
    has_whole: bool = False

    @property
    def permission(self) -> Permission:
        """What whoever has it must be allowed."""
        return Permission.SEE_ROUNDS if self.has_whole else Permission.EXPORT_DOCUMENT


def file_name(slug: str, document: Document, format: str) -> str:
    """What a Document is called as a file: “larkshire-priority-plan-2026-27.docx”.

    slug: the partnership's. format: a name in FORMATS.
    """
    kind = "actions" if FORMATS[format].is_data else document.layout
    large = "-large-print" if document.is_large_print and not FORMATS[format].is_data else ""
    large = "-booklet" if document.is_booklet and format == "pdf" else large
    plan = plan_in_names(document.label, document.address, document.marking)
    return f"{slug}-{kind}-{plan}{large}.{format.replace('-', '.')}"


def plan_in_names(label: str, address: str, marking: str) -> str:
    """“2026-27”; of a restricted plan its address and marking, since a title would tell."""
    if marking:
        return f"{address}-{'-'.join(re.findall('[A-Za-z0-9]+', marking))}"
    return in_file_names(label)


def _naming_the_part(make: Make) -> Make:
    """`make`, of which the failure also says in which part of the document it was."""

    @wraps(make)
    def with_name(document: Document) -> bytes:
        try:
            return make(document)
        except pdf.RenderingFailed as error:
            part = _failing_part(make, document)
            if part is None:
                raise
            raise pdf.RenderingFailed(f"{error} It is in the part “{part.title}”.") from error

    return with_name


def _failing_part(make: Make, document: Document) -> Part | None:
    """The first part that cannot be made alone either, or None."""
    for part in document.parts:
        try:
            make(replace(document, parts=(part,), logo="", cover=Cover(), partner_logos=()))
        except pdf.RenderingFailed:
            return part
    return None


def _html_of(document: Document) -> bytes:
    return web_page_of(document).encode()


PDF = "application/pdf"
# By the ends of file names, with hyphens for dots. An edition needs html.
FORMATS = {
    "pdf": Format("PDF", PDF, _naming_the_part(pdf_of), is_heavy=True),
    "html": Format("Web page", "text/html; charset=utf-8", _naming_the_part(_html_of)),
    "docx": Format("Word", word.CONTENT_TYPE, _naming_the_part(word_of), is_heavy=True),
    "xlsx": Format("Excel", excel_files.CONTENT_TYPE, action_tables.xlsx_of, is_data=True),
    "csv": Format("CSV", "text/csv; charset=utf-8", action_tables.csv_of, is_data=True),
    "json": Format("JSON", "application/json", action_tables.json_of, is_data=True),
    "archive-pdf": Format(
        "PDF for archives",
        PDF,
        _naming_the_part(archive_of),
        is_heavy=True,
        hint="PDF/A-3a, with the actions as data inside",
    ),
    "whole-pdf": Format(
        "PDF with the whole plan",
        PDF,
        _naming_the_part(archive_of),
        is_heavy=True,
        hint="PDF/A-3a, with all of the plan and the history of its updates inside, as plan.json. "
        "Do not publish it: it also holds what the document does not show",
        is_issued=False,
        has_whole=True,
    ),
    "ua2-pdf": Format(
        "PDF 2.0",
        PDF,
        _naming_the_part(pdf_2_of),
        is_heavy=True,
        hint="PDF/UA-2, for screen readers that know it",
        is_issued=False,
    ),
}


def issued() -> dict[str, Format]:
    """Those of FORMATS in which an edition is frozen."""
    return {name: form for name, form in FORMATS.items() if form.is_issued}
