"""Backing up and restoring as docs/operating.md says: its own commands are run."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.serving import rows_of

OPERATING = Path(__file__).parent.parent / "docs/operating.md"


def commands(beginning):
    """The command of its “Backing up” that begins so."""
    section = OPERATING.read_text().partition("## Backing up\n")[2].partition("\n#")[0]
    (command,) = re.findall(rf"^    ({re.escape(beginning)}.*)$", section, re.MULTILINE)
    return command


def run(folder, database, *beginnings):
    """Run those commands in the folder, as if it were the application's."""
    if not (folder / ".venv").exists():
        (folder / ".venv").symlink_to(sys.prefix)
    for beginning in beginnings:
        subprocess.run(
            ["bash", "-euc", commands(beginning)],
            cwd=folder,
            env=os.environ | {"DATABASE_URL": database},
            check=True,
        )


def back_up(database, folder):
    """Leave the back-up files in the folder, where SQLite's db.sqlite3 and media/ are."""
    (folder / "media").mkdir(exist_ok=True)
    command = ".venv/bin/python" if database.startswith("sqlite") else "pg_dump"
    run(folder, database, command, "tar --create")


def restore(database, folder):
    """Restore what lies in the folder into the empty database, and media/ beside it."""
    command = "cp back-up.sqlite3" if database.startswith("sqlite") else "pg_restore"
    run(folder, database, command, "tar --extract")


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
