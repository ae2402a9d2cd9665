"""Many people export at once: everybody else hardly notices."""

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from django.urls import reverse

from partners.access import Role
from script.benches.loads import comes, p95
from script.benches.measuring import Wrong
from script.trial_parts.people import Person
from script.trial_parts.trial import Ground, Line, Trial
from tests import factories
from tests.serving import Browser, Server, session_of
from tests.test_exports_at_once import AT_ONCE, MOST_MEGABYTES, makers_of

FEWEST_LOOKS = 60


def exporters(ground: Ground) -> list[Line]:
    number = ground.scale.exporters
    place = ground.place()
    told = place.call(fill, number=number)
    with place.served() as server:
        reader = Person(server, told["sessions"][0])
        looks = Looks(reader, [*told["pages"], "/accounts/login/"])
        # The first ones load what all need.
        looks.keep_on([])
        usual = looks.keep_on([])
        people = [Browser(server.port, session) for session in told["sessions"]]
        with ThreadPoolExecutor(number) as pool:
            asked = [pool.submit(comes, *one) for one in zip(people, told["files"], strict=True)]
            meanwhile = looks.keep_on(asked, server)
            lost = sum(not one.result() for one in asked)
    tried = f"{number} people exporting"
    if not looks.most:
        raise Wrong("Nothing was seen to make files")
    return [
        Line(tried, lost, "files that did not come"),
        Line(tried, sum(status >= 500 for status in reader.statuses), "server errors"),
        Line(f"{tried}, other pages", p95(meanwhile) / p95(usual), "times their usual p95", 2),
        Line(tried, looks.most, f"makers at once, where {AT_ONCE} cores are", AT_ONCE),
        Line(tried, looks.memory, "MB of all makers", MOST_MEGABYTES),
    ]


class Looks:
    """Somebody who reads pages in turn, and how long each has taken."""

    def __init__(self, reader: Person, pages: list[str]) -> None:
        self.reader = reader
        self.pages = pages
        self.most, self.memory = 0, 0.0

    def keep_on(self, asked: Sequence[Future[bool]], server: Server | None = None) -> list[float]:
        """Seconds of each page, until all that was asked for has come, and at least so often.

        server: that whose makers are to be counted meanwhile.
        """
        seconds: list[float] = []
        while len(seconds) < FEWEST_LOOKS or not all(one.done() for one in asked):
            for page in self.pages:
                begun = time.monotonic()
                self.reader.get(page)
                seconds.append(time.monotonic() - begun)
            if server:
                found = makers_of(server)
                self.most = max(self.most, sum(is_maker for is_maker, _ in found))
                self.memory = max(self.memory, sum(megabytes for _, megabytes in found))
            time.sleep(0.1)
        return seconds


# What happens in a Side.


def fill(number: int) -> dict[str, list[str]]:
    """So many people with a plan each. Returns their sessions and files, and two pages."""
    larkshire = factories.make_partnership("Larkshire")
    plans = [factories.make_plan(larkshire, 2026 - turn) for turn in range(number)]
    for plan in plans:
        priority = factories.make_priority(plan)
        for turn in range(30):
            factories.make_action(priority, f"Mark bicycles in street {turn} of {plan.address}")
    people = [factories.make_member(larkshire, Role.OFFICER) for _ in plans]
    arguments = [[larkshire.slug, plan.address] for plan in plans]
    return {
        "sessions": [session_of(person) for person in people],
        "files": [reverse("document-pdf", args=one) for one in arguments],
        "pages": [reverse("my-work"), reverse("plan", args=arguments[0])],
    }


PARTS = [Trial("exporters", "Exports stall the site", exporters)]
