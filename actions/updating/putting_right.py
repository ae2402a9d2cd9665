"""Putting an update right: striking it out, with other words in its place or without."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from actions.changes import strike_out
from actions.models import Action, StatusUpdate
from actions.updating.action_page import action_or_404, with_evidence
from actions.updating.forms import PutRightForm
from csp.middleware import typed_before_sign_in
from csp.versions import ChangedByAnother
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.models import Membership


@require_http_methods(["GET", "POST"])
def put_right(
    request: SignedInRequest, partnership: str, address: str, action: int, pk: int
) -> HttpResponse:
    """Why an update should not stand as it does, and what should stand in its place."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_PLAN)
    if not (membership.may(Permission.UPDATE_ACTIONS) or _speaks_for_agency(membership)):
        raise PermissionDenied
    found = action_or_404(membership, address, action)
    update = get_object_or_404(with_evidence(found.all_updates.all()), pk=pk)
    if not may_put_right(update, membership):
        raise PermissionDenied
    told = ""
    if request.method == "POST":
        form = PutRightForm(request.POST)
        if form.is_valid():
            try:
                strike_out(update, by=request.user, at=timezone.now(), **form.strike)
            except ChangedByAnother as changed:
                update, told = changed.now, f"{changed.now.struck_by} has struck it out already"
            else:
                put = "put in other words" if form.replaces else "struck out"
                messages.success(request, f"The update is {put}.")
                return redirect(found)
    else:
        form = PutRightForm.of(update, typed_before_sign_in(request))
    context = {
        "partnership": membership.partnership,
        "plan": found.plan,
        "action": found,
        "update": update,
        "form": form,
        "told": told,
    }
    return render(request, "actions/updating/put_right.html", context)


def may_put_right(update: StatusUpdate, membership: Membership) -> bool:
    """Whether a member may strike the update out while its plan lives: an officer any, others what
    they have said themselves.
    """
    if not Action.objects.updatable_by([membership]).filter(pk=update.action_id).exists():
        return False
    return membership.may(Permission.UPDATE_ACTIONS) or update.made_by_id == membership.user_id


def _speaks_for_agency(membership: Membership) -> bool:
    return bool(membership.agency_id) and membership.may(Permission.UPDATE_OWN_ACTIONS)
