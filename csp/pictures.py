"""Pictures that people send, judged by their headers, before a pixel is read."""

import warnings
from typing import IO, Any

from django.core.files.base import File
from PIL import Image

# A file of a few kilobytes can claim a thousand times that; each takes four bytes once it is read.
MOST_PIXELS = 40_000_000
# What browsers show too. Others are read by programs that run on this machine (EPS), or seldom.
SHOWN = ("PNG", "JPEG", "GIF", "WEBP")


class NotUsable(ValueError):
    """Says why in the words of the page."""


class TooManyPixels(NotUsable):
    """The header claims more than may be read."""


def opened(file: IO[bytes] | File, *, kinds: list[str] | tuple[str, ...]) -> Image.Image:
    """The picture in a file, of which no pixel is read yet.

    kinds: names of formats, as Pillow has them. Raises NotUsable.
    """
    source: Any = file
    try:
        with warnings.catch_warnings():
            # Pillow's own limit, of which it only warns at first.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            source.seek(0)
            picture = Image.open(source, formats=kinds)
            _check_pixels(*picture.size)
            picture.verify()
            source.seek(0)
            return Image.open(source, formats=kinds)
    except Image.DecompressionBombError as error:
        raise TooManyPixels(
            "The picture must have fewer pixels: no more than 40 million"
        ) from error
    except NotUsable:
        raise
    # Whatever its readers of many formats stumble over.
    except Exception as error:
        raise NotUsable("The picture must be a PNG or JPEG file that can be read") from error


def _check_pixels(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise TooManyPixels(
            f"The picture must have fewer pixels: it has {width:,} by {height:,}, "
            "and may have no more than 40 million"
        )
