"""The check with which the views of a plan begin."""

from django.shortcuts import get_object_or_404

from partners.access import Permission, membership_or_404
from partners.models import Membership, User
from plans.models import Plan


def plan_or_404(
    user: User, slug: str, address: str, permission: Permission = Permission.SEE_PLAN
) -> tuple[Membership, Plan]:
    """The user's membership of the partnership with this slug, and its plan of this address.

    Raises Http404 for a stranger and where there is no such plan, PermissionDenied (403) for a
    member whose role lacks the permission.
    """
    membership = membership_or_404(user, slug, permission)
    return membership, get_object_or_404(membership.partnership.plans, address=address)
