"""How the action plan works: how many actions are of which class."""

from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from actions.models import Action
from plans.models import Block
from reports.parts import Context, Part


@dataclass(frozen=True, kw_only=True)
class Classes(Part):
    """counts: each class (prevention, intelligence, ...) and how many actions are of it."""

    counts: tuple[tuple[str, int], ...]
    template: ClassVar[str] = "reports/parts/classes.html"

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.counts


def how_it_works(context: Context) -> Part | None:
    """What is told of the action plan, and the classes of its actions, where they have any."""
    actions = [one for priority in context.priorities for one in priority.actions.all()]
    counted = Counter(action.get_pier_display() for action in actions if action.pier)
    counts = tuple((label, counted[label]) for label in Action.Pier.labels) if counted else ()
    return context.part(Block.Part.HOW_IT_WORKS, Classes, counts=counts)
