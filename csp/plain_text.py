"""Text reduced to what people mean by it: for reading, finding and sorting, never for keeping."""

import re
import unicodedata
from collections.abc import Callable

# Hyphens, dashes and the minus sign; quotation marks that stand for an apostrophe.
SIGNS = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043", "-") | dict.fromkeys(
    "\u2018\u2019\u201b\u02bc\u02b9\u00b4", "'"
)


def plain(text: str) -> str:
    """One spelling of each sign: figures, dashes, apostrophes, and single spaces.

    Signs that nobody sees, such as soft hyphens and marks of direction, are left out.
    """
    text = text.replace("\0", " ").replace("`", "'")
    if not text.isascii():
        # Signs first: NFKC makes a space and an accent of an acute accent by itself.
        text = unicodedata.normalize("NFKC", _replaced(text, _sign))
        text = _replaced(text, _sign)
    return " ".join(text.split())


def folded(text: str) -> str:
    """Plain text without case and accents: “Étoile” and “ETOILE” are one."""
    text = plain(text).casefold()
    if text.isascii():
        return text
    return _replaced(
        unicodedata.normalize("NFKD", text),
        lambda letter: "" if unicodedata.combining(letter) else letter,
    )


def _sign(letter: str) -> str:
    return "" if unicodedata.category(letter) == "Cf" else SIGNS.get(letter, letter)


def _replaced(text: str, replacement: Callable[[str], str]) -> str:
    # Letter by letter of the few that are not ASCII: str.translate takes ten times as long.
    for letter in set(text):
        if not letter.isascii() and (other := replacement(letter)) != letter:
            text = text.replace(letter, other)
    return text


def sort_key(text: str) -> tuple[list[tuple[bool, int, str]], str]:
    """By which names sort as people do: without case and accents, and numbers by their value.

    “Ward 2” comes before “Ward 10”. What is alike by these rules keeps one order by its signs.
    Databases differ in this by their collation, so what a page lists by name is sorted by this.
    """
    parts = re.findall(r"[0-9]+|[^\W\d_]+|.", folded(text).replace("'", ""))
    words = [part for part in parts if part.isalnum()]
    return [_rank(word) for word in words], text


def _rank(word: str) -> tuple[bool, int, str]:
    # Figures before letters. By length first, since int() refuses thousands of figures.
    figures = word.lstrip("0") if word[0] in "0123456789" else ""
    is_word = word[0] not in "0123456789"
    return is_word, len(figures), figures or word
