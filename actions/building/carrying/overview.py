"""How far the carrying forward is: plain values for its pages."""

from dataclasses import dataclass, field

from actions.building.carrying.decided import actions_of, is_decided, priorities_of, stands_for
from actions.models import Action
from plans.models import Priority


@dataclass
class Carrying:
    """One priority of the old plan, and its actions with what was decided."""

    priority: Priority
    actions: list[Action] = field(default_factory=list)

    @property
    def target(self):
        return stands_for(self.priority)

    @property
    def is_decided(self):
        return is_decided(self.priority)

    @property
    def undecided(self):
        return [action for action in self.actions if not is_decided(action)]

    @property
    def decided_count(self):
        return len(self.actions) - len(self.undecided)


def overview_of(before, plan):
    """A Carrying for each priority of the old Plan, in its order. Eight queries."""
    carrying = {priority.pk: Carrying(priority) for priority in priorities_of(before, plan)}
    for action in actions_of(before, plan):
        carrying[action.priority_id].actions.append(action)
    return list(carrying.values())
