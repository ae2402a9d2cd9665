"""The link by which an agency answers without an account: signed, expiring, revocable. It ends with
the contact to whom it was sent.

What it says is the mailbox it was sent to and the key that the mailbox has now. Whoever holds it
may read and answer the actions of one agency in one round, or the one action that was passed on;
what else the same mailbox is asked stands behind other links.
"""

from datetime import date, timedelta
from enum import Enum

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from actions.rounds.mailboxes import has_left
from actions.rounds.models import Recipient, UpdateRound
from partners.models import Partnership
from plans.models import Plan

# Answers that come later than the closing day are still wanted, for so long.
LATE_DAYS = 30

# Letters, digits, "-", "_" and ".": whatever a mail program does to links, it leaves these alone.
_signer = signing.Signer(salt="actions.rounds.links", sep=".")


class Wrong(Enum):
    """What is wrong with a link."""

    NOT_OURS = "altered"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    LEFT = "left"
    TAKEN_BACK = "taken_back"


class BadLink(Exception):
    """A link that opens nothing. wrong: why; round: of which it was, if it was one of ours."""

    def __init__(self, wrong: Wrong, round: UpdateRound | None = None) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong
        self.round = round


def token_of(recipient: Recipient) -> str:
    """The part of the link that lets its holder in. Never written to a log or a title."""
    return _signer.sign(f"{recipient.pk}-{recipient.key}")


def link_of(recipient: Recipient) -> str:
    """The link for the recipient's e-mails, with the site's address."""
    return settings.SITE_URL + reverse("answer", args=[token_of(recipient)])


def recipient_of(token: str, *, on: date) -> Recipient:
    """The Recipient whose link it is on that day, its request, agency, round and plan loaded.

    Raises BadLink.
    """
    try:
        pk, _, key = _signer.unsign(token).partition("-")
    except signing.BadSignature:
        raise BadLink(Wrong.NOT_OURS) from None
    recipient = _whole(Recipient.objects.filter(pk=pk)).first()
    if recipient is None:
        raise BadLink(Wrong.WITHDRAWN)
    asked = recipient.request
    if asked.revoked_at or not constant_time_compare(key, recipient.key):
        raise BadLink(Wrong.WITHDRAWN, asked.round)
    if recipient.taken_back_at:
        raise BadLink(Wrong.TAKEN_BACK, asked.round)
    if not is_open(asked.round, on):
        raise BadLink(Wrong.EXPIRED, asked.round)
    if _has_left(recipient, on):
        raise BadLink(Wrong.LEFT, asked.round)
    return recipient


def is_open(round: UpdateRound, on: date) -> bool:
    """Whether answers are taken on that day, be they late."""
    if round.plan.partnership.is_closed(on):
        return False
    return on <= answers_until(round) and round.plan.stage == Plan.Stage.AGREED


def answers_until(round: UpdateRound) -> date:
    """The last day on which the links of the round work."""
    return round.closes_on + timedelta(days=LATE_DAYS)


def open_recipients(email: str, *, on: date) -> QuerySet[Recipient]:
    """All that one mailbox is asked on that day, for whichever agency of whichever partnership."""
    return _whole(
        Recipient.objects.filter(
            email__iexact=email,
            taken_back_at=None,
            request__revoked_at=None,
            request__round__closes_on__gte=on - timedelta(days=LATE_DAYS),
            request__round__plan__stage=Plan.Stage.AGREED,
            request__round__plan__partnership__in=Partnership.objects.open_on(on),
        )
    ).order_by("request__round__closes_on", "pk")


def working_recipients(email: str, *, on: date) -> list[Recipient]:
    """Those of open_recipients whose contact has not left."""
    return [one for one in open_recipients(email, on=on) if not _has_left(one, on)]


def _has_left(recipient: Recipient, on: date) -> bool:
    was_contact = recipient.contact_id is not None
    agency = recipient.request.agency_id
    return has_left(agency, recipient.email, on=on, was_contact=was_contact)


def _whole(recipients: QuerySet[Recipient]) -> QuerySet[Recipient]:
    return recipients.select_related(
        "request__agency",
        "request__round__plan__partnership",
        "request__round__opened_by",
        "action",
    )
