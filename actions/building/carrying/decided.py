"""What is decided of an action or a priority of the old plan: reading, noting and undoing it.

A `row` is an action of `actions_of` or a priority of `priorities_of`, whose `results` are what
carries it on in the new plan; what was decided for that plan, plans.models.decisions tells. `seen`
is the version_of the row that the writer has read.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import CASCADE, Prefetch, QuerySet
from simple_history.utils import bulk_update_with_history

from actions.models import PLAN_ORDER, Action, ActionRecommendation, ActionTheme, Owner
from csp.versions import ChangedByAnother
from plans.changes import lock
from plans.models import Plan, PlanIndicator, Priority
from plans.models.decisions import GIVEN_UP, decision_of, with_decisions

# No type of a model has what a prefetch puts on its rows.
Row = Any


class EditedSince(Exception):
    """What the decision made was edited since: whoever undoes it must say what becomes of it."""


def actions_of(befores: Sequence[Plan], plan: Plan) -> QuerySet[Row]:
    """The actions of the old Plans in their order, each with what carries it on in the new one.

    Adds the list `results`: the actions of the new Plan that carry it on. Their priorities are as
    priorities_of gives them.
    """
    results = Action.objects.filter(priority__plan=plan).select_related("priority").order_by("pk")
    rows = (
        Action.objects.filter(priority__plan__in=befores)
        .order_by("priority__plan__partnership__district", "priority__plan", *PLAN_ORDER)
        .select_related("strand", "latest_update", "merged_into")
        .prefetch_related(
            "owners__agency",
            Prefetch("priority", queryset=priorities_of(befores, plan)),
            Prefetch("carried_on_by", queryset=results, to_attr="results"),
        )
    )
    return with_decisions(rows, plan)


def priorities_of(befores: Sequence[Plan], plan: Plan) -> QuerySet[Row]:
    """The priorities of the old Plans by district, each with `results` as in actions_of."""
    results = Priority.objects.filter(plan=plan)
    rows = (
        Priority.objects.filter(plan__in=befores)
        .select_related("plan__partnership", "theme", "lead", "merged_into")
        .prefetch_related(Prefetch("carried_on_by", queryset=results, to_attr="results"))
    )
    return with_decisions(rows, plan)


def stands_for(priority: Row) -> Priority | None:
    """The new plan's Priority that one of priorities_of goes on as or was merged into, or None."""
    return next(iter(priority.results), decision_of(priority).merged_into)


def is_decided(row: Row) -> bool:
    """Whether something was decided of the row, and the new plan has what that promises."""
    decision = decision_of(row)
    if decision.fate in GIVEN_UP:
        return True
    return bool(decision.fate and (row.results or decision.merged_into_id))


def version_of(row: Row) -> str:
    """What has been decided of the row: its fate, and the ids that it led to."""
    results = ",".join(str(one.pk) for one in row.results)
    decision = decision_of(row)
    return f"{decision.fate}:{decision.merged_into_id or ''}:{results}"


def locked(row: Row, plan: Plan, seen: str) -> Row:
    """The row as it is now, under the lock. Raises ChangedByAnother if it isn't as it was seen."""
    lock(plan)
    rows = actions_of if isinstance(row, Action) else priorities_of
    row = rows([row.plan], plan).get(pk=row.pk)
    if version_of(row) != seen:
        raise ChangedByAnother
    return row


def locked_open(row: Row, plan: Plan, seen: str) -> Row:
    """As `locked`; raises ChangedByAnother also if anything was decided of the row."""
    row = locked(row, plan, seen)
    if row.results or is_decided(row):
        raise ChangedByAnother
    return row


def note(
    row: Row,
    fate: str,
    reason: str = "",
    merged_into: Action | Priority | None = None,
    *,
    plan: Plan,
) -> None:
    """Write what was decided of the row for the new Plan.

    With the row itself, of which nothing else changes; or beside it, if another partnership's.
    """
    if row.plan.partnership_id == plan.partnership_id:
        row.fate, row.fate_reason, row.merged_into = fate, reason, merged_into
        row.save(update_fields=["fate", "fate_reason", "merged_into"])
        return
    kept = decision_of(row)
    if kept is row:
        kept = row.decisions.model(row=row, plan=plan)
    if fate or row.fate in GIVEN_UP:
        kept.fate, kept.fate_reason, kept.merged_into = fate, reason, merged_into
        kept.save()
    elif kept.pk:
        kept.delete()


@transaction.atomic
def undo(row: Row, *, plan: Plan, seen: str, leave: bool | None = None) -> None:
    """Take a decision back, and what it made out of the new plan.

    leave: whether what was edited since stays there, carrying on nothing; None if nobody was
    asked, and then EditedSince is raised if there is any. What may not go stays.
    """
    row = locked(row, plan, seen)
    edited = needs_asking(row)
    if edited and leave is None:
        raise EditedSince
    for new in row.results:
        if not may_go(new) or (leave and new in edited):
            new.carries_on = None
            new.save(update_fields=["carries_on"])
        else:
            new.delete()
    into = decision_of(row).merged_into
    if isinstance(row, Priority) and into:
        _take_figures_back(row, into)
    note(row, "", plan=plan)


def _take_figures_back(old: Priority, into: Priority) -> None:
    """Leave what the old priority showed to the whole of the plan that it was merged into."""
    brought = old.indicators.values("indicator")
    taken = list(into.indicators.filter(indicator__in=brought))
    for one in taken:
        one.priority = None
    bulk_update_with_history(taken, PlanIndicator, ["priority"])


def needs_asking(row: Row) -> list[Action | Priority]:
    """Of what carries on the row, that which may not go without a question.

    Edited since it was made; or nobody decided that it carries on, so that it came otherwise.
    """
    is_noted = bool(decision_of(row).fate)
    return [new for new in row.results if not is_noted or not may_go(new) or _has_been_edited(new)]


def may_go(new: Action | Priority) -> bool:
    """Whether what carries on a row may be removed: an action of which nothing was said, or a
    priority without actions."""
    if isinstance(new, Action):
        return not _is_spoken_of(new)
    return not new.actions.exists()


def _is_spoken_of(action: Action) -> bool:
    """Whether anything belongs to it but its owners: an update, or what another app has of it."""
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: action}).exists()
        for relation in action._meta.related_objects
        if relation.on_delete is CASCADE and relation.related_model is not Owner
    )


def _has_been_edited(new: Action | Priority) -> bool:
    """Whether somebody changed what carries on a row, an action's owners or links, or its role.

    Its place among others doesn't count: that changes when another is moved.
    """
    made = new.history.filter(history_type="+").order_by("history_id").first()
    latest = new.history.order_by("-history_id").first()
    if not made or latest.diff_against(made, excluded_fields=["position"]).changed_fields:
        return True
    if isinstance(new, Action):
        for beside in (Owner, ActionRecommendation, ActionTheme):
            records = beside.history.filter(action_id=new.pk)
            if records.filter(history_date__gt=made.history_date).exists():
                return True
    led_to = (new.merged_from, new.merged_decisions, new.carried_on_by)
    return any(rows.exists() for rows in led_to)
