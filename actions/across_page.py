"""Several partnerships beside each other, and lists of actions of all of them."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from actions.across import actions_across, side_by_side
from actions.filters import AcrossFilter
from actions.lists import actions_list
from actions.models import PLAN_ORDER, ActionQuerySet
from actions.statuses import Status
from actions.updating.queue import memberships_of, updatable_by
from csp.pages import page_of
from csp.spreadsheets.lists import wants_file
from partners.access import SignedInRequest
from partners.models import Membership, User

ON_A_PAGE = 100
# How many wordings that several partnerships have.
SHARED_ON_A_PAGE = 40
BY_PARTNERSHIP = (
    "priority__plan__partnership__district",
    "priority__plan__partnership",
    "-priority__plan__starts_on",
    "priority__plan",
    *PLAN_ORDER,
)


def _going_on(user: User, on: date) -> list[Membership]:
    """The memberships of partnerships that are not closed; who has none finds no page."""
    memberships = [one for one in memberships_of(user) if not one.partnership.is_closed(on)]
    if not memberships:
        raise Http404
    return memberships


@require_GET
def across(request: SignedInRequest) -> HttpResponse:
    """The partnerships of one person beside each other; who is in one alone is led to that."""
    today = timezone.localdate()
    memberships = _going_on(request.user, today)
    if len(memberships) == 1:
        return redirect(memberships[0].partnership)
    sides = side_by_side(memberships, on=today)
    context = {
        "statuses": Status,
        "today": today,
        "sides": sides,
        "page": page_of(sides.shared, request.GET.get("page"), size=SHARED_ON_A_PAGE),
    }
    return render(request, "actions/across.html", context)


@require_GET
def across_actions(request: SignedInRequest) -> HttpResponse:
    """The actions that the page of several partnerships counts."""
    today = timezone.localdate()
    memberships = _going_on(request.user, today)
    actions = actions_across(memberships, today)
    return _list(request, actions, today, "across", several=len(memberships) > 1)


@require_GET
def my_actions(request: SignedInRequest) -> HttpResponse:
    """The actions that My work counts: those of which updates are wanted from this person."""
    today = timezone.localdate()
    memberships = memberships_of(request.user)
    actions = updatable_by(memberships).asked_about(today)
    return _list(request, actions, today, "my-actions", is_own=True)


def _list(
    request: SignedInRequest,
    actions: ActionQuerySet,
    on: date,
    name: str,
    *,
    several: bool = False,
    is_own: bool = False,
) -> HttpResponse:
    """A page of a list of actions, or the whole as a file. name: of the file."""
    rows = actions.with_words(on).order_by(*BY_PARTNERSHIP)
    chosen = AcrossFilter(request.GET or None, queryset=rows, on=on)
    listed = chosen.qs
    if wants_file(request):
        return actions_list(request, name, listed)
    context = {
        "filter": chosen,
        "form": chosen.form,
        "page": page_of(listed, request.GET.get("page"), size=ON_A_PAGE),
        "total": actions.count(),
        "several": several,
        "is_own": is_own,
    }
    return render(request, "actions/across_actions.html", context)
