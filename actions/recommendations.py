"""What has become of recommendations, by the actions that answer them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.template.defaultfilters import pluralize
from django.utils.formats import date_format
from django.utils.text import capfirst

from actions.models import Action
from actions.statuses import FINISHED, Status
from plans.models import Plan, Recommendation

Response = Recommendation.Response


@dataclass(frozen=True)
class Answered:
    """A recommendation and the actions that answer it, in the order of the plan."""

    recommendation: Recommendation
    actions: Sequence[Action]

    @property
    def with_leads(self) -> list[tuple[Action, str]]:
        """The actions, each with who leads it: all its owners, if nobody is said to."""
        led = []
        for action in self.actions:
            owners = action.owners.all()
            leads = [owner for owner in owners if owner.is_lead] or owners
            led.append((action, "; ".join(map(str, leads)) or action.owners_as_written))
        return led

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to be done of what was to be done."""
        return bool(self.actions) and all(one.status in FINISHED for one in self.actions)

    @property
    def is_open(self) -> bool:
        """Whether it still waits: for a response, an action, or the end of one."""
        return self.recommendation.response != Response.NOT_ACCEPTED and not self.is_finished

    @property
    def done_on(self) -> date | None:
        """The day on which the last of its actions was complete, if none is left."""
        complete = [one for one in self.actions if one.status == Status.COMPLETE]
        days = [one.latest_update.made_on for one in complete if one.latest_update]
        return max(days) if days and self.is_finished else None

    @property
    def outcome(self) -> str:
        """What has become of it: “2 actions: 1 complete, 1 on track”."""
        if not self.actions:
            is_refused = self.recommendation.response == Response.NOT_ACCEPTED
            return "Nothing is to be done" if is_refused else "No action answers it yet"
        done = f". Done on {date_format(self.done_on, 'j F Y')}" if self.done_on else ""
        return f"{counted(self.actions)}{done}"


def counted(actions: Sequence[Action]) -> str:
    """How actions stand: “2 actions: 1 complete, 1 on track”."""
    counts = Counter(action.status for action in actions)
    finished_first = sorted(Status, key=lambda one: not one.traits.is_finished)
    told = ", ".join(f"{counts[one]} {one.label.lower()}" for one in finished_first if counts[one])
    return f"{len(actions)} action{pluralize(actions)}{f': {told}' if told else ''}"


def answered_in(plan: Plan) -> list[Answered]:
    """The plan's recommendations that are more than a line below a priority's table. Four queries.

    Those that a priority itself makes and nobody answers are no more than that.
    """
    found = [Answered(one, list(one.actions.all())) for one in _recommendations(plan)]
    return [one for one in found if one.recommendation.says_more or one.actions]


def all_answered_in(plan: Plan) -> list[Answered]:
    """All of the plan's recommendations. Five queries."""
    carried = Recommendation.objects.select_related("plan__partnership")
    carried = carried.filter(plan__in=Plan.objects.seen_by_readers_of(plan))
    rows = _recommendations(plan).prefetch_related(Prefetch("carried_on_by", carried))
    return [Answered(one, list(one.actions.all())) for one in rows]


def _recommendations(plan: Plan) -> QuerySet[Recommendation]:
    actions = Action.objects.in_plan_order().select_related("priority", "latest_update")
    return plan.recommendations.select_related("priority").prefetch_related(
        Prefetch("actions", actions.prefetch_related("owners__agency"))
    )


def response_of(recommendation: Recommendation) -> str:
    """What was answered, and why if that had to be said."""
    label = recommendation.get_response_display() or "No response yet"
    reason = capfirst(recommendation.response_reason)
    return f"{label}. {reason}" if reason else label
