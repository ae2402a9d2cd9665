"""Published plans as open data, for programs of anybody's on any site: no cookie, no key.

What is given out is what was frozen in an edition, and nothing of a restricted plan.
"""

import json
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from csp.pages import page_of
from reports.frozen.actions import LABELS
from reports.models import Edition, EditionFile
from reports.open_data import schema
from reports.open_data.catalogue import FORMATS, catalogue
from reports.views.public import cached, found_or_404, page

PLANS_ON_A_PAGE = 50
POLICY = "default-src 'none'; sandbox"
View = Callable[..., HttpResponse]


def open_to_all(view: View) -> View:
    """Data that scripts of any site may read; what there is not, it says as data too."""

    @login_not_required
    @require_safe
    @wraps(view)
    def with_headers(request: HttpRequest, **arguments: Any) -> HttpResponse:
        try:
            response = view(request, **arguments)
        except Http404:
            response = _json(request, {"error": "No such plan is published."}, status=404)
        # Not with credentials: browsers then keep cookies back.
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Content-Disposition"
        return response

    return with_headers


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What there is, at which addresses, and what it means: for people."""
    latest = Edition.objects.published().latest_standing().filter(files__format="json")
    plans = latest.select_related("plan__partnership").defer("words")
    context = {
        "page": page_of(
            plans.order_by("plan__partnership__district", "-plan__starts_on", "plan"),
            request.GET.get("page"),
            size=PLANS_ON_A_PAGE,
        ),
        "query": QueryDict(),
        "labels": LABELS,
        "licence": settings.OPEN_DATA_LICENCE,
    }
    return page(request, "open_data", context)


@open_to_all
def show_catalogue(request: HttpRequest) -> HttpResponse:
    """All published plans, as DCAT."""
    return _json(request, catalogue(), content_type="application/ld+json")


@open_to_all
def show_schema(request: HttpRequest) -> HttpResponse:
    """What the JSON of a plan's actions is."""
    return _json(request, schema.schema(), content_type="application/schema+json")


@open_to_all
def actions(
    request: HttpRequest, partnership: str, address: str, format: str, number: int | None = None
) -> HttpResponse:
    """The actions of an edition as it was issued; without a number, of the latest that stands."""
    found = found_or_404(partnership, address, number)
    if found.edition.is_withdrawn:
        why = {
            "error": "This edition was withdrawn.",
            "withdrawn_on": f"{found.edition.withdrawn_at:%Y-%m-%d}",
            "reason": found.edition.withdrawn_reason,
        }
        return _json(request, why, status=410)
    if format not in FORMATS:
        raise Http404
    file = get_object_or_404(EditionFile, edition=found.edition, format=format)
    file.edition = found.edition
    kind = f'inline; filename="{file.name}"'
    headers = {"Content-Disposition": kind}
    response = HttpResponse(bytes(file.content), file.content_type, headers=headers)
    return cached(request, response, file.checksum, POLICY)


def _json(
    request: HttpRequest,
    content: dict[str, Any],
    status: int = 200,
    content_type: str = "application/json",
) -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    response = HttpResponse(text, content_type, status)
    return cached(request, response, sha256(response.content).hexdigest(), POLICY)
