"""What a strip shows, in sentences."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.contrib.humanize.templatetags.humanize import apnumber
from django.template.defaultfilters import pluralize

from actions.over_time.marks import Mark
from actions.standing import Course, Step, standing_on
from actions.statuses import IN_TROUBLE, NEEDS_REASON, Status
from actions.summary import Standing
from plans.years import Period


def month_of(day: date, today: date) -> str:
    """“July”, with its year where it isn't this one."""
    return f"{day:%B}" if day.year == today.year else f"{day:%B %Y}"


def since(course: Course, day: date, today: date) -> str:
    """How long an action had been as it was on a day: “Since September; at risk since July”.

    Empty before it was in its plan.
    """
    until = [step for step in course.steps if step.since <= day]
    if not until:
        return ""
    words = f"Since {month_of(until[-1].since, today)}"
    if len(until) == 1 or until[-2].status == Status.NOT_STARTED:
        return words
    before = until[-2]
    if before.status in NEEDS_REASON and until[-1].status in NEEDS_REASON:
        return f"{words}; {before.status.label.lower()} since {month_of(before.since, today)}"
    return f"{words}; {before.status.label.lower()} before"


def trouble_of(course: Course, day: date) -> Step | None:
    """The Step with which its trouble began, if it was at risk or off track on a day."""
    began = None
    for step in course.steps:
        if step.since <= day:
            began = (began or step) if step.status in NEEDS_REASON else None
    return began


def went(course: Course, marks: Sequence[Mark]) -> str:
    """“Not started in April 2026, on track from May 2026, at risk from October 2026.”"""
    states = [(course.on(mark.day), mark) for mark in marks]
    runs = [(state, list(group)) for state, group in groupby(states, key=lambda one: one[0])]
    told = []
    for state, group in runs:
        first, last = group[0][1], group[-1][1]
        when = "in" if first == last and last != marks[-1] else "from"
        when = first.name if first.is_after_end else f"{when} {first.name}"
        told.append(f"{state.label.lower() if state else 'not in the plan'} {when}")
    words = ", ".join(told)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


@dataclass(frozen=True)
class Summary:
    """How some actions stood together on a day, and beside that at the end of the quarter before.

    before, then: that day and how they stood then, None if there is nothing to compare with.
    """

    day: date
    now: Standing
    before: date | None
    then: Standing | None
    today: date

    @property
    def how_many(self) -> str:
        """“25 of 36 actions”"""
        return f"{self.now.well} of {self.now.total} action{pluralize(self.now.total)}"

    @property
    def are_well(self) -> str:
        return f"{'is' if self.now.well == 1 else 'are'} on track or complete"

    @property
    def compared(self) -> str:
        """“two fewer than at the end of June”, or nothing."""
        if not (self.then and self.before):
            return ""
        when = f"at the end of {month_of(self.before, self.today)}"
        more = self.now.well - self.then.well
        if not more:
            return f"as many as {when}"
        return f"{apnumber(abs(more))} {'more' if more > 0 else 'fewer'} than {when}"

    @property
    def in_trouble(self) -> str:
        """“5 are at risk or off track”, or nothing."""
        many = self.now.in_trouble
        return f"{many} {'is' if many == 1 else 'are'} {IN_TROUBLE}" if many else ""

    def __str__(self) -> str:
        if not self.now.total:
            return "No actions were in the plan yet."
        first = ", ".join(filter(None, [f"{self.how_many} {self.are_well}", self.compared]))
        return "".join(f"{one}. " for one in (first, self.in_trouble) if one).strip()


def summary_of(courses: Collection[Course], day: date, period: Period, today: date) -> Summary:
    """The Summary of some actions of a plan of that period, for somebody who looks today."""
    before = _quarter_before(day, period)
    then = standing_on(courses, before) if before else None
    if not (then and then.total):
        before = then = None
    return Summary(day, standing_on(courses, day), before, then, today)


def _quarter_before(day: date, period: Period) -> date | None:
    """The end of the last whole quarter before a day, if the plan had begun."""
    month = day.month - (day.month - 1) % 3
    before = date(day.year, month, 1) - timedelta(days=1)
    return before if before in period else None
