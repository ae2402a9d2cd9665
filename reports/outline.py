"""What a plan's document holds, without its text: kept, since making all of it takes long."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.models import Plan
from reports.document import Document, document
from reports.remembered import remembered


@dataclass(frozen=True)
class Part:
    """A part's place on the web page, its heading, and what is in it, in a few words."""

    name: str
    title: str
    summary: str


@dataclass(frozen=True)
class Outline:
    """What the page about a document says of it."""

    title: str
    years: str
    parts: tuple[Part, ...]
    is_booklet: bool = False


def outline_of(plan: Plan, *, on: date, **choice: Any) -> Outline:
    """The Outline of a plan's document on a day. choice: as `document` takes it."""

    def make() -> Outline:
        # As it is saved: what was read before is no part of what is kept.
        saved = Plan.objects.select_related("partnership").get(pk=plan.pk)
        return outline(document(saved, on=on, **choice))

    return remembered(f"outline:{plan.pk}:{on}:{sorted(choice.items())}", make)


def outline(document: Document) -> Outline:
    """The Outline of a document that is made already."""
    parts = tuple(Part(one.name, one.title, str(one.summary)) for one in document.parts)
    return Outline(document.title, document.years, parts, document.is_booklet)
