"""What becomes of a priority in the next plan: the writes, each whole or not at all.

`seen` is always the version_of the priority that the writer has read; if it is another now,
ChangedByAnother is raised.
"""

from django.db import transaction
from django.db.models import Max
from simple_history.utils import bulk_update_with_history

from actions.building.carrying.across import carry_recommendations
from actions.building.carrying.begin import copy_rows, narrative_of
from actions.building.carrying.decided import locked, locked_open, note
from partners.successors import successor_on
from plans.models import Plan, PlanIndicator, Priority

Fate = Priority.Fate
COPIED = [
    "scope",
    "success_indicator",
    "overall_target",
    "specific_target",
    "legal_strand",
    "county_objective",
    "policing_objective",
    "columns_note",
    "position",
]


class TitleTaken(Exception):
    """The new plan has a priority of that title that continues another one."""


@transaction.atomic
def continue_as(priority: Priority, *, plan: Plan, title: str, reason: str, seen: str) -> None:
    """Let the priority go on in the new Plan under this title.

    A priority of that title that continues none is taken as it is; else one is made, with copies
    of the old one's words, strands, recommendations, columns and narrative. Raises TitleTaken.
    """
    priority = locked_open(priority, plan, seen)
    new = plan.priorities.filter(title__iexact=title).first()
    if new is None:
        _copy(priority, plan, title)
    elif new.carries_on_id:
        raise TitleTaken
    else:
        new.carries_on = priority
        new.save(update_fields=["carries_on"])
        _bring_figures(priority, new, plan)
    note(priority, Fate.CONTINUES, reason)


@transaction.atomic
def merge(priority: Priority, *, plan: Plan, into: Priority, reason: str, seen: str) -> None:
    """Let a Priority of the new plan stand for this one too. The reason is never empty."""
    priority = locked_open(priority, plan, seen)
    _bring_figures(priority, into, plan)
    note(priority, Fate.MERGED, reason, merged_into=into)


@transaction.atomic
def end(priority: Priority, *, plan: Plan, reason: str, seen: str) -> None:
    """Let the priority end. The reason is never empty."""
    priority = locked_open(priority, plan, seen)
    note(priority, Fate.ENDED, reason)


@transaction.atomic
def confirm(priority: Priority, *, plan: Plan, seen: str) -> None:
    """Say of a priority that the new plan continues already that it continues."""
    priority = locked(priority, plan, seen)
    note(priority, Fate.CONTINUES, priority.fate_reason)


def _copy(old: Priority, plan: Plan, title: str) -> None:
    agencies = plan.partnership.agencies.in_bulk()
    new = Priority(
        plan=plan,
        title=title,
        carries_on=old,
        number=_number(old, plan),
        theme=old.theme and plan.themes.filter(title=old.theme.title).first(),
        lead=successor_on(plan.starts_on, old.lead, agencies),
        **{name: getattr(old, name) for name in COPIED},
    )
    new.save()
    copy_rows(old.strands.all(), priority=new)
    carry_recommendations(old.recommendations.all(), plan=plan, priority=new)
    copy_rows(old.columns.all(), plan=plan, priority=new)
    _copy_narrative(old, new)
    _bring_figures(old, new, plan)


def _bring_figures(old: Priority, new: Priority, plan: Plan) -> None:
    """Show under the new priority what the old one showed, save what stands under another."""
    brought = [one.indicator_id for one in old.indicators.all()]
    there = plan.indicators.filter(indicator__in=brought)
    under_none = list(there.filter(priority=None))
    for one in under_none:
        one.priority = new
    bulk_update_with_history(under_none, PlanIndicator, ["priority"])
    missing = old.indicators.exclude(indicator__in=there.values("indicator"))
    last = plan.indicators.aggregate(last=Max("position"))["last"] or 0
    copy_rows(missing, plan=plan, priority=new, position=last + 1)


def _number(old: Priority, plan: Plan) -> int | None:
    """The old number if the new plan has none such, or else the next one; None stays none."""
    numbers = plan.priorities.values_list("number", flat=True)
    taken = {number for number in numbers if number is not None}
    return old.number if old.number not in taken else max(taken) + 1


def _copy_narrative(old: Priority, new: Priority) -> None:
    """Put the priority's own narrative after whatever its parts have in the new plan."""
    for block in narrative_of(old.plan).filter(priority=old):
        of_part = new.plan.blocks.filter(part=block.part)
        last = of_part.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
        copy_rows(old.blocks.filter(pk=block.pk), plan=new.plan, priority=new, position=position)
