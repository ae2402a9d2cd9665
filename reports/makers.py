"""Making the files that were asked for: taken from the database, made by processes without it.

Any number of hosts may do it at the same time, and any of their processes be killed at any time.
A file is claimed, made by a child of the maker's process (maker.py), kept in the storage, and noted
as made. What a host has claimed and says nothing of any more is taken up again by another.
"""

import logging
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from multiprocessing.connection import Connection, Pipe
from tempfile import TemporaryFile
from threading import Event, Lock, Semaphore
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import close_old_connections, connection
from django.db.models import Q
from django.utils import timezone

from reports.maker import BREAK_OFF, CONTENT, FAILURE, PROGRESS, Job
from reports.models import Rendering
from reports.rendering import Unreadable, picture

logger = logging.getLogger(__name__)

# What one child may use. An ordinary document of 20 pages takes 2 seconds and 430 MB of addresses,
# of which it uses 170; 1,000 actions on 93 pages take 12 seconds and 500 MB. The seconds are many,
# since it stands back behind pages (maker.py).
LIMITS = {"cpu_seconds": 60, "seconds": 300, "megabytes": 1536}
# Bytes of a message: more than any file that fits into that memory and is of use to anybody.
MOST_BYTES = 200 * 1024**2
# Seconds between two looks for what waits, and between two signs of life in a row.
PAUSE = 0.2
BEAT = 1
# What nobody was heard of for so long is nobody's: its process was killed, or its host is away.
LEFT_BEHIND = timedelta(seconds=20)
# What was begun so often is not taken up again: it may be what kills its hosts.
MOST_ATTEMPTS = 3
# What of our own environment a maker gets: where programs, libraries and fonts are, no secrets.
ENVIRONMENT = (
    *("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "DEBUG"),
    *("FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME", "VIRTUAL_ENV"),
)


class Maker:
    """The process that forks for each document; started when first needed, and again if it died."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen | None = None
        self._orders: socket.socket | None = None

    def begin(self, job: Job) -> tuple[int, Connection]:
        """Have a file made: the child's process number, and where to hear what becomes of it.

        Raises OSError.
        """
        hears, says = Pipe(duplex=False)
        with says, TemporaryFile() as file, self._lock:
            pickle.dump(job, file)
            file.seek(0)
            orders = self.start()
            try:
                socket.send_fds(orders, [b"1"], [file.fileno(), says.fileno()])
                answer = orders.recv(20)
            except ConnectionError:
                answer = b""
            if not answer:
                # It has only just ended. Whoever asks again is to find another, not this one.
                self.end()
                raise ConnectionError("the process that makes files has ended")
        return int(answer), hears

    def start(self) -> socket.socket:
        """Start it, unless it is there; what it is told to do waits until it has warmed up."""
        if self._orders and self._process and self._process.poll() is None:
            return self._orders
        self.end()
        ours, theirs = socket.socketpair()
        known = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        settled = {
            "DJANGO_SETTINGS_MODULE": "csp.maker_settings",
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "none is needed for a document",
        }
        self._orders = ours
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "maker", str(theirs.fileno())],
                cwd=settings.BASE_DIR,
                env=known | settled,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        return ours

    def end(self) -> None:
        if self._orders:
            self._orders.close()
        if self._process:
            self._process.wait()
        self._orders = self._process = None


def work(stopping: Event, *, at_once: int) -> None:
    """Make what is asked for, as many files at the same time, until told to stop.

    What is at hand then is put back for whoever comes next.
    """
    maker, free = Maker(), Semaphore(at_once)
    maker.start()

    def make_one(file: Rendering) -> None:
        try:
            make(file, maker, stopping)
        except Exception:
            logger.exception("%s is left for somebody else to make", file)
        finally:
            connection.close()
            free.release()

    with ThreadPoolExecutor(at_once, thread_name_prefix="making") as pool:
        while not stopping.is_set():
            if not free.acquire(timeout=PAUSE):
                continue
            close_old_connections()
            if file := claim():
                pool.submit(make_one, file)
            else:
                free.release()
                stopping.wait(PAUSE)
    maker.end()


def make_waiting(maker: Maker) -> None:
    """Make all that waits now, one after another."""
    while file := claim():
        make(file, maker)


def claim() -> Rendering | None:
    """The file that was asked for first, for this process alone; None if none waits."""
    now = timezone.now()
    left = Q(state=Rendering.State.MAKING, heard_at__lt=now - LEFT_BEHIND)
    due = Rendering.objects.filter(Q(state=Rendering.State.WAITING) | left)
    for file in due.order_by("asked_at", "pk"):
        if file.attempts >= MOST_ATTEMPTS:
            _break_off(file, f"whatever made it was ended {file.attempts} times")
            continue
        claimed = {"state": Rendering.State.MAKING, "heard_at": now, "attempts": file.attempts + 1}
        # Unless somebody was quicker.
        if due.filter(pk=file.pk, attempts=file.attempts).update(**claimed):
            file.refresh_from_db()
            return file
    return None


def make(file: Rendering, maker: Maker, stopping: Event | None = None) -> None:
    """Make a file that was claimed, and note what became of it."""
    try:
        pid, answers = maker.begin(_job_of(file))
    except ConnectionError as error:
        logger.error("%s waits to be begun again: %s", file, error)
        _note(file, state=Rendering.State.WAITING)
        return
    except OSError as error:
        logger.error("%s could not be begun: %s", file, error)
        _break_off(file, "the server is too busy")
        return
    try:
        with answers:
            _follow(file, answers, stopping or Event())
    finally:
        # Also what it may have started.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def _job_of(file: Rendering) -> Job:
    media = {}
    for name in file.media:
        # What is missing is missing there, too, which says so.
        with suppress(Unreadable):
            media[name] = picture(name)
    return Job(file.format_name, bytes(file.document or b""), media, **LIMITS)


def _follow(file: Rendering, answers: Connection, stopping: Event) -> None:
    """Note what the child says of the file, until it is over."""
    noted_at = time.monotonic()
    # It ends itself; unless something keeps it from that.
    until = noted_at + LIMITS["seconds"] + 10
    while time.monotonic() < until:
        if stopping.is_set():
            _note(file, state=Rendering.State.WAITING, attempts=file.attempts - 1)
            return
        kind, said = _heard(answers)
        if kind == CONTENT:
            _keep(file, said)
            return
        if kind == FAILURE:
            _fail(file, said.decode(errors="replace"))
            return
        if kind == BREAK_OFF:
            _break_off(file, said.decode(errors="replace"))
            return
        if kind == PROGRESS:
            file.progress = said.decode(errors="replace")[:200]
        if time.monotonic() - noted_at >= BEAT:
            noted_at = time.monotonic()
            _note(file, progress=file.progress, heard_at=timezone.now())
    _break_off(file, "it did not end")


def _heard(answers: Connection) -> tuple[bytes, bytes]:
    """The kind of the child's next message, and what it says; of none in a while, nothing.

    Whatever a child sends is taken for bytes, and no more.
    """
    if not answers.poll(BEAT):
        return b"", b""
    try:
        message = answers.recv_bytes(MOST_BYTES)
    except (EOFError, OSError):
        # It has ended without a word.
        return BREAK_OFF, b"something in it was too much for the server"
    return message[:1], message[1:]


def _keep(file: Rendering, content: bytes) -> None:
    storage = file.file.storage
    name = f"{file.plan_id}/{file.fingerprint}.{file.format_name}"
    name = storage.save(name, ContentFile(content))
    if not _note(file, state=Rendering.State.MADE, file=name, document=None):
        # Somebody else has it by now.
        storage.delete(name)


def _fail(file: Rendering, message: str) -> None:
    """It could not be made; the message says why, in words for the reader."""
    _note(file, state=Rendering.State.FAILED, failure=message, document=None)


def _break_off(file: Rendering, reason: str) -> None:
    """It could not be made, for a reason that says nothing of where; the progress does."""
    at = f" It was {file.progress} then." if file.progress else ""
    _fail(file, f"The {file.format.label} could not be made: {reason}.{at}")


def _note(file: Rendering, /, **values: Any) -> bool:
    """Write what became of this attempt; False if it is not this attempt any more that counts."""
    mine = Rendering.objects.filter(pk=file.pk, attempts=file.attempts, asked_at=file.asked_at)
    return bool(mine.exclude(state__in=Rendering.OVER).update(**values))
