"""The colours of cells, by the names that people have for them."""

import colorsys
import re

# By the hue that they end at, in degrees.
NAMES = ((20, "red"), (52, "amber"), (70, "yellow"), (170, "green"), (260, "blue"), (330, "purple"))
GREYEST = 0.12
LIGHTEST = 0.97


def name_of(fill: str) -> str:
    """The name of a colour such as “00B050” or “FF00B050”; "" if it is white or none."""
    if not re.fullmatch(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}", fill):
        return ""
    red, green, blue = (int(fill[-6:][place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, lightness, _ = colorsys.rgb_to_hls(red, green, blue)
    if lightness > LIGHTEST:
        return ""
    if max(red, green, blue) - min(red, green, blue) < GREYEST:
        return "black" if lightness < GREYEST else "grey"
    return next((name for end, name in NAMES if hue * 360 < end), "red")
