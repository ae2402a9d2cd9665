"""Which partners were asked how their actions go, and which have answered."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.template.defaultfilters import pluralize

from actions.rounds.desk.scoreboard import scoreboard
from reports.parts import Context, Part

# A meeting looks at the rounds since the last one; more than these are for the page.
MOST_ROUNDS = 3


@dataclass(frozen=True)
class RoundRow:
    """A round and how many partners were asked, opened it, answered in time and late, and have not
    yet.

    actions: of how many the partners were asked; actions_answered: of how many they answered.
    """

    name: str
    closes_on: date
    asked: int
    opened: int
    in_time: int
    late: int
    outstanding: int
    actions: int
    actions_answered: int


@dataclass(frozen=True, kw_only=True)
class Answers(Part):
    """rounds: the latest last. not_answered: the partners that the latest still waits for."""

    template: ClassVar[str] = "reports/parts/answers.html"
    rounds: tuple[RoundRow, ...]
    not_answered: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.rounds

    @property
    def summary(self) -> str:
        return f"{len(self.rounds)} round{pluralize(self.rounds)}"


def answers(context: Context) -> Part | None:
    """The latest rounds of the plan's year up to the document's day."""
    board = scoreboard(context.plan, on=context.on)
    rounds = tuple(
        RoundRow(
            name=round.name,
            closes_on=round.closes_on,
            asked=totals.asked,
            opened=totals.opened,
            in_time=totals.in_time,
            late=totals.late,
            outstanding=totals.asked - totals.answered,
            actions=totals.actions,
            actions_answered=totals.actions_answered,
        )
        for round, totals in board.rounds[-MOST_ROUNDS:]
    )
    latest = [(line.agency.name, line.cells[-1]) for line in board.agencies]
    return context.part(
        "answers",
        Answers,
        rounds=rounds,
        not_answered=tuple(name for name, cell in latest if cell and cell.is_waited_for),
    )
