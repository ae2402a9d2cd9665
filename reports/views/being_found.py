"""What search machines are told: which pages are for the public, and where they are."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_of
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports.models import Edition


class Plans(Sitemap):
    """The page of each published plan, which shows its latest edition."""

    def items(self) -> QuerySet[Edition]:
        latest = Edition.objects.published().latest_standing()
        return latest.select_related("plan__partnership").order_by("plan")

    def location(self, item: Edition) -> str:
        return reverse("published-plan", args=[item.plan.partnership.slug, item.plan.address])

    def lastmod(self, item: Edition) -> datetime:
        return item.issued_at

    def get_domain(self, site: Any = None) -> str:
        return settings.SITE_URL.partition("://")[2]

    def get_protocol(self, protocol: str | None = None) -> str:
        return settings.SITE_URL.partition("://")[0]


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Published plans may be searched, and nothing else."""
    lines = [
        "User-agent: *",
        f"Allow: {reverse('published')}",
        f"Allow: {reverse('open-data')}",
        f"Allow: {settings.STATIC_URL}",
        "Disallow: /",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All published plans, for search machines."""
    return sitemap_of(request, {"plans": Plans})
