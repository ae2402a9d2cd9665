"""Delivery status notifications (RFC 3464): what mail servers say of a mail afterwards."""

import email
from email import policy
from email.message import EmailMessage
from typing import Any, NamedTuple


class Bounce(NamedTuple):
    """message_id: of the mail that came back. problem: the server's words."""

    message_id: str
    problem: str


def read_bounce(content: bytes) -> Bounce | None:
    """What a notification says of a mail that failed.

    content: whatever arrived. None if it is no notification of a failure, or doesn't say of which.
    """
    # A database would not keep a nought.
    notification = email.message_from_bytes(content.replace(b"\0", b""), policy=policy.default)
    bounce = Bounce(_original_message_id(notification), _problem(notification))
    return bounce if all(bounce) else None


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
