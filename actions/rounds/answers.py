"""What an agency answers: kept as a draft, sent, sent anew. Whole or not at all.

The link, the contributor's page and the officer at the telephone all write through these.
Whoever writes answers holds the lock on their request, and so does who decides on them.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

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


def note_opened(request: UpdateRequest, *, at: datetime) -> None:
    """Note on a request, whose lock the caller holds, that somebody has begun to answer; once."""
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
    no_change: bool = False,
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

    no_change: nothing is new since the latest update, whose status it has; what was typed is kept
    until it is sent.
    seen: plans.changes.version_of the answer that the writer has seen, "" if there was none.
    evidence: Evidence to be added, not yet saved. remove: the ids of that to be taken away.

    Raises TooMuchEvidence, and ChangedByAnother, whose `now` is the answer: a colleague wrote
    something else or sent it, an officer sent it back, or has accepted it, and it changes no more.
    What was sent twice counts once.
    """
    request = locked(request)
    said: dict[str, Any] = {"status": status, "text": text, "reason": reason, "given_by": given_by}
    said["no_change"] = no_change
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
    said: dict[str, Any] = {"status": status, "text": text, "reason": reason, "given_by": given_by}
    said["no_change"] = False
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
    action: int | None = None,
) -> list[Answer]:
    """Send all drafts of the request that are whole, or that of one action.

    seen: the version_of each of these, by its id, as the writer has read them. action: the id of
    that alone of which the writer knows. Sent once more it gives the same answers, and no second
    receipt. Raises ChangedByAnother if they are others now.
    """
    request = locked(request)
    answers = list(request.answers.select_related("action").filter(pk__in=seen))
    drafts = [one for one in drafts_of(request, action=action) if is_whole(one)]
    if not drafts and answers and all(answer.sent_at for answer in answers):
        return answers
    if not drafts or {draft.pk: version_of(draft) for draft in drafts} != seen:
        raise ChangedByAnother
    for draft in drafts:
        draft.given_by = given_by
        _say_no_change(draft)
        _mark_sent(draft, at)
        draft.save()
    if request.to_sign_at and not any(is_whole(one) for one in drafts_of(request)):
        request.to_sign_at = None
        request.save(update_fields=["to_sign_at"])
    settle(request, at=at)
    letters.put_receipt(request, drafts, to=receipt_to, on=timezone.localdate(at))
    return drafts


def drafts_of(request: UpdateRequest, *, action: int | None = None) -> QuerySet[Answer]:
    """The answers that are begun and not sent, in the order of the plan's actions.

    action: the id of one, whose answer alone is wanted.
    """
    drafts = request.answers.filter(state=Answer.State.DRAFT)
    if action is not None:
        drafts = drafts.filter(action=action)
    return drafts.select_related("action__latest_update").order_by(
        "action__priority__position", "action__position", "action"
    )


def is_whole(answer: Answer) -> bool:
    """Whether an answer says all that an officer needs, apart from who gives it.

    That nothing has changed is not true any more once an officer has changed the status.
    """
    if answer.no_change:
        return answer.status == answer.action.status
    has_reason = answer.reason or answer.status not in NEEDS_REASON
    return bool(answer.status and answer.text and has_reason)


def no_change_of(action: Action) -> str:
    """That nothing is new of an action, in the words that the plan prints."""
    if action.latest_update is None:
        return "Nothing to report yet."
    return f"Nothing new since {date_format(action.latest_update.made_on, 'j F Y')}."


def _say_no_change(draft: Answer) -> None:
    """Let a draft that says that nothing has changed say so in words, and nothing else."""
    if not draft.no_change:
        return
    latest = draft.action.latest_update
    draft.text = no_change_of(draft.action)
    draft.reason = latest.reason if latest else ""
    if draft.status in NEEDS_REASON and not draft.reason:
        # A file that was imported may have given none.
        draft.reason = draft.text


def _written(
    request: UpdateRequest,
    action: Action,
    said: dict[str, Any],
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
        note_opened(request, at=at)
    return answer


def _mark_sent(answer: Answer, at: datetime) -> None:
    answer.state = Answer.State.SENT
    answer.sent_at = at


@transaction.atomic
def keep_evidence(
    request: UpdateRequest, action: Action, added: Iterable[Evidence], *, at: datetime
) -> Answer | None:
    """Keep files and links with what is not sent of an action, whose words are left as they are.

    Returns the answer; None if it is with the officer, or has as much evidence as it may have.
    """
    request = locked(request)
    answer = request.answers.filter(action=action).first() or Answer(request=request, action=action)
    if answer.state in GIVEN:
        return None
    if answer.pk is None:
        answer.save()
        note_opened(request, at=at)
    try:
        _keep_evidence(answer, added, ())
    except TooMuchEvidence:
        return None
    return answer


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
