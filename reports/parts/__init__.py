"""What the parts of a document are made from, a Context, and what they are made into, a Part.

A module here holds the functions of one subject, each (context) -> Part | None.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Prefetch
from django.template.defaultfilters import pluralize
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from actions.models import Action
from actions.recommendations import Answered, answered_in
from partners.models import Partnership
from plans import rich_text
from plans.figures.shown import Figure, figures_of
from plans.models import Block, Plan, Priority
from plans.models.decisions import with_decisions
from reports.highlights import Highlights, highlights_of
from reports.layouts import Layout

# Kinds of block whose heading is introduced by the name of the kind.
LABELLED = {Block.Kind.CASE_STUDY, Block.Kind.RECOMMENDATION}


@dataclass(frozen=True)
class Piece:
    """A block of the narrative: cleaned rich text, or a picture by its name in the media.

    outcome: of a recommendation, what became of its priority. is_closing: it stands after the
    tables of its part or priority.
    """

    anchor: str
    kind: str
    heading: str
    body: SafeString
    attribution: str
    has_consent: bool
    picture: str
    alternative_text: str
    caption: str = ""
    is_closing: bool = False
    outcome: str = ""

    @property
    def label(self) -> str:
        """What it is, where that has to be said and the heading doesn't."""
        label = Block.Kind(self.kind).label
        is_said = label.lower() in self.heading.lower()
        return label if self.kind in LABELLED and not is_said else ""


def headed(pieces: Sequence[Piece]) -> list[tuple[str, str]]:
    """(anchor, heading) of those that have a heading."""
    return [(piece.anchor, piece.heading) for piece in pieces if piece.heading]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A chapter of narrative. A chapter that is made of more is a subclass with its template."""

    name: str
    title: str
    pieces: tuple[Piece, ...] = ()
    template: ClassVar[str] = "reports/parts/narrative.html"

    @property
    def entries(self) -> list[tuple[str, str]]:
        """What the contents list below the part's title: (anchor, heading) each."""
        return [*headed(self.opening), *self.made_entries, *headed(self.closing)]

    @property
    def made_entries(self) -> list[tuple[str, str]]:
        """The entries of what it is made of beside its pieces."""
        return []

    @property
    def opening(self) -> tuple[Piece, ...]:
        """The pieces before what else it is made of."""
        return tuple(piece for piece in self.pieces if not piece.is_closing)

    @property
    def closing(self) -> tuple[Piece, ...]:
        """The pieces after it."""
        return tuple(piece for piece in self.pieces if piece.is_closing)

    @property
    def all_pieces(self) -> tuple[Piece, ...]:
        """The pieces in it, wherever they stand."""
        return self.pieces

    @property
    def all_figures(self) -> tuple[Figure, ...]:
        """The figures in it, wherever they stand."""
        return ()

    @property
    def is_empty(self) -> bool:
        return not self.pieces

    @property
    def summary(self) -> str:
        """How much it holds, in words."""
        return f"{len(self.pieces)} piece{pluralize(self.pieces)} of text"


# By the part that they stand in and the key of their priority, if that matters; empty elsewhere.
Pieces = defaultdict[tuple[str, int | None], tuple[Piece, ...]]


