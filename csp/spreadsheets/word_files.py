"""The tables of Word files (.docx): zip archives of XML, of which two members are read."""

import io
import logging
import posixpath
import zipfile
from xml.parsers import expat

from django.core.exceptions import ValidationError
from lxml import etree

from csp.spreadsheets.grids import MOST_GRIDS, MOST_ROWS, TOO_MANY_ROWS, Grid
from csp.spreadsheets.word_tables import WordTables

logger = logging.getLogger(__name__)

# Photographs make Word files large, and aren't read.
MOST_BYTES = 20 * 1024 * 1024
MOST_MEMBERS = 2_000
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_XML_BYTES = 30 * 1024 * 1024
# Elements and attributes of the text: a plan of a hundred pages has some 150,000.
MOST_XML = 400_000
# 5,000 rows of eight columns.
MOST_CELLS = 40_000
MOST_CHARACTERS_OF_TEXT = 100_000

DAMAGED = "The selected file is damaged. Open it in Word, and save it again as .docx"
TOO_LARGE = (
    "The selected file holds too much besides its tables. Copy the tables that you want to import "
    "into a new document"
)
MISNAMED = (
    "The selected file is not a Word file, although its name ends in .docx. "
    "Open it in Word, and save it again as .docx"
)
PASSWORD = "The selected file is password protected. Save it without a password"
NO_TABLES = (
    "The selected file has no tables. The actions must stand in tables, a row for each action"
)

RELATIONSHIPS = "_rels/.rels"


def read(content: bytes) -> tuple[list[Grid], list[str]]:
    """A Word file's tables, in its order, not yet checked, and notes on the reading.

    Raises ValidationError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _members(archive)
            name = _main_part(archive, members)
            document = _tree(archive, members, name)
            folder = posixpath.dirname(name)
            styles = _tree(archive, members, posixpath.join(folder, "styles.xml"))
            numbering = _tree(archive, members, posixpath.join(folder, "numbering.xml"))
        tables = WordTables(document, styles, numbering)
        grids = tables.grids()
    except ValidationError:
        raise
    except Exception:
        # A broken file can fail in zipfile, expat and lxml in every possible way.
        logger.info("A Word file could not be read.", exc_info=True)
        raise ValidationError(DAMAGED) from None
    if not grids:
        raise ValidationError(NO_TABLES)
    return grids, tables.notes()


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The archive's members by name."""
    members = archive.infolist()
    if not any(member.filename.startswith("word/") for member in members):
        raise ValidationError(MISNAMED)
    if any(member.flag_bits & 1 for member in members):
        raise ValidationError(PASSWORD)
    size = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or size > MOST_UNPACKED_BYTES:
        raise ValidationError(TOO_LARGE)
    return {member.filename: member for member in members}


def _main_part(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> str:
    """The name of the member with the text; some programs call it document2.xml."""
    relationships = _tree(archive, members, RELATIONSHIPS)
    for one in relationships if relationships is not None else ():
        if one.get("Type", "").endswith("/officeDocument"):
            name = one.get("Target", "").removeprefix("/")
            if not name.startswith("word/"):
                raise ValidationError(MISNAMED)
            return name
    raise ValidationError(DAMAGED)


def _tree(
    archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], name: str
) -> etree._Element | None:
    """The XML of a member, of which a scan has shown that it is harmless; None without it."""
    if name not in members:
        if name.endswith(("styles.xml", "numbering.xml")):
            return None
        raise ValidationError(DAMAGED)
    # The size is what the archive says. Reading no more than that is zipfile's own promise.
    if members[name].file_size > MOST_XML_BYTES:
        raise ValidationError(TOO_LARGE)
    content = archive.read(name)
    _scan(content)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    return etree.fromstring(content, parser)


def _scan(content: bytes) -> None:
    """Refuse XML with a document type, or with more in it than any honest file has."""
    counted = {"xml": 0, "rows": 0, "tables": 0, "cells": 0, "characters": 0}

    def start(name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        counted["xml"] += 1 + len(attributes)
        counted["characters"] = 0
        if name == "tr":
            counted["rows"] += 1
        elif name == "tc":
            counted["cells"] += 1
        elif name == "tbl":
            counted["tables"] += 1
        if counted["rows"] > MOST_ROWS:
            raise ValidationError(TOO_MANY_ROWS)
        if counted["tables"] > MOST_GRIDS:
            raise ValidationError(
                f"The selected file has more than {MOST_GRIDS} tables. Divide it into several files"
            )
        if counted["cells"] > MOST_CELLS:
            raise ValidationError(
                f"The selected file has more than {MOST_CELLS:,} cells in its tables. "
                "Divide it into several files"
            )
        if counted["xml"] > MOST_XML or any(
            len(text) > MOST_CHARACTERS_OF_TEXT for text in attributes.values()
        ):
            raise ValidationError(TOO_LARGE)

    def text(characters: str) -> None:
        counted["characters"] += len(characters)
        if counted["characters"] > MOST_CHARACTERS_OF_TEXT:
            raise ValidationError(TOO_LARGE)

    def refuse(*_: object) -> None:
        raise ValidationError(DAMAGED)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    parser.CommentHandler = lambda words: start("comment", {})
    parser.ProcessingInstructionHandler = lambda *words: start("instruction", {})
    parser.Parse(content, True)
