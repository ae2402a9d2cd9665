"""CSV files: text with comma, semicolon or tab between the cells."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from django.core.exceptions import ValidationError

# What spreadsheets take for the beginning of a formula, also behind apostrophes of ours; in some
# countries the wide forms too.
FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")

# How much of a file says what stands between its cells.
LONGEST_LOOK = 20_000
MOST_LINES_LOOKED_AT = 30


def neutral(text: str) -> str:
    """Text that no spreadsheet runs: with an apostrophe before it if it looks like a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def plain(text: str) -> str:
    """What `neutral` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def write(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """The text of a CSV file that Excel opens as it is meant, and runs nothing of.

    Every cell is quoted: where the comma is a decimal sign, Excel divides cells at semicolons. In
    the first row too somebody may have typed what stands there: a marking is one.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerows([neutral(str(cell)) for cell in row] for row in chain([headings], rows))
    return "\ufeff" + file.getvalue()


def rows(text: str) -> Iterator[list[str]]:
    """The rows of a CSV file. Raises ValidationError."""
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


def _delimiter(text: str) -> str:
    """The sign that most of the first lines have, outside quotation marks, as often as each other.

    A title above the table may have another.
    """
    text = text.lstrip()[:LONGEST_LOOK]
    # The last line may be cut off; a cell may have several.
    lines = re.sub(r'"[^"]*("|$)', "", text).splitlines()[:MOST_LINES_LOOKED_AT]
    lines = [line for line in lines if line.strip()]

    def agreeing(sign: str) -> tuple[int, int]:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        times = max(counts.values(), default=0)
        return times, sum(line.count(sign) for line in lines)

    return max(",;\t", key=agreeing)
