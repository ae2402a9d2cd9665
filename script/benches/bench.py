"""What all parts have: the scale, the databases, and the processes in which is measured."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from urllib.parse import urlsplit
from zlib import crc32

import psycopg

from script.benches import ROOT
from script.benches.measuring import Row, Side


@dataclass(frozen=True)
class Scale:
    """How large the data are, and how often it is measured.

    partnerships: how many, with `years` plans of `actions` each; large: how many beside them, with
    large_years and large_actions. updates: of each action. people, exporting: how many at once;
    turns: of each of them. pairs: of quick measurements; slow_pairs: of those that take seconds.
    pages, rows: of a short and a long document, and of a table.
    """

    partnerships: int
    years: int
    actions: int
    large: int
    large_years: int
    large_actions: int
    updates: int
    people: int
    exporting: int
    turns: int
    pairs: int
    slow_pairs: int
    pages: tuple[int, int] = (40, 160)
    rows: tuple[int, int] = (100, 800)


SCALES = {
    "tiny": Scale(
        partnerships=3,
        years=2,
        actions=40,
        large=2,
        large_years=3,
        large_actions=40,
        updates=3,
        people=3,
        exporting=1,
        turns=1,
        pairs=1,
        slow_pairs=1,
        pages=(6, 12),
        rows=(5, 20),
    ),
    "small": Scale(
        partnerships=20,
        years=4,
        actions=150,
        large=3,
        large_years=6,
        large_actions=150,
        updates=12,
        people=20,
        exporting=4,
        turns=3,
        pairs=5,
        slow_pairs=2,
        pages=(10, 40),
        rows=(50, 200),
    ),
    "medium": Scale(
        partnerships=100,
        years=4,
        actions=150,
        large=20,
        large_years=20,
        large_actions=397,
        updates=12,
        people=100,
        exporting=10,
        turns=5,
        pairs=9,
        slow_pairs=5,
    ),
    # 680,000 actions, 8 million updates.
    "full": Scale(
        partnerships=340,
        years=4,
        actions=150,
        large=60,
        large_years=20,
        large_actions=397,
        updates=12,
        people=200,
        exporting=20,
        turns=6,
        pairs=15,
        slow_pairs=7,
    ),
}


@dataclass
class Bench:
    """One run: `database` gives databases as they are asked for, `side` processes that use them.

    keep: whether databases of an earlier run are taken, and left for the next.
    """

    scale: Scale
    name: str
    server: str
    folder: Path
    keep: bool = False
    _made: dict[str, str] = field(default_factory=dict)
    _sides: list[Side] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        """With it begins what is called by this checkout's bench of this scale."""
        return f"csp_bench_{crc32(str(ROOT).encode()):08x}_{self.name}"

    @property
    def media(self) -> Path:
        """The pictures of all databases, which are left with them."""
        return Path(tempfile.gettempdir()) / f"{self.prefix}_media"

    def database(
        self, name: str, fill: Callable[["Bench", str], None] | None = None, copy_of: str = ""
    ) -> str:
        """The address of the database of that name; if there is none it is made, and filled.

        copy_of: the name of another, made before, as which it begins.
        """
        if name in self._made:
            return self._made[name]
        called = f"{self.prefix}_{name}"
        address = urlsplit(self.server)._replace(path=f"/{called}").geturl()
        with self._connection() as server:
            known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [called])
            is_there = self.keep and known.fetchone()
            if not is_there:
                server.execute(f'DROP DATABASE IF EXISTS "{called}" WITH (FORCE)')
                template = urlsplit(self._made[copy_of]).path[1:] if copy_of else "template0"
                server.execute(f'CREATE DATABASE "{called}" TEMPLATE "{template}"')
        self._made[name] = address
        if fill and not is_there:
            try:
                fill(self, address)
            except BaseException:
                # One that is half filled is not for the next run.
                self._drop(called)
                raise
        return address

    def side(self, database: str, **environment: str) -> Side:
        """A new Side with the database of that address; it ends with the run."""
        own = self.folder / f"side-{len(self._sides)}"
        made = Side(database, own, MEDIA_ROOT=str(self.media), **environment)
        self._sides.append(made)
        return made

    def drop(self, name: str) -> None:
        """Drop the database of that name before the end of the run."""
        self._drop(urlsplit(self._made.pop(name)).path[1:])

    def close_sides(self) -> None:
        for side in self._sides:
            side.close()

    def close(self) -> None:
        self.close_sides()
        if not self.keep:
            rmtree(self.media, ignore_errors=True)
            for address in self._made.values():
                with suppress(psycopg.Error):
                    self._drop(urlsplit(address).path[1:])

    def _drop(self, called: str) -> None:
        with self._connection() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{called}" WITH (FORCE)')

    def _connection(self) -> psycopg.Connection:
        # Whatever is lost in a power cut is made anew.
        options = os.environ.get("PGOPTIONS", "") + " -c client_min_messages=warning"
        return psycopg.connect(self.server, autocommit=True, options=options)


@dataclass(frozen=True)
class Part:
    """Something to be measured by its name."""

    name: str
    about: str
    run: Callable[[Bench], list[Row]]
