"""Signing off: where an agency wants it, what it answers is sent by whoever it has named for that.

Until then its answers are drafts, which anybody with the link may still change.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from actions.rounds import letters
from actions.rounds.answers import drafts_of, is_whole, note_opened
from actions.rounds.mailboxes import signers_of
from actions.rounds.models import Recipient, UpdateRequest
from actions.rounds.requests import locked
from csp.versions import ChangedByAnother, version_of


@transaction.atomic
def ask_to_sign(
    request: UpdateRequest,
    *,
    given_by: str,
    seen: dict[int, str],
    at: datetime,
    action: int | None = None,
) -> list[Recipient]:
    """Write to those who sign off for the agency that answers are ready, with a link to them all.

    given_by: who wants it. seen, action: as for answers.send_drafts. The same asked twice is
    written once. Returns whom was written to. Raises ChangedByAnother if the drafts are others now.
    """
    request = locked(request)
    drafts = [one for one in drafts_of(request, action=action) if is_whole(one)]
    if not drafts or {draft.pk: version_of(draft) for draft in drafts} != seen:
        raise ChangedByAnother
    request.to_sign_at, request.to_sign_by = request.to_sign_at or at, given_by
    request.save(update_fields=["to_sign_at", "to_sign_by"])
    note_opened(request, at=at)
    signers = recipients_who_sign(request, at=at)
    key = max(int(version) for version in seen.values())
    for recipient in signers:
        letters.put_to_sign(recipient, key=str(key), number=len(drafts))
    return signers


def recipients_who_sign(request: UpdateRequest, *, at: datetime) -> list[Recipient]:
    """The mailboxes of those who sign off, each with a link to the request, whose lock is held."""
    found: dict[str, Recipient] = {}
    there = request.recipients.exclude(purpose=Recipient.Purpose.PASSED)
    for contact in signers_of(request.agency_id, on=timezone.localdate(at)):
        email = contact.email.lower()
        if email in found:
            continue
        recipient = there.filter(email__iexact=email).first() or Recipient.objects.create(
            request=request,
            email=contact.email,
            contact=contact,
            purpose=Recipient.Purpose.SIGNS,
        )
        recipient.request = request
        found[email] = recipient
    return list(found.values())
