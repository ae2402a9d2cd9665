"""People who left a partnership, whom its administrators can have erased.

Nothing here tells whether they are members of another one: then it is done once they have left
that, too, and until then the partnership sees the same.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery

from partners.erasure import NOWHERE, erase_person
from partners.models import Membership, Partnership, User


def people_who_left(partnership: Partnership) -> list[Any]:
    """Whoever was a member and is none, nor invited, and may still be erased: the latest first.

    Each is the last record of their membership, with `name` and `email` as they were when they
    left: what has become of them since is not the partnership's to know. One query.
    """
    then = User.history.filter(
        id=OuterRef("user_id"), history_date__lte=OuterRef("history_date")
    ).order_by("-history_date", "-history_id")
    ended = (
        Membership.history.filter(
            partnership=partnership, history_type="-", taken_up_at__isnull=False
        )
        .exclude(user__in=partnership.memberships.values("user"))
        .exclude(user__email__endswith=f"@{NOWHERE}")
        .filter(user__isnull=False, user__erase_asked_at=None)
        .annotate(
            name=Subquery(then.values("name")[:1]),
            email=Subquery(then.values("email")[:1]),
        )
        .order_by("history_date", "history_id")
    )
    latest = {one.user_id: one for one in ended}
    return sorted(latest.values(), key=lambda one: one.history_date, reverse=True)


@transaction.atomic
def ask_to_erase(user: User, *, at: datetime) -> None:
    """Erase somebody who left, if they are a member of no partnership; else once they are, by
    `purge`. at: now. Asked twice it is done once. Who runs the installation stays.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.erase_asked_at is None:
        user.erase_asked_at = at
        user.save(update_fields=["erase_asked_at"])
    if not (user.memberships.exists() or user.is_staff or user.is_superuser):
        erase_person(user)
