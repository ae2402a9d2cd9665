"""Parts that are told, and no more than that."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from django.template.defaultfilters import pluralize

from plans.models import Block
from reports.parts import Context, Part


@dataclass(frozen=True, kw_only=True)
class Priorities(Part):
    """How the priorities were set. priorities: title and scope each, where nothing is told."""

    priorities: tuple[tuple[str, str], ...] = ()
    template: ClassVar[str] = "reports/parts/priorities.html"

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.priorities

    @property
    def summary(self) -> str:
        if self.pieces:
            return super().summary
        count = len(self.priorities)
        return f"{count} {pluralize(count, 'priority,priorities')}"


def told(name: str) -> Callable[[Context], Part | None]:
    """The function that makes the part of that name out of its pieces alone."""
    return partial(_told, name)


def _told(name: str, context: Context) -> Part | None:
    return context.part(name)


def priorities(context: Context) -> Part | None:
    """How the priorities were set, which they are, or both."""
    name = Block.Part.PRIORITIES
    is_listed = context.layout.lists_priorities or not context.pieces[name, None]
    listed = tuple((str(one), one.scope) for one in context.priorities if is_listed)
    return context.part(name, Priorities, priorities=listed)
