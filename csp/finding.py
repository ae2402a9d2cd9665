"""Finding words in texts as people mean them: by their forms, and whatever their signs are.

Done here rather than by the database: LIKE has case for letters with accents on SQLite but not on
PostgreSQL, neither knows that “Women’s” is “women's”, and what is searched is a plan at most.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from csp.plain_text import folded

STEMMER = snowballstemmer.stemmer("english")
# Around a word these are not of it.
PUNCTUATION = ".,;:!?\"'“”‘’()[]"


class Sought:
    """The words that somebody typed into a search."""

    def __init__(self, typed: str) -> None:
        words = (_without_apostrophes(word.strip(PUNCTUATION)) for word in folded(typed).split())
        self.words = [word for word in dict.fromkeys(words) if word.strip("-")]

    def __bool__(self) -> bool:
        return bool(self.words)

    def are_in(self, texts: Iterable[str], *, reference: str = "") -> bool:
        """Whether each of the words is in one of the texts: as part of a word, or in another form.

        “burglaries” is in “Prevent burglary”, “anti-social” in “antisocial” and “anti social”.
        reference: found by a word that is all of it, since “1” would be in most of them.
        """
        text = _without_apostrophes(folded("\n".join(texts)))
        if "-" in text:
            text = f"{text.replace('-', '')} {text.replace('-', ' ')} {text}"
        whole = folded(reference).rstrip(".")
        return all(word == whole or _is_in(word, text) for word in self.words)


def _is_in(word: str, text: str) -> bool:
    joined = word.replace("-", "")
    if word in text or joined in text or word.replace("-", " ") in text:
        return True
    # Forms of a word begin alike, and a few letters have no forms.
    begun_alike = re.compile(rf"\b{re.escape(joined[:3])}\w*")
    return len(joined) > 3 and any(
        stem(found) == stem(joined) for found in set(begun_alike.findall(text))
    )


def _without_apostrophes(text: str) -> str:
    return text.replace("'", "")


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    return STEMMER.stemWord(word[:100])
