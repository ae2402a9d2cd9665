"""Pictures for the document, as people send them: looked into, and written anew."""

import secrets
from io import BytesIO
from typing import IO

from django.core.files import File
from django.core.files.base import ContentFile
from PIL import ImageOps

from csp import pictures
from csp.pictures import NotUsable

LARGEST_MEGABYTES = 10
# A whole page of A4 in print needs no more.
LONGEST_SIDE = 2400
KINDS = {"PNG": "png", "JPEG": "jpg"}


# Of more pixels, which nothing here writes, nothing is said.
MOST_JUDGED = LONGEST_SIDE**2
# A dot is seen on white from a contrast of 3 on, by WCAG: that of a grey of this lightness.
LIGHTEST_SEEN = 148
# So much of what is opaque in a picture must be seen, or, where all of it is, of the whole.
LEAST_SEEN, LEAST_INK = 0.2, 0.005
VANISHES = (
    "The logo is so light that it can hardly be seen on white, on which it is printed: use one "
    "made for white paper."
)


def vanishes_on_white(file: IO[bytes] | File) -> bool:
    """Whether a logo can hardly be seen on white paper: a white one without a ground of its own.

    False of a file that is no picture, or of one too large to be judged.
    """
    try:
        opened = pictures.opened(file, kinds=pictures.SHOWN)
        if opened.width * opened.height > MOST_JUDGED:
            return False
        opened.thumbnail((200, 200))
        image = opened.convert("RGBA")
    except (NotUsable, OSError, ValueError):
        return False
    opaque = image.getchannel("A").point([0] * 128 + [255] * 128)
    by_lightness = image.convert("RGB").convert("L").histogram(opaque)
    count = sum(by_lightness)
    seen = sum(by_lightness[: LIGHTEST_SEEN + 1])
    is_whole = count == image.width * image.height
    return seen < (LEAST_INK if is_whole else LEAST_SEEN) * count or not count


def written_anew(file: File) -> ContentFile:
    """A picture that somebody sent, with a name of its own.

    It holds the picture alone: upright, no larger than it need be, without the place and time at
    which it was taken or anything else that was in the file. file: PNG or JPEG, whatever its name
    says. Raises NotUsable.
    """
    if file.size > LARGEST_MEGABYTES * 1024 * 1024:
        raise NotUsable(f"The picture must be smaller than {LARGEST_MEGABYTES}MB")
    opened = pictures.opened(file, kinds=list(KINDS))
    kind = opened.format or ""
    try:
        # At a fraction of its size a JPEG is read in a fraction of the memory.
        opened.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        # Made small before it is turned, which takes a copy of it.
        opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        image = ImageOps.exif_transpose(opened)
        if kind == "JPEG" and image.mode not in ("L", "RGB"):
            image = image.convert("RGB")
        profile = image.info.get("icc_profile")
        image.info = {key: image.info[key] for key in ("transparency",) if key in image.info}
        content = BytesIO()
        image.save(content, kind, optimize=True, quality=88, icc_profile=profile)
    # Whatever Pillow's readers stumble over.
    except Exception as error:
        raise NotUsable("The picture must be a PNG or JPEG file that can be read") from error
    return ContentFile(content.getvalue(), f"{secrets.token_hex(8)}.{KINDS[kind]}")
