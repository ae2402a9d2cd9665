"""How far the carrying forward is: plain values for its pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from actions.building.carrying.action_fates import version_of_undecided
from actions.building.carrying.decided import Row, actions_of, is_decided, priorities_of, stands_for
from plans.models import Plan, Priority
from plans.models.decisions import decision_of, told_elsewhere


@dataclass
class Carrying:
    """One priority of an old plan, and its actions with what was decided.

    has_twin: the new plan has its title already, from another one.
    """

    priority: Priority
    actions: list[Row] = field(default_factory=list)
    has_twin: bool = False

    @property
    def target(self) -> Priority | None:
        return stands_for(self.priority)

    @property
    def is_decided(self) -> bool:
        return is_decided(self.priority)

    @property
    def decision(self) -> Row:
        """What becomes of it in the new plan."""
        return decision_of(self.priority)

    @property
    def elsewhere(self) -> list[Row]:
        """What becomes of it in plans of other partnerships."""
        return told_elsewhere(self.priority)

    @property
    def is_open(self) -> bool:
        """Whether nothing was decided, and the new plan shows nothing of it either."""
        row: Row = self.priority
        return not (self.is_decided or row.results)

    @property
    def undecided(self) -> list[Row]:
        return [action for action in self.actions if not is_decided(action)]

    @property
    def version(self) -> str:
        """What its undecided actions were when the page was read, as its form keeps it."""
        return version_of_undecided(self.undecided)

    @property
    def decided_count(self) -> int:
        return len(self.actions) - len(self.undecided)


def overview_of(befores: Sequence[Plan], plan: Plan) -> list[Carrying]:
    """A Carrying for each priority of the old Plans, in their order. Eleven queries."""
    carrying = {priority.pk: Carrying(priority) for priority in priorities_of(befores, plan)}
    for action in actions_of(befores, plan):
        carrying[action.priority_id].actions.append(action)
    return list(carrying.values())
