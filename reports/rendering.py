"""What the forms of a document have in common: its pictures, and words for what went wrong."""

import re

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage

from csp import pictures

# All but the characters of XML 1.0, section 2.2.
NOT_OF_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class RenderingFailed(Exception):
    """A form of the document could not be made; says what failed, in words for the reader."""


class Unreadable(Exception):
    """A file that the document needs is missing, broken or not the document's to read."""


def picture(name: str) -> bytes:
    """A picture's bytes from the media, once it is certain that it can be read and is no giant.

    Raises Unreadable.
    """
    try:
        with default_storage.open(name) as file:
            pictures.opened(file, kinds=pictures.SHOWN)
            file.seek(0)
            return file.read()
    except pictures.TooManyPixels as error:
        raise Unreadable(f"the picture {name} is too large") from error
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Unreadable(f"the picture {name} cannot be read") from error


def printable(text: str) -> str:
    """The text without the signs that no XML may hold: Word and Excel files are made of it."""
    return NOT_OF_XML.sub("", text)
