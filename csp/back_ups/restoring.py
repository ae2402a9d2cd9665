"""Restoring a back-up: what is wrong with it is found before anything is touched."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage

from csp.back_ups import FILES, MANIFEST, NotDone, databases
from csp.back_ups.copying import names_in, put, sum_of
from csp.back_ups.making import FORMAT


def restore(folder: Path, *, replace: bool) -> Mapping[str, Any]:
    """Make the database and the files what the back-up is; returns what its manifest says.

    replace: what is here goes. First come the files that are not here, which change nothing; then
    the database, in one transaction; then what only that made superfluous or other goes. Raises
    NotDone, and nothing is changed then; after a process that was killed, it is done again.
    """
    told = checked(folder)
    database = databases.here()
    if told["database"]["kind"] != database.name:
        raise NotDone(
            f"The back-up is of {told['database']['kind']}, the database here is {database.name}. "
            "Whole partnerships go from one to the other: export_partnership."
        )
    before = set(names_in(default_storage))
    if not replace and (before or not databases.is_empty()):
        raise NotDone(
            "There is something here already: a database with tables, or files. "
            "With --replace, all of it goes."
        )
    names = set(told["files"])
    new = sorted(names - before)
    added: list[str] = []
    try:
        for name in new:
            added.append(name)
            put(default_storage, folder / FILES / name, name)
        database.restore(folder / told["database"]["file"], told["database"]["rows"])
    except BaseException:
        for name in added:
            default_storage.delete(name)
        raise
    for name in sorted(before & names):
        if _sha256(name) != told["files"][name]["sha256"]:
            put(default_storage, folder / FILES / name, name)
    for name in sorted(before - names):
        default_storage.delete(name)
    _compare(told)
    return told


def checked(folder: Path) -> Mapping[str, Any]:
    """What the manifest says, once all that it tells of is there and as it was. Raises NotDone."""
    try:
        text = (folder / MANIFEST).read_text()
    except FileNotFoundError:
        raise NotDone(
            f"{folder} is no back-up, or one that was broken off: there is no {MANIFEST} in it."
        ) from None
    try:
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise NotDone("The back-up was made by another version, in a form not known here.")
        named = [(told["database"]["file"], told["database"])]
        named += [(f"{FILES}/{name}", one) for name, one in told["files"].items()]
        wrong = [name for name, one in named if not _is_as_told(folder, name, one)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotDone(f"Its {MANIFEST} is damaged.") from error
    if wrong:
        some = ", ".join(wrong[:5]) + (", …" if len(wrong) > 5 else "")
        raise NotDone(f"{len(wrong)} of its files are damaged or not there: {some}")
    return told


def _is_as_told(folder: Path, name: str, one: Mapping[str, Any]) -> bool:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
        return False
    with path.open("rb") as file:
        return sum_of(file)._asdict() == {"bytes": one["bytes"], "sha256": one["sha256"]}


def _compare(told: Mapping[str, Any]) -> None:
    """See that what is here now is what the manifest says. Raises NotDone."""
    if dict(databases.rows_here()) != told["database"]["rows"]:
        raise NotDone("The database has other rows now than the back-up: is something running?")
    for name, one in told["files"].items():
        if _sha256(name) != one["sha256"]:
            raise NotDone(f"The file {name} is another now than in the back-up.")


def _sha256(name: str) -> str:
    with default_storage.open(name) as file:
        return sum_of(file).sha256
