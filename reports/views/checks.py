"""For managers: what the checks find in a plan, and letting a finding stand."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from csp.middleware import typed_before_sign_in
from csp.spreadsheets.lists import wants_file
from csp.versions import VERSION, ChangedByAnother
from partners.access import Permission, SignedInRequest
from plans.access import plan_or_404
from plans.lists import plan_list
from reports.checks import CHECKS
from reports.checks.accepted import accept, sorted_out, take_back
from reports.checks.findings import Finding
from reports.checks.groups import groups_of
from reports.forms import AcceptForm

COLUMNS = ("Kind", "What was found", "Where", "Must not be published", "Address")


@require_GET
def checks(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """What the checks find, by kind, and what was accepted of it."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    still_open, accepted = sorted_out(plan, timezone.localdate())
    if wants_file(request):
        rows = [
            [group.title, one.words, one.where, one.blocks, request.build_absolute_uri(one.address)]
            for group in groups_of(still_open)
            for one in group.findings
        ]
        return plan_list(request, plan, "checks", COLUMNS, rows)
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "groups": groups_of(still_open),
        "open": still_open,
        "blocking": [finding for finding in still_open if finding.blocks],
        "accepted": accepted,
        "may_issue": membership.may(Permission.ISSUE_DOCUMENT) and not plan.is_restricted,
    }
    return render(request, "reports/checks/checks.html", context)


@require_http_methods(["GET", "POST"])
def finding_accept(
    request: SignedInRequest, partnership: str, address: str, key: str
) -> HttpResponse:
    """Ask for the reason, and let a finding stand. One that blocks can't be let stand.

    If it was mended or accepted meanwhile, the page says so, and gives back what was typed.
    """
    membership, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    still_open, accepted = sorted_out(plan, timezone.localdate())
    finding = _finding(key, [*still_open, *(one for one, _ in accepted)])
    if finding and finding.blocks:
        raise Http404
    form = AcceptForm(request.POST or None, initial=typed_before_sign_in(request))
    earlier = next((acceptance for one, acceptance in accepted if one == finding), None)
    if request.method == "POST" and finding and form.is_valid():
        acceptance, is_new = accept(
            finding, plan=plan, reason=form.cleaned_data["reason"], by=request.user
        )
        if is_new:
            messages.success(request, "The finding has been accepted.")
            return redirect("checks", partnership, address)
        earlier = acceptance
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "finding": finding,
        "title": finding and CHECKS[finding.check].title,
        "form": form,
        "earlier": earlier,
    }
    return render(request, "reports/checks/accept.html", context)


@require_http_methods(["GET", "POST"])
def finding_take_back(
    request: SignedInRequest, partnership: str, address: str, key: str
) -> HttpResponse:
    """Ask whether an accepted finding is to be open again, and open it."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.EDIT_PLAN)
    told = ""
    if request.method == "POST":
        try:
            take_back(plan, key, seen=request.POST.get(VERSION, ""))
        except ChangedByAnother:
            told = (
                "Somebody accepted this again while you were reading. Read their reason before you "
                "reopen it"
            )
        else:
            messages.success(request, "The finding is open again.")
            return redirect("checks", partnership, address)
    context = {
        "partnership": membership.partnership,
        "plan": plan,
        "told": told,
        "acceptance": get_object_or_404(
            plan.accepted_findings.select_related("accepted_by"), key=key
        ),
    }
    return render(request, "reports/checks/take_back.html", context)


def _finding(key: str, found: Iterable[Finding]) -> Finding | None:
    return next((finding for finding in found if finding.key == key), None)
