"""Rows by their e-mail address, in letters of either size."""

from collections.abc import Iterable, Set

from django.db.models import QuerySet, Value
from django.db.models.functions import Upper

# The id of an agency or a partnership, and an address.
Mailbox = tuple[int, str]


def of_mailboxes(
    rows: QuerySet, mailboxes: Iterable[Mailbox], *, whose: str, email: str = "email"
) -> dict[int, Mailbox]:
    """Those of the rows that are of one of the mailboxes: their ids, each with its mailbox, the
    address in small letters.

    whose, email: the fields that lead to them. One query, by the index of the address: UPPER, as
    __iexact asks.
    """
    wanted = {(pk, address.lower()) for pk, address in mailboxes}
    found = rows.annotate(mailbox=Upper(email)).filter(
        mailbox__in=[Upper(Value(address)) for address in sorted({one for _, one in wanted})],
        **{f"{whose}__in": sorted({pk for pk, _ in wanted})},
    )
    of_row = {
        pk: (owner, address.lower())
        for pk, owner, address in found.order_by().values_list("pk", whose, email)
    }
    return {pk: mailbox for pk, mailbox in of_row.items() if mailbox in wanted}


def without(mailboxes: Iterable[Mailbox], others: Set[Mailbox]) -> set[Mailbox]:
    """The mailboxes that are not among the others, whose addresses are in small letters."""
    return {(pk, address) for pk, address in mailboxes if (pk, address.lower()) not in others}
