"""Hostile files, sent to every page that takes one: none runs, none is public, none is dear."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from lxml import html

from script.benches.loads import Tree
from script.benches.measuring import Wrong
from script.trial_parts import people
from script.trial_parts.hostile_files import hostile_files
from script.trial_parts.people import Known, Person
from script.trial_parts.trial import Ground, Line, Place, Trial

# What a browser shows within a page of ours and does not run.
HARMLESS = ("image/png", "image/jpeg", "image/gif", "image/webp")
FEWEST_PAGES = 6
MOST_MEGABYTES = 100


@dataclass
class Taker:
    """A page with a field for a file, and who may open it."""

    page: str
    field: str
    form: Any
    person: Person


def uploads(ground: Ground) -> list[Line]:
    place = ground.place()
    known = people.filled(place)
    files = hostile_files(ground.scale.uploads)
    with place.served() as server:
        everybody = [Person(server, session) for session in (known.administrator, known.operator)]
        takers = _takers(known, *everybody)
        if len(takers) < FEWEST_PAGES:
            raise Wrong(f"Only {[one.page for one in takers]} take a file")
        # Once without harm: what a process loads for its first file is no file's fault.
        for taker in takers:
            _send(taker, "picture.png", files[0][1][:200])
        tree = Tree(server)
        for name, content in files:
            for taker in takers:
                _send(taker, name, content)
        tree.stop()
        live, shown = _live(known, everybody[0], [content for _, content in files])
        public = _public(place, Person(server))
    if not shown:
        raise Wrong("No page leads to a file")
    tried = f"{len(files)} hostile files to each of {len(takers)} pages"
    return [
        Line(tried, people.errors_in(everybody), "server errors"),
        Line(f"{tried}, {shown} files opened", live, "sent as what a browser runs"),
        Line(tried, public, "public, or outside of the folder of files"),
        Line(tried, tree.most_memory - tree.memory_before, "MB more", MOST_MEGABYTES),
    ]


def _takers(known: Known, administrator: Person, operator: Person) -> list[Taker]:
    """Every page that takes a file. Those by a link are open to whoever is signed in, too."""
    found = []
    pages = [(path, administrator) for path in dict.fromkeys(known.pages.values())]
    for path, person in [*pages, (known.logo, operator)]:
        for form in _forms(path, person)[:1]:
            (field, *_) = form.xpath(".//input[@type='file']/@name")
            found.append(Taker(path, field, form, person))
    return found


def _send(taker: Taker, name: str, content: bytes) -> None:
    """Fill in what the form wants besides, as somebody would who wants the file to be taken."""
    file = {taker.field: (name, content)}
    answer = taker.person.send(taker.form, _besides(taker.form), file)
    if answer.status_code == 302:
        # It was taken: its own page must bear it, and the form holds another version by now.
        taker.person.get(answer.headers["Location"])
        again = _forms(taker.page, taker.person)
        if not again:
            raise Wrong(f"{taker.page} takes no file any more")
        taker.form = again[0]


def _forms(path: str, person: Person) -> list[Any]:
    forms = person.forms(path)
    return [form for form in forms if form.xpath(".//input[@type='file']")]


def _besides(form: Any) -> dict[str, str]:
    """Words for the fields of the form that are empty, so that nothing but the file is wrong."""
    found = {}
    for field in form.xpath(".//textarea[@name] | .//input[@type='text'][@name]"):
        if not field.value and "admin" not in (form.action or ""):
            found[field.name] = "A street lamp"
    if "status" in form.inputs:
        found["status"] = "on_track"
    return found


def _live(known: Known, person: Person, contents: list[bytes]) -> tuple[int, int]:
    """How many of the files that pages lead to would run in a browser; and how many there are."""
    places: set[str] = set()
    for path in known.pages.values():
        response = person.get(path)
        if "html" in response.headers.get("Content-Type", "") and response.text:
            page = html.fromstring(response.text)
            found = {urlsplit(link).path for link in page.xpath("//a/@href | //img/@src")}
            places |= {one for one in found if re.search(r"/(evidence|picture|logo|file)", one)}
    answers = {place: person.get(place) for place in places}
    files = {
        place: answer
        for place, answer in answers.items()
        if answer.status_code == 200 and not _is_ours(answer)
    }
    sent = set(contents)
    wrong = [place for place, one in answers.items() if _runs(one) or _is_page(one, sent)]
    for place in wrong:
        print(f"{place} is sent as {dict(answers[place].headers)}", flush=True)
    return len(wrong), len(files)


def _runs(answer: requests.Response) -> bool:
    """Whether a browser would take it for a page or a script, or guess what it is."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    is_saved = answer.headers.get("Content-Disposition", "").startswith("attachment")
    is_guessed = answer.headers.get("X-Content-Type-Options") != "nosniff"
    return answer.status_code == 200 and (
        is_guessed or not (_is_ours(answer) or is_saved or kind in HARMLESS)
    )


def _is_ours(answer: requests.Response) -> bool:
    """Whether it is one of our pages, and no file."""
    return 'class="govuk-template' in answer.text[:500]


def _is_page(answer: requests.Response, sent: set[bytes]) -> bool:
    return "html" in answer.headers.get("Content-Type", "") and answer.content in sent


def _public(place: Place, stranger: Person) -> int:
    """How many of the files that are kept a stranger can open, or lie where none should."""
    media = place.folder / "MEDIA_ROOT"
    kept = [file for file in media.rglob("*") if file.is_file()]
    found = 0
    for file in kept:
        name = file.relative_to(media).as_posix()
        answers = [stranger.get(f"{root}{name}") for root in ("/media/", "/static/", "/")]
        found += any(answer.content == file.read_bytes() for answer in answers)
    outside = [*place.folder.parent.rglob("*outside*"), *Path("/etc").glob("outside*")]
    return found + sum(not file.is_relative_to(media) for file in outside)


PARTS = [Trial("uploads", "Uploads, and a picture that lies about its size", uploads)]
