"""Pictures for the document, as people send them: looked into, and written anew."""

import secrets
from io import BytesIO

from django.core.files import File
from django.core.files.base import ContentFile
from PIL import ImageOps

from csp import pictures
from csp.pictures import NotUsable

LARGEST_MEGABYTES = 10
# A whole page of A4 in print needs no more.
LONGEST_SIDE = 2400
KINDS = {"PNG": "png", "JPEG": "jpg"}


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
