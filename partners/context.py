"""What the frame around every page needs: the person's partnerships, and the one on show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from csp.by_name import by_name
from partners.homes import home_of_reader
from partners.models import Membership, Partnership


def frame(request: HttpRequest) -> dict[str, Any]:
    """`memberships` of who is signed in, and the `membership` whose address this is, or None;
    `invitations` that they have not taken up; `succeeded_by`, what was founded from it; `has_work`,
    whether My work is a page for them.
    """
    memberships: list[Membership] = []
    invitations: list[Membership] = []
    has_work = False
    if getattr(request, "user", None) and request.user.is_authenticated:
        of_user = request.user.memberships.select_related("partnership", "agency")
        for one in by_name(of_user, lambda one: one.partnership.district):
            (memberships if one.taken_up_at else invitations).append(one)
        has_work = not home_of_reader(
            request.user, memberships, is_invited=bool(invitations), on=timezone.localdate()
        )
    slug = request.resolver_match and request.resolver_match.kwargs.get("partnership")
    membership = next((one for one in memberships if one.partnership.slug == slug), None)
    return {
        "demo": settings.DEMO,
        "memberships": _current(memberships, membership) or memberships,
        "invitations": invitations,
        "membership": membership,
        "has_work": has_work,
        "succeeded_by": _succeeded_by(membership, memberships),
    }


def _current(memberships: list[Membership], shown: Membership | None) -> list[Membership]:
    """Without those of closed partnerships, which the pages of their successors lead to."""
    today = timezone.localdate()
    return [one for one in memberships if one == shown or not one.partnership.is_closed(today)]


def _succeeded_by(
    membership: Membership | None, memberships: list[Membership]
) -> list[tuple[Partnership, bool]]:
    """What was founded from the partnership on show, and whether the person is a member there."""
    if membership is None or membership.partnership.closed_on is None:
        return []
    own = {one.partnership_id for one in memberships}
    return [(one, one.pk in own) for one in membership.partnership.successors]
