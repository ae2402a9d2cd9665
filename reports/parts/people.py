"""Parts about who takes part, where they meet, and what their words mean."""

from dataclasses import dataclass
from typing import ClassVar

from django.template.defaultfilters import pluralize

from csp.by_name import by_name
from partners.models import Agency
from plans.models import Block
from reports.layouts import Layout
from reports.parts import Context, Part


@dataclass(frozen=True)
class Member:
    """An agency that the plan lists. address: a line each, empty if the layout has none."""

    name: str
    telephones: tuple[str, ...]
    website: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Members(Part):
    members: tuple[Member, ...]
    template: ClassVar[str] = "reports/parts/members.html"

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.members

    @property
    def summary(self) -> str:
        return f"{len(self.members)} member{pluralize(self.members)}"


@dataclass(frozen=True)
class Term:
    term: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class Glossary(Part):
    terms: tuple[Term, ...]
    template: ClassVar[str] = "reports/parts/glossary.html"

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.terms

    @property
    def summary(self) -> str:
        return f"{len(self.terms)} term{pluralize(self.terms)}"


@dataclass(frozen=True)
class Body:
    """A group that meets."""

    name: str
    purpose: str
    how_often: str


@dataclass(frozen=True, kw_only=True)
class Structure(Part):
    bodies: tuple[Body, ...]
    template: ClassVar[str] = "reports/parts/structure.html"

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.bodies

    @property
    def summary(self) -> str:
        return f"{len(self.bodies)} meeting{pluralize(self.bodies)}"


def members(context: Context) -> Part | None:
    """The agencies that the plan lists, as they were on its first day."""
    agencies = context.plan.partnership.agencies.listed_on(context.plan.starts_on)
    listed = tuple(_member(one, context.layout) for one in agencies)
    return context.part(Block.Part.MEMBERS, Members, members=listed)


def _member(agency: Agency, layout: Layout) -> Member:
    if layout.names_members_only:
        return Member(agency.name, (), "")
    address = agency.address.splitlines() if layout.has_addresses_of_members else ()
    return Member(agency.name, tuple(agency.telephone_lines), agency.website, tuple(address))


def glossary(context: Context) -> Part | None:
    in_order = by_name(context.plan.glossary.all(), lambda one: one.term)
    terms = tuple(Term(term.term, term.meaning) for term in in_order)
    return context.part(Block.Part.GLOSSARY, Glossary, terms=terms)


def structure(context: Context) -> Part | None:
    """The groups that meet, and how often."""
    bodies = tuple(
        Body(body.name, body.purpose, body.how_often) for body in context.plan.meeting_bodies.all()
    )
    return context.part(Block.Part.STRUCTURE, Structure, bodies=bodies)
