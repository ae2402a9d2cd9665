"""Reminding whoever has not answered: each once, on days when people are at work, and never again
once the agency has answered.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from actions.rounds.letters import put_about, words_of
from actions.rounds.links import LATE_DAYS, link_of
from actions.rounds.mailboxes import good_recipients, passed_to
from actions.rounds.models import Answer, Recipient, UpdateRequest, UpdateRound
from actions.rounds.requests import GIVEN, progress_of
from actions.rounds.settling import settle
from actions.rounds.signing_off import recipients_who_sign
from csp.working_days import BANK_HOLIDAYS, is_working_day
from partners.models import Agency, Mail, Partnership
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
    return sum(_remind(pk, on) for pk in unanswered(on).values_list("pk", flat=True))


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
def _remind(pk: int, on: date) -> int:
    """Write the reminders to one agency. The lock holds off whoever answers for it meanwhile."""
    request = (
        unanswered(on)
        .select_for_update(of=["self"])
        .select_related("agency", "round__plan__partnership", "round__opened_by")
        .filter(pk=pk)
        .first()
    )
    if request is None:
        return 0
    # The last action may have been taken out of the plan, or given to another owner.
    if settle(request, at=timezone.now()):
        return 0
    offset = offset_due(request.round, on, asked_on=_asked_on(request))
    if offset is None:
        return 0
    progress = progress_of([request])[request.pk]
    keys = {recipient: f"reminder:{recipient.pk}:{offset}" for recipient in _to_remind(request, on)}
    written = set(Mail.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    for recipient, key in keys.items():
        if key not in written:
            put_about(
                request,
                key=key,
                to=recipient.email,
                template="rounds/reminder",
                context=words_of(request)
                | {
                    "link": link_of(recipient),
                    "to_sign": request.to_sign_at and recipient.action is None,
                    "recipient": recipient,
                    "asker": request.to_sign_by,
                    "missing": 1 if recipient.action else progress.wanted - progress.answered,
                    "begun": progress.answered > 0 and recipient.action is None,
                    "days_left": (request.round.closes_on - on).days,
                },
            )
    return len(keys) - len(written)


def _to_remind(request: UpdateRequest, on: date) -> list[Recipient]:
    """Who can do what is left: who signs off, if answers wait for that, else whoever was asked; and
    each colleague to whom an action was passed on that is not answered.
    """
    at = timezone.now()
    signers = recipients_who_sign(request, at=at) if request.to_sign_at else []
    if signers:
        return signers
    given = set(request.answers.filter(state__in=GIVEN).values_list("action", flat=True))
    passed = [one for one in passed_to(request, on=on) if one.action_id not in given]
    return [*good_recipients(request, on=on), *passed]


def _asked_on(request: UpdateRequest) -> date:
    """The day on which the agency was last asked: by the round's e-mail, or by a question."""
    sent_back = Answer.history.filter(request_id=request.pk, state=Answer.State.RETURNED)
    sent_back_at = sent_back.aggregate(at=Max("history_date"))["at"]
    return timezone.localdate(sent_back_at or request.asked_at or request.round.opened_at)
