"""How actions went, as a strip with its sentence and its numbers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from actions.models import Action
from actions.over_time.marks import By, Mark, Window, usual_by, window_of, windows_of
from actions.over_time.words import Summary, since, summary_of, trouble_of, went
from actions.standing import Course, courses_of, standing_on
from actions.statuses import NEEDS_REASON, Status
from actions.summary import in_words
from plans.figures.strips import NONE, Strip, columns, strip
from plans.models import Plan

# As they stand upon one another, from the top.
STACKED = sorted(Status, key=lambda status: status.traits.stacked)
WELL = (Status.ON_TRACK, Status.COMPLETE)


@dataclass(frozen=True)
class Lists:
    """The way to the lists that figures count. priority: the id of that of which they are alone."""

    plan: Plan
    priority: int | None = None

    def of(self, day: date, statuses: Iterable[Status] = ()) -> str:
        """The address of the actions that had one of these statuses on a day."""
        page = reverse("over-time-day", args=[self.plan.partnership.slug, self.plan.address])
        asked: list[tuple[str, object]] = [("day", day.isoformat())]
        if self.priority:
            asked.append(("priority", self.priority))
        return f"{page}?{urlencode(asked + [('status', one.value) for one in statuses])}"


@dataclass(frozen=True)
class Numbers:
    """A row of the table: how many had a status on each of the days, each with its list.

    status: None for how many there were.
    """

    status: Status | None
    counts: tuple[tuple[int, str], ...]

    @property
    def name(self) -> str:
        return self.status.label if self.status else "All"


@dataclass(frozen=True)
class Drawn:
    """How several actions went together."""

    strip: Strip
    summary: Summary
    rows: tuple[Numbers, ...]
    marks: tuple[Mark, ...]
    lists: Lists
    has_begun: bool

    @property
    def in_words(self) -> list[tuple[Mark, str]]:
        """The table in words, a line for each of the days."""
        found = []
        for place, mark in enumerate(self.marks):
            counts = {str(row.status): row.counts[place][0] for row in self.rows if row.status}
            found.append((mark, in_words(counts) or "no actions"))
        return found

    @property
    def every(self) -> str:
        return self.lists.of(self.summary.day)

    @property
    def well(self) -> str:
        return self.lists.of(self.summary.day, WELL)

    @property
    def trouble(self) -> str:
        return self.lists.of(self.summary.day, NEEDS_REASON)

    @property
    def before(self) -> str:
        return self.lists.of(self.summary.before, WELL) if self.summary.before else ""


@dataclass(frozen=True)
class DrawnAction:
    """How one action went. states: its status at each of the days."""

    strip: Strip
    status: Status | None
    since: str
    states: tuple[Status | None, ...]


def drawn(courses: Collection[Course], window: Window, plan: Plan, priority: int | None) -> Drawn:
    """How actions of a plan, or of the priority with that id, went together."""
    lists = Lists(plan, priority)
    standings = [standing_on(courses, mark.day) for mark in window.marks]
    summary = summary_of(courses, window.marks[-1].day, plan.period, window.today)
    counts = [[(status, standing.counts[status]) for status in STACKED] for standing in standings]
    rows = []
    for status in Status:
        numbers = [standing.counts[status] for standing in standings]
        if any(numbers):
            rows.append(_numbers(status, numbers, window.marks, lists))
    totals = [standing.total for standing in standings]
    rows.append(_numbers(None, totals, window.marks, lists))
    strip_ = columns(str(summary), window.heads, counts)
    return Drawn(strip_, summary, tuple(rows), window.marks, lists, has_begun(courses))


def has_begun(courses: Iterable[Course]) -> bool:
    """Whether anything was said of any of the actions but that it is not started."""
    return any(step.status != Status.NOT_STARTED for one in courses for step in one.steps)


def drawn_action(course: Course, window: Window) -> DrawnAction:
    day = window.marks[-1].day
    states = tuple(course.on(mark.day) for mark in window.marks)
    picture = strip(went(course, window.marks), window.heads, [one or NONE for one in states])
    return DrawnAction(picture, states[-1], since(course, day, window.today), states)


def drawn_in_line(actions: Sequence[Action], today: date) -> dict[int, DrawnAction]:
    """How each of some actions went in its own plan until today, by its id; those that were never
    in an agreed one are left out. Three queries. Each must have its plan.
    """
    courses = courses_of(Action.objects.filter(pk__in=[action.pk for action in actions]))
    found = {}
    for action in actions:
        course = courses.get(action.pk)
        window = window_of(window_list(action.plan, [course], today), None) if course else None
        if course and course.steps and window:
            found[action.pk] = drawn_action(course, window)
    return found


def window_list(
    plan: Plan, courses: Iterable[Course], today: date, by: By | None = None
) -> list[Window]:
    """The Windows of a plan whose actions went so."""
    came = (step.since for course in courses for step in course.steps)
    return windows_of(plan.period, by or usual_by(plan.period), today, came)


def _numbers(
    status: Status | None, counts: list[int], marks: Sequence[Mark], lists: Lists
) -> Numbers:
    addresses = [lists.of(mark.day, [status] if status else []) for mark in marks]
    return Numbers(status, tuple(zip(counts, addresses, strict=True)))


def longest_in_trouble(courses: dict[int, Course], day: date) -> tuple[int, date] | None:
    """The id of the action that has been at risk or off track for the longest, and since when."""
    began = {pk: trouble_of(course, day) for pk, course in courses.items()}
    troubled = [(step.since, pk) for pk, step in began.items() if step]
    if not troubled:
        return None
    since_day, pk = min(troubled)
    return pk, since_day
