"""Which e-mails of a partnership a member may know of; apps above this one say which not."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from partners.models import Mail, Membership

# See also_hide.
_hidden: list[Callable[[Membership | None], Q]] = []


def also_hide(hidden: Callable[[Membership | None], Q]) -> None:
    """Let an app above this one keep e-mails from those who may not know of what they are about.

    hidden(membership): picks those that are kept from that member; None: from the operator.
    """
    _hidden.append(hidden)


def shown_to(membership: Membership | None, mails: QuerySet[Mail]) -> QuerySet[Mail]:
    """Those of the e-mails of which the member may know, or the operator."""
    for hidden in _hidden:
        mails = mails.exclude(hidden(membership))
    return mails