@dataclass(frozen=True)
class Context:
    """What a document is made from; what several parts need is read once.

    last_plans: those before the plan, several where its partnership was founded from others.
    titles: of the parts, by name. `on` is the day as of which the document is made, `since` the
    day from which a highlight report counts what has changed, None for the usual time.
    """

    plan: Plan
    last_plans: Sequence[Plan]
    on: date
    layout: Layout
    titles: dict[str, str] = field(default_factory=dict)
    since: date | None = None
    is_large_print: bool = False

    def part(self, name: str, kind: type[Part] = Part, **contents: Any) -> Part | None:
        """The Part of that name, with its title and pieces; None if there is nothing in it.

        A piece's heading that only says the part's title again is dropped.
        """
        title = self.titles.get(name) or Block.Part(name).label
        pieces = tuple(
            replace(piece, heading="") if piece.heading == title else piece
            for piece in self.pieces[name, None]
        )
        part = kind(name=name, title=title, pieces=pieces, **contents)
        return None if part.is_empty else part

    @cached_property
    def partnership(self) -> Partnership:
        """As it was called at the plan's end, or is called until then."""
        return self.plan.partnership.as_of(min(self.on, self.plan.ends_on))

    @property
    def reviewed_plans(self) -> Sequence[Plan]:
        """The plans whose year is reviewed."""
        return [self.plan] if self.layout.reviews_own_year else self.last_plans

    @cached_property
    def pieces(self) -> Pieces:
        """The plan's narrative."""
        return _pieces_by_place([self.plan])

    @cached_property
    def priorities(self) -> list[Priority]:
        """The plan's, in order, with all that is said of them loaded."""
        return _priorities([self.plan], self.plan)

    @cached_property
    def recommendations(self) -> list[Answered]:
        """The plan's that are more than a line below a priority's table, each with its actions."""
        return answered_in(self.plan)

    @cached_property
    def figures(self) -> dict[int | None, tuple[Figure, ...]]:
        """Those of the plan that is reviewed, by the key of their priority, if they have one."""
        found: dict[int | None, tuple[Figure, ...]] = {}
        for plan in self.reviewed_plans:
            own = plan.partnership_id == self.plan.partnership_id
            district = (self.partnership if own else plan.partnership).district
            for key, figures in figures_of(plan, district).items():
                found[key] = found.get(key, ()) + figures
        return found

    @cached_property
    def highlights(self) -> Highlights:
        return highlights_of(self.plan, on=self.on, since=self.since)

    @cached_property
    def reviewed_pieces(self) -> Pieces:
        others = [one for one in self.reviewed_plans if one != self.plan]
        return _pieces_by_place(others) if others else self.pieces

    @cached_property
    def reviewed_priorities(self) -> list[Priority]:
        if not self.reviewed_plans:
            return []
        own = self.layout.reviews_own_year
        return self.priorities if own else _priorities(self.reviewed_plans, self.plan)


# Elsewhere a block stands in the part's own order, whichever priority it is of.
BY_PRIORITY = {Block.Part.ACTION_PLANS, Block.Part.REVIEW}


def _pieces_by_place(plans: Sequence[Plan]) -> Pieces:
    """The published blocks with anything in them."""
    pieces: Pieces = defaultdict(tuple)
    for block in Block.objects.filter(plan__in=plans, published=True):
        priority = block.priority_id if block.part in BY_PRIORITY else None
        if block.picture or block.heading or strip_tags(block.body).strip():
            pieces[block.part, priority] += (_piece(block),)
    return pieces


def _piece(block: Block) -> Piece:
    return Piece(
        anchor=f"block-{block.pk}",
        kind=block.kind,
        heading=block.heading,
        body=rich_text.as_html(block.body),
        attribution=block.attribution,
        has_consent=bool(block.consent.strip()),
        picture=block.picture.name or "",
        alternative_text=block.alternative_text,
        caption=block.caption,
        is_closing=block.is_closing,
    )


def _priorities(plans: Sequence[Plan], plan: Plan) -> list[Priority]:
    """By district; eleven queries, however many they are.

    plan: that whose document is made; plans.models.decisions tells what it makes of each.
    """
    actions = Action.objects.in_plan_order().select_related("strand", "latest_update")
    actions = actions.prefetch_related("owners__agency", "cross_cutting_themes", "recommendations")
    priorities = (
        Priority.objects.filter(plan__in=plans)
        .select_related("theme", "plan__partnership", "lead")
        .prefetch_related(
            "recommendations",
            "columns",
            Prefetch("actions", with_decisions(actions, plan)),
        )
    )
    return list(with_decisions(priorities, plan))
