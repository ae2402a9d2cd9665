"""Sending what waits in the outbox: each once, tried again where that may help.

Any number of processes may do it at the same time, and be killed at any time.
"""

import contextlib
import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F, Q
from django.utils import timezone

from partners.mailing import journal
from partners.mailing.courier import failure
from partners.models import Mail

logger = logging.getLogger(__name__)

# After the first failure, the second, …; later ones a day apart, until it is given up.
WAITS = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2)]
LATER_WAIT = timedelta(days=1)
GIVE_UP_AFTER = timedelta(days=5)
# A mail that was begun so long ago is nobody's: its process was killed. Longer than a mail server
# may take for one (EMAIL_TIMEOUT for each of its replies).
LEFT_BEHIND = timedelta(minutes=15)

# What a mail server says of one mail; whatever else goes wrong with it tells of the server.
REPLIES = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
# Refusals that tell of our account with the mail server, not of the mail: tried again.
OF_THE_SENDER = (
    smtplib.SMTPSenderRefused,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
)
# A process apart talks to a mail server: partners/mailing/smtp.py.
BACKENDS = {
    "django.core.mail.backends.smtp.EmailBackend": "partners.mailing.smtp.EmailBackend",
}


def not_begun():
    """The condition that no process is at a mail, or the one that was has been killed."""
    return Q(begun_at=None) | Q(begun_at__lt=timezone.now() - LEFT_BEHIND)


def send_waiting(*, within=None):
    """Send the mails whose time has come, one after another. Returns how many were sent.

    within: a timedelta after which no further mail is begun, if somebody waits for this to end.

    Whatever a mail server does raises nothing here. Where none answers, no mail is begun; where it
    falls silent, or is slower than `within`, no further one. All that is due then rests for a
    minute, so that whoever writes the next e-mail is not kept waiting for the same server again.
    Must not be called in a transaction: others have to see which mails are begun.
    """
    journal.settle()
    # Those that failed before come last.
    due = list(_due().order_by("attempts", "try_at", "pk").values_list("pk", flat=True))
    if not due:
        return 0
    backend = BACKENDS.get(settings.EMAIL_BACKEND, settings.EMAIL_BACKEND)
    sent = 0
    until = timezone.now() + within if within is not None else None
    with contextlib.closing(get_connection(backend)) as connection:
        for pk in due:
            try:
                connection.open()
                mail = _claim(pk)
                if mail and _send(mail, connection):
                    sent += 1
            except OSError as error:
                logger.warning("E-mails wait, as the mail server cannot be reached: %s", error)
                _rest()
                break
            if until and timezone.now() >= until:
                _rest()
                break
    return sent


def _rest():
    _due().update(try_at=timezone.now() + WAITS[0])


def _due():
    return Mail.objects.filter(not_begun(), state=Mail.State.WAITING, try_at__lte=timezone.now())


def _claim(pk):
    """The mail, for this process alone; None if another has it, or it was withdrawn."""
    begun = _due().filter(pk=pk).update(begun_at=timezone.now(), attempts=F("attempts") + 1)
    return Mail.objects.select_related("partnership").filter(pk=pk).first() if begun else None


def _send(mail, connection):
    """Whether it was sent. If not, it is noted why, and when to try again. Raises OSError if it is
    because of the mail server.
    """
    replies_to = mail.partnership and mail.partnership.email
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[mail.recipient],
        reply_to=[replies_to] if replies_to else None,
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    # Not only what mail servers do: one mail that cannot be made must not keep back all others.
    except Exception as error:
        _note_failure(mail, error)
        if isinstance(error, OSError) and not isinstance(error, REPLIES):
            raise
        return False
    _waiting(mail).update(state=Mail.State.SENT, sent_at=timezone.now(), begun_at=None, problem="")
    return True


def _note_failure(mail, error):
    what = failure(error)
    now = timezone.now()
    refused = what["code"] >= 500 and not isinstance(error, OF_THE_SENDER)
    problem = f"{what['code'] or what['error']} {what['said']}"
    if refused or now - mail.made_at >= GIVE_UP_AFTER:
        _waiting(mail).update(state=Mail.State.REFUSED, begun_at=None, problem=problem)
    else:
        wait = WAITS[mail.attempts - 1] if mail.attempts <= len(WAITS) else LATER_WAIT
        _waiting(mail).update(try_at=now + wait, begun_at=None, problem=problem)
    logger.warning("E-mail %s was not sent: %s", mail.pk, problem)


def _waiting(mail):
    # Another process may have found it in the journal meanwhile.
    return Mail.objects.filter(pk=mail.pk, state=Mail.State.WAITING)
