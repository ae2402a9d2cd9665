"""The e-mails of a round that ask for updates and that say what has come."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from actions.rounds.links import answers_until, link_of, working_recipients
from actions.rounds.mailboxes import WITH_LINK, mailboxes_of
from actions.rounds.models import Answer, PartnerQuestion, Recipient, UpdateRequest
from actions.rounds.requests import progress_of
from csp.versions import version_of
from partners import outbox
from partners.models import Mail


def put_request(
    recipient: Recipient, *, key: str, wanted: int | None = None, is_limited: bool = False
) -> Mail | None:
    """Write the e-mail that asks a recipient for updates, with the link.

    key: what the mail's own ends with, so that pressing twice sends one; "" for the first.
    wanted: how many actions it is asked about, if the caller knows. is_limited: as for the outbox.
    """
    request = recipient.request
    if wanted is None:
        wanted = progress_of([request])[request.pk].wanted
    words = words_of(request) | {"wanted": wanted, "link": link_of(recipient)}
    return put_about(
        request,
        key=f"request:{recipient.pk}:{key}",
        to=recipient.email,
        template="rounds/request",
        context=words,
        is_limited=is_limited,
    )


@transaction.atomic
def put_new_links(email: str, *, at: datetime) -> None:
    """Write to a mailbox the links of all that it is asked, if it is asked anything.

    at: now. Asked for again within the hour, nothing is written. Who has left gets none; an
    address from which e-mails came back does, as its owner says that it works.
    """
    on = timezone.localdate(at)
    for recipient in working_recipients(email, on=on):
        hour = f"{at:%Y-%m-%dT%H}"
        if recipient.purpose == Recipient.Purpose.PASSED:
            put_passed(recipient, key=hour)
        else:
            put_request(recipient, key=hour, is_limited=True)


def put_receipt(
    request: UpdateRequest, answers: Sequence[Answer], *, to: str, on: date
) -> Mail | None:
    """Write a receipt of the answers that were sent to a request on that day.

    to: a mailbox; there is no receipt to "", nor to one that was asked and is not good any more.
    What is sent once has one receipt: its key names the latest version of what was sent.
    """
    boxes = mailboxes_of([request], on=on)[request.pk] if to else []
    if not to or to in {box.recipient.email for box in boxes if not box.is_good}:
        return None
    latest = max(int(version_of(answer)) for answer in answers)
    return put_about(
        request,
        key=f"receipt:{request.pk}:{latest}",
        to=to,
        template="rounds/receipt",
        context=words_of(request) | {"answers": answers},
    )


def put_question(recipient: Recipient, answer: Answer) -> Mail | None:
    """Write the e-mail that sends an answer back to a recipient with an officer's question."""
    request = answer.request
    return put_about(
        request,
        key=f"question:{recipient.pk}:{version_of(answer)}",
        to=recipient.email,
        template="rounds/question",
        context=words_of(request) | {"answer": answer, "link": link_of(recipient)},
    )


def put_passed(recipient: Recipient, *, key: str = "") -> Mail | None:
    """Write to a colleague to whom an action was passed on, with the link to that alone.

    key: as for put_request. Returns None if the mailbox has had as many as it may get.
    """
    return put_about(
        recipient.request,
        key=f"passed:{recipient.pk}:{key}",
        to=recipient.email,
        template="rounds/passed",
        context=words_of(recipient.request)
        | {"recipient": recipient, "action": recipient.action, "link": link_of(recipient)},
        is_limited=True,
    )


def put_to_sign(recipient: Recipient, *, key: str, number: int) -> Mail | None:
    """Ask somebody to sign the answers off that are ready. number: of them.

    Whoever changes a draft may ask anew: a mailbox that has had several within the hour gets none.
    """
    return put_about(
        recipient.request,
        key=f"sign:{recipient.pk}:{key}",
        to=recipient.email,
        template="rounds/to_sign",
        context=words_of(recipient.request)
        | {"asker": recipient.request.to_sign_by, "number": number, "link": link_of(recipient)},
        is_limited=True,
    )


def put_partner_question(question: PartnerQuestion, *, to: str, link: str) -> Mail | None:
    """Tell an officer what an agency wants to know. link: where they reply."""
    return put_about(
        question.request,
        key=f"asked:{question.pk}:{to}",
        to=to,
        template="rounds/asked",
        context=words_of(question.request) | {"question": question, "link": link},
    )


def put_reply(question: PartnerQuestion, *, to: str, link: str) -> Mail | None:
    """Send an officer's reply to whoever asked. link: where they answer; "" if there is none."""
    return put_about(
        question.request,
        key=f"reply:{question.recipient_id}:{question.pk}",
        to=to,
        template="rounds/reply",
        context=words_of(question.request) | {"question": question, "link": link},
    )


def put_about(request: UpdateRequest, **mail: Any) -> Mail | None:
    """Write an e-mail about a request, marked as its plan is. mail: as for the outbox."""
    return outbox.put(**about(request, **mail))


def about(request: UpdateRequest, **mail: Any) -> dict[str, Any]:
    """An e-mail about a request, marked as its plan is, for the outbox. mail: the rest of it."""
    plan = request.round.plan
    return {"partnership": plan.partnership, "about": plan.pk, "marking": plan.marked, **mail}


def words_of(request: UpdateRequest) -> dict[str, Any]:
    """What every e-mail about a request says of it, by the names in its template."""
    plan = request.round.plan
    return {
        "agency": request.agency,
        "round": request.round,
        "answers_until": answers_until(request.round),
        "plan": plan,
        "partnership": plan.partnership,
        "asked_by": request.round.opened_by,
    }


def withdraw_letters(request: UpdateRequest) -> None:
    """Take the e-mails to a request's recipients back that have not left yet: their links
    are withdrawn. To be called in the transaction that does so, before it.
    """
    recipients = request.recipients.values_list("pk", flat=True)
    outbox.withdraw(f"{kind}:{pk}:" for pk in recipients for kind in WITH_LINK)


def withdraw_reminders(request: UpdateRequest) -> None:
    """Take the reminders to a request's recipients back that have not left yet.

    To be called in the transaction that notes that nothing is left to answer.
    """
    recipients = request.recipients.values_list("pk", flat=True)
    outbox.withdraw(f"reminder:{pk}:" for pk in recipients)
