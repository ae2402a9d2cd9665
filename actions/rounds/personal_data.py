"""What rounds keep of people: names given with answers, and mailboxes to which links were sent."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from actions.rounds.links import LATE_DAYS
from actions.rounds.models import Answer, PartnerQuestion, Recipient, UpdateRequest
from actions.rounds.passing import forget_passed
from partners.erasure import SOMEBODY
from partners.models import Membership, User
from partners.purging import Kept

NAMES_KEPT = timedelta(days=731)
NOT_KEPT = "Name not kept"


def forget_names(*, on: date) -> int:
    """Forget who gave answers and asked questions, and to whom links were sent, in rounds that
    closed before NAMES_KEPT. The answers stay. Returns of how many rows a name or address went.
    """
    requests = UpdateRequest.objects.filter(round__closes_on__lt=on - NAMES_KEPT)
    old = requests.values("pk")
    of_old = Q(request__in=old) & ~Q(given_by__in=["", NOT_KEPT])
    Answer.history.filter(of_old).update(given_by=NOT_KEPT)
    return (
        Answer.objects.filter(of_old).update(given_by=NOT_KEPT)
        + requests.exclude(to_sign_by="").update(to_sign_by="")
        + PartnerQuestion.objects.filter(request__in=old).exclude(asked_by="").update(asked_by="")
        + Recipient.objects.filter(request__in=old).delete()[0]
    )


def _said_by(name: str) -> Q:
    """What picks answers that were given, or signed off, under a name."""
    signed_off = ", signed off by "
    return (
        Q(given_by__iexact=name)
        | Q(given_by__istartswith=f"{name}{signed_off}")
        | Q(given_by__iendswith=f"{signed_off}{name}")
    )


def answers_of(user: User) -> dict[str, Any]:
    """What the person has answered signed in, for an agency for which they speak; what they asked,
    and the links that were sent to them.
    """
    agencies = [one.agency_id for one in user.memberships.taken_up() if one.agency_id]
    answers = Answer.objects.filter(_said_by(user.name), request__agency__in=agencies)
    asked = PartnerQuestion.objects.filter(asked_by__iexact=user.email)
    sent = Recipient.objects.filter(email__iexact=user.email)
    return {
        "answers": list(answers.values("sent_at", "given_by", "state", "status", "text", "reason")),
        "questions": list(asked.values("asked_at", "text", "replied_at")),
        "links": list(sent.values("request__agency__name", "purpose", "passed_at")),
    }


def forget_answerer(user: User, emails: set[str]) -> None:
    """Replace a person's name in answers for the agencies for which they ever spoke, and forget
    their addresses, unless they are a contact's: with it they are kept as long as that is.
    """
    agencies = Membership.history.filter(user=user.pk).exclude(agency=None).values("agency")
    requests = UpdateRequest.objects.filter(agency__in=agencies)
    if user.name:
        given = _said_by(user.name) & Q(request__in=requests.values("pk"))
        Answer.history.filter(given).update(given_by=SOMEBODY)
        Answer.objects.filter(given).update(given_by=SOMEBODY)
        requests.filter(to_sign_by__iexact=user.name).update(to_sign_by=SOMEBODY)
    for email in emails:
        PartnerQuestion.objects.filter(asked_by__iexact=email).update(asked_by="")
        Recipient.objects.filter(passed_by__iexact=email).update(passed_by="")
        Recipient.objects.filter(email__iexact=email, contact=None).delete()


OF_ROUNDS = (
    Kept(
        "Names given with answers, and addresses to which links were sent",
        "after the round’s closing day; the answers stay, as their partner’s",
        "Officers may have questions on an answer until the year has been reviewed",
        after=NAMES_KEPT,
        delete=lambda on: forget_names(on=on),
    ),
    Kept(
        "Addresses of colleagues to whom a partner passed an action on",
        "after the round’s closing day",
        "Their link can be used until then",
        after=timedelta(days=LATE_DAYS),
        delete=lambda on: forget_passed(on=on),
    ),
)
