"""Answering a request signed in: an agency's contributor, or an officer at the telephone."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from actions.rounds.links import LATE_DAYS, is_open
from actions.rounds.mailboxes import signers_of
from actions.rounds.models import UpdateRequest
from actions.rounds.views import answering, one_page
from actions.rounds.views.ways import Way
from partners.access import Permission, SignedInRequest, membership_or_404
from partners.models import Membership
from plans.access import seen_by


def requests_of(memberships: Iterable[Membership], *, on: date) -> list[UpdateRequest]:
    """What the agencies are asked on that day for which a person with these memberships speaks."""
    agencies = [one.agency_id for one in memberships if one.agency_id]
    asked = UpdateRequest.objects.filter(
        agency__in=agencies,
        revoked_at=None,
        round__closes_on__gte=on - timedelta(days=LATE_DAYS),
    )
    asked = asked.select_related("agency", "round__plan__partnership")
    return [one for one in asked if is_open(one.round, on)] if agencies else []


def _signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Call the view with the UpdateRequest and the person's Way to it.

    A contributor answers for one agency, whoever may update every action for all of them.
    """

    @wraps(view)
    def wrapped(request: SignedInRequest, partnership: str, pk: int, **kwargs: Any) -> HttpResponse:
        membership = membership_or_404(request.user, partnership, Permission.ANSWER_REQUESTS)
        requests = UpdateRequest.objects.select_related(
            "agency", "round__plan__partnership", "round__opened_by"
        )
        takes_for_others = membership.may(Permission.UPDATE_ACTIONS)
        if takes_for_others:
            requests = requests.filter(seen_by([membership], "round__plan"))
        else:
            requests = requests.filter(agency=membership.agency, revoked_at=None)
        asked = get_object_or_404(requests, pk=pk)
        if not is_open(asked.round, timezone.localdate()):
            context = {
                "asked": asked,
                "plan": asked.round.plan,
                "partnership": membership.partnership,
                "is_named": takes_for_others or not asked.round.plan.is_restricted,
            }
            return render(request, "rounds/desk/round_over.html", context)
        way = Way(
            names="signed-in",
            home="signed-in-actions",
            arguments=(membership.partnership.slug, asked.pk),
            base="rounds/desk/signed_in_base.html",
            mailbox="" if takes_for_others else request.user.email,
            person="" if takes_for_others else request.user.name,
            given_to=request.user if takes_for_others else None,
            is_signed_in=True,
            signers=tuple(signers_of(asked.agency_id, on=timezone.localdate())),
        )
        return view(request, asked, way, **kwargs)

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
@_signed_in
def actions(request: SignedInRequest, asked: UpdateRequest, way: Way) -> HttpResponse:
    """The agency's actions, each to be answered in place."""
    return one_page.actions_page(request, asked, way)


@require_http_methods(["GET", "HEAD", "POST"])
@_signed_in
def action(request: SignedInRequest, asked: UpdateRequest, way: Way, action: int) -> HttpResponse:
    """One action, and what the agency says of it."""
    return answering.action_page(request, asked, way, action)


@require_http_methods(["GET", "HEAD", "POST"])
@_signed_in
def send(request: SignedInRequest, asked: UpdateRequest, way: Way) -> HttpResponse:
    """What is ready, to be checked and sent."""
    return answering.send_page(request, asked, way)


@require_safe
@_signed_in
def sent(request: SignedInRequest, asked: UpdateRequest, way: Way) -> HttpResponse:
    """What was sent."""
    return answering.sent_page(request, asked, way)


@require_safe
@_signed_in
def evidence(
    request: SignedInRequest, asked: UpdateRequest, way: Way, evidence: int
) -> HttpResponse:
    """A file that was put beside an answer."""
    return answering.evidence_file(asked, way, evidence)
