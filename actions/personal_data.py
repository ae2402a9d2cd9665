"""What is kept of a person in updates: told to themselves, and forgotten when they are erased."""

from typing import Any

from actions.models import Action, StatusUpdate
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
    return {"updates": list(said.values(*fields))}


def forget_word(user: User, emails: set[str]) -> None:
    """Replace the name in updates that came with plans from elsewhere.

    emails: not needed.
    """
    of_user = Membership.history.filter(user=user.pk).values("partnership")
    if user.name:
        StatusUpdate.every.filter(
            said_by__iexact=user.name, action__priority__plan__partnership__in=of_user
        ).update(said_by=SOMEBODY)
