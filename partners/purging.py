"""How long everything is kept: one table, by which the nightly purge deletes.

The same table is a page of the application and docs/personal-data.md. Apps above this one add what
is theirs (`keep`), in their `apps.py`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from partners import audit, old_contacts
from partners.erasure import LEFT_KEPT, erase_who_left
from partners.models import Mail

# As long as the audit: who was written to belongs to what was done.
MAILS_KEPT = audit.KEPT
TASKS_KEPT = timedelta(days=14)
# Longer spans are told in months.
MOST_DAYS = timedelta(days=92)


@dataclass(frozen=True)
class Kept:
    """What is kept, how long after what, and why; in words for everybody.

    after: None if `since` says all. delete(on): deletes what is over on that day, in the
    transaction of whoever calls it, and returns how many rows that were; None: nothing goes by
    itself.
    """

    what: str
    since: str
    why: str
    after: timedelta | None = None
    delete: Callable[[date], int] | None = None

    @property
    def how_long(self) -> str:
        if self.after is None:
            return self.since
        is_short = self.after <= MOST_DAYS
        span = f"{self.after.days} days" if is_short else f"{round(self.after.days / 30.5)} months"
        return f"{span} {self.since}"


_table: list[Kept] = []


def keep(*kept: Kept) -> None:
    """Add to the table: what an app keeps, and how long."""
    _table.extend(kept)


def table() -> tuple[Kept, ...]:
    """All that is kept, in the order in which it is told and deleted."""
    return tuple(_table)


def purge(*, on: date, dry_run: bool = False) -> Iterator[tuple[Kept, int]]:
    """Delete what may be kept no longer on that day: each with how many rows went.

    Each kind is a transaction of its own, so that what went stays gone if a later kind fails.
    dry_run: nothing is written; each is counted as if those before it were still there.
    """
    for kept in _table:
        if kept.delete is None:
            continue
        with transaction.atomic():
            count = kept.delete(on)
            if dry_run:
                transaction.set_rollback(True)
        yield kept, count


def _delete_contacts(on: date) -> int:
    found = old_contacts.delete_old_contacts(on=on)
    return sum(one.contacts + one.removed_before for one in found)


def _delete_sign_ins(on: date) -> int:
    """Sessions that have ended, and what the page of one's own sign-ins says of such."""
    Session.objects.filter(expire_date__date__lt=on).delete()
    there = Session.objects.values("session_key")
    return UserSession.objects.exclude(session_key__in=there).delete()[0]


def _delete_mails(on: date) -> int:
    return Mail.objects.filter(made_at__date__lt=on - MAILS_KEPT).delete()[0]


def _delete_operators_log(on: date) -> int:
    return LogEntry.objects.filter(action_time__date__lt=on - audit.KEPT).delete()[0]


def _delete_tasks(on: date) -> int:
    return DBTaskResult.objects.filter(finished_at__date__lt=on - TASKS_KEPT).delete()[0]


keep(
    Kept(
        "Your account: name, email address, role in each partnership",
        "as long as you are a member of a partnership",
        "You sign in with it, and the partnership knows who its members are",
    ),
    Kept(
        "Accounts of people who are members of no partnership any more",
        "after they left their last one, or once one that they left wants it; then name and email "
        "address are replaced by “Somebody who left”, and what they wrote stays",
        "They may come back, and colleagues may have questions on what they wrote",
        after=LEFT_KEPT,
        delete=lambda on: erase_who_left(on=on),
    ),
    Kept(
        "Contacts of partners, emails to them and their links",
        "until the day that is set on the contact; a partnership can put it off",
        "Partners are asked for updates by them",
        delete=_delete_contacts,
    ),
    Kept(
        "Lists of contacts that were uploaded, and rows left out of an import",
        "after they were uploaded",
        "Whoever imports them can finish later",
        after=old_contacts.LISTS_KEPT,
        delete=lambda on: old_contacts.delete_old_lists(on=on),
    ),
    Kept(
        "Emails that were sent",
        "after they were written",
        "To see who was asked for what, and what came back",
        after=MAILS_KEPT,
        delete=_delete_mails,
    ),
    Kept(
        "Who signed in, downloaded, imported, gave roles or used a link, when and from where",
        "after it happened",
        "A partnership accounts for its data, and can look back on a whole year",
        after=audit.KEPT,
        delete=lambda on: audit.delete_old_entries(on=on),
    ),
    Kept(
        "What operators of the service changed by hand",
        "after it happened",
        "The operators account for what they do",
        after=audit.KEPT,
        delete=_delete_operators_log,
    ),
    Kept(
        "Sign-ins, with the kind of browser and network address",
        "until the night after they ended",
        "You can see where you are signed in, and end it",
        delete=_delete_sign_ins,
    ),
    Kept(
        "Notes on work that was done in the background",
        "after it was done",
        "To find faults",
        after=TASKS_KEPT,
        delete=_delete_tasks,
    ),
)
