"""What an agency answers: kept as a draft, sent, sent anew. Whole or not at all.

The link, the contributor's page and the officer at the telephone all write through these.
Whoever writes answers holds the lock on their request, and so does who decides on them.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from actions.models import NEEDS_REASON, Action
from actions.rounds import letters
from actions.rounds.models import Answer, Evidence, UpdateRequest
from actions.rounds.requests import GIVEN, locked
from actions.rounds.settling import settle
from csp.versions import ChangedByAnother, version_of
from partners.models import User

MOST_EVIDENCE = 5


class TooMuchEvidence(Exception):
    """More than MOST_EVIDENCE files and links to one answer."""


@transaction.atomic
def start(request: UpdateRequest, *, at: datetime) -> None:
    """Note that somebody has begun to answer; once."""
    request = locked(request)
    if request.opened_at is None:
        request.opened_at = at
        request.save(update_fields=["opened_at"])


@transaction.atomic
def save_draft(
    request: UpdateRequest,
    action: Action,
    *,
    status: str,
    text: str,
    reason: str = "",
    given_by: str = "",
    given_to: User | None = None,
    seen: str,
    at: datetime,
    evidence: Iterable[Evidence] = (),
    remove: Iterable[int] = (),
) -> Answer:
    """Keep what is written so far of an action. Nothing of it needs to be there.

    An answer that an officer sent back becomes a draft, which keeps the question until it is sent.
    One that is with the officer is not made a draft again: it is changed by `send`.

    seen: plans.changes.version_of the answer that the writer has seen, "" if there was none.
    evidence: Evidence to be added, not yet saved. remove: the ids of that to be taken away.

    Raises TooMuchEvidence, and ChangedByAnother, whose `now` is the answer: a colleague wrote
    something else or sent it, an officer sent it back, or has accepted it, and it changes no more.
    What was sent twice counts once.
    """
    request = locked(request)
    said = {"status": status, "text": text, "reason": reason, "given_by": given_by}
    answer = _written(request, action, said, given_to=given_to, seen=seen, at=at, sends=False)
    _keep_evidence(answer, evidence, remove)
    return answer


@transaction.atomic
def send(
    request: UpdateRequest,
    action: Action,
    *,
    status: str,
    text: str,
    reason: str = "",
    given_by: str,
    given_to: User | None = None,
    seen: str,
    at: datetime,
    evidence: Iterable[Evidence] = (),
    remove: Iterable[int] = (),
    receipt_to: str = "",
) -> Answer:
    """Send what the agency says of one action to the officer, or send it anew.

    As `save_draft`, but status, text and given_by must be there, and the reason for a status in
    NEEDS_REASON. receipt_to: the mailbox that is told what was sent, if any.
    """
    request = locked(request)
    said = {"status": status, "text": text, "reason": reason, "given_by": given_by}
    answer = _written(request, action, said, given_to=given_to, seen=seen, at=at, sends=True)
    _keep_evidence(answer, evidence, remove)
    settle(request, at=at)
    letters.put_receipt(request, [answer], to=receipt_to, on=timezone.localdate(at))
    return answer


@transaction.atomic
def send_drafts(
    request: UpdateRequest,
    *,
    given_by: str,
    seen: dict[int, str],
    at: datetime,
    receipt_to: str = "",
) -> list[Answer]:
    """Send all drafts of the request that are whole.

    seen: the version_of each of these, by its id, as the writer has read them. Sent once more it
    gives the same answers, and no second receipt. Raises ChangedByAnother if they are others now.
    """
    request = locked(request)
    answers = list(request.answers.select_related("action").filter(pk__in=seen))
    drafts = [answer for answer in drafts_of(request) if is_whole(answer)]
    if not drafts and answers and all(answer.sent_at for answer in answers):
        return answers
    if not drafts or {draft.pk: version_of(draft) for draft in drafts} != seen:
        raise ChangedByAnother
    for draft in drafts:
        draft.given_by = given_by
        _mark_sent(draft, at)
        draft.save()
    settle(request, at=at)
    letters.put_receipt(request, drafts, to=receipt_to, on=timezone.localdate(at))
    return drafts


def drafts_of(request: UpdateRequest) -> QuerySet[Answer]:
    """The answers that are begun and not sent, in the order of the plan's actions."""
    drafts = request.answers.filter(state=Answer.State.DRAFT)
    return drafts.select_related("action").order_by(
        "action__priority__position", "action__position", "action"
    )


def is_whole(answer: Answer) -> bool:
    """Whether an answer says all that an officer needs, apart from who gives it."""
    has_reason = answer.reason or answer.status not in NEEDS_REASON
    return bool(answer.status and answer.text and has_reason)


def _written(
    request: UpdateRequest,
    action: Action,
    said: dict[str, str],
    *,
    given_to: User | None,
    seen: str,
    at: datetime,
    sends: bool,
) -> Answer:
    """The answer as it is now said, saved. The same words sent twice are saved once."""
    answer = request.answers.filter(action=action).first() or Answer(request=request, action=action)
    is_same = bool(answer.pk) and all(getattr(answer, name) == said[name] for name in said)
    # An answer with a question becomes a draft in the same words too: the file that was wanted may
    # be what is new.
    is_asked = answer.state == Answer.State.RETURNED
    if is_same and (answer.state in GIVEN or not (sends or is_asked)):
        return answer
    if answer.state == Answer.State.ACCEPTED:
        raise ChangedByAnother(answer)
    if version_of(answer) != seen or (answer.state == Answer.State.SENT and not sends):
        raise ChangedByAnother(answer)
    for name, words in said.items():
        setattr(answer, name, words)
    if given_to:
        answer.given_to = given_to
    if sends:
        _mark_sent(answer, at)
    else:
        answer.state = Answer.State.DRAFT
    answer.save()
    if given_to is None:
        start(request, at=at)
    return answer


def _mark_sent(answer: Answer, at: datetime) -> None:
    answer.state = Answer.State.SENT
    answer.sent_at = at


def _keep_evidence(answer: Answer, added: Iterable[Evidence], removed: Iterable[int]) -> None:
    """Add and take away evidence; what is there already is not added a second time."""
    there = list(answer.evidence.all())
    kept = [one for one in there if one.pk not in set(removed)]
    known = {(one.link, one.file_name, bytes(one.file or b"")) for one in kept}
    new = [one for one in added if (one.link, one.file_name, bytes(one.file or b"")) not in known]
    if not new and len(kept) == len(there):
        return
    if answer.state == Answer.State.ACCEPTED:
        raise ChangedByAnother(answer)
    if len(kept) + len(new) > MOST_EVIDENCE:
        raise TooMuchEvidence
    answer.evidence.exclude(pk__in=[one.pk for one in kept]).delete()
    for one in new:
        one.answer = answer
        one.save(force_insert=True)
