"""What the pages that everybody may read have in common.

No script runs on them but the one that leaves a page at a press, where a plan has that; and nothing
depends on who reads: a cache may keep the pages, but has to ask each time whether they have
changed, for an edition may be withdrawn.
"""

import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from partners.models import Partnership
from plans.models import Plan
from reports.models import Edition

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True)
class Found:
    """The editions of a plan, the latest first, and the one that is read.

    standing: those that are not withdrawn. number: as its address names it, None for the latest.
    """

    editions: list[Edition]
    standing: list[Edition]
    edition: Edition
    number: int | None

    @property
    def plan(self) -> Plan:
        return self.edition.plan

    def address(self, what: str, *more: str) -> str:
        """Where what is read is. what: “plan”, “whole” or “chapter”.

        Of the latest edition it stays the same when there is a later one.
        """
        arguments = [self.plan.partnership.slug, self.plan.address]
        if self.number is None:
            return reverse(f"published-{what}", args=[*arguments, *more])
        name = "published-edition" if what == "plan" else f"published-edition-{what}"
        return reverse(name, args=[*arguments, self.number, *more])

    @property
    def context(self) -> dict[str, Any]:
        """What the pages of an edition say of it."""
        return {
            "partnership": self.plan.partnership,
            "plan": self.plan,
            "edition": self.edition,
            "editions": self.editions,
            "latest": self.standing[0] if self.standing else None,
            "succeeded_by": succeeded_by(self.plan.partnership),
            "site": settings.SITE_URL,
        }


def found_or_404(partnership: str, address: str, number: int | None = None) -> Found:
    """What is published of a plan; without a number the latest edition that is not withdrawn."""
    published = Edition.objects.published().filter(
        plan__partnership__slug=partnership, plan__address=address
    )
    editions = list(published.select_related("plan__partnership").defer("words"))
    standing = [one for one in editions if not one.is_withdrawn]
    if number is None:
        chosen = [*standing, *editions]
    else:
        chosen = [one for one in editions if one.number == number]
    if not chosen:
        raise Http404
    return Found(editions, standing, chosen[0], number)


def succeeded_by(partnership: Partnership) -> QuerySet[Partnership]:
    """What was founded from a partnership that is closed, each with whether it has published."""
    if not partnership.is_closed(timezone.localdate()):
        return Partnership.objects.none()
    standing = Edition.objects.published().standing().filter(plan__partnership=OuterRef("pk"))
    return partnership.successors.annotate(has_published=Exists(standing))


def withdrawn(request: HttpRequest, found: Found) -> HttpResponse:
    """Says that the edition was withdrawn and why (410, Gone), and which one can be read."""
    return page(request, "withdrawn", found.context, status=410)


def page(
    request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of templates/reports/published; plan: if it is one's."""
    context |= {"site": settings.SITE_URL, "address": request.path}
    # Without the request: nothing of who is signed in can get into the page.
    html = render_to_string(f"reports/published/{name}.html", context)
    plan = context.get("plan")
    return html_page(request, html, status, has_exit=bool(plan and plan.has_exit))


def html_page(
    request: HttpRequest, html: str, status: int = 200, *, has_exit: bool = False
) -> HttpResponse:
    """A page whose own style, the first in it, is allowed by its hash.

    has_exit: whether it has the script of “Exit this page”; else none runs at all.
    """
    style = STYLE.search(html)
    digest = b64encode(sha256((style[1] if style else "").encode()).digest()).decode()
    script = "script-src 'self'; " if has_exit else ""
    policy = (
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
        f"{script}font-src 'self'; img-src 'self' data:; style-src 'self' 'sha256-{digest}'"
    )
    response = HttpResponse(html, status=status)
    return cached(request, response, sha256(response.content).hexdigest(), policy)


def cached(
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
