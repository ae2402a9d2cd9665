"""The words of a published document, by which the public finds it."""

import re

from django.db.models import Q
from django.utils.html import strip_tags

from csp.finding import STEMMER, Sought
from csp.plain_text import folded

WORD = re.compile(r"\w{2,40}")
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
# More words than these narrow no search.
MOST_WORDS = 10


def words_of(html: str) -> str:
    """Each word of a web page once, and its stem, in small letters, with a space before each.

    A few kilobytes where the page has a hundred, so that many pages can be looked through.
    """
    text = folded(strip_tags(STYLE.sub("", html))).replace("'", "")
    words = set(WORD.findall(text))
    return "".join(f" {word}" for word in sorted(words | {*STEMMER.stemWords(list(words))}))


def with_words(typed: str) -> Q:
    """What picks the Editions that have all the typed words, in any form or as a word's beginning;
    or that are called so.
    """
    found = Q()
    for word in Sought(typed).words[:MOST_WORDS]:
        one = word.replace("-", "")[:40]
        found &= (
            Q(words__contains=f" {one}")
            | Q(words__contains=f" {STEMMER.stemWord(one)}")
            | Q(title__icontains=word)
            | Q(plan__partnership__name__icontains=word)
            | Q(plan__partnership__district__icontains=word)
        )
    return found
