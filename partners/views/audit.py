"""Who did what: for a partnership's administrators to read and to download."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from csp.spreadsheets.lists import list_file
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.audit import KEPT, shown_to_administrators
from partners.models import AuditEntry, Partnership

ON_A_PAGE = 100
HEADINGS = ("When", "Who", "What", "About", "Page", "Network address")


@require_GET
def audit(request: SignedInRequest, partnership: str) -> HttpResponse:
    """What was done, latest first, as it is filtered by what it was and by whose it was."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_AUDIT)
    entries = _filtered(membership.partnership, request.GET)
    chosen = request.GET.copy()
    chosen.pop("page", None)
    context = {
        "partnership": membership.partnership,
        "page": Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page")),
        "kinds": AuditEntry.What.choices,
        "months": KEPT.days // 30,
        "chosen": chosen,
        "query": chosen.urlencode(),
    }
    return render(request, "partners/audit.html", context)


@require_GET
def audit_export(request: SignedInRequest, partnership: str) -> HttpResponse:
    """The same as a file, all of it."""
    membership = membership_or_404(request.user, partnership, Permission.SEE_AUDIT)
    entries = _filtered(membership.partnership, request.GET)
    return list_file(request, f"{partnership}-audit", HEADINGS, _rows(entries))


def _rows(entries: QuerySet[AuditEntry]) -> Iterator[tuple[object, ...]]:
    for one in entries.iterator():
        path = "a restricted plan" if one.is_restricted else one.path
        when = timezone.localtime(one.at).strftime("%Y-%m-%d %H:%M:%S")
        yield when, one.email, one.get_what_display(), one.about, path, one.network_address or ""


def _filtered(partnership: Partnership, chosen: QueryDict) -> QuerySet[AuditEntry]:
    entries = shown_to_administrators(partnership)
    if chosen.get("what") in AuditEntry.What.values:
        entries = entries.filter(what=chosen["what"])
    if who := chosen.get("who", "").strip():
        entries = entries.filter(email__icontains=who[:254])
    return entries
