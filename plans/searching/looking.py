"""The results of a search: how many there are of each kind, and what a page shows of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from csp.words_kept import Word
from csp.words_marked import excerpt, marked
from partners.models import Membership
from plans.searching.sources import Found, Source, Told, sources_of

# Of each source. Whoever finds more adds a word.
MOST_FOUND = 500
Row = tuple[Source, int]


@dataclass(frozen=True)
class Result:
    """told: what is said of a row; title and words: with what was looked for marked."""

    told: Told
    title: SafeString
    words: SafeString


@dataclass(frozen=True)
class OfKind:
    """What was found of a kind: each row by its source and id. is_more: there is more."""

    kind: Found
    rows: Sequence[Row]
    is_more: bool

    @property
    def number(self) -> str:
        return f"more than {MOST_FOUND}" if self.is_more else str(len(self.rows))


def look(
    words: Sequence[Word], memberships: list[Membership], *, kind: str = "", year: int | None = None
) -> list[OfKind]:
    """What somebody with these memberships finds, by kinds. A query for each source."""
    found = []
    for of_kind, sources in groupby(sources_of(kind), key=lambda one: one.kind):
        rows: list[Row] = []
        is_more = False
        for source in sources:
            seen = source.rows_of(memberships, year)
            pks = source.words.find(seen, words, most=MOST_FOUND + 1)
            is_more = is_more or len(pks) > MOST_FOUND
            rows += [(source, pk) for pk in pks[:MOST_FOUND]]
        if rows:
            found.append(OfKind(of_kind, rows, is_more))
    return found


def results(
    rows: Sequence[Row], words: Sequence[Word], memberships: list[Membership]
) -> dict[Row, Result]:
    """What is said of the rows, by row. A query for each source among them."""
    of_partnership = {one.partnership_id: one for one in memberships}
    told: dict[Row, Result] = {}
    for source in dict.fromkeys(source for source, _ in rows):
        pks = [pk for one, pk in rows if one is source]
        for row in source.rows(memberships).filter(pk__in=pks):
            membership = of_partnership[source.partnership_of(row)]
            told[source, row.pk] = _result(source.told(row, membership), words)
    return told


def _result(told: Told, words: Sequence[Word]) -> Result:
    texts = [text for text in told.texts if text]
    return Result(told, marked(told.title, words), excerpt(texts, words))
