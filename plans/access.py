"""The check with which the views of a plan begin, and with which rows of plans are picked."""

from collections.abc import Iterable

from django.db.models import Q
from django.shortcuts import get_object_or_404

from partners.access import Permission, membership_or_404
from partners.models import Membership, User
from plans.models import Plan


def plan_or_404(
    user: User, slug: str, address: str, permission: Permission = Permission.SEE_PLAN
) -> tuple[Membership, Plan]:
    """The user's membership of the partnership with this slug, and its plan of this address.

    Raises Http404 for a stranger and where the user knows of no such plan, PermissionDenied (403)
    for a member whose role lacks the permission.
    """
    membership = membership_or_404(user, slug, permission)
    plans = membership.partnership.plans.seen_by([membership])
    plan = get_object_or_404(plans, address=address)
    user.on_restricted_plan = plan.is_restricted
    return membership, plan


def mails_hidden_from(membership: Membership | None) -> Q:
    """What picks the e-mails about plans of which a member may not know, or the operator (None)."""
    seen = Plan.objects.filter(is_restricted=False)
    if membership:
        seen = Plan.objects.seen_by([membership])
    return Q(about__isnull=False) & ~Q(about__in=seen.values("pk"))


def seen_by(memberships: Iterable[Membership], plan: str = "plan") -> Q:
    """What picks the rows of those plans of which a person with these memberships knows.

    plan: the fields that lead from the rows to their plan, “round__plan”.
    """
    return Q(**{f"{plan}__in": Plan.objects.seen_by(memberships)})
