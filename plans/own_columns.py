"""The columns of a plan's own (plans.action_fields.EXTRAS), as it calls them."""

from collections.abc import Mapping
from typing import Any

from plans.action_fields import EXTRAS
from plans.models import Plan, PlanColumn


def headings_of(plan: Plan) -> dict[str, str]:
    """What the plan, or else a priority of it, calls those of its own columns that it has."""
    rows = PlanColumn.objects.filter(plan=plan, field__in=EXTRAS).order_by("-priority", "position")
    return {row.field: str(row) for row in rows}


def offer(fields: dict[str, Any], plan: Plan, written: Mapping[str, Any]) -> None:
    """Leave those in a form's fields that the plan has, so called, or that are written already."""
    headings = headings_of(plan)
    for name in EXTRAS:
        if name in headings:
            fields[name].label = headings[name]
        elif not written.get(name):
            del fields[name]
