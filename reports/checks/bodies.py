"""Bodies that are no more: their names, their web addresses, their ownership of actions.

What is told of a year counts as it was in that year: the review may name whom it was about.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from partners.models import Agency
from reports.checks.findings import Finding
from reports.checks.loaded import Loaded
from reports.checks.texts import Text

HOST = re.compile(r"\b(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})\b", re.I)


def succeeded(loaded: Loaded) -> Iterator[Finding]:
    """Names and web addresses of bodies that had ended by the time that the text tells of."""
    ended = [(agency, agency.ended_on) for agency in loaded.agencies if agency.ended_on]
    living = {_host(one.website) for one in loaded.agencies if not one.ended_on}
    for text in loaded.printed:
        day = min(loaded.on, text.plan.ends_on)
        said = "\n".join((text.all_words, *text.links))
        hosts = {_bare(host.lower()) for host in HOST.findall(said)}
        for agency, ended_on in ended:
            if ended_on > day:
                continue
            host = _host(agency.website)
            if host and host in hosts - living:
                words = f"{text.place.where} gives the web address {host}. {_told(agency)}"
                yield Finding("successor", words, text.place, host)
            elif _names(agency, text):
                words = f"{text.place.where} mentions {agency.name}. {_told(agency)}"
                yield Finding("successor", words, text.place, agency.name)


def _names(agency: Agency, text: Text) -> bool:
    """Whether the text names it, and its successor not: “Clarion, formerly Circle Russet”."""
    short_name = rf"|^{re.escape(agency.short_name)}(?: \(.*\))?$"
    said = re.search(rf"\b{re.escape(agency.name)}\b{short_name}", text.all_words, re.M)
    names_successor = agency.successor and agency.successor.name in text.all_words
    return bool(said) and not names_successor


def _told(agency: Agency) -> str:
    day = f"{agency.ended_on:%-d %B %Y}"
    if agency.successor:
        return f"{agency.name} was succeeded by {agency.successor.name} on {day}."
    return f"{agency.name} came to an end on {day}."


def _host(address: str) -> str:
    return _bare(urlsplit(address).hostname or "")


def _bare(host: str) -> str:
    return host.removeprefix("www.")
