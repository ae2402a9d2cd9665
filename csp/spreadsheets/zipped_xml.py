"""Zip archives of XML, such as Word and OpenDocument files; a small one can unpack to much."""

import zipfile
from collections import Counter
from xml.parsers import expat

from django.core.exceptions import ValidationError
from lxml import etree

from csp.spreadsheets.grids import MOST_GRIDS, MOST_ROWS, ROWS_OF_HEADINGS, TOO_MANY_ROWS

MOST_MEMBERS = 2_000
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_XML_BYTES = 30 * 1024 * 1024
# Elements and attributes of the text: a plan of a hundred pages has some 150,000.
MOST_XML = 400_000
# 5,000 rows of eight columns.
MOST_CELLS = 40_000
MOST_CHARACTERS_OF_TEXT = 100_000

TOO_LARGE = (
    "The selected file holds too much besides its tables. Copy the tables that you want to import "
    "into a new document"
)
PASSWORD = "The selected file is password protected. Save it without a password"


def members_of(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The archive's members by name. Raises ValidationError if no honest file has such."""
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise ValidationError(PASSWORD)
    size = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or size > MOST_UNPACKED_BYTES:
        raise ValidationError(TOO_LARGE)
    return {member.filename: member for member in members}


def tree(archive: zipfile.ZipFile, member: zipfile.ZipInfo, damaged: str) -> etree._Element:
    """The XML of a member, of which a scan has shown that it is harmless.

    damaged: what to say of XML that is broken, or says what its own elements are.
    """
    # The size is what the archive says. Reading no more than that is zipfile's own promise.
    if member.file_size > MOST_XML_BYTES:
        raise ValidationError(TOO_LARGE)
    content = archive.read(member)
    _scan(content, damaged)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    return etree.fromstring(content, parser)


# Of these elements, no more than so many; what is said if there are.
TOO_MANY_TABLES = (
    MOST_GRIDS,
    f"The selected file has more than {MOST_GRIDS} tables. Divide it into several files",
)
TOO_MANY_CELLS = (
    MOST_CELLS,
    f"The selected file has more than {MOST_CELLS:,} cells in its tables. "
    "Divide it into several files",
)
# By the names of Word, and of OpenDocument, whose cells may stand for many, and are counted later.
BOUNDS = {
    "tr": (MOST_ROWS, TOO_MANY_ROWS),
    "table-row": (MOST_ROWS + ROWS_OF_HEADINGS, TOO_MANY_ROWS),
    **dict.fromkeys(("tbl", "table"), TOO_MANY_TABLES),
    "tc": TOO_MANY_CELLS,
}


def _scan(content: bytes, damaged: str) -> None:
    """Refuse XML with a document type, or with more in it than any honest file has."""
    counted: Counter[str] = Counter()

    def start(name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        counted["xml"] += 1 + len(attributes)
        counted["characters"] = 0
        if name in BOUNDS:
            counted[name] += 1
            most, told = BOUNDS[name]
            if counted[name] > most:
                raise ValidationError(told)
        if counted["xml"] > MOST_XML or any(
            len(text) > MOST_CHARACTERS_OF_TEXT for text in attributes.values()
        ):
            raise ValidationError(TOO_LARGE)

    def text(characters: str) -> None:
        counted["characters"] += len(characters)
        if counted["characters"] > MOST_CHARACTERS_OF_TEXT:
            raise ValidationError(TOO_LARGE)

    def refuse(*_: object) -> None:
        raise ValidationError(damaged)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    parser.CommentHandler = lambda words: start("comment", {})
    parser.ProcessingInstructionHandler = lambda *words: start("instruction", {})
    parser.Parse(content, True)
