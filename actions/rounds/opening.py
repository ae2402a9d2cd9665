"""Opening a round: who would be asked for what, and asking them, all at once or not at all."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from actions.models import FINISHED, Action
from actions.rounds.letters import put_request
from actions.rounds.mailboxes import contacts_to_ask
from actions.rounds.models import Recipient, UpdateRequest, UpdateRound
from actions.rounds.requests import unfinished_by_agency
from csp.by_name import by_name
from csp.versions import ChangedByAnother
from csp.working_days import is_working_day
from partners.models import Agency, Contact, User
from partners.successors import successor_on
from plans.models import Plan

# Two working weeks are enough for a partner to ask round in its own house.
DAYS_TO_ANSWER = 14


class AnotherIsOpen(Exception):
    """A round of the plan is open, and the opener has not said to ask again all the same."""


@dataclass(frozen=True)
class Asked:
    """An agency that would be asked: about which actions, and the contacts with a mailbox.

    instead_of: the agencies that have ended, and for which it is asked.
    """

    agency: Agency
    actions: list[Action]
    contacts: list[Contact]
    instead_of: list[Agency] = field(default_factory=list)


def to_be_asked(plan: Plan, *, on: date) -> list[Asked]:
    """Everybody whom a round of the Plan would ask on that day, as Asked, by name.

    The owners of unfinished actions, groups as their members; for agencies that have ended, who
    has taken over from them. A contact is asked if it receives update requests, has an e-mail
    address and may still be kept. Eight queries, however many agencies.
    """
    unfinished = unfinished_by_agency([plan.pk], on=on)
    wanted = {agency: actions for (_, agency), actions in unfinished.items()}
    of_plan = list(Action.objects.filter(priority__plan=plan).in_plan_order())
    of_partnership = plan.partnership.agencies
    agencies = of_partnership.in_being_on(on).filter(pk__in=wanted, members=None)
    instead_of = defaultdict(list)
    everybody = of_partnership.in_bulk()
    for owner in everybody.values():
        successor = successor_on(on, owner, everybody)
        if owner.pk in wanted and successor != owner:
            instead_of[successor].append(owner)
    # By agency and mailbox: several roles may share one, and it gets one e-mail.
    contacts: dict[int, dict[str, Contact]] = defaultdict(dict)
    for contact in contacts_to_ask(wanted, on=on):
        contacts[contact.agency_id].setdefault(contact.email.lower(), contact)
    return [
        Asked(
            agency,
            [action for action in of_plan if action.pk in wanted[agency.pk]],
            list(contacts[agency.pk].values()),
            instead_of[agency],
        )
        for agency in by_name(agencies)
    ]


def nobody_to_ask(plan: Plan, everybody: Iterable[Asked]) -> list[Action]:
    """The unfinished actions of the Plan about which nobody can be asked, with their owners.

    everybody: all of to_be_asked. They have no owner, or none that is still there or was succeeded.
    """
    asked = {action.pk for one in everybody for action in one.actions}
    unfinished = Action.objects.filter(priority__plan=plan).exclude(status__in=FINISHED)
    left = unfinished.exclude(pk__in=asked).in_plan_order()
    return list(left.prefetch_related("owners__agency"))


def digest_of(everybody: Iterable[Asked]) -> str:
    """What the preview showed, in short: another digest means that it would show something else."""
    shown = [
        (
            one.agency.pk,
            [action.pk for action in one.actions],
            sorted(contact.email for contact in one.contacts),
        )
        for one in everybody
    ]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def still_open(plan: Plan, *, on: date) -> QuerySet[UpdateRound]:
    """The rounds of the Plan whose closing day is not over: they ask about the same actions."""
    return plan.rounds.filter(closes_on__gte=on).order_by("closes_on", "pk")


@transaction.atomic
def open_round(
    plan: Plan,
    *,
    by: User,
    at: datetime,
    on: date,
    seen: str,
    left_out: Collection[int] = (),
    again: bool = False,
    **fields: Any,
) -> UpdateRound:
    """Open a round of the plan, and put the e-mails into the outbox.

    at: now; on: the day of it. seen: the digest_of what the asker saw. left_out: the ids of
    agencies that are not asked. again: whether to ask though another round is `still_open`. fields:
    name, message, closes_on and reminder_days of the round.

    Pressed twice it opens one: the same round is returned. Raises ChangedByAnother and
    AnotherIsOpen.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    same = plan.rounds.filter(opened_by=by, **fields).first()
    if same:
        return same
    if still_open(plan, on=on).exists() and not again:
        raise AnotherIsOpen
    everybody = to_be_asked(plan, on=on)
    if digest_of(everybody) != seen:
        raise ChangedByAnother
    round = UpdateRound.objects.create(plan=plan, opened_by=by, opened_at=at, **fields)
    for asked in everybody:
        if asked.agency.pk not in left_out:
            _ask(round, asked)
    return round


def not_yet_asked(round: UpdateRound, *, on: date) -> list[Asked]:
    """Everybody whom a round of the plan would ask on that day and this UpdateRound has not asked:
    who was left out, or came to own an action since. As `to_be_asked`, with one query more.
    """
    asked = set(round.requests.values_list("agency", flat=True))
    return [one for one in to_be_asked(round.plan, on=on) if one.agency.pk not in asked]


@transaction.atomic
def ask_others(
    round: UpdateRound, *, agencies: Collection[int], at: datetime, on: date, seen: str
) -> list[UpdateRequest]:
    """Ask agencies in a round that goes on, and put the e-mails into the outbox.

    agencies: their ids. at, on: as in `open_round`; seen: the digest_of those not yet asked.

    Pressed twice it asks once, and the same requests are returned. Raises ChangedByAnother.
    """
    Plan.objects.select_for_update().get(pk=round.plan_id)
    same = round.requests.filter(agency__in=agencies)
    if len(same) < len(agencies):
        others = not_yet_asked(round, on=on)
        if digest_of(others) != seen:
            raise ChangedByAnother
        for asked in others:
            if asked.agency.pk in agencies:
                _ask(round, asked, asked_at=at)
    return list(same.all())


def _ask(round: UpdateRound, asked: Asked, asked_at: datetime | None = None) -> None:
    request = UpdateRequest.objects.create(round=round, agency=asked.agency, asked_at=asked_at)
    for contact in asked.contacts:
        recipient = Recipient.objects.create(request=request, email=contact.email, contact=contact)
        put_request(recipient, key="", wanted=len(asked.actions))


def suggested_closing_day(today: date) -> date:
    """The first working day in England after DAYS_TO_ANSWER."""
    day = today + timedelta(days=DAYS_TO_ANSWER)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
