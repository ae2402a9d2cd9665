"""Beginning a plan: empty, or from the plan of the year before."""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max, Model, QuerySet
from simple_history.utils import bulk_create_with_history

from actions.building.carrying.across import carry_recommendations
from partners.models import Partnership
from plans.models import Block, Plan

# Narrative about the year that is over. A case study's consent, a quotation and a picture were
# given for that year's document: nobody has agreed to print them again.
LEFT_PARTS = [Block.Part.REVIEW, Block.Part.PROJECTS, Block.Part.LOG, Block.Part.NEXT_YEAR]
LEFT_KINDS = [
    Block.Kind.CASE_STUDY,
    Block.Kind.QUOTATION,
    Block.Kind.PICTURE,
    Block.Kind.FIGURES,
]


Copied = TypeVar("Copied", bound=Model)


class PlanExists(Exception):
    """There is a plan of that year already."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(str(plan))
        self.plan = plan


def next_year_of(partnership: Partnership, *, otherwise: int) -> int:
    """The year after the partnership's latest plan; the year `otherwise` if it has none."""
    latest = partnership.plans.aggregate(latest=Max("start_year"))["latest"]
    return otherwise if latest is None else latest + 1


@transaction.atomic
def begin_plan(partnership: Partnership, *, start_year: int, before: Plan | None = None) -> Plan:
    """Make the plan of a year, being drafted.

    before: that of the year before, of which layout, strategy, themes, cross-cutting themes, open
    recommendations, narrative, glossary, groups that meet, parts and columns are copied; None for
    an empty plan. Priorities and actions are decided one by one (priority_fates.py,
    action_fates.py).

    Raises PlanExists.
    """
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    existing = partnership.plans.filter(start_year=start_year).first()
    if existing:
        raise PlanExists(existing)
    plan = Plan(partnership=partnership, start_year=start_year)
    if before:
        plan.layout = before.layout
        if before.strategy and before.strategy.last_year >= start_year:
            plan.strategy = before.strategy
    plan.full_clean()
    plan.save()
    if before:
        copy_rows(before.themes.all(), plan=plan)
        copy_rows(before.cross_cutting_themes.all(), plan=plan)
        carry_recommendations(before.recommendations.filter(priority=None), plan=plan)
        copy_rows(narrative_of(before).filter(priority=None), plan=plan)
        copy_rows(before.glossary.all(), plan=plan)
        copy_rows(before.meeting_bodies.all(), plan=plan)
        copy_rows(before.parts.all(), plan=plan)
        copy_rows(before.columns.filter(priority=None), plan=plan)
    return plan


def narrative_of(plan: Plan) -> QuerySet[Block]:
    """The blocks of a plan's narrative that are worth having for editing in the next one."""
    return plan.blocks.exclude(part__in=LEFT_PARTS).exclude(kind__in=LEFT_KINDS)


def copy_rows(rows: QuerySet[Copied], **changes: Any) -> list[Copied]:
    """Write the rows once more, with these fields changed. Returns the new ones."""
    copies = list(rows)
    for copy in copies:
        copy.pk = None
        copy._state.adding = True
        for name, value in changes.items():
            setattr(copy, name, value)
    return bulk_create_with_history(copies, rows.model) if copies else []
