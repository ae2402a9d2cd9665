"""What a manager does to a round that is open. Whole or not at all."""

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from actions.rounds.letters import put_request, withdraw_letters, withdraw_reminders
from actions.rounds.links import is_open
from actions.rounds.mailboxes import mailboxes_of, signers_of
from actions.rounds.models import PartnerQuestion, Recipient, UpdateRequest, UpdateRound
from actions.rounds.requests import locked
from csp.versions import ChangedByAnother, version_of
from partners.mailboxes import Mailbox, of_mailboxes
from partners.models import Agency, Contact, Mail, Membership
from plans.access import seen_by
from plans.changes import lock


@transaction.atomic
def send_again(
    request: UpdateRequest, *, to: str, press: str, seen: str, alone: bool = False
) -> None:
    """Send a request's e-mail once more, or to another mailbox.

    to: its address. press: what this page of the form was marked with, so that pressing twice
    sends one. alone: the links that were sent before are withdrawn, this mailbox's too; so they
    are if the request itself was withdrawn, which now is not any more. seen: the
    version_of_request that the manager has read. Raises ChangedByAnother if it is another now.
    """
    request = locked(request)
    mails = Mail.objects.filter(partnership=request.round.plan.partnership_id)
    if mails.filter(key__startswith="request:", key__endswith=f":{press}").exists():
        return
    if version_of_request(request) != seen:
        raise ChangedByAnother(request)
    if alone or request.revoked_at:
        withdraw_letters(request)
        request.recipients.all().delete()
    recipient = request.recipients.filter(email__iexact=to).first()
    if recipient is None:
        contact = Contact.objects.filter(agency=request.agency_id, email__iexact=to).first()
        recipient = Recipient.objects.create(request=request, email=to, contact=contact)
    if request.revoked_at:
        request.revoked_at = None
        request.save(update_fields=["revoked_at"])
    recipient.request = request
    put_request(recipient, key=press)


def forget_mailboxes(mailboxes: set[Mailbox]) -> None:
    """Forget to whom requests to agencies were sent, since the contacts may be kept no longer.

    mailboxes: with the ids of the agencies. The links sent there open nothing any more; the answers
    stay.
    """
    requests, questions = Recipient.objects.all(), PartnerQuestion.objects.all()
    whose = "request__agency"
    Recipient.objects.filter(pk__in=of_mailboxes(requests, mailboxes, whose=whose)).delete()
    passed = of_mailboxes(requests, mailboxes, whose=whose, email="passed_by")
    Recipient.objects.filter(pk__in=passed).update(passed_by="")
    asked = of_mailboxes(questions, mailboxes, whose=whose, email="asked_by")
    PartnerQuestion.objects.filter(pk__in=asked).update(asked_by="")


def warn_of_unreached(agency: Agency, membership: Membership) -> list[str]:
    """What a member is told whose change of contacts leaves an agency without an address that it
    is asked by: HTML, for each open round that waits for it, of a plan of which they know.
    """
    on = timezone.localdate()
    asked = UpdateRequest.objects.filter(
        seen_by([membership], "round__plan"), agency=agency, answered_at=None, revoked_at=None
    )
    asked = asked.select_related("agency", "round__plan__partnership")
    waiting = [one for one in asked if is_open(one.round, on)]
    mailboxes = mailboxes_of(waiting, on=on)
    return [
        format_html(
            "{} is asked in “{}”, which is open, and has no other address. "
            '<a class="govuk-link" href="{}">Choose who to ask</a>',
            agency,
            one.round.name,
            reverse("request-send", args=[one.round.plan.partnership.slug, one.pk]),
        )
        for one in waiting
        if mailboxes[one.pk] and not any(box.is_good for box in mailboxes[one.pk])
    ]


def warn_of_unsigned(agency: Agency, membership: Membership) -> list[str]:
    """What a member is told whose change of contacts leaves answers of an agency waiting for a
    sign-off that nobody gives any more: HTML, for each round, of a plan of which they know.
    """
    if signers_of(agency.pk, on=timezone.localdate()).exists():
        return []
    waiting = UpdateRequest.objects.filter(
        seen_by([membership], "round__plan"), agency=agency, to_sign_at__isnull=False
    )
    return [
        format_html(
            "Answers of {} in “{}” wait for sign-off, and nobody signs off any more. The partner "
            "can send them itself.",
            agency,
            one.round.name,
        )
        for one in waiting.select_related("round")
    ]


@transaction.atomic
def withdraw(request: UpdateRequest, *, at: datetime, seen: str) -> None:
    """Withdraw the links of a request: the agency is asked no more, nor reminded.

    seen: the version_of_request that the manager has read. Raises ChangedByAnother if it is
    another now, and the links are not withdrawn anyway.
    """
    request = locked(request)
    if request.revoked_at is None:
        if version_of_request(request) != seen:
            raise ChangedByAnother(request)
        _withdraw(request, at)


def _withdraw(request: UpdateRequest, at: datetime) -> None:
    if request.revoked_at is None:
        request.revoked_at = at
        request.save(update_fields=["revoked_at"])
        withdraw_letters(request)


def version_of_request(request: UpdateRequest) -> str:
    """How a request stands as a manager reads it: to whom it went, and what has come."""
    answers = request.answers.values_list("pk", "state").order_by("pk")
    recipients = request.recipients.values_list("email", "key").order_by("email")
    shown = [request.revoked_at, request.answered_at, list(answers), list(recipients)]
    return sha256(repr(shown).encode()).hexdigest()


def _is_closed(round: UpdateRound, *, on: date, takes_late: bool) -> bool:
    is_over = round.closes_on <= on and not round.reminder_days
    return is_over and (takes_late or not round.requests.filter(revoked_at=None).exists())


@transaction.atomic
def close(round: UpdateRound, *, on: date, at: datetime, takes_late: bool, seen: str) -> None:
    """Close a round before its day: nobody is reminded any more.

    on: today, the last day on which answers were in time. takes_late: whether later ones are
    taken; if not, every link is withdrawn. seen: the version_of the round that the manager has
    read. Raises ChangedByAnother if it is another now, unless it is closed like this already.
    """
    lock(round.plan)
    round.refresh_from_db()
    if version_of(round) != seen and not _is_closed(round, on=on, takes_late=takes_late):
        raise ChangedByAnother(round)
    round.closes_on = min(round.closes_on, on)
    round.reminder_days = ""
    round.save()
    for request in UpdateRequest.objects.filter(round=round, revoked_at=None):
        withdraw_reminders(request)
        if not takes_late:
            _withdraw(locked(request), at)
