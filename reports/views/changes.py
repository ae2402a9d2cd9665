"""What has changed from one edition of a plan's document to another."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from partners.access import Permission, SignedInRequest
from plans.access import plan_or_404
from reports.frozen.comparing import compare
from reports.frozen.editions import frozen_editions
from reports.models import Edition
from reports.views.public import found_or_404, page, withdrawn


@login_not_required
@require_safe
def published_changes(request: HttpRequest, partnership: str, address: str) -> HttpResponse:
    """Between two editions that everybody may read, the latest two if none are chosen."""
    found = found_or_404(partnership, address)
    if found.edition.is_withdrawn:
        return withdrawn(request, found)
    context = found.context | _compared(found.standing, request.GET)
    return page(request, "changes", context)


@require_GET
def edition_changes(request: SignedInRequest, partnership: str, address: str) -> HttpResponse:
    """Between any two editions, those that were withdrawn too."""
    membership, plan = plan_or_404(request.user, partnership, address, Permission.SEE_PLAN)
    editions = list(plan.editions.select_related("plan__partnership").defer("words"))
    context = {"partnership": membership.partnership, "plan": plan, "membership": membership}
    return render(
        request, "reports/editions/changes.html", context | _compared(editions, request.GET)
    )


def _compared(editions: Sequence[Edition], chosen: QueryDict) -> dict[str, Any]:
    """The two editions that are compared, and how they differ.

    editions: those to choose from, the latest first. What is no number of one of them counts as
    not chosen.
    """
    after = _chosen(editions, chosen.get("to", ""), 0)
    before = _chosen(editions, chosen.get("from", ""), 1)
    context = {"choices": editions, "before": before, "after": after}
    if before is None or after is None:
        return context
    kept = frozen_editions({before, after})
    if before.pk not in kept or after.pk not in kept:
        return context
    return context | {"changes": compare(kept[before.pk], kept[after.pk])}


def _chosen(editions: Sequence[Edition], number: str, usual: int) -> Edition | None:
    """The edition of that number as text, else the one at the usual place, if there is one."""
    found = [one for one in editions if str(one.number) == number]
    return next(iter([*found, *editions[usual : usual + 1]]), None)
