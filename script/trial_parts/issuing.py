"""The power goes while an edition is issued: it is there wholly, or not at all."""

import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from typing import Any

import requests
from django.urls import reverse

from partners.access import Role
from reports import formats
from reports.models import Edition
from script.benches.measuring import Wrong
from script.trial_parts.people import Person
from script.trial_parts.trial import Ground, Line, Trial
from tests import factories
from tests.serving import Server, rows_of, session_of

# Seconds after which an edition that is not there will not come.
PATIENCE = 300
Ask = Callable[[str], list[Any]]


def issuing(ground: Ground) -> list[Line]:
    place = ground.place()
    told = place.call(fill)
    killed = 0
    with place.served() as server, rows_of(place.database) as ask:
        manager = Person(server, told["session"])
        _issue(manager, told["path"], ask, 0, lambda: None)
        for turn in range(ground.scale.kills):
            killer = Killer(server, place.database, is_late=bool(turn % 2))
            _issue(manager, told["path"], ask, turn + 1, killer.begin)
            killed += killer.end()
    torn, number = place.call(torn_editions)
    if killed < ground.scale.kills / 2:
        raise Wrong(f"Only {killed} kills were in time")
    tried = f"{killed} kills while {number} editions were issued"
    return [
        Line(tried, ground.scale.kills + 1 - number, "lost or twice there"),
        Line(tried, torn, "half there, or with files that are damaged"),
        Line(tried, place.log.count("Internal Server Error"), "server errors"),
    ]


class Killer:
    """Kills all processes at a moment of the making; or, if it is late, when all files are made."""

    def __init__(self, server: Server, database: str, is_late: bool) -> None:
        self.server = server
        self.database = database
        self.is_late = is_late
        self.has_killed = False
        self.is_over = threading.Event()
        self.working = threading.Thread(target=self._kill)

    def begin(self) -> None:
        self.working.start()

    def end(self) -> bool:
        """Whether it has killed before all was over."""
        self.is_over.set()
        self.working.join()
        return self.has_killed

    def _kill(self) -> None:
        if self.is_late:
            with rows_of(self.database) as ask:
                while _unmade(ask) and not self.is_over.wait(0.02):
                    pass
        if not self.is_over.wait(random.uniform(0, 0.4 if self.is_late else 1.5)):
            self.has_killed = True
            self.server.kill_workers()


def _unmade(ask: Ask) -> bool:
    return bool(ask("SELECT id FROM reports_rendering WHERE state <> 'made'"))


def _issue(manager: Person, path: str, ask: Ask, number: int, begun: Callable[[], None]) -> None:
    """Press until the edition of that number is there, whatever is killed meanwhile."""
    end = time.monotonic() + PATIENCE
    address = ""
    while time.monotonic() < end:
        if ask(f"SELECT id FROM reports_edition WHERE number = {number + 1}"):
            return
        with suppress(requests.RequestException):
            if address:
                page = manager.get(address, follow=False).text
                address = address if "Making the files" in page else ""
            else:
                sent = {"label": f"Edition {number}", "version": str(number)}
                (form,) = [one for one in manager.forms(path) if "label" in one.inputs]
                address = manager.send(form, sent).headers.get("Location", "")
                begun()
                begun = _nothing
        time.sleep(0.1)
    raise Wrong(f"Edition {number} could not be issued")


def _nothing() -> None:
    pass


# What happens in a Side.


def fill() -> dict[str, str]:
    larkshire = factories.make_partnership("Larkshire")
    plan = factories.make_plan(larkshire, 2026)
    factories.make_action(factories.make_priority(plan), "Open a refuge")
    factories.make_block(plan, body="<p>Safe streets.</p>")
    manager = factories.make_member(larkshire, Role.MANAGER)
    path = reverse("edition-issue", args=[larkshire.slug, plan.address])
    return {"session": session_of(manager), "path": path}


def torn_editions() -> tuple[int, int]:
    """How many editions lack files or have others than they say; and how many there are."""
    wanted = sorted(formats.issued())
    editions = list(Edition.objects.order_by("number"))
    torn = 0
    for place, edition in enumerate(editions, 1):
        files = list(edition.files.all())
        is_whole = sorted(file.format for file in files) == wanted and edition.number == place
        sums = [sha256(bytes(file.content)).hexdigest() == file.checksum for file in files]
        torn += not (is_whole and all(sums))
    return torn, len(editions)


PARTS = [Trial("kills-issuing", "The power goes while an edition is issued", issuing)]
