"""Numbering the rows of a plan in order: what would change, and doing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import pluralize
from django.views.decorators.http import require_http_methods

from csp.versions import VERSION, ChangedByAnother
from partners.access import Permission, SignedInRequest
from plans.access import plan_or_404
from plans.numbering import Numbering, number_rows, version_of_numbers


@require_http_methods(["GET", "POST"])
def number(
    request: SignedInRequest, partnership: str, address: str, numbering: Numbering
) -> HttpResponse:
    """Show the number of each row and the one that it would get; then number them."""
    _, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    kind = numbering.kind
    if kind.is_closed_in(plan):
        return redirect(kind.page, partnership, address)
    name = kind.model._meta.verbose_name
    plural = kind.model._meta.verbose_name_plural
    told = ""
    if request.method == "POST":
        try:
            count = number_rows(plan, numbering, seen=request.POST.get(VERSION, ""))
        except ChangedByAnother:
            told = (
                "Somebody changed the plan while you were reading. Look at the numbers as they "
                "would be now"
            )
        else:
            whose = pluralize(count, f"{name} has,{plural} have")
            messages.success(request, f"{count} {whose} another {numbering.field}.")
            return redirect(kind.page, partnership, address)
    numbered = numbering.numbered(plan)
    context = {
        "partnership": plan.partnership,
        "plan": plan,
        "kind": kind,
        "title": f"Number the {plural} in order",
        "what": name.capitalize(),
        "words": numbering.words,
        "numbered": numbered,
        "is_needed": any(one.is_other for one in numbered),
        "version": version_of_numbers(numbered),
        "told": told,
    }
    return render(request, "plans/numbering.html", context)
