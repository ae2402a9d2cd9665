"""Which signs the fonts can show that our documents are printed with: those of static/built.

Reading all of them takes a PDF's process seconds: beside those that every document has, there are
more for the documents with such signs. A font of thousands of signs comes in slices, and a
document has only those that its signs are in.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

OF_ALL, MORE = "built/fonts.css", "built/more_fonts.css"
SLICED = "built/sliced.css"
FILE = re.compile(r'url\("([^"]+)"\)')
# A slice as SLICED tells of it: its file, and its signs. Those with a number hold no Latin letters.
SLICE = re.compile(
    r"url\(fonts/(noto-(?:sans-sc|sans-kr|emoji)-\d[^)]*)\)[^}]*unicode-range:([^;]+);"
)
# A private sign looks different in each font.
PRIVATE = "Co"


@cache
def known(*styles: str) -> frozenset[int]:
    """The numbers of all signs in the fonts of these style sheets."""
    found = [Path(name) for name in map(finders.find, styles) if isinstance(name, str)]
    files = {style.parent / name for style in found for name in FILE.findall(style.read_text())}
    return frozenset(number for file in files for number in _numbers(file))


@cache
def _numbers(file: Path) -> frozenset[int]:
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def lacking(text: str, styles: tuple[str, ...] = (OF_ALL, MORE, SLICED)) -> list[str]:
    """The signs of a text that would be printed as boxes, each once, in their order.

    styles: the style sheets of the fonts with which it is printed.

    What has no look of its own, such as a space or a joiner, is none. A letter whose accents are
    separate signs is taken for the letter with them.
    """
    if text.isascii():
        return []
    signs = dict.fromkeys(unicodedata.normalize("NFC", text))
    numbers = known(*(style for style in styles if style != SLICED))
    found = [sign for sign in signs if ord(sign) not in numbers and _has_a_look(sign)]
    return [sign for sign in found if SLICED not in styles or slice_of(sign) is None]


def slice_of(sign: str) -> str | None:
    """The name of the slice that a sign is in, None if it is in none."""
    if unicodedata.category(sign) == PRIVATE:
        return None
    return next((name for name in _slices().get(ord(sign), ()) if _holds(name, sign)), None)


def _holds(name: str, sign: str) -> bool:
    """Whether a slice has the sign, for slices tell of signs that they do not hold."""
    file = finders.find(f"built/fonts/{name}")
    return isinstance(file, str) and ord(sign) in _numbers(Path(file))


def slices_of(signs: Iterable[str]) -> tuple[str, ...]:
    """The names of the slices that signs are in, each once, in their order by name."""
    return tuple(sorted({name for sign in signs if (name := slice_of(sign))}))


@cache
def _slices() -> dict[int, list[str]]:
    """The names of the slices in which each sign is said to be, by the sign's number."""
    style = finders.find(SLICED)
    told = SLICE.findall(Path(style).read_text()) if isinstance(style, str) else []
    names: dict[int, list[str]] = {}
    for name, signs in told:
        for number in (number for span in signs.split(",") for number in _span(span)):
            names.setdefault(number, []).append(name)
    return names


def _span(written: str) -> range:
    """U+4e00-4e03, or U+4e00."""
    first, _, last = written.strip().removeprefix("U+").partition("-")
    return range(int(first, 16), int(last or first, 16) + 1)


def _has_a_look(sign: str) -> bool:
    is_variant = unicodedata.name(sign, "").startswith("VARIATION SELECTOR")
    return unicodedata.category(sign) not in ("Cc", "Cf", "Zs", "Zl", "Zp") and not is_variant
