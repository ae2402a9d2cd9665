"""The pages on which a plan is begun."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from actions.building.carrying.begin import PlanExists, begin_plan, next_year_of
from actions.building.carrying.begin_forms import BeginForm, BeginTitledForm
from csp.middleware import typed_before_sign_in
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.models import Founding, Partnership
from plans import years
from plans.models import Plan


@require_http_methods(["GET", "POST"])
def begin(request: SignedInRequest, partnership: str) -> HttpResponse:
    """Begin a yearly plan: empty, or from the plan of the year before."""
    membership = membership_or_404(request.user, partnership, Permission.EDIT_PLAN)
    if request.method == "POST":
        form = BeginForm(request.POST, partnership=membership.partnership)
        if form.is_valid():
            return _begun_year(request, membership.partnership, form.cleaned_data)
    else:
        first = Founding.objects.filter(partnership=membership.partnership).first()
        this_year = years.year_of(first.begins_on if first else timezone.localdate())
        initial = {
            "year": next_year_of(membership.partnership, otherwise=this_year),
            "begin_from": "before",
        }
        initial |= typed_before_sign_in(request) or {}
        form = BeginForm(initial=initial, partnership=membership.partnership)
    context = {"partnership": membership.partnership, "form": form}
    return render(request, "building/carrying/begin.html", context)


def _begun_year(
    request: HttpRequest, partnership: Partnership, chosen: dict[str, Any]
) -> HttpResponse:
    plan = Plan.of_year(chosen["year"], partnership=partnership)
    try:
        begin_plan(plan, befores=chosen["befores"])
    except PlanExists as existing:
        messages.info(request, f"There is already a plan {existing.plan.label}.")
        return redirect(existing.plan)
    return _begun(request, plan, chosen["befores"])


@require_http_methods(["GET", "POST"])
def begin_titled(request: SignedInRequest, partnership: str) -> HttpResponse:
    """Begin a plan of another kind and period, from the one that it follows if there is one."""
    membership = membership_or_404(request.user, partnership, Permission.EDIT_PLAN)
    plan = Plan(partnership=membership.partnership)
    if request.method == "POST":
        form = BeginTitledForm(request.POST, instance=plan)
        if form.is_valid():
            befores = Plan.objects.told_to([membership]).before(plan)
            try:
                begin_plan(plan, befores=befores, by=membership)
            except PlanExists:
                form.tell_of_taken(plan.address)
            else:
                return _begun(request, plan, befores)
    else:
        typed = typed_before_sign_in(request) or {}
        days = {
            name: [typed.get(f"{name}_{part}", "") for part in range(3)]
            for name in ("starts_on", "ends_on")
        }
        form = BeginTitledForm(instance=plan, initial=typed | days)
    context = {"partnership": membership.partnership, "form": form}
    return render(request, "building/carrying/begin_titled.html", context)


def _begun(request: HttpRequest, plan: Plan, befores: Sequence[Plan]) -> HttpResponse:
    messages.success(request, f"The plan {plan.label} has been started.")
    page = "carry-forward" if befores else "workspace"
    return redirect(page, plan.partnership.slug, plan.address)
