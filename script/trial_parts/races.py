"""Two people save the same form at the same moment: one is told, and nothing is overwritten."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

import requests

from plans.kinds import ALL_KINDS
from script.benches.measuring import Wrong
from script.trial_parts import people
from script.trial_parts.people import Known, Person
from script.trial_parts.trial import Ground, Line, Trial

# Pages with a form that holds the version of what it shows (tests/test_posts.py).
NAMES = [
    *(kind.name for kind in ALL_KINDS),
    "contact",
    "partnership-details",
    "plan-settings",
    "round-change",
    "action",
]
FEWEST_PAGES = 12


@dataclass
class Raced:
    """A page, and one of the fields of its form into which somebody may write what they like."""

    path: str
    field: str


def races(ground: Ground) -> list[Line]:
    place = ground.place()
    known = people.filled(place)
    with place.served() as server:
        pair = [Person(server, known.administrator) for _ in range(2)]
        pages = list(_pages(known, pair[0], ground.scale.races))
        if len(pages) < min(FEWEST_PAGES, ground.scale.races / 2):
            raise Wrong(f"Only {len(pages)} pages take what is typed")
        outcomes = [_race(pages[n % len(pages)], pair, n) for n in range(ground.scale.races)]
    ran = [one for one in outcomes if one != "nobody"]
    if len(ran) < 0.9 * len(outcomes):
        raise Wrong(f"In {len(outcomes) - len(ran)} of {len(outcomes)} races nobody has saved")
    tried = f"{len(ran)} races of two on {len(pages)} pages"
    return [
        Line(tried, people.errors_in(pair), "server errors"),
        Line(tried, ran.count("overwritten"), "overwritten in silence"),
        Line(tried, ran.count("untold"), "not shown both texts"),
    ]


def _pages(known: Known, person: Person, most: int) -> Iterator[Raced]:
    """The pages of these names, each with the first of its fields that takes words."""
    found = 0
    for name in NAMES:
        path = known.pages[name]
        for field in _fields(_form(person, path)):
            if person.send(_form(person, path), {field: "Words to begin with"}).status_code == 302:
                yield Raced(path, field)
                found += 1
                break
        if found >= most:
            return


def _form(person: Person, path: str) -> Any:
    """The form of the page that holds a version."""
    forms = [form for form in person.forms(path) if "version" in form.inputs]
    if not forms:
        raise Wrong(f"{path} has no form with a version")
    return forms[0]


def _fields(form: Any) -> list[str]:
    fields = form.xpath(".//textarea[@name] | .//input[@type='text'][@name]")
    return [field.name for field in fields][:6]


def _race(raced: Raced, pair: list[Person], turn: int) -> str:
    """What comes of two who have read the same: “told”, “untold”, “overwritten” or “nobody”."""
    forms = [_form(person, raced.path) for person in pair]
    texts = [f"Said by {who} in {turn}" for who in ("one", "the other")]
    start = Barrier(2)

    def save(number: int) -> requests.Response:
        start.wait()
        return pair[number].send(forms[number], {raced.field: texts[number]})

    order = random.sample(range(2), 2)
    with ThreadPoolExecutor(2) as pool:
        answers = dict(zip(order, pool.map(save, order), strict=True))
    saved = [number for number, answer in answers.items() if answer.status_code == 302]
    if len(saved) == 2:
        return "overwritten"
    if not saved:
        return "nobody"
    page = answers[1 - saved[0]].text
    return "told" if all(text in page for text in texts) else "untold"


PARTS = [Trial("races", "Two people save the same thing: at the same moment", races)]
