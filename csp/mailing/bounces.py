"""Delivery status notifications (RFC 3464, and RFC 6533 for addresses in all letters): what mail
servers say of a mail afterwards.
"""

import email
import re
from email.message import Message
from email.parser import HeaderParser
from typing import NamedTuple

# Ours, in every mail: there are servers that give a mail another Message-ID.
OWN_ID = "X-CSP-Plan-Mail"

# What is said, and the mail or its headers, are read as texts: so they are decoded as texts are,
# and nothing in a mail that came back is taken for a part of the notification.
STATUS, RETURNED = "text/x-delivery-status", "text/x-returned"
AS_TEXT = [
    (rb"message/(?:global-)?delivery-status", STATUS.encode()),
    (rb"(?:message/(?:rfc822|global-headers|global)|text/rfc822-headers)", RETURNED.encode()),
]
EMPTY_LINES = re.compile(r"(?:\r?\n[ \t]*){2,}")
# How RFC 6533 writes a letter where only ASCII may stand.
LETTER = re.compile(r"\\x\{([0-9A-F]{2,6})\}", re.I)


class Bounce(NamedTuple):
    """A mail that came back. message_ids: by which it may be known, the surest first; "" for none.

    recipients: its addresses. problem: the server's words.
    """

    message_ids: list[str]
    recipients: list[str]
    problem: str


def read_bounce(content: bytes) -> Bounce | None:
    """What a notification says of a mail that failed.

    content: whatever arrived. None if it is no notification of a failure, or doesn't say of which.
    """
    # A database would not keep a nought.
    content = content.replace(b"\0", b"")
    for kind, as_text in AS_TEXT:
        content = re.sub(rb"(?im)^(content-type:\s*)" + kind + rb"\b", rb"\1" + as_text, content)
    try:
        parts = list(email.message_from_bytes(content).walk())
    except RecursionError:
        # Parts within parts within parts.
        return None
    failed = [
        said
        for part in parts
        if part.get_content_type() == STATUS
        for said in map(_headers, EMPTY_LINES.split(_text(part)))
        if _said(said, "Action").lower() == "failed"
    ]
    returned = [_headers(_text(part)) for part in parts if part.get_content_type() == RETURNED]
    ids = [_said(one, name) for name in (OWN_ID, "Message-ID") for one in returned[:1]]
    names = [one for one in ids if one]
    recipients = [one for one in map(_address, failed) if one]
    return Bounce(names, recipients, _problem(failed[0])) if failed and names + recipients else None


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    words = content.decode(errors="replace") if isinstance(content, bytes) else ""
    return words.replace("\0", "")


def _headers(text: str) -> Message:
    return HeaderParser().parsestr(text.lstrip())


def _said(headers: Message, name: str) -> str:
    """The value of a header on one line, "" if there is none."""
    return " ".join(str(headers.get(name, "")).split())


def _problem(said: Message) -> str:
    # "smtp; 550 5.1.1 No such mailbox": how it was said, and what.
    _, _, diagnostic = _said(said, "Diagnostic-Code").partition(";")
    return diagnostic.strip() or _said(said, "Status") or "It could not be delivered"


def _address(said: Message) -> str:
    """To whom the mail was sent; else where it came to, which may be another after forwarding."""
    for name in ("Original-Recipient", "Final-Recipient"):
        _, _, address = _said(said, name).partition(";")
        if address.strip():
            return LETTER.sub(_letter, address.strip().strip("<>"))
    return ""


def _letter(written: re.Match[str]) -> str:
    number = int(written[1], 16)
    is_letter = 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    return chr(number) if is_letter else ""
