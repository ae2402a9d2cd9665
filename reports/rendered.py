"""Files made of a document by a child process that may take only so much time and memory.

Each has a folder of its own below RENDERINGS_ROOT, by the fingerprint of all that goes into it: an
unchanged document is not rendered twice. Whoever makes a file holds the lock in its folder, and
the system takes the lock back from a process that dies, however it dies. The child has neither
the database nor its secrets: it gets the document on its standard input, and a place to write to.
"""

import fcntl
import logging
import os
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryFile
from typing import Self, TextIO

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage

from plans.models import Plan
from reports.document import Document
from reports.formats import FORMATS, Format

logger = logging.getLogger(__name__)

# Ordinary documents take two or three seconds; whoever waits longer is shown the progress.
PATIENCE = 8
# How many files of a plan are kept in each format: large and ordinary print of a few layouts.
KEPT = 6
# What one child may use. An ordinary document of 20 pages takes 2 seconds and 430 MB of addresses,
# of which it uses 140; 1,000 actions on 93 pages take 12 seconds and 500 MB.
LIMITS = {"cpu-seconds": 60, "seconds": 120, "megabytes": 1536}
# What a file looks like depends on these, beside the document itself.
MAKERS = ("reports/**/*.py", "templates/reports/**/*.html", "static/print/*", "static/built/*.css")

_children: list[subprocess.Popen] = []


