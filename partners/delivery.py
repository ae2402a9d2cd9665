"""Sending what waits in the outbox: at least once, and tried again where that may help.

Any number of processes may do it at the same time, and be killed at any time. A mail is claimed,
sent, and noted as sent. One whose process was killed between is taken up again later, with the same
Message-ID, by which mail programs know a second copy.
"""

import logging
import math
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from time import monotonic

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError
from django.db import connection as database
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from csp.mailing.bounces import OWN_ID, Bounce, read_bounce
from csp.mailing.failures import is_for_good, is_of_the_server, words_of
from partners.models import Mail

logger = logging.getLogger(__name__)

# After the first failure, the second, …; later ones a day apart, until it is given up.
WAITS = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2)]
LATER_WAIT = timedelta(days=1)
GIVE_UP_AFTER = timedelta(days=5)
# Seconds for each reply of the mail server. It may look for spam before it says that it took one.
REPLY_TIMEOUT = 60
# A mail that was begun so long ago is nobody's: its process was killed. Longer than a mail server
# may take for one.
LEFT_BEHIND = timedelta(minutes=15)


def not_begun() -> Q:
    """The condition that no process is at a mail, or the one that was has been killed."""
    return Q(begun_at=None) | Q(begun_at__lt=timezone.now() - LEFT_BEHIND)


def send_waiting(*, within: timedelta | None = None) -> int:
    """Send the mails whose time has come, one after another. Returns how many were sent.

    within: after that time this returns, if somebody waits for it. No further mail is begun then;
    one that the mail server is still at is brought to its end by a thread.

    Whatever a mail server does raises nothing here. Where none answers, no mail is begun; where it
    falls silent, or is slower than `within`, no further one. All that is due then rests for a
    minute, so that whoever writes the next e-mail is not kept waiting for the same server again.
    Must not be called in a transaction: others have to see which mails are begun.
    """
    # Those that failed before come last.
    due = list(_due().order_by("attempts", "try_at", "pk").values_list("pk", flat=True))
    if not due:
        return 0
    until = monotonic() + (within.total_seconds() if within is not None else math.inf)
    connection = get_connection(timeout=REPLY_TIMEOUT)
    # It alone talks to the mail server, and does one thing after another.
    talk = ThreadPoolExecutor(1, thread_name_prefix="mail")
    sent = 0
    try:
        for pk in due:
            if monotonic() >= until:
                raise TimeoutError("it is slow")
            talk.submit(connection.open).result(_left(until))
            mail = _claim(pk)
            if mail and _is_sent(mail, connection, talk, until):
                sent += 1
    except OSError as error:
        logger.warning("Emails wait for the mail server: %s", error)
        _due().update(try_at=timezone.now() + WAITS[0])
    finally:
        talk.submit(connection.close)
        talk.shutdown(wait=False)
    return sent


def note_bounce(content: bytes) -> Mail | None:
    """Mark the mail that a notification is about as one that came back, with the server's words.

    content: whatever arrived. Returns the Mail; None, and nothing is changed, if it is no
    notification of a failure, or of no mail of ours.
    """
    bounce = read_bounce(content)
    key = _returned(bounce) if bounce else None
    if not bounce or key is None:
        return None
    mails = Mail.objects.filter(pk=key)
    mails.update(
        state=Mail.State.BOUNCED,
        problem=bounce.problem,
        # It may come back before its server's word was read.
        sent_at=Coalesce(F("sent_at"), timezone.now()),
        begun_at=None,
    )
    return mails.first()


def _returned(bounce: Bounce) -> int | None:
    """The key of the mail that came back; None if it is none of ours.

    Where a server quotes nothing that names it, it is the last one to that address of late.
    """
    for name in bounce.message_ids:
        if key := Mail.objects.filter(message_id=name).values_list("pk", flat=True).first():
            return key
    if bounce.message_ids:
        return None
    since = timezone.now() - GIVE_UP_AFTER
    for recipient in bounce.recipients:
        sent = Mail.objects.filter(recipient__iexact=recipient, sent_at__gte=since)
        if key := sent.order_by("-sent_at").values_list("pk", flat=True).first():
            return key
    return None


def _due() -> QuerySet[Mail]:
    return Mail.objects.filter(not_begun(), state=Mail.State.WAITING, try_at__lte=timezone.now())


def _claim(pk: int) -> Mail | None:
    """The mail, for this process alone; None if another has it, or it was withdrawn."""
    begun = _due().filter(pk=pk).update(begun_at=timezone.now(), attempts=F("attempts") + 1)
    return Mail.objects.select_related("partnership").filter(pk=pk).first() if begun else None


def _left(until: float) -> float | None:
    """Seconds until then, for what waits; None for as long as it takes."""
    return max(0, until - monotonic()) if until < math.inf else None


def _is_sent(
    mail: Mail, connection: BaseEmailBackend, talk: ThreadPoolExecutor, until: float
) -> bool:
    """Raises OSError if the mail server cannot be reached any more, or not until then."""
    sending = talk.submit(_send, mail, connection)
    if wait([sending], _left(until)).not_done:
        talk.submit(_note_afterwards, mail, sending)
        raise TimeoutError("it is slow")
    return _note(mail, sending)


def _send(mail: Mail, connection: BaseEmailBackend) -> None:
    replies_to = mail.partnership and mail.partnership.email
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[mail.recipient],
        reply_to=[replies_to] if replies_to else None,
        headers={
            "Message-ID": mail.message_id,
            OWN_ID: mail.message_id,
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()


def _note(mail: Mail, sending: Future[None]) -> bool:
    """Note what became of it: whether it was sent, and if not why, and when to try again.

    Raises OSError if it is because of the mail server.
    """
    # Not only what mail servers do: one mail that cannot be made must not keep back all others.
    error = sending.exception()
    if error is None:
        _waiting(mail).update(
            state=Mail.State.SENT, sent_at=timezone.now(), begun_at=None, problem=""
        )
        return True
    _note_failure(mail, error)
    if is_of_the_server(error):
        raise error
    return False


def _note_afterwards(mail: Mail, sending: Future[None]) -> None:
    """The same, by the thread that has sent it: it has a connection to the database of its own."""
    try:
        _note(mail, sending)
    except DatabaseError:
        logger.exception("Email %s comes again: what became of it could not be noted", mail.pk)
    finally:
        database.close()


def _note_failure(mail: Mail, error: BaseException) -> None:
    now = timezone.now()
    problem = words_of(error)
    if is_for_good(error) or now - mail.made_at >= GIVE_UP_AFTER:
        _waiting(mail).update(state=Mail.State.REFUSED, begun_at=None, problem=problem)
    else:
        later = WAITS[mail.attempts - 1] if mail.attempts <= len(WAITS) else LATER_WAIT
        _waiting(mail).update(try_at=now + later, begun_at=None, problem=problem)
    logger.warning("Email %s was not sent: %s", mail.pk, problem)


def _waiting(mail: Mail) -> QuerySet[Mail]:
    # It may have come back meanwhile.
    return Mail.objects.filter(pk=mail.pk, state=Mail.State.WAITING)
