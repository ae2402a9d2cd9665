"""What everybody may read without signing in: who has published what, and the files of editions.

How an edition is read: published_editions.py.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from csp.pages import page_of
from partners.models import Partnership
from reports.models import Edition, EditionFile
from reports.published_words import with_words
from reports.views.public import cached, found_or_404, page, succeeded_by, withdrawn

# Of what is typed into the search, and of what it finds.
LONGEST_SEARCH = 200
MOST_FOUND = 50
PARTNERSHIPS_ON_A_PAGE = 50


@login_not_required
@require_safe
def partnerships(request: HttpRequest) -> HttpResponse:
    """The partnerships that have published something; or the plans in which some words are."""
    typed = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    context: dict[str, Any] = {"sought": typed, "most": MOST_FOUND}
    if typed:
        found = Edition.objects.published().latest_standing().filter(with_words(typed))
        found = found.select_related("plan__partnership").defer("words")
        context["found"] = list(found.order_by("-plan__starts_on", "plan")[:MOST_FOUND])
    else:
        standing = Edition.objects.published().standing().filter(plan__partnership=OuterRef("pk"))
        published = Partnership.objects.filter(Exists(standing))
        number = request.GET.get("page")
        context["page"] = page_of(published, number, size=PARTNERSHIPS_ON_A_PAGE)
        context["query"] = QueryDict()
    return page(request, "partnerships", context)


@login_not_required
@require_safe
def partnership(request: HttpRequest, partnership: str) -> HttpResponse:
    """What a partnership has published: the latest edition of every year."""
    editions = Edition.objects.published().filter(plan__partnership__slug=partnership)
    by_plan: dict[int, Edition] = {}
    for edition in editions.select_related("plan__partnership").order_by(
        "-plan__starts_on", "-number"
    ):
        shown = by_plan.setdefault(edition.plan_id, edition)
        if shown.is_withdrawn and not edition.is_withdrawn:
            by_plan[edition.plan_id] = edition
    if not by_plan:
        raise Http404
    latest = list(by_plan.values())
    found = latest[0].plan.partnership
    context = {"partnership": found, "editions": latest, "succeeded_by": succeeded_by(found)}
    return page(request, "partnership", context)


@login_not_required
@require_safe
def accessibility(request: HttpRequest, partnership: str) -> HttpResponse:
    """How accessible a partnership's published documents are, and whom to ask."""
    found = get_object_or_404(Partnership, slug=partnership)
    return page(request, "accessibility", {"partnership": found})


@login_not_required
@require_safe
def file(
    request: HttpRequest, partnership: str, address: str, number: int, format: str
) -> HttpResponse:
    """A file of an edition, exactly as it was frozen."""
    found = found_or_404(partnership, address, number)
    if found.edition.is_withdrawn:
        return withdrawn(request, found)
    file = get_object_or_404(EditionFile, edition=found.edition, format=format)
    file.edition = found.edition
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    response = HttpResponse(bytes(file.content), file.content_type, headers=headers)
    return cached(request, response, file.checksum, policy="default-src 'none'; sandbox")
