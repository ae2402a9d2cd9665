"""The page on which a plan is built."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from actions.building.workspace.outline import outline_of, parts_of
from partners.access import Permission, SignedInRequest
from plans.access import plan_or_404
from plans.models import Plan


@require_GET
def workspace(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """All that the plan consists of, and the ways to change it.

    ?at= unfolds the priority that has this place, “all” or “none” of them.
    """
    membership, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
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
