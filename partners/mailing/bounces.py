"""Delivery status notifications (RFC 3464): what mail servers say of a mail afterwards."""

import email
from email import policy
from email.message import EmailMessage
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from partners.models import Mail


def note_bounce(content: bytes) -> Mail | None:
    """Mark the mail that a notification is about as one that came back, with the server's words.

    content: whatever arrived. Returns the Mail; None, and nothing is changed, if it is no
    notification of a failure, or of no mail of ours.
    """
    # A database would not keep a nought.
    notification = email.message_from_bytes(content.replace(b"\0", b""), policy=policy.default)
    problem = _problem(notification)
    message_id = _original_message_id(notification)
    if not problem or not message_id:
        return None
    mails = Mail.objects.filter(message_id=message_id)
    mails.update(
        state=Mail.State.BOUNCED,
        problem=problem,
        # It may come back before its server's word was read.
        sent_at=Coalesce(F("sent_at"), timezone.now()),
        begun_at=None,
    )
    return mails.first()


def _problem(notification: EmailMessage) -> str:
    """Why it was not delivered, "" if it was, is only late, or nothing is said of it."""
    for part in notification.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks: Any = part.get_payload()
        for said in blocks:
            if str(said.get("Action", "")).strip().lower() == "failed":
                # "smtp; 550 5.1.1 No such mailbox": how it was said, and what.
                _, _, diagnostic = str(said.get("Diagnostic-Code", "")).partition(";")
                words = " ".join(diagnostic.split()) or str(said.get("Status", "")).strip()
                return words or "It could not be delivered"
    return ""


def _original_message_id(notification: EmailMessage) -> str:
    """That of the mail which came back, as the notification quotes it; "" if it doesn't."""
    for part in notification.walk():
        if part.get_content_type() == "text/rfc822-headers":
            quoted = email.message_from_string(part.get_content(), policy=policy.default)
            return str(quoted["Message-ID"] or "").strip()
        if part.get_content_type() == "message/rfc822":
            returned: Any = part.get_payload(0)
            return str(returned["Message-ID"] or "").strip()
    return ""
