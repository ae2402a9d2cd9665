"""The process that makes files: it holds sheets, fonts and templates, and forks for each document.

Each child makes one file and ends, so nothing of a document is there when the next is made, and
whatever it took of memory is free. Neither has the database or a secret; what a child writes is
taken for what anybody may have written (makers.py).
"""

import gc
import os
import pickle
import resource
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from zlib import decompress

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import get_template

from plans.models import Plan
from reports import pdf
from reports.document import ContactDetails, Document
from reports.formats import FORMATS
from reports.rendering import RenderingFailed

# How far a file stands back behind whoever wants a page: where both need the processor, it gets a
# tenth of it.
NICE = 10
# What a message says, by its first byte.
PROGRESS, FAILURE, CONTENT, BREAK_OFF = b"p", b"f", b"c", b"b"


@dataclass(frozen=True)
class Job:
    """A file to be made. document: a Document as its row keeps it; media: pictures by their names.

    seconds, cpu_seconds, megabytes: the most that it may take.
    """

    format: str
    document: bytes
    media: dict[str, bytes]
    cpu_seconds: int
    seconds: int
    megabytes: int


def serve(orders: socket.socket) -> None:
    """Fork a child for each order, until whoever gives them is gone.

    An order is two open files: a Job to read, and the Connection on which to say what becomes of
    it. The answer is the number of the child's process, of which it is the leader.
    """
    _warm_up()
    signal.signal(signal.SIGCHLD, _take_leave)
    # Ctrl+C is for whoever gives the orders.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        message, files, _, _ = socket.recv_fds(orders, 1, 2)
        if not message:
            return
        child = os.fork()
        if not child:
            orders.close()
            try:
                _child(*files)
            finally:
                os._exit(0)
        for file in files:
            os.close(file)
        orders.send(str(child).encode())


def _take_leave(number: int, frame: FrameType | None) -> None:
    """Of children that have ended. Were they ignored, their work would be in no account of ours."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _warm_up() -> None:
    """Have all there that a document may need, and that takes time to load."""
    for path in sorted(Path(settings.BASE_DIR, "templates").glob("reports/**/*.html")):
        get_template(str(path.relative_to(settings.BASE_DIR / "templates")))
    # Not of ASCII: then it is looked up which signs the fonts have.
    said = "–"
    small = Document(
        layout=Plan.Layout.PARTNERSHIP_PLAN,
        partnership=said,
        district=said,
        label=said,
        title=said,
        years=said,
        notice=said,
        accent_colour="#1d4d63",
        logo="",
        contact=ContactDetails((), "", "", ""),
        on=date(2000, 1, 1),
        parts=(),
    )
    for form in FORMATS.values():
        if form.is_heavy:
            form.make(small)
    # Pages of memory that stay as they are need not be copied for a child.
    gc.collect()
    gc.freeze()


def _child(job: int, answers: int) -> None:
    os.setsid()
    _stand_back()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # It ends long before looking for rubbish would be worth the time.
    gc.disable()
    with open(job, "rb") as file:
        _make(pickle.load(file), Connection(answers, readable=False))


def _stand_back() -> None:
    os.nice(NICE)
    # Where Linux first shares out the processors among sessions, that counts within one alone.
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICE))


def _make(job: Job, answers: Connection) -> None:
    def report(words: str) -> None:
        try:
            answers.send_bytes(PROGRESS + words.encode())
        except OSError:
            # Nobody is there to take it.
            os.killpg(0, signal.SIGKILL)

    _limit(job, answers)
    report("collecting what the document holds")
    pdf.report_steps(report)
    try:
        for name, content in job.media.items():
            default_storage.save(name, ContentFile(content))
        content = FORMATS[job.format].make(pickle.loads(decompress(job.document)))
        message = CONTENT + content
    except RenderingFailed as error:
        message = FAILURE + str(error).encode()
    # No word of a limit may come in between.
    for number in (signal.SIGXCPU, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    answers.send_bytes(message)


def _limit(job: Job, answers: Connection) -> None:
    """End this process, and those that it starts, when it has taken what it may."""
    limits: dict[int, str] = {
        signal.SIGXCPU: f"{job.cpu_seconds} seconds of the server’s work",
        signal.SIGALRM: f"{job.seconds} seconds",
    }

    def give_up(number: int, frame: FrameType | None) -> None:
        answers.send_bytes(BREAK_OFF + f"it took more than {limits[number]}".encode())
        os.killpg(0, signal.SIGKILL)

    for number in limits:
        signal.signal(number, give_up)
    signal.alarm(job.seconds)
    # Where Python doesn't come to giving up, the system ends it.
    resource.setrlimit(resource.RLIMIT_CPU, (job.cpu_seconds, job.cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (job.megabytes * 1024**2,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
