"""What the forms of a document have in common: its pictures, and words for what went wrong."""

import re
import warnings

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from PIL import Image

# All but the characters of XML 1.0, section 2.2.
NOT_OF_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class RenderingFailed(Exception):
    """A form of the document could not be made; says what failed, in words for the reader."""


class Unreadable(Exception):
    """A file that the document needs is missing, broken or not the document's to read."""


# More than any camera of today makes. A file of a few kilobytes can claim a thousand times that.
MOST_PIXELS = 120_000_000
# What browsers show too. Others are read by programs that run on this machine (EPS), or seldom.
KINDS = ("PNG", "JPEG", "GIF", "WEBP")


def picture(name):
    """A picture's bytes from the media, once it is certain that it can be read and is no giant.

    Raises Unreadable.
    """
    try:
        with default_storage.open(name) as file, warnings.catch_warnings():
            # Pillow's own, of half the size at which it refuses.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(file, formats=KINDS)
            width, height = image.size
            image.verify()
            file.seek(0)
            content = file.read()
    except Image.DecompressionBombError as error:
        raise Unreadable(f"the picture {name} is too large") from error
    except (OSError, SyntaxError, ValueError, SuspiciousFileOperation) as error:
        raise Unreadable(f"the picture {name} cannot be read") from error
    if width * height > MOST_PIXELS:
        raise Unreadable(f"the picture {name} is too large ({width:,} by {height:,} pixels)")
    return content


def printable(text: str) -> str:
    """The text without the signs that no XML may hold: Word and Excel files are made of it."""
    return NOT_OF_XML.sub("", text)
