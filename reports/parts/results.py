"""How the actions of a year stand, as counts."""

from collections import Counter
from dataclasses import dataclass

from actions.counted import is_achieved
from actions.models import Action, Status
from actions.summary import percentage


@dataclass(frozen=True)
class Results:
    """How a year's actions stand: (status, how many) each, and how many of them were achieved.

    Achieved are those complete, or ongoing and on track at the year's end, of all but those
    taken out of the plan by agreement; `counted` is how many that are.
    """

    counts: tuple[tuple[str, int], ...]
    achieved: int
    counted: int

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def percentage(self) -> int | None:
        return percentage(self.achieved, self.counted)


def results_of(actions: list[Action]) -> Results | None:
    """The Results of some Actions, None if there are none."""
    if not actions:
        return None
    counts = Counter(action.status for action in actions)
    return Results(
        counts=tuple((status, counts[status]) for status in Status.values),
        achieved=sum(is_achieved(action) for action in actions),
        counted=len(actions) - counts[Status.NOT_PURSUED],
    )