class RenderedFile:
    """A file in one format that is made, is being made, or failed."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)

    @classmethod
    def kept(cls, plan: Plan, format: str, fingerprint: str) -> Self | None:
        """The one of that fingerprint, or None if there is none any more.

        fingerprint: any text, as it came in an address.
        """
        if not re.fullmatch("[0-9a-f]{64}", fingerprint):
            return None
        found = cls(_folder(plan, format) / fingerprint)
        return found if found.folder.is_dir() else None

    @property
    def fingerprint(self) -> str:
        return self.folder.name

    @property
    def format_name(self) -> str:
        return self.folder.parent.name

    @property
    def format(self) -> Format:
        return FORMATS[self.format_name]

    @property
    def name(self) -> str:
        """What the file is called when it is downloaded."""
        return self._read("name")

    @property
    def content(self) -> bytes | None:
        """Its bytes; None as long as it isn't made."""
        try:
            return (self.folder / "content").read_bytes()
        except FileNotFoundError:
            return None

    @property
    def failure(self) -> str:
        """Why it could not be made, in words for the reader, naming the part of the work."""
        return self._read("failure")

    @property
    def progress(self) -> str:
        """At which part of the work its maker is: “laying out page 7”."""
        return self._read("progress")

    @property
    def is_made(self) -> bool:
        return (self.folder / "content").exists()

    @property
    def is_over(self) -> bool:
        """Whether it is made or failed. One whose maker died has failed from now on."""
        with self._lock() as lock:
            if lock and self.progress and not (self.is_made or self.failure):
                self.break_off("something in it was too much for the server")
            return self.is_made or bool(self.failure)

    def break_off(self, reason: str) -> None:
        """It could not be made, for a reason that says nothing of where; the progress does."""
        self.fail(
            f"The {self.format.label} could not be made: {reason}. It was {self.progress} then."
        )

    def fail(self, message: str) -> None:
        """It could not be made; the message says why, in words for the reader."""
        self.write("failure", message.encode())

    def write(self, name: str, content: bytes) -> None:
        """Write bytes into the folder, whole or not at all."""
        unfinished = self.folder / f".{name}-{os.getpid()}"
        unfinished.write_bytes(content)
        unfinished.replace(self.folder / name)

    def begin(self, document: Document, *, again: bool = False) -> None:
        """Have it made by a child process, unless one is at it or has made it.

        again: also if it failed before.
        """
        with self._lock() as lock:
            if lock is None or self.is_made or (self.progress and not again):
                return
            (self.folder / "failure").unlink(missing_ok=True)
            self.write("progress", b"waiting for other documents")
            try:
                self._start_child(document, lock)
            except OSError as error:
                logger.error("No child process could be started: %s", error)
                self.break_off("the server is too busy")

    def _start_child(self, document: Document, lock: TextIO) -> None:
        _children[:] = [child for child in _children if child.poll() is None]
        with TemporaryFile() as job:
            pickle.dump(document, job)
            job.seek(0)
            limits = [f"--{name}={most}" for name, most in LIMITS.items()]
            environment = {
                "DATABASE_URL": "sqlite://:memory:",
                "MEDIA_ROOT": str(settings.MEDIA_ROOT),
                "SECRET_KEY": "none is needed for a document",
            }
            child = subprocess.Popen(
                [sys.executable, "manage.py", "render", str(self.folder), *limits],
                cwd=settings.BASE_DIR,
                env=os.environ | environment,
                stdin=job,
                stdout=subprocess.DEVNULL,
                # The lock is the child's until it ends.
                pass_fds=[lock.fileno()],
                # So that it can end what it started together with itself.
                start_new_session=True,
            )
        _children.append(child)

    def _read(self, name: str) -> str:
        try:
            return (self.folder / name).read_text()
        except FileNotFoundError:
            return ""

    @contextmanager
    def _lock(self) -> Iterator[TextIO | None]:
        """The lock file, locked; None if somebody has it. Closed, a child that has it keeps it."""
        with (self.folder / "lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield None
            else:
                yield file


def rendered_file(
    plan: Plan, document: Document, format: str, *, name: str, patience: float
) -> RenderedFile:
    """The RenderedFile of a plan's Document in a format of FORMATS, made now if there is none.

    name: what it is called as a download. patience: after how many seconds it is returned all the
    same, whether it is made or not. One that failed before is tried again.
    """
    (file,) = rendered_files(plan, document, {format: name}, patience=patience)
    return file


def rendered_files(
    plan: Plan, document: Document, names: Mapping[str, str], *, patience: float
) -> list[RenderedFile]:
    """The same as `rendered_file` in several formats, which are made side by side.

    names: what each is called as a download, by the format; the files come in their order.
    """
    files = [_begun(plan, document, format, name) for format, name in names.items()]
    end = time.monotonic() + patience
    while not all(file.is_over for file in files) and time.monotonic() < end:
        for file in files:
            # Not begun yet if another request for the same looked after it at that moment.
            file.begin(document)
        time.sleep(0.05)
    return files


def _begun(plan: Plan, document: Document, format: str, name: str) -> RenderedFile:
    file = RenderedFile(_folder(plan, format) / fingerprint_of(document, format))
    file.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.write("name", name.encode())
    if not file.is_made:
        _drop_old(file.folder.parent)
        file.begin(document, again=True)
    return file


def fingerprint_of(document: Document, format: str) -> str:
    """What tells apart all that would look different: a checksum in hexadecimal."""
    digest = sha256(repr((format, document)).encode())
    paths = {path for pattern in MAKERS for path in settings.BASE_DIR.glob(pattern)}
    for path in sorted(paths):
        digest.update(path.read_bytes())
    for name in sorted(document.media):
        digest.update(_digest_of_picture(name))
    return digest.hexdigest()


def _digest_of_picture(name: str) -> bytes:
    try:
        with default_storage.open(name) as file:
            return sha256(file.read()).digest()
    except (OSError, ValueError, SuspiciousFileOperation):
        # The rendering fails because of it, until it is there.
        return b"none"


def _folder(plan: Plan, format: str) -> Path:
    return settings.RENDERINGS_ROOT / str(plan.pk) / format


def _drop_old(folder: Path) -> None:
    """Keep the newest of a folder's files, and those that are being made."""
    # Another request may be dropping the same.
    with suppress(FileNotFoundError):
        newest_first = sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in newest_first[KEPT:]:
            if RenderedFile(old).is_over:
                rmtree(old)
