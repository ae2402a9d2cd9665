"""The e-mail that invites somebody to be a member, and says how to sign in."""

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from partners import outbox
from partners.access import PERMISSIONS, Permission
from partners.models import Mail, Membership, User


def put_invitation(membership: Membership, *, by: User, number: int = 1) -> Mail | None:
    """Write the invitation to a membership, unless the mailbox has had too many e-mails.

    by: who invites. number: of the invitation, so that pressing twice sends one. To be
    called in the transaction that makes the membership, if that is what it tells of.
    """
    permitted = PERMISSIONS[membership.role]
    context = {
        "membership": membership,
        "partnership": membership.partnership,
        "asked_by": by,
        "permissions": [words for words in Permission if words in permitted],
        "link": settings.SITE_URL + reverse("account_request_login_code"),
    }
    return outbox.put(
        key=f"{_key(membership)}{number}",
        to=membership.user.email,
        template="invitation",
        context=context,
        partnership=membership.partnership,
        is_limited=True,
    )


def invitations_of(membership: Membership) -> QuerySet[Mail]:
    """The e-mails that have invited a member, latest first."""
    # Of the partnership, since SQLite would else read every mail there is to compare its key.
    mails = Mail.objects.filter(partnership=membership.partnership_id)
    return mails.filter(key__startswith=_key(membership)).defer("text", "html")


def withdraw_invitations(membership: Membership) -> None:
    """Take those back that have not left yet. To be called in the transaction that removes them."""
    outbox.withdraw([_key(membership)])


def _key(membership: Membership) -> str:
    return f"invitation:{membership.pk}:"
