"""Which mailboxes are written to: one rule for asking, asking back, reminding and thanking."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from actions.rounds.models import Recipient, UpdateRequest
from csp.whole_numbers import whole_number
from partners.models import Contact, Mail

# What the keys of the e-mails that hold a link begin with.
WITH_LINK = ("request", "reminder", "question", "passed", "sign", "reply")
LOST: list[str] = [Mail.State.REFUSED, Mail.State.BOUNCED]


@dataclass(frozen=True)
class Mailbox:
    """A Recipient, and the last Mail that asked, reminded or questioned it, if any did.

    has_left: its contact was removed, has another address now, receives no update requests any
    more, or may be kept no longer. An address that never was a contact's doesn't leave.
    """

    recipient: Recipient
    mail: Mail | None
    has_left: bool

    @property
    def came_back(self) -> bool:
        """Whether the last e-mail was refused or came back. One sent again makes it good again."""
        return self.mail is not None and self.mail.state in LOST

    @property
    def is_good(self) -> bool:
        """Whether it is written to."""
        return not (self.has_left or self.came_back)


def contacts_to_ask(agencies: Iterable[int], *, on: date) -> QuerySet[Contact]:
    """The contacts of agencies that may be asked on that day: who receive update requests, have an
    e-mail address and may still be kept.
    """
    return Contact.objects.filter(
        agency__in=agencies, receives_update_requests=True, keep_until__gte=on
    ).exclude(email="")


def signers_of(agency: int, *, on: date) -> QuerySet[Contact]:
    """The contacts of an agency, by its id, of whom one signs its answers off on that day."""
    signers = Contact.objects.filter(agency=agency, signs_off=True, keep_until__gte=on)
    return signers.exclude(email="").order_by("role", "pk")


def has_left(agency: int, email: str, *, on: date, was_contact: bool = False) -> bool:
    """Whether an address is a contact's no more: see Mailbox.

    agency: its id. was_contact: what else is known of that; its history may be forgotten.
    """
    for contacts in (contacts_to_ask([agency], on=on), signers_of(agency, on=on)):
        if contacts.filter(email__iexact=email).exists():
            return False
    return was_contact or Contact.history.filter(agency=agency, email__iexact=email).exists()


def mailboxes_of(requests: Iterable[UpdateRequest], *, on: date) -> defaultdict[int, list[Mailbox]]:
    """Those of the requests on that day that are asked for the agency, by the requests' ids.

    Their rounds and plans must be loaded. Four queries, whatever their number.
    """
    by_id = {request.pk: request for request in requests}
    agencies = {request.agency_id for request in by_id.values()}
    there = set(contacts_to_ask(agencies, on=on).values_list("agency", Lower("email")))
    known = set(
        Contact.history.filter(agency__in=agencies).values_list("agency", Lower("email")).distinct()
    )
    mails = _latest_mails(by_id.values())
    mailboxes = defaultdict(list)
    asked = Recipient.objects.filter(request__in=by_id, purpose=Recipient.Purpose.ASKED)
    for recipient in asked:
        recipient.request = by_id[recipient.request_id]
        whose = recipient.request.agency_id, recipient.email.lower()
        was_contact = recipient.contact_id is not None or whose in known
        has_left = was_contact and whose not in there
        mailbox = Mailbox(recipient, mails.get(recipient.pk), has_left)
        mailboxes[recipient.request_id].append(mailbox)
    return mailboxes


def good_recipients(request: UpdateRequest, *, on: date) -> list[Recipient]:
    """Those that are written to on that day."""
    boxes = mailboxes_of([request], on=on)[request.pk]
    return [mailbox.recipient for mailbox in boxes if mailbox.is_good]


def passed_to(request: UpdateRequest, *, on: date) -> list[Recipient]:
    """Those to which an action was passed on, as far as they are written to on that day."""
    passed = request.recipients.filter(purpose=Recipient.Purpose.PASSED, taken_back_at=None)
    there = list(passed.select_related("action"))
    lost = came_back(there)
    return [
        one
        for one in there
        if one.pk not in lost and not has_left(request.agency_id, one.email, on=on)
    ]


def came_back(passed: Iterable[Recipient]) -> set[int]:
    """The ids of those to whom the e-mail that passed an action on did not get. One query."""
    keys = {f"passed:{one.pk}:": one.pk for one in passed}
    if not keys:
        return set()
    lost = Mail.objects.filter(key__in=keys, state__in=LOST)
    return {keys[key] for key in lost.values_list("key", flat=True)}


def _latest_mails(requests: Collection[UpdateRequest]) -> dict[int, Mail]:
    """The last with a link to each recipient of the requests, by the recipient's id.

    A mail names its recipient second in its key: request:7:, request:7:1, reminder:7:….
    """
    if not requests:
        return {}
    has_link = Q(pk__in=[])
    for kind in WITH_LINK:
        has_link |= Q(key__startswith=f"{kind}:")
    mails = Mail.objects.filter(
        has_link,
        partnership__in={request.round.plan.partnership_id for request in requests},
        made_at__gte=min(request.round.opened_at for request in requests),
    )
    by_recipient = {}
    for mail in mails.order_by("made_at", "pk").defer("text", "html"):
        pk = whole_number(mail.key.split(":")[1])
        if pk is not None:
            by_recipient[pk] = mail
    return by_recipient
