"""What wants an update from a person, in the order of their My work."""

from collections.abc import Sequence
from datetime import date

from actions.models import Action, ActionQuerySet
from partners.models import Membership, User


def memberships_of(user: User) -> list[Membership]:
    """The user's memberships, with their partnerships and agencies."""
    return list(user.memberships.taken_up().select_related("partnership", "agency"))


def updatable_by(memberships: Sequence[Membership]) -> ActionQuerySet:
    """The actions of which a person with these memberships may say something."""
    return Action.objects.updatable_by(memberships)


def queue_of(user: User, today: date) -> list[int]:
    """The ids of the actions that want an update from the user, as My work has them."""
    wanting = updatable_by(memberships_of(user)).wanting_update(today)
    return list(wanting.values_list("pk", flat=True))


def left_words(left: int) -> str:
    """How many actions want an update still, as a sentence."""
    if not left:
        return "Nothing else needs an update."
    return f"{left} more need{'s' if left == 1 else ''} an update."
