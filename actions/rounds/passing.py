"""Passing an action on to a colleague, who sees that action alone; and taking it back."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from actions.models import Action
from actions.rounds import letters
from actions.rounds.answers import note_opened
from actions.rounds.links import LATE_DAYS
from actions.rounds.mailboxes import WITH_LINK, has_left
from actions.rounds.models import PartnerQuestion, Recipient, UpdateRequest
from actions.rounds.requests import locked
from csp.versions import ChangedByAnother
from partners import outbox
from partners.models import Mail

# Of one request, those that were taken back too: the system writes to nobody's list of addresses.
MOST_PASSED = 30


class NotPassed(Exception):
    """Why an action is not passed on, in words for the field with the address."""


@transaction.atomic
def pass_on(request: UpdateRequest, action: Action, *, to: str, by: str, at: datetime) -> Recipient:
    """Write to a colleague of the agency, with a link that opens one action alone.

    to: the address. by: that of whoever passes it on, which is kept beside it. Pressed twice it is
    one. Raises NotPassed, and ChangedByAnother if the request's links were withdrawn meanwhile.
    """
    request = locked(request)
    passed = request.recipients.filter(purpose=Recipient.Purpose.PASSED)
    same = passed.filter(action=action, email__iexact=to, taken_back_at=None).first()
    if same:
        return same
    if request.revoked_at:
        raise ChangedByAnother(request)
    if request.recipients.exclude(purpose=Recipient.Purpose.PASSED).filter(email__iexact=to):
        raise NotPassed(f"{to} already has a link to all of these actions")
    if has_left(request.agency_id, to, on=timezone.localdate(at)):
        raise NotPassed(f"We do not write to {to} about updates. Enter another email address")
    if passed.count() >= MOST_PASSED:
        raise NotPassed(f"You can pass on no more than {MOST_PASSED} times. Forward our email")
    recipient = Recipient.objects.create(
        request=request,
        email=to,
        purpose=Recipient.Purpose.PASSED,
        action=action,
        passed_by=by,
        passed_at=at,
    )
    note_opened(request, at=at)
    if letters.put_passed(recipient) is None:
        raise NotPassed(f"{to} has had several emails from us in the last hour. Try again later")
    return recipient


@transaction.atomic
def take_back(request: UpdateRequest, recipient: int, *, at: datetime) -> Recipient | None:
    """Let the link of a colleague open nothing any more. recipient: its id.

    Returns it, or None if it is not of this request. What the colleague has written stays.
    """
    request = locked(request)
    passed = request.recipients.filter(pk=recipient, purpose=Recipient.Purpose.PASSED).first()
    if passed and passed.taken_back_at is None:
        passed.taken_back_at = at
        passed.save(update_fields=["taken_back_at"])
        outbox.withdraw([f"passed:{passed.pk}:", f"reminder:{passed.pk}:"])
    return passed


@transaction.atomic
def forget_passed(*, on: date) -> int:
    """Forget to whom actions were passed on, in rounds that take no answers on that day any more:
    their addresses, and the e-mails to them.

    Returns how many there were.
    """
    passed = Recipient.objects.filter(purpose=Recipient.Purpose.PASSED)
    over = passed.filter(request__round__closes_on__lt=on - timedelta(days=LATE_DAYS))
    recipients = list(over)
    for recipient in recipients:
        to_them = Q(pk__in=[])
        for kind in WITH_LINK:
            to_them |= Q(key__startswith=f"{kind}:{recipient.pk}:")
        Mail.objects.filter(to_them).delete()
    PartnerQuestion.objects.filter(recipient__in=recipients).update(asked_by="")
    over.delete()
    return len(recipients)
