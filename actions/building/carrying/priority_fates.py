"""What becomes of a priority in the next plan: the writes, each whole or not at all.

`seen` is always the version_of the priority that the writer has read; if it is another now,
ChangedByAnother is raised.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.db import transaction
from django.db.models import Max
from simple_history.utils import bulk_update_with_history

from actions.building.carrying.across import carry_recommendations
from actions.building.carrying.begin import copy_after, copy_rows, narrative_of
from actions.building.carrying.decided import (
    Row,
    is_decided,
    locked,
    locked_open,
    note,
    priorities_of,
    version_of,
)
from csp.versions import ChangedByAnother
from partners.successors import Heirs
from plans.changes import lock
from plans.models import Plan, PlanIndicator, Priority
from plans.models.decisions import decision_of

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
    note(priority, Fate.CONTINUES, reason, plan=plan)


@transaction.atomic
def merge(priority: Priority, *, plan: Plan, into: Priority, reason: str, seen: str) -> None:
    """Let a Priority of the new plan stand for this one too. The reason is never empty."""
    priority = locked_open(priority, plan, seen)
    _bring_figures(priority, into, plan)
    note(priority, Fate.MERGED, reason, merged_into=into, plan=plan)


@transaction.atomic
def end(priority: Priority, *, plan: Plan, reason: str, seen: str) -> None:
    """Let the priority end. The reason is never empty."""
    priority = locked_open(priority, plan, seen)
    note(priority, Fate.ENDED, reason, plan=plan)


def twin_in(plan: Plan, priority: Priority) -> Priority | None:
    """The priority of the new Plan that has the title already, and continues another one."""
    of_title = plan.priorities.filter(title__iexact=priority.title).exclude(carries_on=None)
    return of_title.select_related("carries_on__plan__partnership").first()


def why_merged(twin: Priority) -> str:
    """What is said of a priority that is merged into its twin."""
    other = twin.carries_on
    return f"It is a priority of {other.plan.partnership.district} too" if other else ""


@transaction.atomic
def continue_all(befores: Sequence[Plan], *, plan: Plan, seen: str) -> int:
    """Let all priorities that are not decided yet go on, those of one title as one.

    seen: the version_of_undecided that the writer has read. Returns how many they were. Raises
    ChangedByAnother if they are others now.
    """
    lock(plan)
    undecided = [one for one in priorities_of(befores, plan) if not is_decided(one)]
    if undecided and version_of_undecided(undecided) != seen:
        raise ChangedByAnother
    for one in undecided:
        go_on(one, plan=plan)
    return len(undecided)


def go_on(priority: Row, *, plan: Plan) -> None:
    """Let an undecided priority go on under its title, with a twin as one."""
    version, twin = version_of(priority), twin_in(plan, priority)
    if priority.results:
        confirm(priority, plan=plan, seen=version)
    elif twin:
        merge(priority, plan=plan, into=twin, reason=why_merged(twin), seen=version)
    else:
        continue_as(priority, plan=plan, title=priority.title, reason="", seen=version)


def version_of_undecided(priorities: Iterable[Row]) -> str:
    """What the overview shows of the priorities that are not decided, as its form keeps it."""
    shown = [(one.pk, version_of(one), one.title) for one in priorities]
    return sha256(repr(shown).encode()).hexdigest()


@transaction.atomic
def confirm(priority: Priority, *, plan: Plan, seen: str) -> None:
    """Say of a priority that the new plan continues already that it continues."""
    priority = locked(priority, plan, seen)
    note(priority, Fate.CONTINUES, decision_of(priority).fate_reason, plan=plan)


def _copy(old: Priority, plan: Plan, title: str) -> None:
    heirs = Heirs(plan.partnership, {old.plan.partnership_id})
    new = Priority(
        plan=plan,
        title=title,
        carries_on=old,
        number=_number(old, plan),
        theme=old.theme and plan.themes.filter(title=old.theme.title).first(),
        lead=heirs.of(old.lead, on=plan.starts_on),
        **{name: getattr(old, name) for name in COPIED},
    )
    new.save()
    copy_rows(old.strands.all(), priority=new)
    carry_recommendations(old.recommendations.all(), plan=plan, priority=new)
    copy_rows(old.columns.all(), plan=plan, priority=new)
    copy_after(narrative_of(old.plan).filter(priority=old), plan, new)
    _bring_figures(old, new, plan)


def _bring_figures(old: Priority, new: Priority, plan: Plan) -> None:
    """Show under the new priority what the old one showed, save what stands under another.

    The series of another partnership, from which this one was founded, are its own.
    """
    shown = old.indicators.filter(indicator__partnership=plan.partnership_id)
    brought = [one.indicator_id for one in shown]
    there = plan.indicators.filter(indicator__in=brought)
    under_none = list(there.filter(priority=None))
    for one in under_none:
        one.priority = new
    bulk_update_with_history(under_none, PlanIndicator, ["priority"])
    missing = shown.exclude(indicator__in=there.values("indicator"))
    last = plan.indicators.aggregate(last=Max("position"))["last"] or 0
    copy_rows(missing, plan=plan, priority=new, position=last + 1)


def _number(old: Priority, plan: Plan) -> int | None:
    """The old number if the new plan has none such, or else the next one; None stays none."""
    numbers = plan.priorities.values_list("number", flat=True)
    taken = {number for number in numbers if number is not None}
    return old.number if old.number not in taken else max(taken) + 1
