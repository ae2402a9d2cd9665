"""What becomes of a priority in the next plan: the writes, each whole or not at all.

Of the old plan they write the priority's disposition, its reason and what it was merged into, and
nothing else. `seen` is always the version_of the priority that the writer has read; if it is
another now, DecidedByAnother is raised.
"""

from django.db import transaction
from django.db.models import Max

from actions.carrying.begin import copy_rows, narrative_of
from actions.carrying.decisions import DecidedByAnother, EditedSince, lock
from actions.carrying.overview import (
    has_priority_been_edited,
    is_priority_decided,
    priorities_of,
)
from actions.carrying.owners import successor_on
from plans.models import Priority

Disposition = Priority.Disposition
COPIED = [
    "scope",
    "success_indicator",
    "overall_target",
    "specific_target",
    "legal_strand",
    "policing_objective",
    "columns_note",
    "position",
]


class TitleTaken(Exception):
    """The new plan has a priority of that title that continues another one."""


def version_of(priority):
    """What has been decided of a priority of `priorities_of`: disposition, and what it led to."""
    results = ",".join(str(one.pk) for one in priority.results)
    return f"{priority.disposition}:{priority.merged_into_id or ''}:{results}"


@transaction.atomic
def continue_as(priority, *, plan, title, reason, seen):
    """Let the priority go on in the new Plan under this title.

    A priority of that title that continues none is taken as it is; else one is made, with copies
    of the old one's words, strands, recommendations, columns and narrative. Raises TitleTaken.
    """
    priority = _open(priority, plan, seen)
    new = plan.priorities.filter(title__iexact=title).first()
    if new is None:
        _copy(priority, plan, title)
    elif new.carries_on_id:
        raise TitleTaken
    else:
        new.carries_on = priority
        new.save(update_fields=["carries_on"])
    _decide(priority, Disposition.CONTINUES, reason)


@transaction.atomic
def merge(priority, *, plan, into, reason, seen):
    """Let a Priority of the new plan stand for this one too. The reason is never empty."""
    priority = _open(priority, plan, seen)
    _decide(priority, Disposition.MERGED, reason, merged_into=into)


@transaction.atomic
def end(priority, *, plan, reason, seen):
    """Let the priority end. The reason is never empty."""
    priority = _open(priority, plan, seen)
    _decide(priority, Disposition.ENDED, reason)


@transaction.atomic
def confirm(priority, *, plan, seen):
    """Say of a priority that the new plan continues already that it continues."""
    priority = _locked(priority, plan, seen)
    _decide(priority, Disposition.CONTINUES, priority.disposition_reason)


@transaction.atomic
def undo(priority, *, plan, seen, leave=None):
    """Take a decision back, and the priority that it made out of the new plan.

    leave: whether a priority that was edited since stays there, continuing none; None if nobody
    was asked, and then EditedSince is raised if there is one. One that has actions stays.
    """
    priority = _locked(priority, plan, seen)
    edited = needs_asking(priority)
    if edited and leave is None:
        raise EditedSince
    for new in priority.results:
        if not may_go(new) or (leave and new in edited):
            new.carries_on = None
            new.save(update_fields=["carries_on"])
        else:
            new.delete()
    _decide(priority, "")


def needs_asking(priority):
    """Of what continues a priority of `priorities_of`, that which may not go without a question."""
    return [
        new
        for new in priority.results
        if not priority.disposition or not may_go(new) or has_priority_been_edited(new)
    ]


def may_go(new):
    """Whether a priority of the new plan may be removed: it has no actions."""
    return not new.actions.exists()


def _copy(old, plan, title):
    agencies = {agency.pk: agency for agency in plan.partnership.agencies.all()}
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
    copy_rows(old.recommendations.all(), priority=new)
    copy_rows(old.columns.all(), plan=plan, priority=new)
    _copy_narrative(old, new)


def _number(old, plan):
    """The old number if the new plan has none such, or else the next one; None stays none."""
    taken = set(plan.priorities.exclude(number=None).values_list("number", flat=True))
    return old.number if old.number not in taken else max(taken) + 1


def _copy_narrative(old, new):
    """Put the priority's own narrative after whatever its parts have in the new plan."""
    for block in narrative_of(old.plan).filter(priority=old):
        of_part = new.plan.blocks.filter(part=block.part)
        last = of_part.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
        copy_rows(old.blocks.filter(pk=block.pk), plan=new.plan, priority=new, position=position)


def _decide(priority, disposition, reason="", merged_into=None):
    priority.disposition = disposition
    priority.disposition_reason = reason
    priority.merged_into = merged_into
    priority.save(update_fields=["disposition", "disposition_reason", "merged_into"])


def _locked(priority, plan, seen):
    """The priority as it is now, under the lock."""
    lock(plan)
    priority = priorities_of(priority.plan, plan).get(pk=priority.pk)
    if version_of(priority) != seen:
        raise DecidedByAnother
    return priority


def _open(priority, plan, seen):
    """The priority as it is now, under the lock, if nothing was decided of it."""
    priority = _locked(priority, plan, seen)
    if priority.results or is_priority_decided(priority):
        raise DecidedByAnother
    return priority
