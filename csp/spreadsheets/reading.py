"""Reading an uploaded file, whatever it turns out to be."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.core.exceptions import ValidationError

from csp.spreadsheets import (
    csv_files,
    excel_files,
    old_word_files,
    open_documents,
    pdf_files,
    word_files,
)
from csp.spreadsheets.encodings import decoded
from csp.spreadsheets.grids import TOO_MANY_ROWS, Grid, GridRow, Grids, checked

MOST_BYTES = 2 * 1024 * 1024
# Of a CSV file, empty ones too.
MOST_LINES = 20_000
ZIP = b"PK\x03\x04"
# Of the container that Excel used until 2003, and still uses for files with a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WANTED = (
    "The selected file must be a Word, Excel, OpenDocument, PDF or CSV file (.docx, .xlsx, .odt, "
    ".ods, .pdf or .csv)"
)
# Those with tables in a text, in which photographs may stand, and those of spreadsheets.
TEXTS = (".docx", ".doc", ".odt", ".pdf")
KINDS = (*TEXTS, ".xlsx", ".ods", ".csv")


def read_grids(name: str, file: IO[bytes]) -> Grids:
    """What a file holds: a Word file's tables, or the sheets of a spreadsheet.

    name: of the file, which must end in one of KINDS.
    Raises ValidationError with what is wrong, and what to do.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in KINDS:
        raise ValidationError(_instead_of(suffix))
    is_text = suffix in TEXTS
    content = _content(file, suffix, word_files.MOST_BYTES if is_text else MOST_BYTES)
    if suffix == ".docx":
        found = checked(*word_files.read(content))
    elif suffix == ".doc":
        found = checked(*_of_old_word(content))
    elif suffix == ".pdf":
        found = checked(*pdf_files.read(content))
    elif suffix in open_documents.KINDS:
        found = checked(*open_documents.read(content, suffix))
    elif suffix == ".xlsx":
        found = checked(*excel_files.grids(content))
    else:
        text, notes = decoded(content)
        found = checked([Grid("The table", list(_filled_rows(text)), is_sheet=True)], notes)
    if not found.grids:
        raise ValidationError(word_files.NO_TABLES if is_text else "The selected file is empty")
    return found


def _of_old_word(content: bytes) -> tuple[list[Grid], list[str]]:
    """The tables of a .doc. Raises ValidationError, where no LibreOffice is too."""
    program = old_word_files.program()
    if not program:
        raise ValidationError(_instead_of(".doc"))
    grids, notes = word_files.read(old_word_files.as_docx(content, program))
    return grids, [old_word_files.NOTE, *notes]


def _filled_rows(text: str) -> Iterator[GridRow]:
    """The rows of a CSV file that hold something; no more than allowed, with those that don't."""
    for number, cells in enumerate(csv_files.rows(text), start=1):
        if number > MOST_LINES:
            raise ValidationError(TOO_MANY_ROWS)
        if any(cells):
            yield GridRow(number, cells)


def _content(file: IO[bytes], suffix: str, most_bytes: int) -> bytes:
    """What is in a file, which is of the kind that its suffix says. Raises ValidationError."""
    content = file.read(most_bytes + 1)
    if not content.strip():
        raise ValidationError("The selected file is empty")
    if len(content) > most_bytes:
        raise ValidationError(f"The selected file must be smaller than {most_bytes >> 20}MB")
    if content.startswith(OLE):
        # The name of the stream that holds what the password protects.
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise ValidationError(excel_files.PASSWORD)
        if suffix == ".doc":
            return content
        raise ValidationError(_instead_of(".doc" if suffix in TEXTS else ".xls"))
    if suffix == ".csv":
        if content.startswith(ZIP):
            raise ValidationError(
                "The selected file is not a CSV file, although its name ends in .csv. "
                "If it is an Excel file, let its name end in .xlsx"
            )
    elif suffix == ".pdf":
        # Some programs write a few lines before it.
        if b"%PDF-" not in content[:1024]:
            raise ValidationError(pdf_files.MISNAMED)
    elif suffix == ".doc":
        # Named by hand, or by a program that writes web pages under that name.
        raise ValidationError(old_word_files.MISNAMED)
    elif not content.startswith(ZIP):
        raise ValidationError(_misnamed(suffix))
    return content


def _misnamed(suffix: str) -> str:
    if suffix in open_documents.KINDS:
        return open_documents.MISNAMED.format(suffix=suffix)
    return word_files.MISNAMED if suffix == ".docx" else excel_files.MISNAMED


def _instead_of(suffix: str) -> str:
    """Words for a file of a wrong kind."""
    if suffix in (".xls", ".xlsm", ".xlsb", ".numbers"):
        return f"{WANTED}. Open it in your spreadsheet program, and save it as .xlsx"
    if suffix in (".doc", ".docm", ".dotx", ".rtf", ".pages"):
        return f"{WANTED}. Open it in Word, and save it as .docx"
    return WANTED
