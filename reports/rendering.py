"""What the forms of a document have in common: its pictures, and words for what went wrong."""

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage

from csp import pictures


class RenderingFailed(Exception):
    """A form of the document could not be made; says what failed, in words for the reader."""


class Unreadable(Exception):
    """A file that the document needs is missing, broken or not the document's to read."""


def picture(name):
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
