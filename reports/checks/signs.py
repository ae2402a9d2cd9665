"""Signs that the fonts of the document lack: other scripts, emoji, signs of Word's own fonts."""

import unicodedata
from collections.abc import Iterator

from reports import fonts
from reports.checks.findings import Finding
from reports.checks.loaded import Loaded

# So many are named.
NAMED = 8


def lacking(loaded: Loaded) -> Iterator[Finding]:
    """Texts that are printed and have such signs, each of which may become a box."""
    for text in loaded.printed:
        if found := fonts.lacking(text.all_words):
            names = ", ".join(map(_named, found[:NAMED]))
            more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
            words = (
                f"{text.place.where} has signs that the document’s fonts lack: {names}{more}. "
                "They may be printed as empty boxes: write them another way, or as a picture."
            )
            yield Finding("signs", words, text.place, "".join(found))


def _named(sign: str) -> str:
    # One of a program's own font, such as a bullet of Word, looks like nothing here.
    is_private = unicodedata.category(sign) in ("Co", "Cn", "Cs")
    return f"U+{ord(sign):04X}" if is_private else f"“{sign}”"
