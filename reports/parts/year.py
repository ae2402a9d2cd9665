"""The year in figures: how many actions were achieved, and what was counted in all of it.

And of a strategy, how the plans within it went.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from django.template.defaultfilters import pluralize

from actions.models import Action
from plans.figures.shown import Figure
from plans.plan_kinds import PlanKind
from reports.parts import Context, Part
from reports.parts.results import Results, results_of


@dataclass(frozen=True, kw_only=True)
class YearInFigures(Part):
    """Results of the year and of the one before, and the figures that no priority has."""

    results: Results | None
    last_results: Results | None
    last_label: str
    figures: tuple[Figure, ...]
    template: ClassVar[str] = "reports/parts/year.html"

    @property
    def made_entries(self) -> list[tuple[str, str]]:
        return [(one.anchor, one.title) for one in self.figures]

    @property
    def all_figures(self) -> tuple[Figure, ...]:
        return self.figures

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


@dataclass(frozen=True, kw_only=True)
class FramedPlans(Part):
    """The plans within a strategy, the earliest first: the label and the Results of each."""

    plans: tuple[tuple[str, Results], ...]
    template: ClassVar[str] = "reports/parts/framed.html"

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.plans

    @property
    def summary(self) -> str:
        return f"{len(self.plans)} plan{pluralize(self.plans)}"


def framed(context: Context) -> Part | None:
    """How the actions of the plans within a strategy stand; None of a plan that is none."""
    if context.plan.kind != PlanKind.STRATEGY:
        return None
    actions = Action.objects.filter(priority__plan__strategy=context.plan)
    in_order = actions.select_related("priority__plan").order_by("priority__plan__starts_on", "pk")
    by_plan = groupby(in_order, key=lambda action: action.priority.plan)
    rows = ((plan.label, results_of(list(group))) for plan, group in by_plan)
    return context.part(
        "framed", FramedPlans, plans=tuple((label, results) for label, results in rows if results)
    )
