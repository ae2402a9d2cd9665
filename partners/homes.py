"""Where somebody begins who has nothing to update."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from partners.access import Permission
from partners.models import Membership, User

UPDATES = (Permission.UPDATE_ACTIONS, Permission.UPDATE_OWN_ACTIONS)


def home_of_reader(
    user: User, memberships: Sequence[Membership], *, is_invited: bool, on: date
) -> str:
    """The address of the page with which a reader or an operator begins; "" for all others.

    How the year stands for who reads in one partnership, be there closed ones too, and of all
    beside each other for who reads in several; the installation for an operator who is in none.
    memberships: those that the person has taken up.
    is_invited: whether an invitation waits for them on My work.
    """
    if is_invited:
        return ""
    if not memberships:
        return reverse("admin:index") if user.is_staff else ""
    current = [one for one in memberships if not one.partnership.is_closed(on)]
    if not current or any(one.may(permission) for one in current for permission in UPDATES):
        return ""
    if len(current) > 1:
        return reverse("across")
    return current[0].partnership.get_absolute_url()
