"""Many people at once, from outside, at a server as in production; and what exports do to them.

All of it stays on this machine: the server is the bench's own, at 127.0.0.1, and everybody does a
number of things and leaves.
"""

import itertools
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import psutil
from django.urls import reverse

from actions.changes import take_latest_of_all
from actions.models import Action, StatusUpdate
from partners.models import User
from plans.models import Plan
from script.benches import data
from script.benches.bench import Bench, Part
from script.benches.measuring import Row, Wrong, compared, memory_of
from tests.serving import Browser, Server, served, session_of

# Requests in a second of all people together: what two cores serve without a queue.
RATE = 13
# Seconds after which a file that has not come is an error.
PATIENCE = 300
SIGN_INS = 100
MOST_MEMORY = 600
PRINTED = ("document-pdf", "document-docx")


def many_people(bench: Bench) -> list[Row]:
    """Officers who read and post, with others who export meanwhile, and without."""
    found = []
    for _ in range(max(1, bench.scale.slow_pairs // 3)):
        with _server(bench) as (server, people):
            without = _at_work(bench, server, people, exporting=0)
        with _server(bench) as (server, people):
            found.append((_at_work(bench, server, people, bench.scale.exporting), without))
    work = f"{bench.scale.people} people, {bench.scale.exporting} exporting"
    ninety_five = [(1000 * one["p95"], 1000 * other["p95"]) for one, other in found]
    errors = [(one["errors"], other["errors"]) for one, other in found]
    lost = [(one["lost"], other["lost"]) for one, other in found]
    return [
        compared(work, "nobody exporting", "ms, 95 of 100 answers", ninety_five, 2),
        compared(work, "nobody exporting", "errors", errors, 0, _both),
        compared(work, "nobody exporting", "updates lost", lost, 0, _both),
    ]


def exports_at_once(bench: Bench) -> list[Row]:
    """The page for signing in while many exports are asked for at once, and what they take."""
    number = bench.scale.exporting
    with _server(bench) as (server, people):
        usual = _sign_ins(server, lambda: True)
        tree = Tree(server)
        with ThreadPoolExecutor(number) as pool:
            exports = [pool.submit(_export, server, one, PRINTED[:1]) for one in people[:number]]
            meanwhile = _sign_ins(server, lambda: all(one.done() for one in exports))
            errors = sum(one.result() for one in exports)
        tree.stop()
    if errors:
        raise Wrong(f"{errors} of {number} exports did not come")
    cores = psutil.cpu_count() or 1
    ninety_five = [(1000 * p95(meanwhile), 1000 * p95(usual))]
    more = float(tree.most_processes - tree.processes_before)
    work = f"{number} exports at once"
    return [
        compared(f"signing in, {work}", "its usual", "ms, 95 of 100 answers", ninety_five, 2),
        compared(work, "cores", "makers", [(more, float(cores))], 1),
        compared(work, "MB allowed", "MB, all processes", [(tree.most_memory, MOST_MEMORY)], 1),
    ]


def _both(first: float, second: float) -> float:
    return first + second


@contextmanager
def _server(bench: Bench) -> Iterator[tuple[Server, list[dict[str, str]]]]:
    """A server with all partnerships' data, and people who are signed in."""
    database = data.national(bench)
    side = bench.side(database)
    people = side.call(signed_in, number=max(bench.scale.people, bench.scale.exporting)).result
    folder = Path(bench.folder / f"server-{random.randrange(10**9)}")
    folder.mkdir()
    try:
        # As script/server and the Dockerfile start it.
        with served(database, folder, DEBUG="false", SECRET_KEY="bench") as server:
            yield server, people
    finally:
        side.call(take_away)


def _at_work(
    bench: Bench, server: Server, people: list[dict[str, str]], exporting: int
) -> dict[str, float]:
    """All of them at once. Returns the seconds of 95 of 100 answers, errors, and what was lost."""
    scale = bench.scale
    seconds: list[float] = []
    said: list[str] = []
    pause = scale.people / RATE
    with ThreadPoolExecutor(scale.people + exporting) as pool:
        reading = [
            pool.submit(_read_and_post, server, one, scale.turns, pause, seconds, said)
            for one in people[: scale.people]
        ]
        exports = [pool.submit(_export, server, one, PRINTED) for one in people[:exporting]]
        errors = sum(one.result() for one in [*reading, *exports])
    side = bench.side(data.national(bench))
    lost = side.call(lost_of, said=said).result
    return {"p95": p95(seconds), "errors": float(errors), "lost": float(lost)}


def _read_and_post(
    server: Server,
    person: dict[str, str],
    turns: int,
    pause: float,
    seconds: list[float],
    said: list[str],
) -> int:
    """Read a few pages and post an update, some times. Returns how many answers were errors."""
    browser = Browser(server.port, person["session"])
    errors = 0

    def ask(do: Callable[[], Any]) -> bool:
        nonlocal errors
        time.sleep(random.uniform(0, 2 * pause))
        begun = time.monotonic()
        try:
            status = do()[0]
        except (OSError, HTTPException):
            status = 599
        seconds.append(time.monotonic() - begun)
        errors += status >= 400
        return bool(status < 400)

    after = person["latest"]
    for turn in range(turns):
        for page in ("my-work", "plan", "action"):
            ask(partial(browser.get, person[page]))
        text = f"Said by {person['session']}, {turn}."
        fields = {"status": "on_track", "text": text, "version": after}
        # An action is this person's alone; its page says which update is the latest now.
        if ask(partial(browser.post, person["action"], **fields)):
            said.append(text)
        after = _latest(browser.get(person["action"])[2])
    return errors


def _latest(page: str) -> str:
    return page.partition('name="version" value="')[2].partition('"')[0]


def _export(server: Server, person: dict[str, str], formats: tuple[str, ...]) -> int:
    """Ask for files of a plan and wait for them. Returns how many did not come."""
    browser = Browser(server.port, person["session"])
    return sum(not comes(browser, person[format]) for format in formats)


def comes(browser: Browser, path: str) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            status, place, page = browser.get(path)
        except (OSError, HTTPException):
            return False
        if status == 302 and place:
            path = place
        elif status != 200:
            return False
        elif page.startswith(("%PDF", "PK")):
            return True
        elif f"{path}download" in page:
            path = f"{path}download"
        time.sleep(1)
    return False


def _sign_ins(server: Server, is_over: Callable[[], bool]) -> list[float]:
    """The seconds of the page for signing in, ten times a second, at least so many times."""
    seconds: list[float] = []
    while len(seconds) < SIGN_INS or not is_over():
        begun = time.monotonic()
        with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as http:
            http.request("GET", "/accounts/login/")
            if http.getresponse().status != 200:
                raise Wrong("The page for signing in is an error")
        seconds.append(time.monotonic() - begun)
        time.sleep(0.1)
    return seconds


def p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1] if len(seconds) > 1 else median(seconds)


class Tree:
    """Looks at a server's processes until it is stopped: how many, and how much memory at most."""

    def __init__(self, server: Server) -> None:
        self.root = psutil.Process(server.process.pid)
        self.processes_before = self.most_processes = self._processes()
        self.memory_before = self.most_memory = self._memory()
        self._is_over = threading.Event()
        self._looking = threading.Thread(target=self._look)
        self._looking.start()

    def _all(self) -> list[psutil.Process]:
        return [self.root, *self.root.children(recursive=True)]

    def _processes(self) -> int:
        """Those that run Python: makers may start other programs."""
        return sum("python" in _name(one) for one in self._all())

    def _memory(self) -> float:
        """MB of all of them."""
        return sum(map(memory_of, self._all()))

    def _look(self) -> None:
        while not self._is_over.wait(0.5):
            self.most_processes = max(self.most_processes, self._processes())
            self.most_memory = max(self.most_memory, self._memory())

    def stop(self) -> None:
        self._is_over.set()
        self._looking.join()


def _name(process: psutil.Process) -> str:
    try:
        return "" if process.status() == psutil.STATUS_ZOMBIE else " ".join(process.cmdline()[:1])
    except psutil.NoSuchProcess:
        return ""


# What happens in a Side.


def signed_in(number: int) -> list[dict[str, str]]:
    """So many officers, in as many partnerships as there are, each with an action of their own."""
    officers = User.objects.filter(
        memberships__role="officer", email__startswith="officer@ordinary"
    ).order_by("pk")
    several = itertools.cycle(officers.values_list("pk", "memberships__partnership__slug"))
    counted: dict[str, int] = {}
    found = []
    for _ in range(number):
        pk, slug = next(several)
        place = counted[slug] = counted.get(slug, -1) + 1
        plan = Plan.objects.filter(partnership__slug=slug).latest("starts_on")
        action = Action.objects.filter(priority__plan=plan).order_by("-pk")[place]
        found.append(
            {
                "session": session_of(User.objects.get(pk=pk)),
                "latest": str(action.latest_update_id or ""),
                "my-work": reverse("my-work"),
                "plan": reverse("plan", args=[slug, plan.address]),
                "action": reverse("action", args=[slug, plan.address, action.pk]),
            }
            | {name: reverse(name, args=[slug, plan.address]) for name in PRINTED}
        )
    return found


def lost_of(said: list[str]) -> int:
    """How many of these updates are not there once."""
    there = list(StatusUpdate.objects.filter(text__in=said).values_list("text", flat=True))
    return len(said) - len(set(there)) + len(there) - len(set(there))


def take_away() -> None:
    """The updates that were said, so that the next time begins as this one did."""
    said = StatusUpdate.objects.filter(text__startswith="Said by ")
    actions = list(said.values_list("action", flat=True).distinct())
    Action.objects.filter(pk__in=actions).update(latest_update=None)
    said.delete()
    take_latest_of_all(actions)


PARTS = [
    Part("people", "many people reading and posting while others export", many_people),
    Part("exports", "signing in while many exports are asked for at once", exports_at_once),
]
