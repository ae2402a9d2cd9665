"""The year month by month, April to March, as officers noted it down."""

from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from django.template.defaultfilters import pluralize

from plans.models import Block, LogEntry, Plan
from reports.parts import Context, Part


@dataclass(frozen=True)
class Entry:
    """Something that happened; `day` is written out (“16 June”), or empty if it isn't known."""

    day: str
    text: str


@dataclass(frozen=True)
class Month:
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Log(Part):
    months: tuple[Month, ...]
    template: ClassVar[str] = "reports/parts/log.html"

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.months

    @property
    def summary(self) -> str:
        count = sum(len(month.entries) for month in self.months)
        return f"{count} {pluralize(count, 'entry,entries')} in {len(self.months)} months"


def log(context: Context) -> Part | None:
    """What happened in the year."""
    return context.part(Block.Part.LOG, Log, months=months_of(context.plan))


def months_of(plan: Plan) -> tuple[Month, ...]:
    """The months of a plan of which something is noted, in their order. One query.

    What has no day comes before what has one, as in a record that was kept by months.
    """
    entries = LogEntry.objects.filter(plan=plan).order_by("happened_on", "pk")
    by_month = groupby(entries, key=lambda entry: f"{entry.happened_on:%B %Y}")
    return tuple(Month(title, tuple(map(_entry, group))) for title, group in by_month)


def _entry(entry: LogEntry) -> Entry:
    day = f"{entry.happened_on.day} {entry.happened_on:%B}" if entry.is_day_known else ""
    return Entry(day, entry.text)
