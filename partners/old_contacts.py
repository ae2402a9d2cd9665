"""Contacts that may be kept no longer: which those are soon, and deleting what is known of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from csp.by_name import by_name
from partners.joining.forgetting import forget_steps
from partners.mailboxes import Mailbox, of_mailboxes, without
from partners.models import Agency, Contact, ContactImport, Mail, Membership, Partnership

SOON = timedelta(days=60)
# How long a list may wait for its import, and what was left out of one for its mending.
LISTS_KEPT = timedelta(days=30)

# What the apps above this one do to forget a mailbox: see also_forget.
_others: list[Callable[[set[Mailbox]], object]] = []


@dataclass
class Deleted:
    """How many contacts of a partnership were deleted, and of how many that had been removed
    before the history does not tell any more.
    """

    partnership: Partnership
    contacts: int = 0
    removed_before: int = 0


def also_forget(forget: Callable[[set[Mailbox]], object]) -> None:
    """Let an app above this one forget what it keeps of mailboxes, when contacts are deleted.

    forget(mailboxes): called with the ids of agencies and the addresses, in the transaction that
    deletes.
    """
    _others.append(forget)


def soon_deleted(partnership: Partnership, *, on: date) -> list[Contact]:
    """The contacts of a partnership that are deleted within SOON of that day, the first first."""
    contacts = Contact.objects.filter(agency__partnership=partnership, keep_until__lte=on + SOON)
    in_order = by_name(contacts.select_related("agency"), lambda one: f"{one.agency}, {one.role}")
    return sorted(in_order, key=lambda one: one.keep_until)


def delete_old_lists(*, on: date) -> int:
    """Delete lists that nobody imports, and what was left out of others, after LISTS_KEPT."""
    return ContactImport.objects.filter(started_at__date__lt=on - LISTS_KEPT).delete()[0]


@transaction.atomic
def delete_old_contacts(*, on: date, dry_run: bool = False) -> list[Deleted]:
    """Delete the contacts that were to be kept until a day before this one, in all partnerships.

    With them goes what the history says of them, the e-mails to them, and what the other apps keep
    of their mailboxes; for those that somebody had removed before, as soon as their day is over.
    dry_run: nothing is written. Returns one for each partnership in which there were any.
    """
    # Whoever changes contacts is done first, or waits.
    partnerships = {one.pk: one for one in Partnership.objects.select_for_update().order_by("pk")}
    old = {contact.pk for contact in Contact.objects.filter(keep_until__lt=on)}
    Contact.objects.filter(pk__in=old).delete()
    last = list(_last_records().filter(keep_until__lt=on))
    records = Contact.history.filter(id__in={record.id for record in last})
    # An agency may be gone as well, or joined with another; its history knows whose it was.
    agencies = set(records.values_list("agency_id", flat=True))
    of_agency = dict(Agency.history.filter(id__in=agencies).values_list("id", "partnership"))
    found: dict[int, Deleted] = {}
    for record in last:
        partnership = partnerships[of_agency[record.agency_id]]
        deleted = found.setdefault(partnership.pk, Deleted(partnership))
        if record.id in old:
            deleted.contacts += 1
        else:
            deleted.removed_before += 1
    mailboxes = set(records.exclude(email="").values_list("agency_id", "email"))
    records.delete()
    _forget(mailboxes, of_agency)
    forget_steps({record.id for record in last}, {email.lower() for _, email in mailboxes})
    if dry_run:
        transaction.set_rollback(True)
    return [found[pk] for pk in partnerships if pk in found]


def _last_records() -> "QuerySet[Any]":
    """What the history last says of each contact that is not there any more."""
    later = Contact.history.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    there = Contact.objects.filter(pk=OuterRef("id"))
    return Contact.history.filter(~Exists(later), ~Exists(there))


def _forget(mailboxes: set[Mailbox], of_agency: dict[int, int]) -> None:
    """Forget mailboxes, as far as they are not another contact's or a member's.

    mailboxes: with the ids of their agencies. of_agency: the ids of the partnerships of these.
    """
    there = of_mailboxes(Contact.objects.all(), mailboxes, whose="agency")
    if left := without(mailboxes, set(there.values())):
        for forget in _others:
            forget(left)
    in_partnerships = {(of_agency[agency], email) for agency, email in mailboxes}
    for rows, whose, email in (
        (Contact.objects.all(), "agency__partnership", "email"),
        (Membership.objects.all(), "partnership", "user__email"),
    ):
        there = of_mailboxes(rows, in_partnerships, whose=whose, email=email)
        in_partnerships = without(in_partnerships, set(there.values()))
    mails = Mail.objects.all()
    gone = of_mailboxes(mails, in_partnerships, whose="partnership", email="recipient")
    mails.filter(pk__in=gone).delete()
