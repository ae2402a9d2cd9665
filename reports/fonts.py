"""Which signs the fonts can show that our documents are printed with: those of static/built."""

import unicodedata
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

FOLDER = "built/fonts"


@cache
def known() -> frozenset[int]:
    """The numbers of all signs in our fonts."""
    folder = finders.find(FOLDER)
    files = Path(folder).glob("*.woff2") if isinstance(folder, str) else ()
    return frozenset(number for file in files for number in _numbers(file))


def _numbers(file: Path) -> list[int]:
    with TTFont(file, lazy=True) as font:
        return list(font.getBestCmap())


def lacking(text: str) -> list[str]:
    """The signs of a text that would be printed as boxes, each once, in their order.

    What has no look of its own, such as a space or a joiner, is none. A letter whose accents are
    separate signs is taken for the letter with them.
    """
    if text.isascii():
        return []
    signs = dict.fromkeys(unicodedata.normalize("NFC", text))
    return [sign for sign in signs if ord(sign) not in known() and _has_a_look(sign)]


def _has_a_look(sign: str) -> bool:
    is_variant = unicodedata.name(sign, "").startswith("VARIATION SELECTOR")
    return unicodedata.category(sign) not in ("Cc", "Cf", "Zs", "Zl", "Zp") and not is_variant
