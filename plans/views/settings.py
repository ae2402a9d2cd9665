"""How a plan stands as a whole: its stage, its strategy, its layout; whom its readers reach."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from csp.middleware import typed_before_sign_in
from partners.access import Permission, SignedInRequest
from plans.access import plan_or_404
from plans.changes import save_row
from plans.forms.settings import PartnershipDetailsForm, PlanCoverForm, PlanSettingsForm
from plans.models import Plan

WHAT_FOLLOWS: dict[str, str] = {
    Plan.Stage.DRAFTING: "The plan is being drafted. Nobody is asked for updates.",
    Plan.Stage.AGREED: "The plan is agreed. Its actions can be updated from now on.",
    Plan.Stage.CLOSED: "The plan is closed. Its priorities and actions stay as they are.",
}


@require_http_methods(["GET", "POST"])
def settings(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """Show the plan's stage, strategy and layout, and change them."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    partnership = plan.partnership
    stage = plan.stage
    if request.method == "POST":
        form, is_saved = save_row(PlanSettingsForm, request.POST, row=plan, plan=plan)
        if is_saved:
            told = "The settings have been saved."
            if plan.stage != stage:
                told = WHAT_FOLLOWS[plan.stage]
            messages.success(request, told)
            return redirect("plan-settings", partnership.slug, address)
    else:
        form = PlanSettingsForm(instance=plan, initial=typed_before_sign_in(request))
    context = {
        "partnership": partnership,
        "plan": plan,
        "form": form,
        "framed": plan.framed_plans.select_related("partnership"),
    }
    return render(request, "plans/settings.html", context)


@require_http_methods(["GET", "POST"])
def cover(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """Show what the cover of the plan's document says, and change it."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    partnership = plan.partnership
    if request.method == "POST":
        form, is_saved = save_row(
            PlanCoverForm, request.POST, row=plan, plan=plan, files=request.FILES
        )
        if is_saved:
            messages.success(request, "The cover has been saved.")
            return redirect("plan-settings", partnership.slug, address)
    else:
        form = PlanCoverForm(instance=plan, initial=typed_before_sign_in(request))
    context = {"partnership": partnership, "plan": plan, "form": form}
    return render(request, "plans/cover.html", context)


@require_http_methods(["GET", "POST"])
def partnership_details(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """Show what all documents and pages say of the partnership beside its name, and change it."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    partnership = plan.partnership
    row: Any = partnership
    row.in_plan = plan
    if request.method == "POST":
        form, is_saved = save_row(
            PartnershipDetailsForm, request.POST, row=partnership, plan=plan, files=request.FILES
        )
        if is_saved:
            messages.success(
                request, " ".join(["The details of the partnership have been saved.", *form.told])
            )
            return redirect("plan-settings", partnership.slug, address)
    else:
        form = PartnershipDetailsForm(instance=partnership, initial=typed_before_sign_in(request))
    context = {
        "partnership": partnership,
        "plan": plan,
        "form": form,
        "may_rename": membership.may(Permission.CHANGE_PARTNERSHIP),
    }
    return render(request, "plans/partnership_details.html", context)
