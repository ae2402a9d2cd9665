"""An upgrade that is cut off: a filled database is as before or as after, never between."""

import hashlib
import json
import os
import random
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management import call_command
from django.db import connection

from script.benches import filled
from script.benches.measuring import Wrong
from script.trial_parts.trial import Ground, Line, Trial

OLD, NEW = "0001", ("0900_words", "0901_notes")
# Seconds after a statement has begun in which its process is killed.
LATEST = 0.005
# The share of the kills that come before a statement; others come while it is at work.
BEFORE = 0.6
TABLES = ("actions_action", "actions_statusupdate", "actions_historicalaction", "plans_plan")


def cut_off(ground: Ground) -> list[Line]:
    place = ground.migrated()
    place.call(filled.partnership, slug="ordinary-0", plans=1, actions=60, updates=4)
    side = place.side(DJANGO_SETTINGS_MODULE="script.trial_parts.upgraded.settings")
    counted = side.call(count_statements).result
    statements = counted["statements"]
    numbers = which_statements(ground.scale.kills, **counted)
    found = side.call(kill_while_migrating, numbers=numbers).result
    if found["killed"] < len(numbers) / 2 or found["old"] + found["new"] == 0:
        raise Wrong(f"Only {found} were killed at work")
    for words in found["told"]:
        print(words, flush=True)
    tried = (
        f"{found['killed']} kills in the {statements} statements of an upgrade of a filled "
        f"database ({found['old']} left it as before, {found['new']} further)"
    )
    return [
        Line(tried, found["between"], "left it between"),
        Line(tried, found["stuck"], "after which the upgrade cannot be done again"),
        Line(tried, found["lost"], "tables that hold something else than before"),
    ]


def which_statements(kills: int, statements: int, records: list[int]) -> list[int]:
    """In which statements to kill: where a migration is written down as done, as well as evenly."""
    others = [1 + turn * statements // kills for turn in range(kills)]
    return [*records, *others][: max(kills, len(records))]


# What happens in a Side.


def in_child(work: Callable[[], Any]) -> int:
    """Do it in a process of its own, forked while no connection is open. Returns its status."""
    connection.close()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    return os.waitpid(child, 0)[1]


def migrate(to: str = "") -> None:
    call_command("migrate", "actions", *([to] if to else []), verbosity=0, skip_checks=True)


def count_statements() -> dict[str, Any]:
    """How many statements the upgrade takes, and which write down a migration as done.

    It is done, and undone.
    """
    told, tell = os.pipe()

    def counting() -> None:
        found: dict[str, Any] = {"statements": 0, "records": []}

        def count(execute: Any, sql: str, *arguments: Any) -> Any:
            found["statements"] += 1
            if sql.startswith('INSERT INTO "django_migrations"'):
                found["records"].append(found["statements"])
            return execute(sql, *arguments)

        with connection.execute_wrapper(count):
            migrate()
        os.write(tell, json.dumps(found).encode())

    if in_child(counting):
        raise Wrong("The upgrade does not work at all")
    undo()
    counted: dict[str, Any] = json.loads(os.read(told, 1000))
    return counted


def undo() -> None:
    if in_child(lambda: migrate(OLD)):
        raise Wrong("The upgrade cannot be undone")


def kill_while_migrating(numbers: list[int]) -> dict[str, Any]:
    """Kill an upgrade in each of these statements. What became of the database."""
    found: dict[str, Any] = dict.fromkeys(("killed", "old", "new", "between", "stuck", "lost"), 0)
    found["told"] = []
    before = sums()
    for turn, number in enumerate(numbers):
        found["killed"] += os.WIFSIGNALED(in_child(partial(_killed_at, number)))
        _wait_until_nobody_writes()
        wrong = between()
        found["between"] += bool(wrong)
        found["told"] += [f"Killed in statement {number}: {wrong}"] if wrong else []
        found["new" if _applied() else "old"] += 1
        found["lost"] += sum(sums()[table] != sum for table, sum in before.items())
        if wrong or turn % 5 == 4:
            is_stuck = bool(in_child(migrate))
            found["stuck"] += is_stuck
            if is_stuck:
                # Nothing after it would say anything.
                return found
            undo()
    return found


def _killed_at(number: int) -> None:
    """Migrate, and be killed before that statement, or soon after it has begun."""
    begun = 0
    delay = random.uniform(0, LATEST)
    is_before = random.random() < BEFORE

    def kill(execute: Any, *arguments: Any) -> Any:
        nonlocal begun
        begun += 1
        if begun == number:
            if is_before:
                os.kill(os.getpid(), signal.SIGKILL)
            threading.Timer(delay, os.kill, [os.getpid(), signal.SIGKILL]).start()
        return execute(*arguments)

    with connection.execute_wrapper(kill):
        migrate()


def _wait_until_nobody_writes() -> None:
    """PostgreSQL notices after a while that a client is no more."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _applied() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'actions'")
        return {name for (name,) in cursor.fetchall()} & set(NEW)


def between() -> str:
    """What of the database is neither as before nor as after; "" if nothing is."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        there = {
            "words": "words" in _columns(cursor, "actions_statusupdate"),
            "notes": "actions_trialnote" in tables,
        }
        wrong = [name for name in tables if name.startswith("new__")]
        told = {name.partition("_")[2] for name in _applied()}
        wrong += [name for name, is_there in there.items() if is_there != (name in told)]
        if there["words"]:
            wrong += _rows(cursor, "SELECT id FROM actions_statusupdate WHERE words = 0")
        if there["notes"]:
            wrong += _rows(
                cursor,
                "SELECT id FROM actions_action WHERE id NOT IN "
                "(SELECT action_id FROM actions_trialnote)",
            )
    return ", ".join(map(str, wrong[:5]))


def _columns(cursor: Any, table: str) -> set[str]:
    cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
    return {column[0] for column in cursor.description}


def _rows(cursor: Any, sql: str) -> list[Any]:
    cursor.execute(sql)
    return [row[0] for row in cursor.fetchall()]


def sums() -> dict[str, str]:
    """A checksum of each table's rows, of the columns that there were before."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            columns = sorted(_columns(cursor, table) - {"words"})
            names = ", ".join(f'"{name}"' for name in columns)
            cursor.execute(f'SELECT {names} FROM "{table}" ORDER BY id')
            found[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


PARTS = [Trial("upgrades", "An upgrade is cut off", cut_off)]
