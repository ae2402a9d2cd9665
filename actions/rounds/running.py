"""What a manager does to a round that is open. Whole or not at all."""

from django.db import transaction

from actions.rounds.letters import put_request, withdraw_letters, withdraw_reminders
from actions.rounds.models import Recipient, UpdateRequest
from actions.rounds.requests import locked
from partners.models import Contact, Mail
from plans.changes import lock


@transaction.atomic
def send_again(request, *, to, press, alone=False):
    """Send an UpdateRequest's e-mail once more, or to another mailbox.

    to: its address. press: what this page of the form was marked with, so that pressing twice
    sends one. alone: the links that were sent before are withdrawn, this mailbox's too; so they
    are if the request itself was withdrawn, which now is not any more.
    """
    request = locked(request)
    mails = Mail.objects.filter(partnership=request.round.plan.partnership_id)
    if mails.filter(key__startswith="request:", key__endswith=f":{press}").exists():
        return
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


def forget_mailbox(agency, email):
    """Forget to whom requests to an agency were sent, since the contact may be kept no longer.

    agency: its id. The links sent there open nothing any more; the answers stay.
    """
    Recipient.objects.filter(request__agency=agency, email__iexact=email).delete()


@transaction.atomic
def withdraw(request, *, at):
    """Withdraw the links of an UpdateRequest: the agency is asked no more, nor reminded."""
    request = locked(request)
    if request.revoked_at is None:
        request.revoked_at = at
        request.save(update_fields=["revoked_at"])
        withdraw_letters(request)


@transaction.atomic
def close(round, *, on, at, takes_late):
    """Close an UpdateRound before its day: nobody is reminded any more.

    on: today, the last day on which answers were in time. takes_late: whether later ones are
    taken; if not, every link is withdrawn.
    """
    lock(round.plan)
    round.refresh_from_db()
    round.closes_on = min(round.closes_on, on)
    round.reminder_days = ""
    round.save()
    for request in UpdateRequest.objects.filter(round=round, revoked_at=None):
        withdraw_reminders(request)
        if not takes_late:
            withdraw(request, at=at)
