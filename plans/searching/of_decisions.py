"""Finding why a plan of another partnership did with a priority or an action what it did."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from partners.models import Membership
from plans.access import seen_by
from plans.models.decisions import Decision
from plans.searching.sources import Found, Source, Told


def sources_of_decisions(
    model: type[Any],
    index: str,
    *,
    rows: "Callable[[list[Membership]], QuerySet[Any]]",
    told: Callable[[Any, Membership], Told],
    plan: str,
) -> tuple[Source, Source]:
    """Those that stand with a row that somebody sees, and the others of plans that they see.

    model: of the Decisions. rows: the priorities or actions that somebody sees. told: what is said
    of one if its own plan gave it up. plan: the fields that lead from a Decision to that plan.
    """

    def beside_row(memberships: list[Membership]) -> "QuerySet[Any]":
        # The page of the row tells nobody of another partnership's restricted plan.
        of_rows = model.objects.filter(row__in=rows(memberships).order_by().values("pk"))
        return _in_order(of_rows.filter(plan__is_restricted=False), plan)

    def of_plan(memberships: list[Membership]) -> "QuerySet[Any]":
        there = beside_row(memberships).order_by().values("pk")
        return _in_order(model.objects.filter(seen_by(memberships)).exclude(pk__in=there), plan)

    def beside_row_told(decision: Decision, membership: Membership) -> Told:
        of_row = told(decision.row, membership)
        return replace(of_row, texts=[decision.fate_reason], beside=str(decision))

    def of_plan_told(decision: Decision, membership: Membership) -> Told:
        return _in_document(decision, told(decision.row, membership))

    return (
        Source(Found.DECISIONS, model, index, rows=beside_row, told=beside_row_told, plan=plan),
        Source(Found.DECISIONS, model, index, rows=of_plan, told=of_plan_told),
    )


def _in_document(decision: Decision, of_row: Told) -> Told:
    """The row is of a partnership of others: the document of the plan is where it is read."""
    deciding = decision.plan
    return Told(
        of_row.title,
        reverse("document-page", args=[deciding.partnership.slug, deciding.address]),
        [decision.fate_reason],
        deciding.partnership,
        deciding,
        f"{decision.get_fate_display()}, from {of_row.plan}",  # type: ignore[attr-defined]
    )


def _in_order(decisions: "QuerySet[Any]", plan: str) -> "QuerySet[Any]":
    return decisions.select_related(f"{plan}__partnership", "plan__partnership").order_by(
        "-plan__starts_on", "plan", "pk"
    )
