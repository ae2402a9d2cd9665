"""How the statuses of a plan's actions moved, for a meeting: the strips of its pages, in print."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.template.defaultfilters import pluralize

from actions.models import Action
from actions.over_time.drawn import Drawn, drawn, window_list
from actions.over_time.marks import By, usual_by, window_of
from actions.standing import by_priority, courses_of
from actions.statuses import Status
from plans.years import label
from reports.parts import Context, Part

# A strip of more columns is wider than half of a page.
MOST_BESIDE = 12


@dataclass(frozen=True, kw_only=True)
class OverTime(Part):
    """of_each: all priorities together and each that has actions, by their titles; by: “month” or
    “quarter”; until: the last day that is looked at.
    """

    of_each: tuple[tuple[str, Drawn], ...]
    by: By
    until: date
    template: ClassVar[str] = "reports/parts/over_time.html"

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.of_each

    @property
    def summary(self) -> str:
        priorities = len(self.of_each) - 1
        return f"{priorities} priorit{pluralize(priorities, 'y,ies')}"

    @property
    def begun(self) -> tuple[tuple[str, Drawn], ...]:
        """Those of which anything was said."""
        return tuple((title, one) for title, one in self.of_each if one.has_begun)

    @property
    def statuses(self) -> list[Status]:
        """Those that any action had."""
        _, every = self.of_each[0]
        return [row.status for row in every.rows if row.status]

    @property
    def years(self) -> list[tuple[str, int]]:
        """The financial years of the columns, and how many columns each has."""
        _, every = self.of_each[0]
        counted = Counter(mark.year for mark in every.marks)
        return [(label(year), number) for year, number in counted.items()]

    @property
    def stand_beside(self) -> bool:
        """Whether two strips have room in a row."""
        return all(len(one.marks) <= MOST_BESIDE for _, one in self.of_each)


def over_time(context: Context) -> Part | None:
    """A strip for each priority until the day of the document, or the plan's end. Four queries."""
    plan = context.plan
    courses = courses_of(Action.objects.filter(priority__plan=plan))
    known = [course for course in courses.values() if course.steps]
    by, until = usual_by(plan.period), min(context.on, plan.ends_on)
    window = window_of(window_list(plan, known, until, by), None)
    of_each = []
    if window and known:
        of_each.append(("All priorities", drawn(known, window, plan, None)))
        of_priority = by_priority(known)
        for one in context.priorities:
            if one.pk in of_priority:
                of_each.append((str(one), drawn(of_priority[one.pk], window, plan, one.pk)))
    return context.part("over_time", OverTime, of_each=tuple(of_each), by=by, until=until)
