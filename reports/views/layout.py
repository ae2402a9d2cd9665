"""Which parts and columns a plan's document has: its layout's, or the plan's own."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from csp.whole_numbers import whole_number
from partners.access import Permission, SignedInRequest
from plans.access import plan_or_404
from plans.models import Plan, PlanColumn
from reports.document import filled_in
from reports.layouts import LAYOUTS
from reports.own_layout import begin_with_columns, begin_with_parts, parts_of_layout


@require_http_methods(["GET", "POST"])
def layout(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """Show the parts and columns; POST begins the plan's own with those of its layout."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    if request.method == "POST":
        _begin(request, plan)
        return redirect("layout", partnership, address)
    parts = plan.parts.order_by("position", "pk")
    columns = Prefetch("columns", PlanColumn.objects.order_by("position", "pk"))
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "parts": [(part, filled_in(part.heading, plan)) for part in parts],
        "layout_parts": [filled_in(heading, plan) for _, heading in parts_of_layout(plan)],
        "columns": plan.columns.filter(priority=None).order_by("position", "pk"),
        "layout_columns": LAYOUTS[plan.layout].plan_columns,
        "priorities": plan.priorities.prefetch_related(columns),
    }
    return render(request, "reports/layout.html", context)


def _begin(request: SignedInRequest, plan: Plan) -> None:
    what = request.POST.get("begin", "")
    if what == "parts":
        begin_with_parts(plan)
        messages.success(request, "The document now has its own parts. You can change them.")
    elif what == "columns":
        begin_with_columns(plan)
        messages.success(request, "The tables now have their own columns. You can change them.")
    elif (pk := whole_number(what)) is not None:
        priority = get_object_or_404(plan.priorities, pk=pk)
        begin_with_columns(plan, priority)
        messages.success(request, f"The table of {priority} now has its own columns.")
