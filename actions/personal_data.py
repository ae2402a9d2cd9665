"""What is kept of a person in updates: told to themselves, and forgotten when they are erased."""

import re
from typing import Any

from django.db.models import Q

from actions.models import Action, Extension, StatusUpdate
from partners.erasure import SOMEBODY
from partners.models import Membership, User
from partners.purging import Kept

UPDATES = Kept(
    "Plans, updates and decisions, with the name of whoever wrote them",
    "as long as the partnership keeps its plans; who left is “Somebody who left” in them",
    "A partnership answers for what it has agreed and done",
)


def updates_of(user: User) -> dict[str, Any]:
    """What the person has said of actions that they see, be it struck out since."""
    seen = Action.objects.seen_by(list(user.memberships.taken_up()))
    said = StatusUpdate.every.filter(made_by=user, action__in=seen.values("pk"))
    fields = ("made_on", "made_at", "action__wording", "status", "text", "reason", "struck_at")
    moved = Extension.objects.filter(
        Q(made_by=user) | _agreed_by(user), action__in=seen.values("pk")
    )
    of_move = ("made_on", "action__wording", "before", "after", "reason", "agreed_by")
    return {
        "updates": list(said.values(*fields)),
        "moved_timescales": list(moved.values(*of_move)),
    }


def forget_word(user: User, emails: set[str]) -> None:
    """Replace the name in updates and moves of timescales that came with plans from elsewhere, and
    where it stands for who agreed a move.

    emails: not needed.
    """
    of_user = Membership.history.filter(user=user.pk).values("partnership")
    if user.name:
        StatusUpdate.every.filter(
            said_by__iexact=user.name, action__priority__plan__partnership__in=of_user
        ).update(said_by=SOMEBODY)
        for rows in (Extension.objects, Extension.history):
            moved = rows.filter(action__priority__plan__partnership__in=of_user)
            moved.filter(said_by__iexact=user.name).update(said_by=SOMEBODY)
            for one in moved.filter(_agreed_by(user)):
                others = re.sub(re.escape(user.name), SOMEBODY, one.agreed_by, flags=re.IGNORECASE)
                rows.filter(pk=one.pk).update(agreed_by=others[:200])


def _agreed_by(user: User) -> Q:
    """Picks the moves of timescales that name the person as who agreed, alone or among others."""
    return Q(agreed_by__icontains=user.name) if user.name else Q(pk__in=[])
