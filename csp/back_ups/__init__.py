"""Back-ups: a folder with a copy of the database, of the files, and a manifest that tells of both.

A back-up's folder is called as the time at which it was begun. Its manifest is written last: one
without is one that was broken off. What is copied when, and why: docs/operating.md, “Backing up”.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

MANIFEST = "manifest.json"
FILES = "files"
_NAMED = "%Y-%m-%dT%H-%M-%SZ"


class NotDone(Exception):
    """Why a back-up could not be made or restored, in words for whoever asked for it."""


def name_at(now: datetime) -> str:
    return now.astimezone(UTC).strftime(_NAMED)


def begun_at(back_up: Path) -> datetime | None:
    """When that back-up was begun; None if it is called as none is."""
    try:
        return datetime.strptime(back_up.name, _NAMED).replace(tzinfo=UTC)
    except ValueError:
        return None


def all_in(root: Path) -> list[Path]:
    """The folders of all back-ups there, whole or not, oldest first. Raises OSError."""
    return sorted(folder for folder in root.iterdir() if begun_at(folder))


def whole_in(root: Path) -> list[Path]:
    """Those that were brought to their end."""
    return [folder for folder in all_in(root) if (folder / MANIFEST).is_file()]


def age_of_last(root: Path, now: datetime) -> timedelta | None:
    """How long ago the last whole one was begun; None if there is none. Raises OSError."""
    times = [begun for folder in whole_in(root) if (begun := begun_at(folder))]
    return now - times[-1] if times else None
