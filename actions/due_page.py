"""The page of what is due, by month."""

from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from actions.due import DueFilter, State, by_month
from actions.lists import actions_list
from csp.pages import page_of
from csp.spreadsheets.lists import wants_file
from partners.access import Permission, SignedInRequest, membership_or_404

ON_A_PAGE = 100


@require_GET
def due(request: SignedInRequest, partnership: str) -> HttpResponse:
    """What is due in the partnership's agreed plans by month, and the list of a figure.

    Without any choice, that of what is still to do.
    """
    membership = membership_or_404(request.user, partnership, Permission.SEE_PLAN)
    on = timezone.localdate()
    asked = request.GET.copy()
    asked.pop("as", None)
    asked = asked or QueryDict(urlencode({"state": State.OPEN}))
    chosen = DueFilter(asked, membership=membership, on=on)
    listed = chosen.listed.with_words(on)
    if wants_file(request):
        return actions_list(request, f"{membership.partnership.slug}-due", listed)
    months = by_month(chosen.counted, on=on)
    others = {
        name: value
        for name in chosen.form.fields
        if name not in ("when", "state") and (value := asked.get(name))
    }
    context = {
        "partnership": membership.partnership,
        "filter": chosen,
        "form": chosen.form,
        "months": months[:-1],
        "all": months[-1] if months else None,
        "states": State,
        "others": urlencode(others),
        "page": page_of(listed, request.GET.get("page"), size=ON_A_PAGE),
        "opened": chosen.opened,
        "left_out": chosen.left_out,
    }
    return render(request, "actions/due.html", context)
