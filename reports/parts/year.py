"""The year in figures: how many actions were achieved, and what was counted in all of it."""

from dataclasses import dataclass
from typing import ClassVar

from actions.models import Action
from plans.figures.shown import Figure
from reports.parts import Context, Part
from reports.parts.tables import Results, results_of


@dataclass(frozen=True, kw_only=True)
class YearInFigures(Part):
    """Results of the year and of the one before, and the figures that no priority has."""

    results: Results | None
    last_results: Results | None
    last_label: str
    figures: tuple[Figure, ...]
    template: ClassVar[str] = "reports/parts/year.html"

    @property
    def entries(self) -> list[tuple[str, str]]:
        return [*super().entries, *((one.anchor, one.title) for one in self.figures)]

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not (self.results or self.figures)

    @property
    def summary(self) -> str:
        rate = f"{self.results.percentage}% of actions achieved" if self.results else ""
        return rate or f"{len(self.figures)} figures"


def figures(context: Context) -> Part | None:
    """The year's results, the last year's, and the figures of no priority."""
    actions = [one for priority in context.priorities for one in priority.actions.all()]
    last_actions = list(Action.objects.filter(priority__plan__in=context.last_plans))
    return context.part(
        "figures",
        YearInFigures,
        results=results_of(actions),
        last_results=results_of(last_actions),
        last_label=context.plan.period.moved(-1).label,
        figures=context.figures.get(None, ()),
    )
