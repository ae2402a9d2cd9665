"""What plans of other partnerships make of a priority or an action: each has a say of its own.

What the next plan of the same partnership makes of it stands with the row itself. A partnership
that was founded from others writes nothing into theirs; and where two were founded from one, what
the one drops the other may carry on.
"""

from typing import Any

from django.db import models
from django.db.models import Prefetch, Q, QuerySet, Value
from simple_history.models import HistoricalRecords

from csp.words_kept import KeptWords
from plans.models.plan import Plan
from plans.models.structure import Priority


class Decision(models.Model):
    """What becomes in a plan of a row of another partnership's plan.

    An empty fate: nothing is decided, though the row itself says that it went no further.
    """

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="+", help_text="The plan that it was decided for"
    )
    fate_reason = models.TextField(blank=True)
    # Each class of its own: row, fate, merged_into.
    row: Any
    fate: Any
    merged_into: Any

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_fate_display()}, {self.plan}"  # type: ignore[attr-defined]


class PriorityDecision(Decision):
    """What becomes of a priority in a plan of another partnership."""

    row = models.ForeignKey(Priority, models.CASCADE, related_name="decisions")
    fate = models.CharField(max_length=20, choices=Priority.Fate, blank=True)
    merged_into = models.ForeignKey(
        Priority, models.SET_NULL, null=True, blank=True, related_name="merged_decisions"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["row", "pk"]
        indexes = [KeptWords(fields=["fate_reason"], name="priority_decision_words")]
        constraints = [
            models.UniqueConstraint("row", "plan", name="priority_decision_unique_in_plan"),
            models.CheckConstraint(
                condition=Q(fate="") | Q(fate="continues") | ~Q(fate_reason=""),
                name="priority_decision_given_up_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(fate="merged"),
                name="priority_decision_merged_if_into_another",
            ),
        ]


# Words that end a row, for every plan that does not say otherwise of its own.
GIVEN_UP = ("dropped", Priority.Fate.ENDED)


def with_decisions(rows: "QuerySet[Any]", plan: Plan) -> "QuerySet[Any]":
    """The priorities or actions, each with what decision_of and told_elsewhere need. One query.

    plan: for which it is asked what becomes of them; of others only those are told of which all
    know who know of it.
    """
    told = rows.model._meta.get_field("decisions").related_model._default_manager.filter(
        plan__in=Plan.objects.seen_by_readers_of(plan)
    )
    told = told.select_related("plan__partnership", "merged_into")
    return rows.annotate(
        asking_plan=Value(plan.pk), asking_partnership=Value(plan.partnership_id)
    ).prefetch_related(Prefetch("decisions", told.order_by("plan__partnership__district", "pk")))


def decision_of(row: Any) -> Any:
    """What becomes of a row of with_decisions in the plan: fate, fate_reason and merged_into.

    The row itself, or a Decision; one that is not saved if there is none.
    """
    if row.plan.partnership_id == row.asking_partnership:
        return row
    for one in row.decisions.all():
        if one.plan_id == row.asking_plan:
            return one
    if row.fate in GIVEN_UP:
        return row
    return row.decisions.model(row=row, plan_id=row.asking_plan)


def told_elsewhere(row: Any) -> list[Any]:
    """The Decisions of other plans of a row of with_decisions, by district."""
    return [one for one in row.decisions.all() if one.fate and one.plan_id != row.asking_plan]
