"""Excel files (.xlsx): zip archives of XML, which a small file can make very large when read."""

import datetime
import io
import logging
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from xml.parsers import expat

from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils.cell import range_boundaries

from csp.spreadsheets import colours
from csp.spreadsheets.csv_files import neutral, plain
from csp.spreadsheets.grids import (
    MOST_COLUMNS,
    MOST_ROWS,
    ROWS_OF_HEADINGS,
    TOO_MANY_ROWS,
    Grid,
    place,
)
from csp.spreadsheets.number_formats import shown
from csp.spreadsheets.sheets import sheet_grid

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

logger = logging.getLogger(__name__)

MOST_MEMBERS = 200
MOST_UNPACKED_BYTES = 30 * 1024 * 1024
# Elements and attributes of cells and their texts: 5,000 rows of eight columns have some 300,000.
CELL_ELEMENTS = {"row", "c", "v", "f", "is", "si", "t"}
MOST_CELL_XML = 400_000
# And of all else (styles, links), which costs more to read.
MOST_OTHER_XML = 100_000
# Excel's own limits.
MOST_CELLS_IN_ROW = 16_384
MOST_CHARACTERS_OF_TEXT = 32_767
CUT = " … (cut: the CSV file has all of it)"
# Of columns, in letters.
NARROWEST, WIDEST = 12, 60
ON = ("1", "true")
# ISO/IEC 29500 strict, beside what every program reads.
STRICT = b"http://purl.oclc.org/ooxml/"
USUAL = b"http://schemas.openxmlformats.org/"
USUAL_NAMES = {
    b"spreadsheetml/main": USUAL + b"spreadsheetml/2006/main",
    b"officeDocument/relationships": USUAL + b"officeDocument/2006/relationships",
    b"drawingml/main": USUAL + b"drawingml/2006/main",
}

DAMAGED = "The selected file is damaged. Open it in Excel, and save it again as .xlsx"
TOO_LARGE = (
    "The selected file holds too much besides its text. Copy the rows that you want to import "
    "into a new spreadsheet"
)
MISNAMED = (
    "The selected file is not an Excel file, although its name ends in .xlsx. "
    "Open it in Excel, and save it again as .xlsx"
)
PASSWORD = "The selected file is password protected. Save it without a password"


def write(
    headings: Sequence[str], rows: Iterable[Sequence[str]] = (), *, marking: str = ""
) -> bytes:
    """An Excel file with a row of headings and rows of text, none of which is a formula.

    marking: in a row above them. A text that is too long for Excel is cut, and says so.
    """
    workbook = Workbook()
    sheet = workbook.active
    head = [[marking], headings] if marking else [headings]
    for cells in (*head, *rows):
        sheet.append([_fitting(neutral(text)) for text in cells])
    for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value):
        cell.data_type = "s"
    for cells in sheet.iter_cols(min_row=len(head)):
        longest = max(len(line) for cell in cells for line in str(cell.value or "").split("\n"))
        widest = min(max(longest + 2, NARROWEST), WIDEST)
        sheet.column_dimensions[cells[0].column_letter].width = widest
    for cell in (cell for row in sheet.iter_rows(min_row=len(head)) for cell in row):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in (cell for row in sheet.iter_rows(max_row=len(head)) for cell in row):
        cell.font = Font(bold=True)
    sheet.freeze_panes = f"A{len(head) + 1}"
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _fitting(text: str) -> str:
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    if len(text) > MOST_CHARACTERS_OF_TEXT:
        return text[: MOST_CHARACTERS_OF_TEXT - len(CUT)] + CUT
    return text


def grids(content: bytes) -> tuple[list[Grid], list[str]]:
    """The Grids of all visible sheets, not yet checked, and notes on the reading.

    Cells are text as Excel shows it; a merged one has its text in its first column, and goes on in
    the rows below. content: an .xlsx file. Raises ValidationError.
    """
    with _damage_in_words():
        archive, workbook, sheets = _opened(content)
        found = []
        notes = [
            f"The sheet “{sheet.title}” is hidden, and was not read."
            for sheet in workbook.worksheets
            if sheet not in sheets
        ]
        for sheet in sheets:
            archive.check_results(sheet._worksheet_path)
            found.append(_grid(archive, sheet, _Colours(workbook), notes))
    return found, notes


