"""Making one of two records of one partner, and taking them apart again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from csp.versions import VERSION, ChangedByAnother
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.joining.apart import Apart
from partners.joining.changes import CannotBeJoined, join, say_they_differ, take_apart, why_not
from partners.joining.planned import Planned
from partners.joining_form import JoinForm
from partners.models import Agency, Joining

CHANGED = "Somebody changed something of this while you were reading. Check it as it is now"


@require_GET
def agency_join(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Choose another record of a partner, and which of the two stays."""
    membership = membership_or_404(request.user, partnership, Permission.JOIN_PARTNERS)
    agency = get_object_or_404(membership.partnership.agencies, pk=pk)
    if "look" in request.GET:
        form = JoinForm(request.GET, agency=agency)
        if form.is_valid():
            return redirect("agency-join-with", partnership, *form.chosen)
    else:
        form = JoinForm(agency=agency, initial={"other": request.GET.get("other")})
    context = {"partnership": membership.partnership, "agency": agency, "form": form}
    return render(request, "partners/agency_join.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def agency_join_with(
    request: SignedInRequest, partnership: str, pk: int, other: int
) -> HttpResponse:
    """Show what becomes of two records that are made one, and do it; or say that they differ.

    pk: of the one that stays. other: of the one that goes.
    """
    membership = membership_or_404(request.user, partnership, Permission.JOIN_PARTNERS)
    if pk == other:
        raise Http404
    agencies = membership.partnership.agencies
    stays, goes = get_object_or_404(agencies, pk=pk), get_object_or_404(agencies, pk=other)
    told = ""
    if request.method == "POST" and "different" in request.POST:
        say_they_differ(stays, goes)
        messages.success(request, f"{stays} and {goes} are kept as different partners.")
        return redirect("partners", partnership)
    if request.method == "POST":
        try:
            join(stays, goes, by=request.user, seen=request.POST.get(VERSION, ""))
        except ChangedByAnother:
            told = f"{CHANGED} before you join them"
        except CannotBeJoined as error:
            told = str(error)
        except Agency.DoesNotExist:
            raise Http404 from None
        else:
            messages.success(request, f"{goes} has been joined with {stays}.")
            return redirect("agency", partnership, stays.pk)
    context = {
        "partnership": membership.partnership,
        "agency": stays,
        "goes": goes,
        "told": told,
        "why_not": why_not(stays, goes),
    }
    if not context["why_not"]:
        context["planned"] = Planned(stays, goes)
    return render(request, "partners/agency_join_with.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def joining_take_apart(request: SignedInRequest, partnership: str, pk: int) -> HttpResponse:
    """Show what taking a joining apart gives back and what it leaves, and do it."""
    membership = membership_or_404(request.user, partnership, Permission.JOIN_PARTNERS)
    joinings = Joining.objects.filter(agency__partnership=membership.partnership)
    joining = get_object_or_404(joinings.select_related("agency", "joined_by"), pk=pk)
    told = ""
    if request.method == "POST":
        try:
            take_apart(joining, by=request.user, seen=request.POST.get(VERSION, ""))
        except ChangedByAnother:
            told = f"{CHANGED} before you take them apart"
        except CannotBeJoined as error:
            told = str(error)
        else:
            messages.success(request, f"{joining} is a partner of its own again.")
            return redirect("agency", partnership, joining.former)
    context = {
        "partnership": membership.partnership,
        "agency": joining.agency,
        "joining": joining,
        "apart": Apart(joining),
        "told": told,
    }
    return render(request, "partners/joining_take_apart.html", context)
