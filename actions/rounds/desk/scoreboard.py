"""Who was asked, opened, answered, and when: plain values, for the page and for reports."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from actions.rounds.models import UpdateRequest, UpdateRound
from actions.rounds.requests import NOTHING_LEFT, Progress, is_late, progress_of
from csp.by_name import by_name
from partners.models import Agency
from plans.models import Plan


@dataclass(frozen=True)
class Asked:
    """An agency in a round, as it stood on a day.

    opened_on, answered_on: None if it has not. is_late: answered after the closing day, or not
    answered though that has passed and it is waited for. days: from the asking until the answer was
    whole. is_waited_for: its link was not withdrawn, and something is left to answer.
    """

    request: UpdateRequest
    progress: Progress
    opened_on: date | None
    answered_on: date | None
    is_late: bool
    is_waited_for: bool
    days: int | None

    def __str__(self) -> str:
        """Told in words: “Answered 3 of 3, late”."""
        if self.answered_on:
            return f"{self._answered}, {'late' if self.is_late else 'in time'}"
        if self.progress.returned:
            words = f"{self._answered}, {self.progress.returned} sent back"
        elif self.progress.answered:
            words = self._answered
        elif self.request.revoked_at:
            words = "Link withdrawn"
        elif self.request.answered_at:
            words = f"{NOTHING_LEFT}: its actions were finished or taken from it"
        else:
            words = "Opened" if self.opened_on else "Not opened"
        return f"{words}, late" if self.is_late else words

    @property
    def _answered(self) -> str:
        return f"Answered {self.progress.answered} of {self.progress.wanted}"


@dataclass(frozen=True)
class Totals:
    """How many were asked, opened, answered all, in time and late, and are late without answer;
    of how many actions, how many were answered. Whose link was withdrawn is not counted, nor who
    had nothing left to answer before answering anything.
    """

    asked: int
    opened: int
    answered: int
    in_time: int
    late: int
    missing: int
    actions: int
    actions_answered: int


@dataclass(frozen=True)
class AgencyLine:
    """An agency over the year. by_round: each round with its Asked, or None if it was not asked."""

    agency: Agency
    by_round: tuple[tuple[UpdateRound, Asked | None], ...]
    totals: Totals

    @property
    def cells(self) -> tuple[Asked | None, ...]:
        return tuple(cell for _, cell in self.by_round)


@dataclass(frozen=True)
class Scoreboard:
    """The rounds of a plan from the first to the last, and the agencies by name."""

    rounds: tuple[tuple[UpdateRound, Totals], ...]
    agencies: tuple[AgencyLine, ...]
    totals: Totals


def scoreboard(plan: Plan, *, on: date) -> Scoreboard:
    """How the rounds of the plan stand on a day. Seven queries at most."""
    rounds = list(plan.rounds.order_by("opened_at", "pk"))
    requests = list(
        UpdateRequest.objects.filter(round__in=rounds).select_related("agency", "round__plan")
    )
    progress = progress_of(requests)
    asked = [_asked(request, progress[request.pk], on) for request in requests]
    agencies = {one.request.agency_id: one.request.agency for one in asked}
    lines = []
    for agency in by_name(agencies.values()):
        of_agency = {one.request.round_id: one for one in asked if one.request.agency == agency}
        cells = tuple((round, of_agency.get(round.pk)) for round in rounds)
        lines.append(AgencyLine(agency, cells, _totals(of_agency.values())))
    by_round = tuple(
        (round, _totals(one for one in asked if one.request.round_id == round.pk))
        for round in rounds
    )
    return Scoreboard(by_round, tuple(lines), _totals(asked))


def _asked(request: UpdateRequest, progress: Progress, on: date) -> Asked:
    settled_at, round = request.answered_at, request.round
    if settled_at:
        # Whatever the plan has gained since, it was all that was wanted then.
        progress = replace(progress, wanted=progress.answered)
    answered_at = settled_at if progress.answered else None
    answered_on = timezone.localdate(answered_at) if answered_at else None
    is_waited_for = settled_at is None and request.revoked_at is None
    asked_on = timezone.localdate(request.asked_at or round.opened_at)
    return Asked(
        request=request,
        progress=progress,
        opened_on=timezone.localdate(request.opened_at) if request.opened_at else None,
        answered_on=answered_on,
        is_late=is_late(round, answered_at)
        if answered_at
        else on > round.closes_on and is_waited_for,
        is_waited_for=is_waited_for,
        days=(answered_on - asked_on).days if answered_on else None,
    )


def _totals(asked: Iterable[Asked]) -> Totals:
    asked = [
        one
        for one in asked
        if one.request.revoked_at is None and (one.answered_on or one.is_waited_for)
    ]
    answered = [one for one in asked if one.answered_on]
    late = sum(one.is_late for one in answered)
    return Totals(
        asked=len(asked),
        opened=sum(one.opened_on is not None for one in asked),
        answered=len(answered),
        in_time=len(answered) - late,
        late=late,
        missing=sum(one.is_late and not one.answered_on for one in asked),
        actions=sum(one.progress.wanted for one in asked),
        actions_answered=sum(one.progress.answered for one in asked),
    )
