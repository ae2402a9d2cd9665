"""Mail: written in the same transaction as what it tells of, sent when that is committed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from email.utils import make_msgid
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from csp.mailing.limit import may_be_written_to
from partners import delivery
from partners.models import Mail, Partnership

LONGEST_SUBJECT = 200
# How long whoever presses a button is kept waiting for the e-mails that it writes.
PATIENCE = timedelta(seconds=3)


def put(
    *,
    key: str,
    to: str,
    template: str,
    context: dict[str, Any],
    partnership: Partnership | None = None,
    about: int | None = None,
    marking: str = "",
    at: datetime | None = None,
    is_limited: bool = False,
) -> Mail | None:
    """Write an e-mail, which is sent once the transaction is committed.

    key: what it says to whom; if there is a mail of this key already, that one is returned and
    nothing is written. template: a name in templates/mail, of a .txt whose first line is the
    subject, and an .html of the same words. about: the id of its plan. marking: words at its head
    and foot. at: not before this. is_limited: whether it is one of the few that a mailbox gets
    within an hour unasked (csp/mailing/limit.py); if it has had them, None is returned.
    """
    if existing := Mail.objects.filter(key=key).first():
        return existing
    if is_limited and not may_be_written_to(to):
        return None
    # Of two that write the same at once, the second waits, and finds the mail of the first.
    fields = _fields(to, template, context, partnership, about, marking, at)
    mail, is_new = Mail.objects.get_or_create(key=key, defaults=fields)
    if is_new:
        # Robust: whatever becomes of the mail, what it tells of is committed.
        transaction.on_commit(deliver.enqueue, robust=True)
    return mail


def put_all(letters: Sequence[dict[str, Any]]) -> int:
    """Write many e-mails, each as `put` takes it, without a limit. Returns how many are new.

    Two queries, whatever their number.
    """
    keys = [letter["key"] for letter in letters]
    there = set(Mail.objects.filter(key__in=keys).values_list("key", flat=True))
    mails = [_new(**letter) for letter in letters if letter["key"] not in there]
    # What another writes at once is the same.
    Mail.objects.bulk_create(mails, ignore_conflicts=True)
    if mails:
        transaction.on_commit(deliver.enqueue, robust=True)
    return len(mails)


def _new(key: str, **letter: Any) -> Mail:
    return Mail(key=key, **_fields(**letter))


def _fields(
    to: str,
    template: str,
    context: dict[str, Any],
    partnership: Partnership | None = None,
    about: int | None = None,
    marking: str = "",
    at: datetime | None = None,
) -> dict[str, Any]:
    """What a Mail that waits says, by its fields; the arguments as of `put`."""
    return {
        "partnership": partnership,
        "about": about,
        "recipient": to,
        "try_at": at or timezone.now(),
        "message_id": make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
        **_written(template, context, marking),
    }


def _written(template: str, context: dict[str, Any], marking: str) -> dict[str, str]:
    """The subject, the text and the HTML, by their fields of Mail."""
    path = PurePath("mail") / template
    context = context | {"marking": marking}
    subject, _, text = render_to_string(f"{path}.txt", context).strip().partition("\n")
    # One line, whatever is in a name: mail programs would read on in the next as a header.
    subject = " ".join(subject.split())[:LONGEST_SUBJECT]
    text = "\n\n".join(filter(None, [marking, text.strip(), marking])) + "\n"
    html = render_to_string(f"{path}.html", context)
    return {"subject": subject, "text": text, "html": html}


def withdraw(prefixes: Iterable[str]) -> int:
    """Take mails out of the outbox whose keys begin with one of these, unless they are on their way
    or gone already. Returns how many.
    """
    named = Q(pk__in=[])
    for prefix in prefixes:
        named |= Q(key__startswith=prefix)
    return Mail.objects.filter(named, delivery.not_begun(), state=Mail.State.WAITING).delete()[0]


@task()
def deliver() -> int:
    """Send the mails whose time has come. Returns how many were sent.

    Without a worker it is a request that sends, and what takes long is left to a thread of it, and
    to `send_mail`.
    """
    return delivery.send_waiting(within=None if settings.WORKER else PATIENCE)
