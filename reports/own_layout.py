"""Writing a layout's own parts and columns down as rows of a plan, to be edited from there."""

from django.db import transaction

from plans.changes import lock
from plans.models import Plan, PlanColumn, PlanPart, Priority
from reports.layouts import LAYOUTS


@transaction.atomic
def begin_with_parts(plan: Plan) -> None:
    """Give the plan the parts of its layout, under its headings; nothing if it has its own."""
    lock(plan)
    if not plan.parts.exists():
        for position, (part, heading) in enumerate(parts_of_layout(plan)):
            PlanPart.objects.create(plan=plan, part=part, heading=heading, position=position)


@transaction.atomic
def begin_with_columns(plan: Plan, priority: Priority | None = None) -> None:
    """Give the plan's tables, or those of one priority, the columns that they have without.

    Nothing happens if there are columns of their own.
    """
    lock(plan)
    own = PlanColumn.objects.filter(plan=plan)
    if own.filter(priority=priority).exists():
        return
    of_plan = [(one.field, one.heading) for one in own.filter(priority=None)]
    of_layout = [(one.field, one.heading) for one in LAYOUTS[plan.layout].plan_columns]
    for position, (field, heading) in enumerate(of_plan or of_layout):
        PlanColumn.objects.create(
            plan=plan, priority=priority, field=field, heading=heading, position=position
        )


def parts_of_layout(plan: Plan) -> list[tuple[str, str]]:
    """The parts that the layout of the plan declares, save those that no plan can order anew:
    pairs of name and heading."""
    names = {name for name, _ in PlanPart.PARTS}
    return [(name, heading) for name, heading in LAYOUTS[plan.layout].parts if name in names]
