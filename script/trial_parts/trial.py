"""What all trials have: the scale, the lines that they find, and databases and processes."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache as once
from itertools import count
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from script.benches import ROOT, filled
from script.benches.bench import SCALES as BENCH_SCALES
from script.benches.bench import Bench
from script.benches.measuring import Side
from tests.serving import Server, served

SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASES = (SQLITE, POSTGRESQL)


@dataclass(frozen=True)
class Scale:
    """How much is tried. passes: how often texts that look like markup go round all fields."""

    name: str
    bodies: int
    spreadsheets: int
    uploads: int
    passes: int
    officers: int
    updates: int
    back_ups: int
    restores: int
    races: int
    kills: int
    mails: int
    guesses: int
    exporters: int
    rows: int


SCALES = {
    scale.name: scale
    for scale in (
        Scale("tiny", 4, 12, 6, 1, 4, 3, 1, 1, 12, 2, 20, 60, 4, 20),
        Scale("small", 12, 60, 25, 1, 10, 5, 3, 5, 40, 10, 100, 450, 8, 60),
        Scale("full", 52, 300, 100, 16, 50, 40, 100, 100, 200, 200, 1000, 10_000, 20, 600),
    )
}


@dataclass(frozen=True)
class Line:
    """One figure of a trial: in a sentence what was tried, how many of what, and how many may be.

    figure: what must not be above the bar.
    """

    tried: str
    figure: float
    unit: str
    bar: float = 0

    @property
    def holds(self) -> bool:
        return self.figure <= self.bar

    @property
    def words(self) -> str:
        verdict = "holds" if self.holds else "FALLS SHORT"
        return f"{self.tried}: {told(self.figure)} {self.unit}, at most {told(self.bar)}: {verdict}"


def told(figure: float) -> str:
    """The figure as people read it."""
    return f"{figure:.2g}" if figure % 1 and figure < 100 else f"{figure:.0f}"


@dataclass
class Ground:
    """Where a trial happens: one of the databases, with folders and processes of its own.

    bench: gives the databases, if they are PostgreSQL's.
    """

    scale: Scale
    database: str
    folder: Path
    server: str
    _sides: list[Side] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        # Two runs at once, of different trials, are in nobody's way.
        name = f"trials_{self.scale.name}_{os.getpid()}"
        self.bench = Bench(BENCH_SCALES["tiny"], name, self.server, self.folder)
        self._with_tables = ""

    def place(self) -> "Place":
        """A new Place: a database with tables and no rows, beside nothing else."""
        if not self._with_tables:
            first = self.empty()
            first.call(make_tables)
            self._with_tables = first.database
        database = self._empty(copy_of=self._with_tables)
        return Place(self, database, self.folder / f"place-{next(self._numbers)}")

    def migrated(self) -> "Place":
        """A new Place whose tables its migrations have made."""
        place = self.empty()
        place.call(filled.migrated)
        return place

    def empty(self) -> "Place":
        """A new Place whose database has nothing in it at all."""
        return Place(self, self._empty(), self.folder / f"place-{next(self._numbers)}")

    def _empty(self, copy_of: str = "") -> str:
        name = f"db{next(self._numbers)}"
        if self.database == POSTGRESQL:
            # The Bench knows its databases by their names.
            known = copy_of.rpartition("_")[2]
            return self.bench.database(name, copy_of=known)
        file = self.folder / f"{name}.sqlite3"
        if copy_of:
            before = copy_of.removeprefix("sqlite:///")
            with closing(sqlite3.connect(before)) as old, closing(sqlite3.connect(file)) as new:
                old.backup(new)
        return f"sqlite:///{file}"

    def drop(self, place: "Place") -> None:
        """Take away a place that is of no more use, before the end."""
        name = place.database.rpartition("_")[2]
        if self.database == POSTGRESQL:
            self.bench.drop(name)
        shutil.rmtree(place.folder)
        Path(place.database.removeprefix("sqlite:///")).unlink(missing_ok=True)

    def began(self, side: Side) -> Side:
        self._sides.append(side)
        return side

    def close_sides(self) -> None:
        while self._sides:
            self._sides.pop().close()

    def close(self) -> None:
        self.close_sides()
        self.bench.close()
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass
class Place:
    """A database, and the folder of the files beside it."""

    ground: Ground
    database: str
    folder: Path

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)

    def side(self, **environment: str) -> Side:
        """A process in which functions are called, with this database and its files."""
        roots = {name: str(self.folder / name) for name in ("MEDIA_ROOT", "RENDERINGS_ROOT")}
        return self.ground.began(Side(self.database, self.folder, **roots | environment))

    def call(self, function: Callable[..., Any], **arguments: Any) -> Any:
        """What the function returns in a process of its own."""
        side = self.side()
        try:
            return side.call(function, **arguments).result
        finally:
            side.close()

    @contextmanager
    def served(self, workers: int = 2) -> Iterator[Server]:
        """The site as in production, with this database."""
        collect_static()
        with served(
            self.database,
            self.folder,
            workers,
            DEBUG="false",
            SECRET_KEY=os.environ["SECRET_KEY"],
        ) as server:
            yield server

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()


@once
def collect_static() -> None:
    """As in production, pages name static files by what is in them. It takes its time: not again
    if no file has changed since.
    """
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    newest = max(file.stat().st_mtime for file in (ROOT / "static").rglob("*"))
    if not (manifest.exists() and manifest.stat().st_mtime > newest):
        call_command("collectstatic", interactive=False, verbosity=0)


def make_tables() -> None:
    """All tables, of the models: tests/test_migrations.py sees that migrations make the same."""
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)


@dataclass(frozen=True)
class Trial:
    """What script/trials knows by a name. databases: on which it says something of its own.

    row: what it stands for in the list of what goes wrong in systems like this.
    """

    name: str
    row: str
    run: Callable[[Ground], list[Line]]
    databases: tuple[str, ...] = DATABASES
