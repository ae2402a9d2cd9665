"""What the frame around every page needs: the person's partnerships, and the one on show."""

from django.conf import settings


def frame(request):
    """`memberships` of who is signed in, and the `membership` whose address this is, or None."""
    memberships = []
    if getattr(request, "user", None) and request.user.is_authenticated:
        memberships = list(request.user.memberships.select_related("partnership", "agency"))
    slug = request.resolver_match and request.resolver_match.kwargs.get("partnership")
    return {
        "demo": settings.DEMO,
        "memberships": memberships,
        "membership": next((one for one in memberships if one.partnership.slug == slug), None),
    }
