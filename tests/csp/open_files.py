"""OpenDocument files as tests want them, of the XML that LibreOffice writes."""

import io
import zipfile

NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
XMLNS = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())


def open_file(kind, body, styles="", **members):
    """An archive. kind: “text” or “spreadsheet”. body, styles: XML within their elements."""
    content = (
        f"<office:document-content {XMLNS}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>"
    )
    members = {"content.xml": content, "META-INF/manifest.xml": "<manifest/>"} | members
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in members.items():
            made.writestr(name, text)
    return file.getvalue()


def style(name, family, properties):
    """properties: as they stand in the file, such as 'text-properties fo:font-weight="bold"'."""
    named = f'style:name="{name}" style:family="{family}"'
    return f"<style:style {named}><style:{properties}/></style:style>"


def cell(text="", more="", inside=""):
    """more: attributes. inside: XML before the text."""
    words = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {more}>{inside}{words}</table:table-cell>"


def row(*cells, more=""):
    """cells: XML, or text."""
    made = [one if one.startswith("<") else cell(one) for one in cells]
    return f"<table:table-row {more}>{''.join(made)}</table:table-row>"


def table(*rows, name="Plan", more="", before=""):
    inside = "".join(rows)
    return f'<table:table table:name="{name}" {more}>{before}{inside}</table:table>'


def sheet(*rows, styles="", **more):
    return open_file("spreadsheet", table(*rows, **more), styles)


def text(body, styles=""):
    return open_file("text", body, styles)
