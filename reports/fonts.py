"""Which signs the fonts can show that our documents are printed with: those of static/built.

Reading all of them takes a PDF's process seconds: beside those that every document has, there are
more for the documents with such signs.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

OF_ALL, MORE = "built/fonts.css", "built/more_fonts.css"
FILE = re.compile(r'url\("([^"]+)"\)')


@cache
def known(*styles: str) -> frozenset[int]:
    """The numbers of all signs in the fonts of these style sheets."""
    found = [Path(name) for name in map(finders.find, styles) if isinstance(name, str)]
    files = {style.parent / name for style in found for name in FILE.findall(style.read_text())}
    return frozenset(number for file in files for number in _numbers(file))


def _numbers(file: Path) -> list[int]:
    with TTFont(file, lazy=True) as font:
        return list(font.getBestCmap())


def lacking(text: str, styles: tuple[str, ...] = (OF_ALL, MORE)) -> list[str]:
    """The signs of a text that would be printed as boxes, each once, in their order.

    styles: the style sheets of the fonts with which it is printed.

    What has no look of its own, such as a space or a joiner, is none. A letter whose accents are
    separate signs is taken for the letter with them.
    """
    if text.isascii():
        return []
    signs = dict.fromkeys(unicodedata.normalize("NFC", text))
    numbers = known(*styles)
    return [sign for sign in signs if ord(sign) not in numbers and _has_a_look(sign)]


def _has_a_look(sign: str) -> bool:
    is_variant = unicodedata.name(sign, "").startswith("VARIATION SELECTOR")
    return unicodedata.category(sign) not in ("Cc", "Cf", "Zs", "Zl", "Zp") and not is_variant
