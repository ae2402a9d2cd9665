"""Who sees a plan: everybody in the partnership, or the people named for it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from csp.middleware import typed_before_sign_in
from csp.versions import VERSION, ChangedByAnother, version_of
from partners.access import Permission, SignedInRequest
from plans.access import plan_or_404
from plans.changes import save_row
from plans.forms.people import NamingForm, RestrictionForm
from plans.models import Plan
from plans.restricting import (
    LastOfNaming,
    name_person,
    open_to_all,
    people_of,
    take_off,
    why_not,
)

LAST_OF_NAMING = (
    "{} is the last manager or administrator who sees this plan. Name another one first"
)


@require_http_methods(["GET", "POST"])
def people(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """Who sees the plan and how it is marked; restrict it, or change the marking."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    was_restricted = plan.is_restricted
    row: Any = plan
    row.at_hand_of = membership
    if request.method == "POST":
        form, is_saved = save_row(RestrictionForm, request.POST, row=row, plan=plan)
        if is_saved:
            told = "The marking has been saved."
            if not was_restricted:
                told = "The plan is restricted. Only you see it, until you name others."
            messages.success(request, told)
            return redirect("plan-people", partnership, address)
        # The page says what the plan is, not what it was to be.
        plan = Plan.objects.select_related("partnership").get(pk=plan.pk)
    else:
        form = RestrictionForm(instance=row, initial=typed_before_sign_in(request))
    context = {
        "refusal": "" if plan.is_restricted else why_not(plan),
        "people": people_of(plan) if plan.is_restricted else [],
        "form": form,
    }
    return _page(request, "people", plan, context)


@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """Name somebody for the plan."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    form = NamingForm(request.POST or None, plan=plan, initial=typed_before_sign_in(request))
    if request.method == "POST" and plan.is_restricted and form.is_valid():
        name_person(plan, form.chosen, by=membership)
        messages.success(request, f"{form.chosen.called} sees this plan from now on.")
        return redirect("plan-people", partnership, address)
    return _page(request, "person_add", plan, {"form": form})


@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, partnership: str, address: str, pk: int) -> HttpResponse:
    """Ask whether somebody is to see the plan no more, and see to it."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    person = get_object_or_404(people_of(plan), pk=pk)
    refusal = ""
    if request.method == "POST":
        try:
            take_off(person)
        except LastOfNaming:
            refusal = LAST_OF_NAMING.format(person.membership.called)
        else:
            name = person.membership.called
            messages.success(request, f"{name} does not see the plan any more.")
            if person.membership == membership:
                return redirect("partnership", partnership)
            return redirect("plan-people", partnership, address)
    context = {"person": person, "is_self": person.membership == membership, "refusal": refusal}
    return _page(request, "person_remove", plan, context)


@require_http_methods(["GET", "POST"])
def to_all(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """Ask whether everybody in the partnership is to see the plan, and see to it."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    told = ""
    if request.method == "POST":
        try:
            open_to_all(plan, seen=request.POST.get(VERSION, ""))
        except ChangedByAnother:
            told = "Somebody changed this plan while you were reading. Press again if you are sure"
        else:
            messages.success(request, "Everybody in the partnership sees this plan now.")
            return redirect("plan-people", partnership, address)
    return _page(request, "open_to_all", plan, {"told": told, "version": version_of(plan)})


def _page(
    request: SignedInRequest, template: str, plan: Plan, shown: dict[str, Any]
) -> HttpResponse:
    context = {"partnership": plan.partnership, "plan": plan}
    return render(request, f"plans/{template}.html", context | shown)
