"""What runs through the priorities: recommendations, cross-cutting themes, and what they serve."""

from dataclasses import dataclass
from typing import ClassVar

from django.template.defaultfilters import pluralize

from actions.models import Action
from actions.recommendations import Answered, counted, response_of
from plans.models import Block, Priority
from reports.parts import Context, Part


@dataclass(frozen=True)
class AnsweringAction:
    """leads: who leads it, or all its owners."""

    wording: str
    leads: str
    timescale: str
    status: str


@dataclass(frozen=True)
class RecommendationRow:
    """told: where it comes from, its level and its scope. outcome: what has become of it."""

    text: str
    told: tuple[str, ...]
    response: str
    actions: tuple[AnsweringAction, ...]
    outcome: str

    @property
    def is_tall(self) -> bool:
        """Whether it may be broken across pages, lest it leaves a gap before it."""
        return len(self.text) > 450 or len(self.response) > 300 or len(self.actions) > 3


@dataclass(frozen=True, kw_only=True)
class Recommendations(Part):
    rows: tuple[RecommendationRow, ...]
    template: ClassVar[str] = "reports/parts/recommendations.html"

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.rows

    @property
    def summary(self) -> str:
        return f"{len(self.rows)} recommendation{pluralize(self.rows)}"


@dataclass(frozen=True)
class GatheredAction:
    """priority: the title of its own."""

    wording: str
    priority: str
    owners: tuple[str, ...]
    status: str


@dataclass(frozen=True)
class Gathered:
    """A cross-cutting theme with its actions. counted: how they stand, in words."""

    anchor: str
    title: str
    counted: str
    actions: tuple[GatheredAction, ...]


@dataclass(frozen=True, kw_only=True)
class CrossCutting(Part):
    """The cross-cutting themes to which any actions belong."""

    themes: tuple[Gathered, ...]
    template: ClassVar[str] = "reports/parts/cross_cutting.html"

    @property
    def made_entries(self) -> list[tuple[str, str]]:
        return [(one.anchor, one.title) for one in self.themes]

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.themes

    @property
    def summary(self) -> str:
        return f"{len(self.themes)} cross-cutting theme{pluralize(self.themes)}"


@dataclass(frozen=True, kw_only=True)
class Alignment(Part):
    """headings: the first is of the priorities. rows: of as many texts, empty where none is said.

    Empty unless an objective of the county or of the policing body is said of any priority.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    template: ClassVar[str] = "reports/parts/alignment.html"

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.rows

    @property
    def summary(self) -> str:
        return f"{len(self.rows)} {pluralize(len(self.rows), 'priority,priorities')}"

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """The rows, of which each text has its heading."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]


def recommendations(context: Context) -> Part | None:
    """What was recommended, what was answered, and what has become of it."""
    rows = tuple(_recommendation(one) for one in context.recommendations)
    return context.part(Block.Part.RECOMMENDATIONS, Recommendations, rows=rows)


def cross_cutting(context: Context) -> Part | None:
    """The plan's actions by what they have in common across its priorities."""
    of_theme: dict[tuple[int, int, str], list[tuple[Priority, Action]]] = {}
    for priority in context.priorities:
        for action in priority.actions.all():
            for theme in action.cross_cutting_themes.all():
                key = theme.position, theme.pk, theme.title
                of_theme.setdefault(key, []).append((priority, action))
    themes = tuple(
        Gathered(
            f"cross-cutting-{pk}",
            title,
            counted([action for _, action in found]),
            tuple(_gathered(priority, action) for priority, action in found),
        )
        for (_, pk, title), found in sorted(of_theme.items())
    )
    return context.part(Block.Part.CROSS_CUTTING, CrossCutting, themes=themes)


def alignment(context: Context) -> Part | None:
    """What each priority serves: the law, the county's objectives, those of the policing body."""
    told = {
        "Part of the law": [one.get_legal_strand_display() for one in context.priorities],
        "Objective of the county": [one.county_objective for one in context.priorities],
        "Objective of the policing body": [one.policing_objective for one in context.priorities],
    }
    _, *objectives = told.values()
    if not any(map(any, objectives)):
        return context.part(Block.Part.ALIGNMENT, Alignment, headings=(), rows=())
    said = {heading: texts for heading, texts in told.items() if any(texts)}
    rows = zip(map(str, context.priorities), *said.values(), strict=True)
    return context.part(
        Block.Part.ALIGNMENT, Alignment, headings=("Priority", *said), rows=tuple(rows)
    )


def _recommendation(one: Answered) -> RecommendationRow:
    row = one.recommendation
    return RecommendationRow(
        text=str(row),
        told=tuple(filter(None, (row.source, row.get_level_display(), row.scope))),
        response=response_of(row),
        actions=tuple(
            AnsweringAction(_named(action), leads, action.timescale, action.status)
            for action, leads in one.with_leads
        ),
        outcome=one.outcome,
    )


def _gathered(priority: Priority, action: Action) -> GatheredAction:
    owners = tuple(map(str, action.owners.all())) or tuple(action.owners_as_written.splitlines())
    return GatheredAction(_named(action), priority.title, owners, action.status)


def _named(action: Action) -> str:
    return " ".join(filter(None, (action.reference, action.wording)))
