"""Reminding whoever has not answered: each once, on days when people are at work, and never again
once the agency has answered.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from actions.rounds.letters import about, words_of
from actions.rounds.links import LATE_DAYS, link_of
from actions.rounds.mailboxes import mailboxes_of, passed_to
from actions.rounds.models import Answer, Recipient, UpdateRequest, UpdateRound
from actions.rounds.requests import GIVEN, Progress, progress_of
from actions.rounds.settling import settle
from actions.rounds.signing_off import recipients_who_sign
from csp.working_days import BANK_HOLIDAYS, is_working_day
from partners import outbox
from partners.models import Agency, Partnership
from plans.models import Plan

DAY = timedelta(days=1)


def may_remind_on(day: date) -> bool:
    """Whether anybody is reminded on that day: a working day, and not the eve of a bank holiday."""
    return is_working_day(day) and day + DAY not in BANK_HOLIDAYS


def day_of(round: UpdateRound, offset: int) -> date:
    """The day of a reminder that is wanted so many days from the round's closing day.

    Where nobody may be reminded on it, the next day on which they may; but a reminder that is
    wanted before the closing day stays before it, and so may move the other way.
    """
    wanted = round.closes_on + timedelta(days=offset)
    day = _first_allowed(wanted, DAY)
    if offset < 0 and day >= round.closes_on:
        day = _first_allowed(wanted, -DAY)
    return day


def _first_allowed(day: date, step: timedelta) -> date:
    while not may_remind_on(day):
        day += step
    return day


def offset_due(round: UpdateRound, on: date, *, asked_on: date) -> int | None:
    """The offset of the latest reminder of the round whose day has come, None if none has.

    asked_on: the day on which the agency was asked last, and on which it is not reminded.
    """
    offsets = {int(offset) for offset in round.reminder_days.split(",") if offset.strip()}
    due = [(day_of(round, offset), offset) for offset in offsets]
    due = [(day, offset) for day, offset in due if asked_on < day <= on]
    return max(due)[1] if due else None


def remind(on: date) -> int:
    """Write the reminders that are due on that day, or were missed since the last.

    Returns how many. May be called as often as liked.
    """
    if not may_remind_on(on):
        return 0
    rounds = unanswered(on).order_by("round").values_list("round", flat=True).distinct()
    return sum(_remind(round, on) for round in list(rounds))


def unanswered(on: date) -> QuerySet[UpdateRequest]:
    """The requests of all rounds that are open on that day whose agency has not answered."""
    return UpdateRequest.objects.filter(
        answered_at=None,
        revoked_at=None,
        agency__in=Agency.objects.in_being_on(on),
        round__plan__stage=Plan.Stage.AGREED,
        round__plan__partnership__in=Partnership.objects.open_on(on),
        round__closes_on__gte=on - timedelta(days=LATE_DAYS),
    )


@transaction.atomic
def _remind(round: int, on: date) -> int:
    """Write the reminders of one round, by its id. The locks hold off whoever answers meanwhile.

    As many queries for many agencies as for one; more only for those whose answers wait to be
    signed off, to which actions were passed on, or that have nothing left to answer.
    """
    open_requests = (
        unanswered(on)
        .select_for_update(of=["self"])
        .select_related("agency", "round__plan__partnership", "round__opened_by")
        .filter(round=round)
        .order_by("pk")
    )
    requests = list(open_requests)
    progress = progress_of(requests)
    for request in requests:
        # The last action may have been taken out of the plan, or given to another owner.
        if progress[request.pk].is_complete:
            settle(request, at=timezone.now())
    asked_on = _asked_on(requests)
    due = {
        request: offset
        for request in requests
        if request.answered_at is None
        and (offset := offset_due(request.round, on, asked_on=asked_on[request.pk])) is not None
    }
    letters = [
        _letter(request, recipient, progress[request.pk], key=f"{offset}", on=on)
        for recipient, request in _to_remind(due, on)
        for offset in [due[request]]
    ]
    return outbox.put_all(letters)


def _letter(
    request: UpdateRequest, recipient: Recipient, progress: Progress, *, key: str, on: date
) -> dict[str, Any]:
    """A reminder, as the outbox takes it. key: what its own ends with."""
    words = words_of(request) | {
        "link": link_of(recipient),
        "to_sign": request.to_sign_at and recipient.action is None,
        "recipient": recipient,
        "asker": request.to_sign_by,
        "missing": 1 if recipient.action else progress.wanted - progress.answered,
        "begun": progress.answered > 0 and recipient.action is None,
        "days_left": (request.round.closes_on - on).days,
    }
    return about(
        request,
        key=f"reminder:{recipient.pk}:{key}",
        to=recipient.email,
        template="rounds/reminder",
        context=words,
    )


def _to_remind(
    requests: Collection[UpdateRequest], on: date
) -> Iterator[tuple[Recipient, UpdateRequest]]:
    """Who can do what is left, with the request: who signs off, if answers wait for that, else
    whoever was asked; and each colleague to whom an action was passed on that is not answered.
    """
    at = timezone.now()
    boxes = mailboxes_of(requests, on=on)
    passed = Recipient.objects.filter(request__in=requests, purpose=Recipient.Purpose.PASSED)
    with_passed = set(passed.values_list("request", flat=True))
    given = set(
        Answer.objects.filter(request__in=requests, state__in=GIVEN).values_list(
            "request", "action"
        )
    )
    for request in requests:
        signers = recipients_who_sign(request, at=at) if request.to_sign_at else []
        there = [box.recipient for box in boxes[request.pk] if box.is_good]
        if request.pk in with_passed:
            there += [
                one for one in passed_to(request, on=on) if (request.pk, one.action_id) not in given
            ]
        for recipient in signers or there:
            yield recipient, request


def _asked_on(requests: Collection[UpdateRequest]) -> dict[int, date]:
    """The day on which each agency was last asked, by the round's e-mail or by a question; by the
    ids of the requests.
    """
    sent_back = Answer.history.filter(request__in=requests, state=Answer.State.RETURNED)
    at = dict(sent_back.order_by().values_list("request").annotate(Max("history_date")))
    return {
        one.pk: timezone.localdate(at.get(one.pk) or one.asked_at or one.round.opened_at)
        for one in requests
    }
