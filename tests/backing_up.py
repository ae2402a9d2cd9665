"""Backing up and restoring as docs/operating.md says: its own commands are run, as processes."""

import hashlib
import re
import subprocess
import sys

from tests.serving import ROOT, environment_of, rows_of


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
