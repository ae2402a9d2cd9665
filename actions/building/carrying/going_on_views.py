"""Keeping at once what goes on unchanged: what would happen, and one button."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from actions.building.carrying.action_fates import proposed_timescale, version_of_undecided
from actions.building.carrying.decided import actions_of, is_decided
from actions.building.carrying.going_on import CHOICES, choices_of, keep_these, taken_by
from actions.building.carrying.owners import owners_in
from csp.versions import VERSION, ChangedByAnother
from csp.whole_numbers import whole_number
from partners.access import Permission, SignedInRequest
from partners.successors import Heirs
from plans.access import plan_or_404
from plans.models import Plan


@require_http_methods(["GET", "POST"])
def keep(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """Show which actions one of the choices keeps and what changes in them; then keep the ticked.

    Those without a tick are left to decide.
    """
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    befores = plan.plans_before()
    which = request.GET.get("which", "")
    if which not in CHOICES:
        return _shown(request, plan, befores, which)
    sent = map(whole_number, request.POST.getlist("keep"))
    ticked = {pk for pk in sent if pk is not None}
    if request.method == "GET":
        return _shown(request, plan, befores, which)
    if not ticked:
        return _shown(request, plan, befores, which, ticked, "Select at least one action to keep")
    seen = request.POST.get(VERSION, "")
    try:
        number = keep_these(befores, plan=plan, which=which, kept=ticked, seen=seen)
    except ChangedByAnother:
        told = (
            "Somebody changed or decided on actions while you were reading. Nothing has been kept. "
            "Look at them as they are now, then keep them"
        )
        return _shown(request, plan, befores, which, ticked, told)
    if number:
        actions = "1 action has" if number == 1 else f"{number} actions have"
        messages.success(request, f"{actions} been kept.")
    else:
        messages.info(request, "These actions have been decided already.")
    return redirect("carry-forward", plan.partnership.slug, plan.address)


def _shown(
    request: SignedInRequest,
    plan: Plan,
    befores: list[Plan],
    which: str,
    ticked: set[int] | None = None,
    told: str = "",
) -> HttpResponse:
    """The page. which: of CHOICES, or what is none. ticked: None for all. told: what is wrong."""
    undecided = [one for one in actions_of(befores, plan) if not is_decided(one)]
    offered = taken_by(which, undecided) if which in CHOICES else []
    heirs = Heirs(plan.partnership, [one.partnership_id for one in befores])
    for action in offered:
        action.is_ticked = ticked is None or action.pk in ticked
        action.proposed_timescale = proposed_timescale(action)
        action.owner_changes = owners_in(plan, action, heirs).changes
    if not offered and not told:
        told = "Select what goes on" if undecided and which not in CHOICES else ""
    context = {
        "partnership": plan.partnership,
        "plan": plan,
        "befores": befores,
        "before": befores[0] if len(befores) == 1 else None,
        "keeping": choices_of(undecided),
        "which": which,
        "offered": offered,
        "left": len(undecided) - len(offered),
        "timescales": sum(one.proposed_timescale != one.timescale for one in offered),
        "owners": sum(bool(one.owner_changes) for one in offered),
        "version": version_of_undecided(offered),
        "told": told,
    }
    return render(request, "building/carrying/keep.html", context)
