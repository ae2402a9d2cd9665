"""The colours of cells, by the names that people have for them."""

import colorsys
import re

from lxml import etree

# By the hue that they end at, in degrees.
NAMES = ((20, "red"), (52, "amber"), (70, "yellow"), (170, "green"), (260, "blue"), (330, "purple"))
# Of a theme, as Excel counts them (ECMA-376, part 1, 18.8.3).
IN_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)))
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


def of_theme(theme: bytes | None) -> list[str]:
    """The colours in the XML of an Excel file's theme, in the order in which cells count them."""
    if not theme:
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    scheme = etree.fromstring(theme, parser).find(".//{*}clrScheme")
    found = {
        etree.QName(one).localname: one[0].get("lastClr") or one[0].get("val", "")
        for one in (scheme if scheme is not None else ())
        if len(one)
    }
    return [found.get(name, "") for name in IN_THEME]


def tinted(fill: str, tint: float) -> str:
    """A colour made lighter, or darker below 0, as Excel does it (ECMA-376, part 1, 18.8.19)."""
    if not tint or not re.fullmatch(r"[0-9A-Fa-f]{6}", fill):
        return fill
    hue, lightness, saturation = colorsys.rgb_to_hls(
        *(int(fill[place : place + 2], 16) / 255 for place in (0, 2, 4))
    )
    tint = max(-1.0, min(tint, 1.0))
    lightness = lightness * (1 + tint) if tint < 0 else lightness * (1 - tint) + tint
    parts = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "".join(f"{round(255 * part):02X}" for part in parts)
