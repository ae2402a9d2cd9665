"""How far the carrying forward is: plain values for its pages."""

from dataclasses import dataclass, field

from actions.building.carrying.action_fates import version_of_undecided
from actions.building.carrying.decided import Row, actions_of, is_decided, priorities_of, stands_for
from plans.models import Plan, Priority


@dataclass
class Carrying:
    """One priority of the old plan, and its actions with what was decided."""

    priority: Priority
    actions: list[Row] = field(default_factory=list)

    @property
    def target(self) -> Priority | None:
        return stands_for(self.priority)

    @property
    def is_decided(self) -> bool:
        return is_decided(self.priority)

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


def overview_of(before: Plan | None, plan: Plan) -> list[Carrying]:
    """A Carrying for each priority of the old Plan, in its order. Eight queries."""
    carrying = {priority.pk: Carrying(priority) for priority in priorities_of(before, plan)}
    for action in actions_of(before, plan):
        carrying[action.priority_id].actions.append(action)
    return list(carrying.values())
