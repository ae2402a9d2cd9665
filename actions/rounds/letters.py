"""The e-mails of a round that ask for updates and that say what has come."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from actions.rounds.links import answers_until, link_of, open_recipients
from actions.rounds.requests import progress_of
from partners import outbox
from partners.models import Mail
from plans.changes import version_of

# What the keys of the e-mails that hold a link begin with.
WITH_LINK = ("request", "reminder", "question")


def put_request(recipient, *, key, wanted=None):
    """Write the e-mail that asks a Recipient for updates, with the link.

    key: what the mail's own ends with, so that pressing twice sends one; "" for the first.
    wanted: how many actions it is asked about, if the caller knows.
    """
    request = recipient.request
    if wanted is None:
        wanted = progress_of([request])[request.pk].wanted
    words = words_of(request) | {"wanted": wanted, "link": link_of(recipient)}
    return outbox.put(
        key=f"request:{recipient.pk}:{key}",
        to=recipient.email,
        template="request",
        context=words,
        partnership=request.round.plan.partnership,
    )


@transaction.atomic
def put_new_links(email, *, at):
    """Write to a mailbox the links of all that it is asked, if it is asked anything.

    at: now. Asked for again within the hour, nothing is written.
    """
    for recipient in open_recipients(email, on=timezone.localdate(at)):
        put_request(recipient, key=f"{at:%Y-%m-%dT%H}")


def put_receipt(request, answers, *, to):
    """Write a receipt of the Answers that were sent of an UpdateRequest; none to no mailbox.

    What is sent once has one receipt: its key names the latest version of what was sent.
    """
    if not to:
        return None
    latest = max(int(version_of(answer)) for answer in answers)
    return outbox.put(
        key=f"receipt:{request.pk}:{latest}",
        to=to,
        template="receipt",
        context=words_of(request) | {"answers": answers},
        partnership=request.round.plan.partnership,
    )


def put_question(recipient, answer):
    """Write the e-mail that sends an Answer back to a Recipient with an officer's question."""
    request = answer.request
    return outbox.put(
        key=f"question:{recipient.pk}:{version_of(answer)}",
        to=recipient.email,
        template="question",
        context=words_of(request) | {"answer": answer, "link": link_of(recipient)},
        partnership=request.round.plan.partnership,
    )


def words_of(request):
    """What every e-mail about an UpdateRequest says of it, by the names in its template."""
    plan = request.round.plan
    return {
        "agency": request.agency,
        "round": request.round,
        "answers_until": answers_until(request.round),
        "plan": plan,
        "partnership": plan.partnership,
        "asked_by": request.round.opened_by,
    }


def latest_mails(round):
    """The last Mail that asked, reminded or questioned each Recipient of an UpdateRound, by its id.

    A mail names its recipient second in its key: request:7:, request:7:1, reminder:7:….
    """
    has_link = Q(pk__in=[])
    for kind in WITH_LINK:
        has_link |= Q(key__startswith=f"{kind}:")
    mails = Mail.objects.filter(
        has_link, partnership=round.plan.partnership_id, made_at__gte=round.opened_at
    )
    by_recipient = {}
    for mail in mails.order_by("made_at", "pk").defer("text", "html"):
        pk = mail.key.split(":")[1]
        if pk.isdecimal():
            by_recipient[int(pk)] = mail
    return by_recipient


def withdraw_letters(request):
    """Take the e-mails to an UpdateRequest's recipients back that have not left yet: their links
    are withdrawn. To be called in the transaction that does so, before it.
    """
    recipients = request.recipients.values_list("pk", flat=True)
    outbox.withdraw(f"{kind}:{pk}:" for pk in recipients for kind in WITH_LINK)
