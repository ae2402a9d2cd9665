"""Making a back-up while people work, and forgetting those that are too old."""

import json
import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import FileField

from csp.back_ups import FILES, MANIFEST, all_in, databases, name_at, whole_in
from csp.back_ups.copying import Sum, copy_new, sum_of

FORMAT = 1


def back_up(root: Path, *, now: datetime) -> tuple[Path, Mapping[str, Any]]:
    """Make a back-up in a new folder there; returns it and what its manifest says.

    Nothing is left of one that failed. Raises NotDone or OSError.
    """
    folder = root / name_at(now)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.mkdir(mode=0o700)
    try:
        return folder, _fill(folder, now)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _fill(folder: Path, now: datetime) -> Mapping[str, Any]:
    """Files before and after the database: those that it names are then there, whether they were
    added while it was copied or removed after. No file is ever changed.
    """
    (folder / FILES).mkdir()
    sums: dict[str, Sum] = {}
    copy_new(default_storage, folder / FILES, sums)
    database = databases.here()
    named = _named_files()
    rows = database.copy(folder / database.file)
    copy_new(default_storage, folder / FILES, sums)
    with (folder / database.file).open("rb") as file:
        of_database = sum_of(file)
    told = {
        "format": FORMAT,
        "begun_at": now.isoformat(timespec="seconds"),
        "code": _code(),
        "database": {
            "kind": database.name,
            "file": database.file,
            **of_database._asdict(),
            "rows": dict(sorted(rows.items())),
        },
        "files": {name: one._asdict() for name, one in sorted(sums.items())},
        "missing": sorted(named - sums.keys()),
    }
    unfinished = folder / f".{MANIFEST}"
    unfinished.write_text(json.dumps(told, indent=1, ensure_ascii=False))
    unfinished.replace(folder / MANIFEST)
    return told


def forget_old(root: Path, *, keep: int) -> list[Path]:
    """Delete all but the last whole back-ups, with those older than these that were broken off."""
    kept = whole_in(root)[-keep:]
    old = [folder for folder in all_in(root) if kept and folder < kept[0]]
    for folder in old:
        # Should this be broken off, what is left is no whole one.
        (folder / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(folder)
    return old


def _named_files() -> set[str]:
    """The names of the files that rows tell of. They may be lost already, and nobody may know."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, FileField) and field.storage is default_storage:
                named = model._base_manager.exclude(**{field.name: ""})
                found |= set(named.values_list(field.name, flat=True))
    return found - {None}


def _code() -> Mapping[str, str | None]:
    """The version of the code, and its commit where git knows it."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    commit = None
    with suppress(OSError, subprocess.CalledProcessError):
        commit = subprocess.run(
            ["git", "rev-parse", "HEAD"],
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    return {"version": project["project"]["version"], "commit": commit}


def words(told: Mapping[str, Any]) -> str:
    """What is in a back-up, in a line."""
    rows = sum(told["database"]["rows"].values())
    return f"{rows} rows in {len(told['database']['rows'])} tables, {len(told['files'])} files"
