"""Beginning a plan: empty, or from the plan that it follows."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max, Model, QuerySet
from simple_history.utils import bulk_create_with_history

from actions.building.carrying.across import carry_recommendations
from partners.models import Membership, Partnership
from plans.models import Block, Plan, PlanColumn, Priority
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


# The rows of a plan of which there is one of each title, or the like.
UNIQUE_BY = {
    "themes": "title",
    "cross_cutting_themes": "title",
    "glossary": "term",
    "meeting_bodies": "name",
}

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
def begin_plan(plan: Plan, *, befores: Sequence[Plan] = (), by: Membership | None = None) -> Plan:
    """Save a new plan, being drafted, with what its kind begins with.

    befores: those that it follows, of which themes, cross-cutting themes, open recommendations,
    narrative, glossary and groups that meet are copied, and of the first its layout, strategy,
    title on the cover, parts and columns; none for an empty plan. Their indicators are shown, if
    they are the partnership's own. Priorities and actions are decided one by one
    (priority_fates.py, action_fates.py). by: who begins it, and is named for it if it is
    restricted.

    Raises PlanExists.
    """
    partnership = Partnership.objects.select_for_update().get(pk=plan.partnership_id)
    existing = partnership.plans.filter(address=plan.address).first()
    if existing:
        raise PlanExists(existing)
    plan.layout = plan.traits.layout
    first = befores[0] if befores else None
    if first:
        _follow(plan, first)
    plan.full_clean()
    plan.save()
    if plan.is_restricted and by:
        restrict(plan, by)
    if not first:
        for position, field in enumerate(plan.traits.columns):
            PlanColumn.objects.create(plan=plan, field=field, position=position)
        return plan
    for before in befores:
        _copy_from(before, plan)
    copy_rows(first.parts.all(), plan=plan)
    copy_rows(first.columns.filter(priority=None), plan=plan)
    # Those of a priority come under what it goes on as, once that is decided.
    own = first.indicators.filter(indicator__partnership=partnership)
    copy_rows(own, plan=plan, priority=None)
    return plan


def _follow(plan: Plan, first: Plan) -> None:
    """Give a new plan what goes on from the one before: layout, words of the cover, strategy."""
    plan.layout, plan.has_exit = first.layout, first.has_exit
    # Its date and its picture are of the year that is over.
    plan.cover_title, plan.subtitle = first.cover_title, first.subtitle
    strategy = None if plan.is_restricted else first.strategy
    is_own = strategy and strategy.partnership_id == plan.partnership_id
    if strategy and is_own and strategy.ends_on >= plan.ends_on:
        plan.strategy = strategy


def _copy_from(before: Plan, plan: Plan) -> None:
    """Copy what is of no priority, save what the new plan has from another one."""
    for name, key in UNIQUE_BY.items():
        there = getattr(plan, name).values(key)
        copy_rows(getattr(before, name).exclude(**{f"{key}__in": there}), plan=plan)
    carry_recommendations(before.recommendations.filter(priority=None), plan=plan)
    copy_after(narrative_of(before).filter(priority=None), plan)


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
