"""Backing up and restoring as docs/operating.md says: its own commands are run, as processes."""

import hashlib
import itertools
import random
import re
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager

from tests import factories
from tests.serving import ROOT, environment_of, reachable_database, rows_of

PICTURE = factories.make_picture()


def manage(database, folder, *command, **others):
    """What `manage.py command` says, with that database and folders of its own; it must succeed."""
    done = tried(database, folder, *command, **others)
    assert done.returncode == 0, done.stderr
    return done.stdout


def tried(database, folder, *command, **others):
    """`manage.py command` as it has ended, whether well or not."""
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, command)],
        cwd=ROOT,
        env=environment_of(database, folder, **others),
        capture_output=True,
        text=True,
        check=False,
    )


def documented(command, folder):
    """The words of a command as its “Backing up” has them, with that folder in place of its own."""
    section = (ROOT / "docs/operating.md").read_text().partition("## Backing up\n")[2]
    (found,) = re.findall(rf"^    manage\.py ({command} .*)$", section, re.MULTILINE)
    return [str(folder) if word.startswith("/var/backups") else word for word in found.split()]


def back_up(database, folder):
    """Make a back-up in folder/"back-ups", and return its own folder."""
    manage(database, folder, *documented("backup", folder / "back-ups"))
    return sorted((folder / "back-ups").iterdir())[-1]


def restore(database, folder, made):
    """Restore a back-up into the empty database, and its files into the folder."""
    manage(database, folder, *documented("restore", made))


def contents(database):
    """For each table how many rows it has, and their checksum; for PostgreSQL sequences too."""
    with rows_of(database) as ask:
        if database.startswith("sqlite"):
            tables = ask("SELECT name FROM sqlite_master WHERE type = 'table'")
        else:
            tables = ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            tables.append(("pg_sequences",))
        found = {}
        for (table,) in tables:
            rows = sorted(map(repr, ask(f'SELECT * FROM "{table}"')))
            found[table] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
        return found


def files_in(folder):
    """The content of each file of a process that has this folder, by its name."""
    media = folder / "MEDIA_ROOT"
    paths = [path for path in media.rglob("*") if path.is_file()]
    return {str(path.relative_to(media)): path.read_bytes() for path in paths}


def keep(folder, name, content=PICTURE):
    path = folder / "MEDIA_ROOT" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@contextmanager
def transactions(database):
    """write(*statements): all of them in one transaction."""
    if database.startswith("sqlite"):
        there = sqlite3.connect(database.removeprefix("sqlite:///"), 20, isolation_level=None)
        there.execute("PRAGMA journal_mode=WAL")
    else:
        import psycopg

        there = psycopg.connect(database, autocommit=True)

    def write(*statements):
        for statement in ("BEGIN", *statements, "COMMIT"):
            there.execute(statement)

    with closing(there):
        yield write


def keep_writing(database, folder, number, stopping):
    """On and on: a new file, and then in one transaction its name in a row, and two rows more."""
    with transactions(database) as write:
        for turn in itertools.count():
            if stopping.is_set():
                return
            keep(folder, f"logos/{number}-{turn}.png", f"{number}-{turn}".encode())
            keys = (f"('{number}-{turn}-{one}', '', '2999-01-01')" for one in "ab")
            write(
                f"UPDATE partners_partnership SET logo = 'logos/{number}-{turn}.png' "
                f"WHERE slug = 'writer-{number}'",
                f"INSERT INTO django_session (session_key, session_data, expire_date) "
                f"VALUES {', '.join(keys)}",
            )
            time.sleep(random.uniform(0, 0.01))


@contextmanager
def written_by(writers, folder):
    """The address of the tests' database, to which so many keep writing meanwhile."""
    for number in range(writers):
        factories.make_partnership(f"Writer {number}", slug=f"writer-{number}")
    database = reachable_database(folder)
    # One that several connections turn to WAL at once is locked for some of them.
    with transactions(database):
        pass
    stopping = threading.Event()
    threads = [
        threading.Thread(target=keep_writing, args=[database, folder, number, stopping])
        for number in range(writers)
    ]
    for thread in threads:
        thread.start()
    try:
        time.sleep(0.5)
        yield database
    finally:
        stopping.set()
        for thread in threads:
            thread.join()
