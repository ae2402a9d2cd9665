"""Huge and hostile texts, exported from the site: a file or a message, and nobody waits."""

import re
import threading
import time
from collections import Counter

from django.urls import reverse

from partners.access import Role
from plans.models import Block
from script.benches.measuring import Wrong
from script.trial_parts.people import Person
from script.trial_parts.trial import Ground, Line, Trial
from tests import factories
from tests.reports.test_rendering_huge import BODIES
from tests.serving import session_of

# Seconds within which a page comes while others export what is huge.
SOON = 5
PATIENCE = 300
# Beyond what one test may take.
MORE = {
    "5,000 rows": f"<table>{'<tr><td>a<td>b' * 5000}</table>",
    "300 levels": "<blockquote>" * 300 + "x" + "</blockquote>" * 300,
}


def huge(ground: Ground) -> list[Line]:
    bodies = dict([*MORE.items(), *BODIES.items()][: ground.scale.bodies])
    place = ground.place()
    told = place.call(fill, names=list(bodies))
    with place.served() as server:
        exporter, reader = (Person(server, told["session"]) for _ in range(2))
        meanwhile = Meanwhile(reader)
        outcomes = Counter(_outcome(exporter, path) for path in told["files"])
        slowest = meanwhile.stop()
        pages = [exporter.get(path).status_code for path in told["pages"]]
    tried = (
        f"{len(bodies)} huge or hostile texts: {outcomes['file']} PDF files and "
        f"{outcomes['message']} messages"
    )
    errors = sum(status >= 500 for one in (exporter, reader) for status in one.statuses)
    if not outcomes["file"] or set(pages) != {200}:
        raise Wrong(f"{outcomes} and pages of {set(pages)}")
    return [
        Line(tried, errors, "server errors"),
        Line(tried, outcomes["nothing"], "neither a file nor a message"),
        Line(tried, slowest, "seconds for the slowest page of somebody else", SOON),
    ]


def _outcome(person: Person, path: str) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = person.get(path)
        if answer.content.startswith(b"%PDF"):
            return "file"
        path = answer.url
        if made := re.search(r'data-download="([^"]+)"', answer.text):
            path = made[1]
        elif "could not be made" in answer.text:
            return "message"
        time.sleep(0.3)
    return "nothing"


class Meanwhile:
    """Somebody reads the page for signing in until it is over."""

    def __init__(self, reader: Person) -> None:
        self.reader = reader
        self.seconds: list[float] = []
        self.is_over = threading.Event()
        self.reading = threading.Thread(target=self._read)
        self.reading.start()

    def _read(self) -> None:
        while not self.is_over.wait(0.2):
            begun = time.monotonic()
            self.reader.get("/accounts/login/")
            self.seconds.append(time.monotonic() - begun)

    def stop(self) -> float:
        """Seconds of the slowest."""
        self.is_over.set()
        self.reading.join()
        return max(self.seconds)


# What happens in a Side.


def fill(names: list[str]) -> dict[str, object]:
    """A plan for each of these texts."""
    larkshire = factories.make_partnership("Larkshire")
    plans = [factories.make_plan(larkshire, 2026 - turn) for turn in range(len(names))]
    for plan, name in zip(plans, names, strict=True):
        block = factories.make_block(plan)
        # As whatever wrote the row may have left it: update() cleans nothing.
        body = f"<p>Before.</p>{(MORE | BODIES)[name]}"
        Block.objects.filter(pk=block.pk).update(body=body)
    arguments = [[larkshire.slug, plan.address] for plan in plans]
    return {
        "session": session_of(factories.make_member(larkshire, Role.MANAGER)),
        "files": [reverse("document-pdf", args=one) for one in arguments],
        "pages": [reverse("document-page", args=one) for one in arguments],
    }


PARTS = [Trial("huge", "A huge or hostile document exhausts the server", huge)]
