"""The colour of a partnership, which must be dark enough to carry white text."""

import re

from django.core.exceptions import ValidationError

# WCAG 2.2, 1.4.3 Contrast (Minimum), for text of ordinary size.
LEAST_CONTRAST = 4.5


def contrast_with_white(colour: str) -> float:
    """The WCAG contrast ratio, 1 to 21, between white and a colour written as #1d4d63."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def validate_accent_colour(colour: str) -> None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValidationError("Enter a colour as # and six digits, like #1d4d63")
    if contrast_with_white(colour) < LEAST_CONTRAST:
        raise ValidationError("Enter a darker colour: white text on this one is hard to read")