def _grid(archive: "_Archive", sheet: Any, colours: "_Colours", notes: list[str]) -> Grid:
    """The Grid of a sheet. notes: to which those on its hidden columns are added."""
    name, title = sheet._worksheet_path, f"Sheet “{sheet.title}”"
    rows: list[list[str]] = []
    filled: dict[int, dict[str, str]] = {}
    for number, row in enumerate(_no_more_than_allowed(sheet.iter_rows()), start=1):
        rows.append([_as_shown(number, column, cell) for column, cell in enumerate(row)])
        for column, cell in enumerate(row):
            if not rows[-1][column] and (colour := colours.of(cell)):
                filled.setdefault(number, {})[str(column)] = colour
    return sheet_grid(
        title,
        rows,
        areas=map(range_boundaries, archive.merged[name]),
        colours=filled,
        hidden_rows=archive.hidden_rows[name],
        hidden_columns=archive.hidden_columns[name],
        notes=notes,
    )


class _Colours:
    """The names of the colours that cells of a workbook are filled with."""

    def __init__(self, workbook: Any) -> None:
        self.theme = colours.of_theme(workbook.loaded_theme)
        # By the number of the fill.
        self.known: dict[int, str] = {}

    def of(self, cell: Any) -> str:
        """The name, or "" where there is none."""
        if not getattr(cell, "has_style", False):
            return ""
        fill = cell.style_array.fillId
        if fill not in self.known:
            self.known[fill] = self._named(cell.fill)
        return self.known[fill]

    def _named(self, fill: Any) -> str:
        if fill.fill_type != "solid":
            return ""
        colour = fill.fgColor
        if colour.type == "theme":
            known = self.theme[colour.theme : colour.theme + 1]
            return colours.name_of(colours.tinted("".join(known), colour.tint))
        if colour.type == "indexed":
            return colours.name_of("".join(COLOR_INDEX[colour.indexed : colour.indexed + 1]))
        return colours.name_of(colour.rgb)


@contextmanager
def _damage_in_words() -> Iterator[None]:
    """Turn whatever a broken file makes fail into a ValidationError."""
    try:
        yield
    except ValidationError:
        raise
    except Exception:
        # A broken file can fail in openpyxl, zipfile and expat in every possible way.
        logger.info("A spreadsheet could not be read.", exc_info=True)
        raise ValidationError(DAMAGED) from None


def _opened(content: bytes) -> tuple["_Archive", Any, list[Any]]:
    """The _Archive, the workbook, and its visible sheets, whose claims are allowed."""
    archive = _Archive(content)
    content = _with_usual_names(content)
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        _check_claims(sheet)
    return archive, workbook, sheets


