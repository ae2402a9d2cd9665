"""What becomes of what two partners were asked and have answered, when they are made one.

Where both were asked in one round it is one request. Of two answers on one action that which has
come furthest stays, then the later; of one mailbox, which was asked twice, one link.
"""

from datetime import UTC, datetime
from typing import Any

from actions.joined_owners import named
from actions.rounds.mailboxes import WITH_LINK
from actions.rounds.models import (
    Answer,
    Evidence,
    PartnerQuestion,
    Recipient,
    UpdateRequest,
    new_key,
)
from partners import outbox
from partners.joining.links import Link

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
FURTHEST = [
    Answer.State.DRAFT,
    Answer.State.RETURNED,
    Answer.State.SENT,
    Answer.State.ACCEPTED,
]


def _merge_requests(stays: UpdateRequest, goes: UpdateRequest) -> None:
    """One that was withdrawn gives nothing to one that was not."""
    if goes.revoked_at and not stays.revoked_at:
        return
    asked, opened = (stays.asked_at, goes.asked_at), (stays.opened_at, goes.opened_at)
    stays.asked_at = min(asked) if all(asked) else None  # type: ignore[type-var]
    stays.opened_at = min(filter(None, opened), default=None)
    answered = (stays.answered_at, goes.answered_at)
    # What the one has not answered is left to answer.
    stays.answered_at = max(answered) if all(answered) else None  # type: ignore[type-var]


def _told_of_requests(stays: UpdateRequest, goes: UpdateRequest) -> str:
    withdrawn = (
        ". Of the two requests one was withdrawn: its links stay withdrawn"
        if bool(stays.revoked_at) != bool(goes.revoked_at)
        else ""
    )
    one = f"Both were asked in “{stays.round}”: it is one request, with the answers of both"
    return one + withdrawn


def _told_of_answers(stays: Answer, goes: Answer) -> str:
    if stays.state != goes.state:
        why = f"is {stays.get_state_display().lower()}"
    elif stays.sent_at != goes.sent_at:
        why = "was sent later"
    else:
        why = "is of the partner that stays"
    return (
        f"Both answered “{named(stays.action)}”: the answer “{stays.text}” stays, since it {why}; "
        f"“{goes.text}” is kept with the joining, and its evidence goes to the one that stays"
    )


def _told_of_mailboxes(stays: Recipient, goes: Recipient) -> str:
    return f"{stays.email} was asked twice: the link in one of the emails stops working"


def _same_mailbox(recipient: Recipient) -> tuple[object, ...]:
    """Passed on, it is another for each action; and taken back, each time."""
    passed = recipient.purpose == Recipient.Purpose.PASSED
    taken_back = recipient.pk if recipient.taken_back_at else None
    return recipient.email.lower(), passed, recipient.action_id, taken_back


def _rank(answer: Answer) -> tuple[int, datetime]:
    return FURTHEST.index(Answer.State(answer.state)), answer.sent_at or BEGINNING


def _renew_key(recipient: Recipient, goes: Any) -> None:
    """Leave the links of a request worthless that was withdrawn."""
    if goes.revoked_at:
        recipient.key = new_key()


def _withdraw(recipients: list[Recipient]) -> None:
    """Send nothing more that has a link which opens nothing."""
    outbox.withdraw(f"{kind}:{one.pk}:" for one in recipients for kind in WITH_LINK)


LINKS = (
    Link(
        UpdateRequest,
        "agency",
        "request for updates",
        "requests for updates",
        name=lambda request: str(request.round),
        same=lambda request: request.round_id,
        rank=lambda request: not request.revoked_at,
        merge=_merge_requests,
        told=_told_of_requests,
        is_told=lambda request: not request.round.plan.is_restricted,
        related=("round__plan",),
    ),
    Link(
        Recipient,
        "request",
        "mailbox that was asked",
        "mailboxes that were asked",
        name=lambda recipient: recipient.email,
        same=_same_mailbox,
        told=_told_of_mailboxes,
        is_told=lambda recipient: not recipient.request.round.plan.is_restricted,
        related=("request__round__plan",),
        moved=_renew_key,
        gone=_withdraw,
    ),
    Link(Recipient, "contact"),
    Link(
        PartnerQuestion,
        "request",
        "question to an officer",
        "questions to officers",
        name=lambda question: named(question.action),
        is_told=lambda question: not question.action.plan.is_restricted,
        related=("action__priority__plan",),
    ),
    Link(PartnerQuestion, "recipient"),
    Link(
        Answer,
        "request",
        "answer",
        "answers",
        name=lambda answer: named(answer.action),
        same=lambda answer: answer.action_id,
        rank=_rank,
        told=_told_of_answers,
        is_told=lambda answer: not answer.action.plan.is_restricted,
        related=("action__priority__plan",),
    ),
    Link(Evidence, "answer", "piece of evidence", "pieces of evidence", unread=("file",)),
)
