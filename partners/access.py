"""Who may do what: the one table of roles and permissions, and the check that views begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import Http404

from csp.requests import NoncedRequest

if TYPE_CHECKING:  # the models know the roles of this module
    from partners.models import Membership, User


class SignedInRequest(NoncedRequest):
    """A request of somebody who is signed in, as all but public pages ask for."""

    user: User


class Role(TextChoices):
    READER = "reader", "Reader"
    CONTRIBUTOR = "contributor", "Contributor"
    OFFICER = "officer", "Officer"
    MANAGER = "manager", "Manager"
    ADMINISTRATOR = "administrator", "Administrator"


class Permission(TextChoices):
    SEE_PLAN = "see the plan, its actions and its document"
    UPDATE_OWN_ACTIONS = "update the actions of your own agency"
    UPDATE_ACTIONS = "update any action"
    ANSWER_REQUESTS = "answer for your own agency, or record its answers by telephone"
    ADD_LOG_ENTRY = "record what happened in the year"
    RUN_MEETINGS = "hold meetings: who was there, decisions, minutes"
    EDIT_PLAN = "build and change the plan"
    SEE_ROUNDS = "see what the partners were asked, and what they answered"
    SEE_CONTACTS = "see the partners' contacts"
    EXPORT_DOCUMENT = "download the document"
    RUN_ROUNDS = "ask the partners for updates, and remind them"
    ISSUE_DOCUMENT = "issue the document to the public and withdraw it"
    EDIT_CONTACTS = "add, change and remove the partners' contacts"
    JOIN_PARTNERS = "make one of two records of a partner, and take them apart again"
    IMPORT_CONTACTS = "import the partners' contacts"
    MANAGE_PEOPLE = "choose who is a member, and in which role"
    CHANGE_PARTNERSHIP = "rename the partnership, and found another from it and others"
    SEE_AUDIT = "see who signed in, downloaded, imported or changed roles"
    TAKE_AWAY = "download all that the partnership has, so that it can go elsewhere"


_READER = {Permission.SEE_PLAN, Permission.EXPORT_DOCUMENT}
_CONTRIBUTOR = _READER | {Permission.UPDATE_OWN_ACTIONS, Permission.ANSWER_REQUESTS}
_OFFICER = _READER | {
    Permission.UPDATE_ACTIONS,
    Permission.ANSWER_REQUESTS,
    Permission.ADD_LOG_ENTRY,
    Permission.RUN_MEETINGS,
    Permission.SEE_ROUNDS,
    Permission.SEE_CONTACTS,
}
_MANAGER = _OFFICER | {
    Permission.EDIT_PLAN,
    Permission.EDIT_CONTACTS,
    Permission.JOIN_PARTNERS,
    Permission.RUN_ROUNDS,
    Permission.ISSUE_DOCUMENT,
}
_ADMINISTRATOR = _MANAGER | {
    Permission.IMPORT_CONTACTS,
    Permission.MANAGE_PEOPLE,
    Permission.CHANGE_PARTNERSHIP,
    Permission.SEE_AUDIT,
    Permission.TAKE_AWAY,
}

PERMISSIONS: dict[str, set[Permission]] = {
    Role.READER: _READER,
    Role.CONTRIBUTOR: _CONTRIBUTOR,
    Role.OFFICER: _OFFICER,
    Role.MANAGER: _MANAGER,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
}

# What is left of a partnership that is closed.
OF_CLOSED = {
    Permission.SEE_PLAN,
    Permission.SEE_ROUNDS,
    Permission.SEE_CONTACTS,
    Permission.EXPORT_DOCUMENT,
    Permission.SEE_AUDIT,
    Permission.TAKE_AWAY,
}


def may(role: str, permission: Permission, *, is_closed: bool = False) -> bool:
    """is_closed: the partnership; then it is read, and no more."""
    return permission in PERMISSIONS[role] and (permission in OF_CLOSED or not is_closed)


def membership_or_404(
    user: User, slug: str, permission: Permission = Permission.SEE_PLAN
) -> Membership:
    """The user's membership of the partnership with this slug, its partnership and agency loaded.

    Raises Http404 for a stranger, to whom the partnership does not exist, and PermissionDenied
    (403) for a member whose role lacks the permission. Who is invited is a stranger still.
    """
    memberships = user.memberships.taken_up().select_related("partnership", "agency")
    membership = memberships.filter(partnership__slug=slug).first()
    if membership is None:
        raise Http404
    membership.user = user
    if not membership.may(permission):
        raise PermissionDenied
    return membership


def partnerships_of(user: User) -> set[int]:
    """The ids of the partnerships that the user may see, closed ones too."""
    return set(user.memberships.taken_up().values_list("partnership_id", flat=True))
