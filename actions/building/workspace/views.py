"""The page on which a plan is built."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from actions.building.workspace.outline import outline_of, parts_of
from partners.access import Permission, membership_or_404
from plans.models import Plan


@require_GET
def workspace(request, partnership, year):
    """All that the plan consists of, and the ways to change it.

    ?at= unfolds the priority that has this place, “all” or “none” of them.
    """
    membership = membership_or_404(request.user, partnership, Permission.EDIT_PLAN)
    plan = get_object_or_404(membership.partnership.plans, start_year=year)
    outline = outline_of(plan)
    outline.open(request.GET.get("at", ""))
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "outline": outline,
        "parts": parts_of(plan),
        "may_change": plan.stage != Plan.Stage.CLOSED,
    }
    return render(request, "building/workspace/workspace.html", context)
