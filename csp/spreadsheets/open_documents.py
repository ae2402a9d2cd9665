"""OpenDocument files, of LibreOffice and others: text (.odt) and spreadsheets (.ods)."""

import io
import logging
import zipfile

from django.core.exceptions import ValidationError
from lxml import etree

from csp.spreadsheets.grids import Grid
from csp.spreadsheets.open_sheets import OpenSheets
from csp.spreadsheets.open_styles import OpenStyles
from csp.spreadsheets.open_text import as_word
from csp.spreadsheets.word_files import NO_TABLES
from csp.spreadsheets.word_tables import WordTables
from csp.spreadsheets.word_xml import child
from csp.spreadsheets.zipped_xml import PASSWORD, members_of, tree

logger = logging.getLogger(__name__)

# Of the element below the body, by suffix.
KINDS = {".odt": "text", ".ods": "spreadsheet"}
DAMAGED = "The selected file is damaged. Open it in LibreOffice, and save it again"
MISNAMED = (
    "The selected file is not an OpenDocument file, although its name ends in {suffix}. "
    "Open it in LibreOffice, and save it again as {suffix}"
)


def read(content: bytes, suffix: str) -> tuple[list[Grid], list[str]]:
    """The tables of a text or the sheets of a spreadsheet, not yet checked, and notes on it.

    suffix: a key of KINDS. Raises ValidationError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            body, styles = _body_and_styles(archive, suffix)
        if suffix == ".ods":
            sheets = OpenSheets(body, styles)
            return sheets.grids(), sheets.notes()
        tables = WordTables(as_word(body, styles), None)
        grids = tables.grids()
    except ValidationError:
        raise
    except Exception:
        # As with Word files: in every possible way.
        logger.info("An OpenDocument file could not be read.", exc_info=True)
        raise ValidationError(DAMAGED) from None
    if not grids:
        raise ValidationError(NO_TABLES)
    return grids, tables.notes()


def _body_and_styles(archive: zipfile.ZipFile, suffix: str) -> tuple[etree._Element, OpenStyles]:
    members = members_of(archive)
    if "content.xml" not in members:
        raise ValidationError(MISNAMED.format(suffix=suffix))
    manifest = members.get("META-INF/manifest.xml")
    if manifest:
        for _ in tree(archive, manifest, DAMAGED).iter("{*}encryption-data"):
            raise ValidationError(PASSWORD)
    root = tree(archive, members["content.xml"], DAMAGED)
    body = child(root, "body", KINDS[suffix])
    if body is None:
        raise ValidationError(MISNAMED.format(suffix=suffix))
    others = members.get("styles.xml")
    return body, OpenStyles(tree(archive, others, DAMAGED) if others else None, root)
