"""Beginning a plan: empty, or from the plan that it follows."""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max, Model, QuerySet
from simple_history.utils import bulk_create_with_history

from actions.building.carrying.across import carry_recommendations
from partners.models import Membership, Partnership
from plans.models import Block, Plan, PlanColumn
from plans.restricting import restrict

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
    """There is a plan of that address already."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(str(plan))
        self.plan = plan


def next_year_of(partnership: Partnership, *, otherwise: int) -> int:
    """The year after the partnership's latest yearly plan; `otherwise` if it has none."""
    yearly = partnership.plans.filter(kind=Plan.Kind.YEARLY)
    latest = yearly.aggregate(latest=Max("starts_on"))["latest"]
    return otherwise if latest is None else latest.year + 1


@transaction.atomic
def begin_plan(plan: Plan, *, before: Plan | None = None, by: Membership | None = None) -> Plan:
    """Save a new plan, being drafted, with what its kind begins with.

    before: the one that it follows, of which layout, strategy, themes, cross-cutting themes, open
    recommendations, narrative, glossary, groups that meet, parts and columns are copied, and its
    indicators are shown; None for an empty plan. Priorities and actions are decided one by one
    (priority_fates.py, action_fates.py). by: who begins it, and is named for it if it is
    restricted.

    Raises PlanExists.
    """
    partnership = Partnership.objects.select_for_update().get(pk=plan.partnership_id)
    existing = partnership.plans.filter(address=plan.address).first()
    if existing:
        raise PlanExists(existing)
    plan.layout = plan.traits.layout
    if before:
        plan.layout = before.layout
        strategy = None if plan.is_restricted else before.strategy
        if strategy and strategy.ends_on >= plan.ends_on:
            plan.strategy = strategy
    plan.full_clean()
    plan.save()
    if plan.is_restricted and by:
        restrict(plan, by)
    if not before:
        for position, field in enumerate(plan.traits.columns):
            PlanColumn.objects.create(plan=plan, field=field, position=position)
    if before:
        copy_rows(before.themes.all(), plan=plan)
        copy_rows(before.cross_cutting_themes.all(), plan=plan)
        carry_recommendations(before.recommendations.filter(priority=None), plan=plan)
        copy_rows(narrative_of(before).filter(priority=None), plan=plan)
        copy_rows(before.glossary.all(), plan=plan)
        copy_rows(before.meeting_bodies.all(), plan=plan)
        copy_rows(before.parts.all(), plan=plan)
        copy_rows(before.columns.filter(priority=None), plan=plan)
        # Those of a priority come under what it goes on as, once that is decided.
        copy_rows(before.indicators.all(), plan=plan, priority=None)
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
