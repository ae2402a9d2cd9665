"""Word files as tests want them: made with python-docx, and broken in every way."""

import io
import zipfile

import docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="{}" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/officeDocument"/></Relationships>'
)


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_table(*rows, above=()):
    """A Word file with a table of those rows. above: (text, level) of headings; level 0 is text."""
    document = docx.Document()
    add_table(document, *rows, above=above)
    return saved(document)


def add_table(document, *rows, above=()):
    """Add a table. A row that is a single text goes across all columns."""
    for text, level in above:
        if level:
            document.add_heading(text, level)
        else:
            document.add_paragraph(text)
    width = max(len(row) for row in rows if not isinstance(row, str))
    table = document.add_table(rows=0, cols=width)
    for row in rows:
        cells = table.add_row().cells
        if isinstance(row, str):
            cells[0].merge(cells[-1]).text = row
        else:
            for cell, text in zip(cells, row, strict=False):
                cell.text = text
    return table


def archive(**members):
    """A zip archive of these members; “document”, “styles” and “rels” are those of Word."""
    names = {"document": "word/document.xml", "styles": "word/styles.xml", "rels": "_rels/.rels"}
    members = {"rels": RELATIONSHIPS.format("word/document.xml")} | members
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        for name, text in members.items():
            made.writestr(names.get(name, name), text)
    return file.getvalue()


def with_body(xml):
    """A Word file whose body has this XML."""
    return archive(document=f"<w:document {W}><w:body>{xml}</w:body></w:document>")


def table(*rows):
    """The XML of a table. rows: lists of texts, or the XML of a row."""
    return f"<w:tbl>{''.join(row if isinstance(row, str) else tr(*row) for row in rows)}</w:tbl>"


def tr(*cells):
    return f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in cells)}</w:tr>"


def p(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
