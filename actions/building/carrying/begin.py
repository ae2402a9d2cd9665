"""Beginning a plan: empty, or from the plan that it follows."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max, Model, QuerySet
from simple_history.utils import bulk_create_with_history

from partners.models import Partnership
from plans.models import Block, Plan, PlanColumn, Priority

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
def begin_plan(plan: Plan, *, befores: Sequence[Plan] = ()) -> Plan:
    """Save a new plan, being drafted, with what its kind begins with.

    befores: those that it follows, of which themes, narrative, glossary and groups that meet are
    copied, and of the first its layout, strategy, parts and columns; none for an empty plan. Their
    indicators are shown, if they are the partnership's own. Priorities and actions are decided one
    by one (priority_fates.py, action_fates.py).

    Raises PlanExists.
    """
    partnership = Partnership.objects.select_for_update().get(pk=plan.partnership_id)
    existing = partnership.plans.filter(address=plan.address).first()
    if existing:
        raise PlanExists(existing)
    plan.layout = plan.traits.layout
    first = befores[0] if befores else None
    if first:
        plan.layout = first.layout
        strategy = first.strategy
        is_own = strategy and strategy.partnership_id == plan.partnership_id
        if strategy and is_own and strategy.last_year >= plan.start_year:
            plan.strategy = strategy
    plan.full_clean()
    plan.save()
    if not first:
        for position, field in enumerate(plan.traits.columns):
            PlanColumn.objects.create(plan=plan, field=field, position=position)
        return plan
    for before in befores:
        themes, terms, bodies = plan.themes.all(), plan.glossary.all(), plan.meeting_bodies.all()
        copy_rows(before.themes.exclude(title__in=themes.values("title")), plan=plan)
        copy_after(narrative_of(before).filter(priority=None), plan)
        copy_rows(before.glossary.exclude(term__in=terms.values("term")), plan=plan)
        copy_rows(before.meeting_bodies.exclude(name__in=bodies.values("name")), plan=plan)
    copy_rows(first.parts.all(), plan=plan)
    copy_rows(first.columns.filter(priority=None), plan=plan)
    # Those of a priority come under what it goes on as, once that is decided.
    own = first.indicators.filter(indicator__partnership=partnership)
    copy_rows(own, plan=plan, priority=None)
    return plan


def narrative_of(plan: Plan) -> QuerySet[Block]:
    """The blocks of a plan's narrative that are worth having for editing in the next one."""
    return plan.blocks.exclude(part__in=LEFT_PARTS).exclude(kind__in=LEFT_KINDS)


def copy_after(blocks: QuerySet[Block], plan: Plan, priority: Priority | None = None) -> None:
    """Put copies of the blocks after whatever their parts have in the new plan."""
    copies = list(blocks)
    last = dict(plan.blocks.order_by().values_list("part").annotate(last=Max("position")))
    for copy in copies:
        last[copy.part] = position = last.get(copy.part, -1) + 1
        copy.pk, copy._state.adding = None, True
        copy.plan, copy.priority, copy.position = plan, priority, position
    if copies:
        bulk_create_with_history(copies, Block)


def copy_rows(rows: QuerySet[Copied], **changes: Any) -> list[Copied]:
    """Write the rows once more, with these fields changed. Returns the new ones."""
    copies = list(rows)
    for copy in copies:
        copy.pk = None
        copy._state.adding = True
        for name, value in changes.items():
            setattr(copy, name, value)
    return bulk_create_with_history(copies, rows.model) if copies else []
