"""The application as it is run, behind gunicorn, for tests of what happens to it from outside."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

ROOT = Path(__file__).parent.parent
# The first has no window of its own: it is as the others, at half the cost.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def chromium():
    """The path of the browser that CHROMIUM names, or else of one that is installed, or None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def reachable_database(folder):
    """The address of a database with what the tests' own holds now, for other processes.

    PostgreSQL's is the tests' own; SQLite's, which is in memory, is copied into the folder.
    """
    if connection.vendor == "sqlite":
        file = folder / "db.sqlite3"
        with closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
        return f"sqlite:///{file}"
    known = connection.settings_dict
    user = f"{quote(known['USER'])}:{quote(known['PASSWORD'] or '')}"
    return f"postgres://{user}@{known['HOST']}:{known['PORT'] or 5432}/{known['NAME']}"


@contextmanager
def rows_of(database):
    """ask(sql): the rows of a reachable_database, SQLite's or PostgreSQL's."""
    if database.startswith("sqlite"):
        file = database.removeprefix("sqlite:///")
        with closing(sqlite3.connect(file, timeout=20)) as there:
            yield lambda sql: there.execute(sql).fetchall()
    else:
        import psycopg

        with psycopg.connect(database, autocommit=True) as there:
            yield lambda sql: there.execute(sql).fetchall()


def session_of(user):
    """The key of a new session in which the user is signed in, by whatever clock."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    Session.objects.update(expire_date=datetime(2999, 1, 1, tzinfo=UTC))
    return store.session_key


class Browser:
    """Sends forms as somebody who is signed in. Not for several threads at once."""

    def __init__(self, port, session):
        self.port = port
        token = "t" * 32
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={token}"}
        self.token = token
        self.statuses: list[int] = []

    def get(self, path):
        """Status, place that it leads to, and text of the answer."""
        return self._ask("GET", path)

    def post(self, path, **fields):
        body = urlencode(fields | {"csrfmiddlewaretoken": self.token})
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method, path, body=None, headers=None):
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as http:
            http.request(method, path, body, self.headers | (headers or {}))
            response = http.getresponse()
            self.statuses.append(response.status)
            return (
                response.status,
                response.getheader("Location"),
                response.read().decode(errors="replace"),
            )

    def say(self, path, text):
        """Add an update to the action at the path, however often somebody else is quicker.

        What no answer came to is looked up and, if it is not there, sent again.
        """
        page = "nothing"
        patience = time.monotonic() + 120
        while time.monotonic() < patience:
            try:
                _, _, page = self.get(path)
                if text in page:
                    return
                seen = re.search(r'name="version"(?: value="(\d*)")?', page)
                fields = {"status": "on_track", "text": text, "version": (seen and seen[1]) or ""}
                if self.post(path, **fields)[0] == 302:
                    return
            except (OSError, HTTPException):
                time.sleep(0.02)
        raise AssertionError(f"{text} could not be saved; the last page was: {page}")


class Server:
    def __init__(self, port, process):
        self.port = port
        self.process = process

    def workers(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(child) for child in children.read_text().split()]

    def kill_workers(self):
        """All that are at work, without a word to them; gunicorn begins others."""
        for pid in self.workers():
            os.kill(pid, signal.SIGKILL)


def free_port():
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def environment_of(database, folder, **others):
    """What a process of ours is told that has that database, and folders of its own."""
    environment = os.environ | {"DATABASE_URL": database, "EMAIL_URL": f"filemail:///{folder}/mail"}
    environment |= {name: str(folder / name) for name in ("MEDIA_ROOT", "RENDERINGS_ROOT")}
    environment |= {"SECRET_KEY": settings.SECRET_KEY, "DEBUG": "true", "HTTPS": "false"}
    environment |= {"CONN_MAX_AGE": "300", "ALLOWED_HOSTS": "127.0.0.1", "PGOPTIONS": ""}
    return environment | others


@contextmanager
def running(database, folder, *command, **others):
    """`manage.py command` as a process with folders of its own; its log is folder/"log"."""
    folder.mkdir(exist_ok=True)
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment_of(database, folder, **others),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextmanager
def served(database, folder, workers=2, **others):
    """A Server with the database and folders of its own; its log is folder/"log".

    others: what else its environment says.
    """
    port = free_port()
    environment = environment_of(database, folder, **others)
    command = [sys.executable, "-m", "gunicorn", "csp.wsgi", "--preload", "--no-control-socket"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--threads", "4"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        # Minutes, on a machine that is busy with much else.
        for _ in range(3000):
            with closing(socket.socket()) as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait()


def all_at_once(*jobs):
    """Run each of the jobs in a thread of its own; raises what one of them raised."""

    def run(job):
        try:
            job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        for running in [pool.submit(run, job) for job in jobs]:
            running.result()
