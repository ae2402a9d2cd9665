"""What making two records of a partner one would do, found out before anything is written."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any

from django.db.models import Model

from csp.versions import version_of
from partners.joining.links import Link, links_of, links_to
from partners.joining.own import FILLED, LISTED, merge_agencies
from partners.models import Agency

Key = tuple[type[Model], int]
# The fields of a step. A row that has gone has no AFTER.
MODEL, PK, CALLED, NAME, BEFORE, AFTER = "model", "pk", "called", "name", "before", "after"

# Of the agency, for its reader.
SHOWN = ("name", "abbreviation", "kind", "telephones", *FILLED, *LISTED, "began_on", "ended_on")


@dataclass(frozen=True)
class Met:
    """Two rows that become one. stays: it is as it will be."""

    link: Link
    stays: Any
    goes: Any

    @property
    def told(self) -> str:
        return self.link.told(self.stays, self.goes)


class Planned:
    """What becomes of every row when `goes` is joined with `stays`.

    Nothing is written; the rows in memory are as they will be. is_locked: nobody else changes the
    rows before the transaction ends. The number of queries is that of the declared columns.
    """

    def __init__(self, stays: Agency, goes: Agency, *, is_locked: bool = False) -> None:
        self.stays, self.goes = stays, goes
        self.met: list[Met] = []
        # Each with the row that it leaves.
        self.moved: list[tuple[Link, Any, Any]] = []
        self.lost: set[Key] = set()
        self._is_locked = is_locked
        self._rows: dict[Key, Any] = {}
        self._before: dict[Key, dict[str, Any]] = {}
        self._depth: dict[Key, int] = {}
        self._links: dict[type[Model], Link] = {}
        self._note(stays, 0)
        self._note(goes, 0)
        self.lost.add(_key(goes))
        merge_agencies(stays, goes)
        level: list[tuple[type[Model], list[tuple[Any, Any]]]] = [(Agency, [(stays, goes)])]
        depth = 0
        while level:
            depth += 1
            level = [
                (link.model, pairs)
                for model, above in level
                for link in links_to(model)
                if (pairs := self._follow(link, above, depth))
            ]

    @property
    def version(self) -> str:
        """Another as soon as something of it is another."""
        told = json.dumps([version_of(self.stays), version_of(self.goes), self.steps()])
        return sha256(told.encode()).hexdigest()

    @property
    def named(self) -> list[tuple[str, list[str]]]:
        """The rows that move, by what they are called."""
        names = defaultdict(list)
        for link, row, _ in self.moved:
            if link.one and _key(row) not in self.lost and link.is_told(row):
                names[link].append(link.name(row))
        return [
            (f"{len(rows)} {link.one if len(rows) == 1 else link.many}", rows)
            for link, rows in names.items()
        ]

    @property
    def told(self) -> list[str]:
        """What becomes of what both have, in sentences."""
        told = [met for met in self.met if met.link.is_told(met.stays)]
        return [words for met in told if (words := met.told)]

    @property
    def fields(self) -> list[tuple[str, Any, Any, Any]]:
        """What the records say of the partner: a label, what either says, and the outcome."""
        before = self._before[_key(self.stays)]
        rows = []
        for name in SHOWN:
            field = Agency._meta.get_field(name)
            then = Agency(**{name: before[name]})
            said = [_words(one, name) for one in (then, self.goes, self.stays)]
            if any(said[:2]):
                rows.append((str(field.verbose_name).capitalize(), *said))  # type: ignore[union-attr]
        return rows

    def steps(self) -> list[dict[str, Any]]:
        """The rows that go and that change, in the order in which they can."""
        return [self._step(key) for keys in self.in_order() for key in keys]

    def in_order(self) -> Iterator[list[Key]]:
        """The rows to be written, those of a model together: those that go, then the changed.

        What points to a row comes before it.
        """

        def place(key: Key) -> tuple[int, str, bool]:
            return -self._depth[key], key[0]._meta.label_lower, key not in self.lost

        touched = [key for key in self._rows if key in self.lost or self.changed(key)]
        for _, keys in groupby(sorted(touched, key=lambda key: (*place(key), key[1])), place):
            yield list(keys)

    def row(self, key: Key) -> Any:
        return self._rows[key]

    def changed(self, key: Key) -> list[str]:
        """The columns of a row that will be others."""
        row = self._rows[key]
        return [name for name, value in self._before[key].items() if getattr(row, name) != value]

    def _step(self, key: Key) -> dict[str, Any]:
        model, pk = key
        row, before = self._rows[key], self._before[key]
        link = self._links.get(model) if self._depth[key] else None
        step = {
            MODEL: model._meta.label_lower,
            PK: pk,
            # Without it, taking them apart tells nothing of the row either.
            CALLED: "partner" if link is None else link.one if link.is_told(row) else "",
            NAME: link.name(row) if link else str(row),
            BEFORE: as_texts(row, before),
        }
        if key not in self.lost:
            names = self.changed(key)
            step[BEFORE] = as_texts(row, {name: before[name] for name in names})
            step[AFTER] = as_texts(row, {name: getattr(row, name) for name in names})
        return step

    def _follow(
        self, link: Link, pairs: Iterable[tuple[Any, Any]], depth: int
    ) -> list[tuple[Any, Any]]:
        """Let the rows behind a link follow. Returns those that become one: stays, goes."""
        goes_to = {goes.pk: (stays, goes) for stays, goes in pairs}
        owners = {one.pk for pair in goes_to.values() for one in pair}
        rows = [
            self._note(row, depth, link) for row in link.rows_of(owners, is_locked=self._is_locked)
        ]
        there = {}
        if link.same:
            there = {
                (owner, link.same(row)): row
                for row in rows
                if (owner := getattr(row, link.attname)) not in goes_to
            }
        met = []
        for row in rows:
            if (owner := getattr(row, link.attname)) not in goes_to:
                continue
            stays, goes = goes_to[owner]
            other = there.get((stays.pk, link.same(row))) if link.same else None
            if other is None:
                self._move(link, row, stays, goes)
            else:
                met.append(self._meet(link, other, row, stays))
        return met

    def _move(self, link: Link, row: Any, stays: Any, goes: Any) -> None:
        setattr(row, link.column, stays)
        self.moved.append((link, row, goes))
        ends = {getattr(row, one.attname) for one in links_of(link.model)}
        if link.model._meta.auto_created and len(ends) == 1:
            # It would belong to itself.
            self.lost.add(_key(row))

    def _meet(self, link: Link, there: Any, comes: Any, owner: Any) -> tuple[Any, Any]:
        """Make one of two rows of one owner. Returns which stays, and which goes."""
        stays, goes = (comes, there) if link.rank(comes) > link.rank(there) else (there, comes)
        setattr(stays, link.column, owner)
        link.merge(stays, goes)
        self.lost.add(_key(goes))
        self.met.append(Met(link, stays, goes))
        return stays, goes

    def _note(self, row: Any, depth: int, link: Link | None = None) -> Any:
        """The one object for a row, which may be reached in several ways."""
        key = _key(row)
        if key not in self._rows:
            self._rows[key] = row
            unread = row.get_deferred_fields()
            names = [field.attname for field in row._meta.concrete_fields]
            self._before[key] = {name: getattr(row, name) for name in names if name not in unread}
        if link and (link.one or key[0] not in self._links):
            self._links.setdefault(key[0], link)
        self._depth[key] = max(depth, self._depth.get(key, 0))
        return self._rows[key]


def as_texts(row: Any, values: dict[str, Any]) -> dict[str, str | None]:
    """Values of a row's columns as the steps keep them."""
    columns = {field.attname: field for field in row._meta.concrete_fields}
    empty = type(row)()
    texts = {}
    for name, value in values.items():
        setattr(empty, name, value)
        texts[name] = None if value is None else columns[name].value_to_string(empty)
    return texts


def _key(row: Any) -> Key:
    return type(row), row.pk


def _words(agency: Agency, name: str) -> Any:
    display = getattr(agency, f"get_{name}_display", None)
    return display() if display else getattr(agency, name)
