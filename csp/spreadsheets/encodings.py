"""Which letters the bytes of a text file are, where nothing says so.

A library of statistics (charset-normalizer) was tried: a list of contacts has a handful of letters
beyond ASCII, too few for it, and it took those of a Mac for Windows's.
"""

import codecs
import re

from django.core.exceptions import ValidationError

NOT_TEXT = (
    "The selected file is not text. Open it in a spreadsheet, and save it as CSV UTF-8 or .xlsx"
)
# What old programs in Western Europe write, the more usual first.
GUESSED = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# Surrogates, by which Python keeps bytes that are no UTF-8.
STRAY = re.compile("[\udc80-\udcff]")
# Letters of Europe, and the signs of its sentences: others in UTF-8 are more likely chance.
EUROPEAN = re.compile("[\u00a0-\u017f\u2010-\u2026\u20ac]")
ENGLISH_APOSTROPHE = re.compile(r"\b[DLO]’[A-Z]|[a-z]’(s|t|re|ve|ll|d|m)\b")
MOST_LINES_NAMED = 10


def decoded(content: bytes) -> tuple[str, list[str]]:
    """The text of a file, and sentences on what was guessed. Raises ValidationError."""
    text, notes = _decoded(content)
    if "\0" in text:
        raise ValidationError(NOT_TEXT)
    return text, notes


def _decoded(content: bytes) -> tuple[str, list[str]]:
    encoding = _of_two_bytes(content)
    if encoding:
        try:
            return content.decode(encoding), []
        except UnicodeDecodeError:
            raise ValidationError(NOT_TEXT) from None
    text = content.decode("utf-8-sig", errors="surrogateescape")
    if not STRAY.search(text):
        return text, []
    if EUROPEAN.search(text):
        return _with_stray_bytes(text)
    return _guessed(content)


def _of_two_bytes(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # Nearly every second byte of Western text in UTF-16 is zero.
    if content[1::2].count(0) * 4 > len(content):
        return "utf-16-le"
    return "utf-16-be" if content[::2].count(0) * 4 > len(content) else ""


def _with_stray_bytes(text: str) -> tuple[str, list[str]]:
    """UTF-8 into which a few bytes of Windows's were copied, as happens when lists are joined."""
    lines = [number for number, line in enumerate(text.split("\n"), start=1) if STRAY.search(line)]
    mended = STRAY.sub(_of_windows, text)
    found = STRAY.search(text)
    sample = _word_at(mended, found.start() if found else 0)
    named = ", ".join(map(str, lines[:MOST_LINES_NAMED]))
    more = f" and {len(lines) - MOST_LINES_NAMED} more" if len(lines) > MOST_LINES_NAMED else ""
    told = f"Lines {named}{more} hold" if len(lines) > 1 else f"Line {named} holds"
    return mended, [
        f"Not all of the file is UTF-8. {told} letters of Windows-1252, which were read as such: "
        f"“{sample}”. Check them."
    ]


def _of_windows(stray: re.Match[str]) -> str:
    return bytes([ord(stray[0]) - 0xDC00]).decode("cp1252", errors="replace")


def _guessed(content: bytes) -> tuple[str, list[str]]:
    found: dict[str, str] = {}
    for encoding in GUESSED:
        try:
            found[encoding] = content.decode(encoding)
        except UnicodeDecodeError:
            continue
    # The first of equals.
    best = max(found, key=lambda encoding: _likeness(found[encoding]))
    text = found[best]
    if _likeness(text) < 0:
        raise ValidationError(NOT_TEXT)
    first = BEYOND_ASCII.search(text)
    sample = _word_at(text, first.start() if first else 0)
    return text, [
        f"The file does not say how its letters are written. It was read as {GUESSED[best]}: "
        f"“{sample}”. If that is wrong, save it again as CSV UTF-8, and select it again."
    ]


def _word_at(text: str, place: int) -> str:
    """The word around a letter, for a person to judge."""
    begin = max(text.rfind(sign, 0, place) for sign in '\n\t ,;"') + 1
    found = re.compile(r"[^\s,;\"]*").match(text, begin)
    word = found[0] if found else ""
    # A dash or a pound sign by itself says little.
    return word if len(word) > 1 else " ".join(text[max(0, place - 12) : place + 12].split())


def _likeness(text: str) -> int:
    """How far the signs beyond ASCII stand as they do in names and sentences."""
    score = 3 * len(ENGLISH_APOSTROPHE.findall(text))
    for found in BEYOND_ASCII.finditer(text):
        place = found.start()
        before, after = text[max(0, place - 1) : place], text[place + 1 : place + 2]
        score += _fit(before.strip(), found[0], after.strip())
    return score


def _fit(before: str, sign: str, after: str) -> int:
    """Of one sign. before, after: its neighbours; "" for space."""
    if sign == "ƒ":
        return -1
    if sign.isalpha():
        if sign.islower():
            return -1 if before.isupper() and after.isupper() else 2
        if before.islower() or not (before.isalpha() or after.isalpha()):
            return -2
        return 1
    if sign in "–—":
        return 2 if bool(before) == bool(after) else 0
    if sign == "“":
        return 0 if before.isalpha() else 2
    if sign == "”":
        return 0 if after.isalpha() else 2
    if sign in "£€":
        return 2 if after.isdigit() else 0
    return 0 if sign in "’‘…•\u00a0°½¼" and not (sign == "‘" and before.isalpha()) else -1
