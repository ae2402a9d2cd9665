"""manage.py render FOLDER: the child process that reports/rendered.py starts."""

import fcntl
import os
import pickle
import resource
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandParser

from reports import pdf
from reports.document import Document
from reports.rendered import RenderedFile
from reports.rendering import RenderingFailed

# How many documents are made at the same time.
AT_ONCE = 2


class Command(BaseCommand):
    help = "Make a file of the document on standard input. The server starts this by itself."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder")
        for limit in ("cpu-seconds", "seconds", "megabytes"):
            parser.add_argument(f"--{limit}", type=int, required=True)

    def handle(
        self, *, folder: str, cpu_seconds: int, seconds: int, megabytes: int, **options: Any
    ) -> None:
        file = RenderedFile(folder)
        document = pickle.load(sys.stdin.buffer)
        with _turn(file.folder.parents[2]):
            _limit_time(file, cpu_seconds, seconds)
            resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024**2,) * 2)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            _make(file, document)


def _turn(root: Path) -> TextIO:
    """Wait for one of the places; the open file returned holds it."""
    while True:
        for number in range(AT_ONCE):
            place = (root / f"place-{number}").open("a")
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                place.close()
            else:
                return place
        time.sleep(0.2)


def _limit_time(file: RenderedFile, cpu_seconds: int, seconds: int) -> None:
    """End this process, and those that it starts, when the time is over."""
    limits: dict[int, str] = {
        signal.SIGXCPU: f"{cpu_seconds} seconds of the server’s work",
        signal.SIGALRM: f"{seconds} seconds",
    }

    def give_up(number: int, frame: FrameType | None) -> None:
        file.break_off(f"it took more than {limits[number]}")
        os.killpg(0, signal.SIGKILL)

    for number in limits:
        signal.signal(number, give_up)
    signal.alarm(seconds)
    # Where Python doesn't come to giving up, the system ends it.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))


def _make(file: RenderedFile, document: Document) -> None:
    def report(words: str) -> None:
        file.write("progress", words.encode())

    report("collecting what the document holds")
    pdf.report_steps(report)
    try:
        content = file.format.make(document)
    except RenderingFailed as error:
        file.fail(str(error))
    else:
        file.write("content", content)