def _with_usual_names(content: bytes) -> bytes:
    """An archive with the namespaces that openpyxl knows, if it has those of “Strict Open XML”."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if STRICT not in archive.read("_rels/.rels"):
            return content
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as written:
            for name in archive.namelist():
                member = archive.read(name)
                for strict, usual in USUAL_NAMES.items():
                    member = member.replace(STRICT + strict, usual)
                written.writestr(name, member)
    return file.getvalue()


class _Archive:
    """What the XML of an archive holds, found out at little cost before anything is built of it.

    Raises ValidationError if it is more than any honest file has.
    """

    def __init__(self, content: bytes) -> None:
        self.cell_xml = self.other_xml = self.sheets = 0
        # By member: areas that are merged, and cells whose formula has no result.
        self.merged: defaultdict[str, list[str]] = defaultdict(list)
        self.without_result: defaultdict[str, list[str]] = defaultdict(list)
        # By member: rows, from 1, and columns, from 0, that aren't shown.
        self.hidden_rows: defaultdict[str, set[int]] = defaultdict(set)
        self.hidden_columns: defaultdict[str, set[int]] = defaultdict(set)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if not any(member.filename.startswith("xl/") for member in members):
                raise ValidationError(MISNAMED)
            if any(member.flag_bits & 1 for member in members):
                raise ValidationError(PASSWORD)
            size = sum(member.file_size for member in members)
            if len(members) > MOST_MEMBERS or size > MOST_UNPACKED_BYTES:
                raise ValidationError(TOO_LARGE)
            for member in members:
                self._scan(archive, member)
        # openpyxl may go through a sheet once for every mention of it.
        if self.cell_xml * self.sheets > 4 * MOST_CELL_XML:
            raise ValidationError(TOO_LARGE)

    def check_results(self, member: str) -> None:
        for cell in self.without_result[member]:
            raise ValidationError(
                f"The cell {cell} has a formula whose result is not in the file. "
                "Open the file in Excel and save it, or enter the text itself"
            )

    def _scan(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        scan = _Scan(self, member.filename)
        try:
            with archive.open(member) as file:
                scan.parser.ParseFile(file)
        except expat.ExpatError:
            # Pictures and printer settings aren't XML. What is meant to be fails in openpyxl too.
            pass


class _Scan:
    """The handlers for the XML of one member, which tell the _Archive what they find."""

    def __init__(self, archive: _Archive, name: str) -> None:
        self.archive = archive
        self.name = name
        self.element = self.cell = ""
        # What the cell at hand has: a formula, a value, or text for a result, which may be empty.
        self.cell_parts: set[str] = set()
        self.cells_in_row = self.characters = self.row = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.CommentHandler = lambda text: self._start("comment", {})
        self.parser.ProcessingInstructionHandler = lambda *texts: self._start("instruction", {})
        self.parser.StartCdataSectionHandler = lambda: self._start("cdata", {})

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        archive = self.archive
        if name in CELL_ELEMENTS:
            archive.cell_xml += 1 + len(attributes)
        else:
            archive.other_xml += 1 + len(attributes)
        self.characters = 0
        if name == "row":
            self.cells_in_row = 0
            number = attributes.get("r", "")
            self.row = int(number) if number.isdecimal() and len(number) < 9 else self.row + 1
            if attributes.get("hidden") in ON:
                archive.hidden_rows[self.name].add(self.row)
        elif name == "col" and attributes.get("hidden") in ON:
            archive.hidden_columns[self.name].update(_columns(attributes))
        elif name == "c":
            self.cells_in_row += 1
            self.cell = attributes.get("r", "?")
            self.cell_parts = {"text"} if attributes.get("t") == "str" else set()
        elif name == "f":
            self.cell_parts.add("formula")
        elif name == "sheet":
            archive.sheets += 1
        elif name == "mergeCell":
            archive.merged[self.name].append(attributes.get("ref", ""))
        self.element = name
        if (
            archive.cell_xml > MOST_CELL_XML
            or archive.other_xml > MOST_OTHER_XML
            or self.cells_in_row > MOST_CELLS_IN_ROW
        ):
            raise ValidationError(TOO_LARGE)
        for value in attributes.values():
            if len(value) > MOST_CHARACTERS_OF_TEXT:
                raise ValidationError(TOO_LARGE)

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "c" and self.cell_parts == {"formula"}:
            self.archive.without_result[self.name].append(self.cell)

    def _text(self, text: str) -> None:
        self.characters += len(text)
        if self.element == "v":
            self.cell_parts.add("value")
        if self.characters > MOST_CHARACTERS_OF_TEXT:
            raise ValidationError(TOO_LARGE)

    def _refuse(self, *_: object) -> None:
        raise ValidationError(DAMAGED)


def _columns(attributes: dict[str, str]) -> range:
    """The columns, from 0, that a <col> is about; those that no table may have are left out."""
    first, last = attributes.get("min", ""), attributes.get("max", "")
    if not (first.isdecimal() and last.isdecimal() and len(first + last) < 12):
        return range(0)
    return range(int(first) - 1, min(int(last), MOST_COLUMNS + 1))


def _check_claims(sheet: Any) -> None:
    if sheet.max_row and sheet.max_row > MOST_ROWS + ROWS_OF_HEADINGS:
        raise ValidationError(TOO_MANY_ROWS)
    # The claim may be too small as well, and is of no further use.
    sheet.reset_dimensions()


def _no_more_than_allowed(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS + ROWS_OF_HEADINGS:
            raise ValidationError(TOO_MANY_ROWS)
        yield row


def _as_shown(number: int, column: int, cell: Any) -> str:
    """A cell as text, days and figures as their format has them: “Apr-28”, “1.10”."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        where = place(number, column)
        raise ValidationError(f"The cell in {where} has the error {value}. Correct it")
    if isinstance(value, str):
        return plain(value.strip())
    # Looked up in the styles of the file, which takes longer than all else.
    shape = str(getattr(cell, "number_format", "")).lower()
    if isinstance(value, datetime.date):
        if "d" in shape.replace("[red]", ""):
            return f"{value.day} {value:%B %Y}"
        return f"{value:%b-%y}" if "yyyy" not in shape and "mmmm" not in shape else f"{value:%B %Y}"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float) and shape not in ("", "general", "@"):
        text = shown(value, cell.number_format)
        if text is not None:
            return text
    if isinstance(value, float) and not value.is_integer():
        # As many figures as Excel shows: 0.1 + 0.2 is 0.3.
        return f"{value:.10g}" if abs(value) >= 1e-4 else str(value)
    if isinstance(value, float):
        value = int(value)
    return plain(str(value).strip())
