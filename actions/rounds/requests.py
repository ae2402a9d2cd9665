"""What an agency is asked in a round, and how far it has answered."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from actions.models import FINISHED, Action, ActionQuerySet, Owner
from actions.rounds.models import Answer, UpdateRequest, UpdateRound
from partners.successors import StandIns
from plans.models import Plan

# With the officer, or an update already.
GIVEN = [Answer.State.SENT, Answer.State.ACCEPTED]
# How a request stands that was settled though the agency has answered nothing.
NOTHING_LEFT = "Nothing left to answer"


@dataclass(frozen=True)
class Progress:
    """wanted: how many actions the agency is asked about. answered: of how many it has sent what
    it says. returned: how many of its answers wait for it with an officer's question.
    """

    wanted: int = 0
    answered: int = 0
    returned: int = 0

    @property
    def is_complete(self) -> bool:
        return self.answered == self.wanted


def locked(request: UpdateRequest) -> UpdateRequest:
    """The UpdateRequest once more, while nobody else writes or decides on its answers."""
    requests = UpdateRequest.objects.select_related("agency", "round__plan__partnership")
    return requests.select_for_update(of=["self"]).get(pk=request.pk)


def wanted_of(request: UpdateRequest) -> ActionQuerySet:
    """The actions that a request asks about: the unfinished ones of the round's plan that
    the agency owns, itself or through a group, and those it has written an answer to.
    """
    own = Action.objects.owned_by(request.agency).exclude(status__in=FINISHED)
    answered = Answer.objects.filter(request=request)
    return Action.objects.filter(
        Q(pk__in=own.values("pk")) | Q(pk__in=answered.values("action")),
        priority__plan=request.round.plan_id,
    )


def is_complete(request: UpdateRequest) -> bool:
    """Whether each action that is asked about has an answer, and none was sent back.

    An answer that was begun and not sent, or sent back, is not missed once its action is finished.
    """
    return progress_of([request])[request.pk].is_complete


def with_answered(rounds: QuerySet[UpdateRound]) -> QuerySet[UpdateRound]:
    """Rounds with how many agencies were `asked`, and of how many nothing is wanted any more
    (`answered`). Of whom nothing was wanted in the end is not counted, nor whose link is withdrawn.
    """
    has_answered = Q(requests__answers__state__in=GIVEN)
    is_settled = Q(requests__answered_at__isnull=False)
    asked = Q(requests__revoked_at=None) & (has_answered | ~is_settled)
    return rounds.annotate(
        asked=Count("requests", asked, distinct=True),
        answered=Count("requests", asked & is_settled, distinct=True),
    )


def is_late(round: UpdateRound, moment: datetime) -> bool:
    """Whether the closing day has ended, in London, at that moment (an aware datetime)."""
    return timezone.localdate(moment) > round.closes_on


def progress_of(requests: Iterable[UpdateRequest]) -> dict[int, Progress]:
    """By the ids of the requests; their rounds must be loaded.

    Five queries, whatever their number.
    """
    requests = list(requests)
    unfinished = unfinished_by_agency({request.round.plan_id for request in requests})
    answers = Answer.objects.filter(request__in=requests).values_list(
        "request", "action", "state", "action__status"
    )
    by_request = defaultdict(list)
    for request_id, action, state, status in answers:
        by_request[request_id].append((action, state, status))
    return {
        request.pk: _progress(
            unfinished[request.round.plan_id, request.agency_id], by_request[request.pk]
        )
        for request in requests
    }


def _progress(unfinished: set[int], answers: Iterable[tuple[int, str, str]]) -> Progress:
    given = {action for action, state, _ in answers if state in GIVEN}
    returned = {
        action
        for action, state, status in answers
        if state == Answer.State.RETURNED and status not in FINISHED
    }
    begun = {action for action, _, status in answers if status not in FINISHED}
    return Progress(
        wanted=len(unfinished | given | begun),
        answered=len(given),
        returned=len(returned),
    )


def unfinished_by_agency(
    plans: Collection[int], *, on: date | None = None
) -> defaultdict[tuple[int, int], set[int]]:
    """The ids of the unfinished actions of each agency, by the ids of the plan and the agency.

    plans: ids of Plans. An agency has those that it owns itself, those of its groups, and those of
    whom it has taken over from; on: as in StandIns.of. Four queries.
    """
    owners = Owner.objects.filter(action__priority__plan__in=plans)
    owners = owners.exclude(action__status__in=FINISHED)
    partnerships = Plan.objects.filter(pk__in=plans).values_list("partnership", flat=True)
    stand_ins = StandIns(set(partnerships))
    unfinished = defaultdict(set)
    for plan, owner, action in owners.values_list("action__priority__plan", "agency", "action"):
        for agency in stand_ins.of(owner, on=on):
            unfinished[plan, agency].add(action)
    return unfinished
