"""The tables of PDF files, by their tags, or else by the lines and colours around their cells.

docs/decisions/word-reader.md says why not by pdfplumber.
"""

import json
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from lxml import etree

from csp.spreadsheets.grids import MOST_COLUMNS, MOST_ROWS, TOO_MANY_ROWS, Grid, too_many_columns
from csp.spreadsheets.pdf_child import MOST_PAGES
from csp.spreadsheets.word_tables import WordTables

# The child ends itself before, unless the machine is very busy.
PATIENCE = 30
INSTEAD = "Open it in Word, which makes tables of it, check them, and save it as .docx"
DAMAGED = f"The selected PDF is damaged, or holds too much. {INSTEAD}"
PASSWORD = "The selected file is password protected. Save it without a password"
MISNAMED = "The selected file is not a PDF, although its name ends in .pdf"
NO_TABLES = (
    "No tables were found in the selected PDF: it has no tags that say what its tables are, and no "
    f"lines around their cells. {INSTEAD}"
)
NOTE = (
    "The file is a PDF. Lines within a cell were joined where they seem to go on: compare the "
    "words and the owners with the file. What only colours say was not read."
)
RULED_NOTE = (
    "The PDF has no tags that say what its tables are, so they were found by the lines around "
    "their cells. Words that a line strikes out were read as well, and a row that goes on after a "
    "page’s end may have come as two."
)


def read(content: bytes) -> tuple[list[Grid], list[str]]:
    """A PDF's tables, not yet checked, and notes on the reading. Raises ValidationError."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "csp.spreadsheets.pdf_child"],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            # Nothing of the server's secrets.
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            timeout=PATIENCE,
            check=True,
        )
        said = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise ValidationError(DAMAGED) from None
    if error := said.get("error"):
        raise ValidationError(PASSWORD if error == "password" else DAMAGED)
    if said["pages"] > MOST_PAGES:
        raise ValidationError(f"The selected file must have {MOST_PAGES} pages or fewer")
    tables = WordTables(_as_word(said["blocks"]), None)
    grids = tables.grids()
    if not grids:
        raise ValidationError(NO_TABLES)
    return grids, [NOTE, *([RULED_NOTE] if said["is_ruled"] else []), *tables.notes()]


def _as_word(blocks: list[dict[str, Any]]) -> etree._Element:
    """The document of a Word file that says the same."""
    document = etree.Element("document")
    body = etree.SubElement(document, "body")
    rows = 0
    for block in _whole(blocks):
        if "rows" in block:
            rows += len(block["rows"])
            if rows > MOST_ROWS:
                raise ValidationError(TOO_MANY_ROWS)
            _table(block["rows"], etree.SubElement(body, "tbl"))
        else:
            _paragraph(block["text"], body, level=block["level"])
    return document


def _whole(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks, tables made one that go on after a page's end with their headings again."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        before = found[-1] if found else {}
        is_table = bool(block.get("rows") and before.get("rows"))
        if is_table and block["rows"][0] == before["rows"][0]:
            before["rows"] += block["rows"][1:]
        else:
            found.append(block)
    return found


def _paragraph(text: str, to: etree._Element, *, level: int = 0) -> None:
    paragraph = etree.SubElement(to, "p")
    if level:
        properties = etree.SubElement(paragraph, "pPr")
        etree.SubElement(properties, "outlineLvl", val=str(level - 1))
    run = etree.SubElement(paragraph, "r")
    # No sign that XML can't hold.
    words = "".join(letter for letter in text if letter.isprintable())
    etree.SubElement(run, "t").text = words


def _table(rows: list[list[dict[str, Any]]], to: etree._Element) -> None:
    # By column, from 0: for how many more rows a cell above goes on, and how wide it is.
    going_on: dict[int, tuple[int, int]] = {}
    for cells in rows:
        row = etree.SubElement(to, "tr")
        waiting, column = list(cells), 0
        while waiting or column in going_on:
            if column > MOST_COLUMNS:
                raise too_many_columns("A table")
            left, width = going_on.pop(column, (0, 1))
            if left:
                _cell(row, width, merge="continue")
            else:
                cell = waiting.pop(0)
                left, width = cell["height"], cell["width"]
                made = _cell(row, width, merge="restart" if left > 1 else "")
                for line in cell["text"].split("\n"):
                    _paragraph(line, made)
            if left > 1:
                going_on[column] = left - 1, width
            column += width


def _cell(row: etree._Element, width: int, *, merge: str) -> etree._Element:
    cell = etree.SubElement(row, "tc")
    properties = etree.SubElement(cell, "tcPr")
    etree.SubElement(properties, "gridSpan", val=str(width))
    if merge:
        etree.SubElement(properties, "vMerge", val=merge)
    return cell
