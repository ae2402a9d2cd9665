"""Reading an uploaded file, whatever it turns out to be."""

from pathlib import Path

from django.core.exceptions import ValidationError

from csp.spreadsheets import csv_files, excel_files, word_files
from csp.spreadsheets.encodings import decoded
from csp.spreadsheets.grids import Grid, GridRow, checked
from csp.spreadsheets.tables import MOST_BYTES, table

ZIP = b"PK\x03\x04"
# Of the container that Excel used until 2003, and still uses for files with a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WANTED = "The selected file must be a CSV or an Excel file (.csv or .xlsx)"
WANTED_OR_WORD = "The selected file must be a Word, Excel or CSV file (.docx, .xlsx or .csv)"


def read(name, file):
    """The Table that a file holds.

    name: of the file, which must end in .csv or .xlsx. file: open for reading bytes.
    Raises ValidationError with what is wrong, and what to do.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise ValidationError(_instead_of(suffix, WANTED))
    content = _content(file, suffix, MOST_BYTES)
    if suffix == ".xlsx":
        return table(*excel_files.rows(content))
    text, notes = decoded(content)
    return table(csv_files.rows(text), notes)


def read_grids(name, file):
    """The Grids that a file holds: a Word file's tables, or the sheets of a spreadsheet.

    name: of the file, which must end in .docx, .xlsx or .csv. file: open for reading bytes.
    Raises ValidationError with what is wrong, and what to do.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in (".docx", ".xlsx", ".csv"):
        raise ValidationError(_instead_of(suffix, WANTED_OR_WORD))
    is_word = suffix == ".docx"
    content = _content(file, suffix, word_files.MOST_BYTES if is_word else MOST_BYTES)
    if is_word:
        found = checked(*word_files.read(content))
    elif suffix == ".xlsx":
        found = checked(*excel_files.grids(content))
    else:
        text, notes = decoded(content)
        rows = [GridRow(number, row) for number, row in enumerate(csv_files.rows(text), start=1)]
        found = checked([Grid("The table", rows, is_sheet=True)], notes)
    if not found.grids:
        raise ValidationError("The selected file is empty" if not is_word else word_files.NO_TABLES)
    return found


def _content(file, suffix, most_bytes):
    """The bytes of a file, which are of the kind that its suffix says. Raises ValidationError."""
    content = file.read(most_bytes + 1)
    if not content.strip():
        raise ValidationError("The selected file is empty")
    if len(content) > most_bytes:
        raise ValidationError(f"The selected file must be smaller than {most_bytes >> 20}MB")
    if content.startswith(OLE):
        # The name of the stream that holds what the password protects.
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise ValidationError(excel_files.PASSWORD)
        is_word = suffix == ".docx"
        raise ValidationError(
            _instead_of(".doc", WANTED_OR_WORD) if is_word else _instead_of(".xls", WANTED)
        )
    if suffix == ".csv":
        if content.startswith(ZIP):
            raise ValidationError(
                "The selected file is not a CSV file, although its name ends in .csv. "
                "If it is an Excel file, let its name end in .xlsx"
            )
    elif not content.startswith(ZIP):
        raise ValidationError(word_files.MISNAMED if suffix == ".docx" else excel_files.MISNAMED)
    return content


def _instead_of(suffix, wanted):
    """Words for a file of a wrong kind."""
    if suffix in (".xls", ".xlsm", ".xlsb", ".ods", ".numbers"):
        return f"{wanted}. Open it in your spreadsheet program, and save it as .xlsx"
    if wanted is WANTED_OR_WORD and suffix in (".doc", ".docm", ".dotx", ".odt", ".rtf", ".pages"):
        return f"{wanted}. Open it in Word, and save it as .docx"
    return wanted
