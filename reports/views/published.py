"""What everybody may read without signing in: the editions that were issued, and their files.

No script ever runs here, and nothing depends on who reads it: a cache may keep the pages, but has
to ask each time whether they have changed, for an edition may be withdrawn.
"""

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from csp.pages import page_of
from partners.models import Partnership
from reports.models import Edition, EditionFile
from reports.published_words import with_words

# Of what is typed into the search, and of what it finds.
LONGEST_SEARCH = 200
MOST_FOUND = 50
PARTNERSHIPS_ON_A_PAGE = 50
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


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
    return _page(request, "partnerships", context)


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
    context = {"partnership": found, "editions": latest, "succeeded_by": _succeeded_by(found)}
    return _page(request, "partnership", context)


@login_not_required
@require_safe
def accessibility(request: HttpRequest, partnership: str) -> HttpResponse:
    """How accessible a partnership's published documents are, and whom to ask."""
    found = get_object_or_404(Partnership, slug=partnership)
    return _page(request, "accessibility", {"partnership": found})


@login_not_required
@require_safe
def edition(
    request: HttpRequest, partnership: str, address: str, number: int | None = None
) -> HttpResponse:
    """An edition; without a number the latest one that isn't withdrawn.

    It is the frozen web page, with a bar above it that tells which edition it is.
    """
    editions, standing = _editions_or_404(partnership, address)
    chosen = (standing or editions)[0] if number is None else _numbered_or_404(editions, number)
    if chosen.is_withdrawn:
        return _withdrawn(request, chosen, standing)
    context = {
        "partnership": chosen.plan.partnership,
        "succeeded_by": _succeeded_by(chosen.plan.partnership),
        "edition": chosen,
        "latest": standing[0],
        "others": [one for one in editions if one != chosen],
        "site": settings.SITE_URL,
        "files": chosen.files.described().select_related("edition__plan__partnership"),
    }
    frozen = bytes(chosen.files.get(format="html").content).decode()
    head = render_to_string("reports/published/edition_head.html", context)
    bar = render_to_string("reports/published/edition_bar.html", context)
    html = frozen.replace("</head>", f"{head}</head>", 1)
    # A function, since a text would have its backslashes read.
    html = re.sub(r"<body[^>]*>", lambda body: body[0] + bar, html, count=1)
    return _html(request, html)


@login_not_required
@require_safe
def file(
    request: HttpRequest, partnership: str, address: str, number: int, format: str
) -> HttpResponse:
    """A file of an edition, exactly as it was frozen."""
    editions, standing = _editions_or_404(partnership, address)
    chosen = _numbered_or_404(editions, number)
    if chosen.is_withdrawn:
        return _withdrawn(request, chosen, standing)
    file = get_object_or_404(EditionFile, edition=chosen, format=format)
    file.edition = chosen
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    response = HttpResponse(bytes(file.content), file.content_type, headers=headers)
    return _cached(request, response, file.checksum, policy="default-src 'none'; sandbox")


def _succeeded_by(partnership: Partnership) -> QuerySet[Partnership]:
    """What was founded from a partnership that is closed, each with whether it has published."""
    if not partnership.is_closed(timezone.localdate()):
        return Partnership.objects.none()
    standing = Edition.objects.standing().filter(plan__partnership=OuterRef("pk"))
    return partnership.successors.annotate(has_published=Exists(standing))


def _editions_or_404(partnership: str, address: str) -> tuple[list[Edition], list[Edition]]:
    """All editions of a plan, the latest first, and those of them that are not withdrawn."""
    found = Edition.objects.published().filter(
        plan__partnership__slug=partnership, plan__address=address
    )
    editions = list(found.select_related("plan__partnership"))
    if not editions:
        raise Http404
    return editions, [one for one in editions if not one.is_withdrawn]


def _numbered_or_404(editions: list[Edition], number: int) -> Edition:
    for edition in editions:
        if edition.number == number:
            return edition
    raise Http404


def _withdrawn(request: HttpRequest, edition: Edition, standing: list[Edition]) -> HttpResponse:
    """Says that the edition was withdrawn and why (410, Gone), and which one can be read."""
    context = {
        "partnership": edition.plan.partnership,
        "edition": edition,
        "latest": standing[0] if standing else None,
    }
    return _page(request, "withdrawn", context, status=410)


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context |= {"site": settings.SITE_URL, "address": request.path}
    # Without the request: nothing of who is signed in can get into the page.
    html = render_to_string(f"reports/published/{name}.html", context)
    return _html(request, html, status)


def _html(request: HttpRequest, html: str, status: int = 200) -> HttpResponse:
    """A page whose own style, the first in it, is allowed by its hash, and no script at all."""
    style = STYLE.search(html)
    digest = b64encode(sha256((style[1] if style else "").encode()).digest()).decode()
    policy = (
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
        f"font-src 'self'; img-src 'self' data:; style-src 'self' 'sha256-{digest}'"
    )
    response = HttpResponse(html, status=status)
    return _cached(request, response, sha256(response.content).hexdigest(), policy)


def _cached(
    request: HttpRequest, response: HttpResponse, checksum: str, policy: str
) -> HttpResponse:
    """The response, or 304 (Not Modified) if the caller has it: its ETag is the checksum."""
    response["ETag"] = f'"{checksum}"'
    response["Cache-Control"] = "public, no-cache"
    response = (
        get_conditional_response(request, etag=response["ETag"], response=response) or response
    )
    # Of a 304 too: browsers put its policy in the place of the one they have kept.
    response["Content-Security-Policy"] = policy
    return response
