"""E-mails that anybody can have sent to anybody: only a few an hour to one mailbox."""

from hashlib import sha256

from django.core.cache import cache

MOST_AN_HOUR = 5
HOUR = 60 * 60


def may_be_written_to(email: str) -> bool:
    """Take one of the e-mails that the mailbox may get within any hour; False if none is left.

    Whoever asks, from wherever, and for whichever kind of e-mail, it is the same five.
    """
    mailbox = sha256(_mailbox_of(email).encode()).hexdigest()
    # Adding is one step in the cache that all processes share: two never take the same one.
    return any(cache.add(f"mail-to:{mailbox}:{n}", True, HOUR) for n in range(MOST_AN_HOUR))


def _mailbox_of(email: str) -> str:
    """Whose mailbox it is, however it is written: what follows a plus is its owner's to choose."""
    name, _, domain = email.strip().casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{domain.removesuffix('.')}"
