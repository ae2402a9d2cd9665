"""The tables of Word files (.docx): zip archives of XML, of which two members are read."""

import io
import logging
import posixpath
import zipfile

from django.core.exceptions import ValidationError
from lxml import etree

from csp.spreadsheets.grids import Grid
from csp.spreadsheets.word_tables import WordTables
from csp.spreadsheets.zipped_xml import members_of, tree

logger = logging.getLogger(__name__)

# Photographs make Word files large, and aren't read.
MOST_BYTES = 20 * 1024 * 1024

DAMAGED = "The selected file is damaged. Open it in Word, and save it again as .docx"
MISNAMED = (
    "The selected file is not a Word file, although its name ends in .docx. "
    "Open it in Word, and save it again as .docx"
)
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
    if not any(name.startswith("word/") for name in archive.namelist()):
        raise ValidationError(MISNAMED)
    return members_of(archive)


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
    return tree(archive, members[name], DAMAGED)
