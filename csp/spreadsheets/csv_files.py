"""CSV files: text of any usual encoding, with comma, semicolon or tab between the cells."""

import codecs
import csv
import io
import re

from django.core.exceptions import ValidationError

# What spreadsheets take for the beginning of a formula, also behind apostrophes of ours; in some
# countries the wide forms too.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def neutral(text):
    """Text that no spreadsheet runs: with an apostrophe before it if it looks like a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def plain(text):
    """What `neutral` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def write(headings, rows):
    """The text of a CSV file that Excel opens as it is meant, and runs nothing of.

    Every cell is quoted: where the comma is a decimal sign, Excel divides cells at semicolons.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    writer.writerows([neutral(str(cell)) for cell in row] for row in rows)
    return "\ufeff" + file.getvalue()


def rows(content):
    """Yield the rows of a CSV file as lists of text. content: its bytes.

    Raises ValidationError.
    """
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise ValidationError(
                f"Line {reader.line_num} of the selected file has a quotation mark without its "
                "fellow, or a very long cell. Open the file in a spreadsheet, and save it again as "
                "CSV UTF-8"
            ) from None
        yield [plain(cell.strip()) for cell in cells]


def _decoded(content):
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    # Nearly every second byte of Western text in UTF-16 is zero.
    elif content[1::2].count(0) * 4 > len(content):
        encodings = ["utf-16-le"]
    elif content[::2].count(0) * 4 > len(content):
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ValidationError(
        "The selected file is not text. Open it in a spreadsheet, and save it as CSV UTF-8 or .xlsx"
    )


def _delimiter(text):
    """The sign that the first line with any text has most of, outside quotation marks."""
    first_line = re.sub(r'"[^"]*"', "", text.lstrip()).partition("\n")[0]
    return max(",;\t", key=first_line.count)
