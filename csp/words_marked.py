"""A piece of a text around the words that somebody looked for, with these marked."""

import re
from collections.abc import Iterable, Sequence

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from csp.finding import stem
from csp.plain_text import folded
from csp.words_kept import LEAST_LETTERS_OF_HALF_A_WORD, Word

# What stands between spaces and signs, with the apostrophes and hyphens within.
PIECE = re.compile(r"[^\W_]+(?:['’‑‐–-][^\W_]+)*")
BEFORE, LENGTH = 80, 280
# Behind this much of a text, it is not looked for what is marked in it.
MOST_LOOKED_THROUGH = 50_000


def excerpt(texts: Iterable[str], words: Sequence[Word]) -> SafeString:
    """The first place of the texts where a word is, with what stands around it; "" if none is.

    The texts are plain. Found words are in <mark>.
    """
    text = " ".join(" ".join(texts)[:MOST_LOOKED_THROUGH].split())
    places = (piece.start() for piece in PIECE.finditer(text) if _is_one(piece[0], words))
    first = next(places, None)
    if first is None:
        return SafeString()
    start = _word_begins(text, max(first - BEFORE, 0))
    end = start + LENGTH
    cut = text[start:end] if end >= len(text) else text[start:end].rpartition(" ")[0]
    pieces = [escape("…")] * (start > 0) + [marked(cut, words)] + [escape(" …")] * (end < len(text))
    return mark_safe("".join(pieces))


def marked(text: str, words: Sequence[Word]) -> SafeString:
    """The text as HTML, with the words in <mark>."""
    html, done = [], 0
    for piece in PIECE.finditer(text):
        if _is_one(piece[0], words):
            html += [escape(text[done : piece.start()]), format_html("<mark>{}</mark>", piece[0])]
            done = piece.end()
    return mark_safe("".join([*html, escape(text[done:])]))


def _word_begins(text: str, at: int) -> int:
    return text.find(" ", at) + 1 if at else 0


def _is_one(piece: str, words: Sequence[Word]) -> bool:
    plain = folded(piece).replace("'", "")
    told = {plain.replace("-", ""), *plain.split("-")}
    for word in words:
        for sought in {word.joined, *word.parts}:
            is_long = len(sought) >= LEAST_LETTERS_OF_HALF_A_WORD
            for one in told:
                begins = is_long and one.startswith(sought)
                if one == sought or begins or stem(one) == stem(sought):
                    return True
    return False
