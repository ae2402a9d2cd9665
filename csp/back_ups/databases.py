"""Copies of the database as it is at one moment, however many people write; and the way back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Protocol

from django.db import connection, transaction

from csp.back_ups import NotDone

# How many rows each table has, by its name.
Rows = Mapping[str, int]


class Kind(Protocol):
    name: str
    file: str

    def copy(self, to: Path) -> Rows:
        """Copy the database into a new file, and say what is in the copy. Raises NotDone."""

    def restore(self, copy: Path, rows: Rows) -> None:
        """Make the database what the copy is, or leave it alone and raise NotDone."""


def here() -> Kind:
    return Sqlite() if connection.vendor == "sqlite" else Postgres()


def is_empty() -> bool:
    return not connection.introspection.table_names()


def rows_here() -> Rows:
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchone()[0]
    return found


class Sqlite:
    name = "sqlite"
    file = "database.sqlite3"

    def copy(self, to: Path) -> Rows:
        connection.ensure_connection()
        with closing(sqlite3.connect(to)) as copy:
            # All in one step: what is written meanwhile goes on beside it, and is not in it.
            connection.connection.backup(copy)
            # One file, which can be read where nothing can be written.
            copy.execute("PRAGMA journal_mode=DELETE")
            rows = self._rows_of(copy)
        with to.open("rb") as file:
            os.fsync(file.fileno())
        return rows

    def restore(self, copy: Path, rows: Rows) -> None:
        with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)) as source:
            try:
                is_sound = source.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                is_whole = is_sound and self._rows_of(source) == rows
            except sqlite3.DatabaseError:
                is_whole = False
            if not is_whole:
                raise NotDone("The copy of the database is damaged, or another than it was.")
            connection.ensure_connection()
            # One transaction of the database that is there.
            source.backup(connection.connection)

    def _rows_of(self, there: sqlite3.Connection) -> Rows:
        tables = there.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {
            table: there.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            for (table,) in tables
        }


class Postgres:
    name = "postgresql"
    file = "database.dump"

    def copy(self, to: Path) -> Rows:
        dump = self._command("pg_dump")
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            # What is counted here is what is dumped: both see this one moment.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            seen = f"--snapshot={cursor.fetchone()[0]}"
            options = ["--format=custom", "--no-owner", "--no-privileges", seen, f"--file={to}"]
            self._run([*dump, *options])
            rows = rows_here()
        with to.open("rb") as file:
            os.fsync(file.fileno())
        return rows

    def restore(self, copy: Path, rows: Rows) -> None:
        """Everything in one transaction, in which it is counted, too."""
        psql = [*self._command("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
        read = [*self._command("pg_restore")[:1], "--no-owner", "--file=-", str(copy)]
        tables = connection.introspection.table_names()
        connection.close()
        begin = ["SET lock_timeout = '30s';", "BEGIN;"]
        begin += [f"DROP TABLE {_name(table)} CASCADE;" for table in tables]
        end = ["RESET search_path;", _counted(rows), "COMMIT;"]
        with TemporaryFile() as errors:
            into = subprocess.Popen(
                psql,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env=self._environment(),
            )
            assert into.stdin
            # psql has ended before it was told all, and has said why.
            with suppress(BrokenPipeError), into.stdin:
                _say(into.stdin, begin)
                done = subprocess.run(read, stdout=into.stdin, stderr=errors, check=False)
                if done.returncode == 0:
                    _say(into.stdin, end)
                else:
                    into.kill()
            if into.wait() != 0:
                raise NotDone(f"PostgreSQL refuses the back-up: {_last_words(errors)}")

    def _command(self, program: str) -> list[str]:
        """A program of PostgreSQL's with how it reaches the database; no password is in it."""
        found = shutil.which(program)
        if not found:
            raise NotDone(
                f"{program} is not installed. On Debian: apt-get install postgresql-client"
            )
        known = connection.settings_dict
        told = {"--username": "USER", "--host": "HOST", "--port": "PORT", "--dbname": "NAME"}
        return [found, *(f"{name}={known[key]}" for name, key in told.items() if known[key])]

    def _environment(self) -> dict[str, str]:
        _, others = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
        return os.environ | (others or {})

    def _run(self, command: list[str]) -> None:
        with TemporaryFile() as errors:
            done = subprocess.run(command, stderr=errors, env=self._environment(), check=False)
            if done.returncode:
                raise NotDone(f"pg_dump could not copy the database: {_last_words(errors)}")


def _name(table: str) -> str:
    return connection.ops.quote_name(table)


def _counted(rows: Rows) -> str:
    """What breaks the transaction off unless every table has as many rows."""
    checks = (
        f"IF (SELECT count(*) FROM {_name(table)}) <> {count:d} THEN "
        f"RAISE EXCEPTION 'the number of rows of % is not {count:d}', $name${table}$name$; END IF;"
        for table, count in rows.items()
    )
    return f"DO $rows$ BEGIN {' '.join(checks)} END $rows$;"


def _say(to: IO[bytes], lines: list[str]) -> None:
    to.write("".join(f"{line}\n" for line in lines).encode())
    to.flush()


def _last_words(errors: IO[bytes]) -> str:
    errors.seek(0)
    lines = errors.read().decode(errors="replace").strip().splitlines()
    return " ".join(lines[-3:])[-600:]
