"""The parts of a highlight report, all made from the same Highlights."""

from collections.abc import Sized
from dataclasses import dataclass
from typing import ClassVar

from django.template.defaultfilters import pluralize

from reports.highlights import Highlights
from reports.parts import Context, Part


@dataclass(frozen=True, kw_only=True)
class Highlight(Part):
    highlights: Highlights

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.highlights.overall.total

    @property
    def summary(self) -> str:
        return f"as of {self.highlights.on.day} {self.highlights.on:%B %Y}"


@dataclass(frozen=True, kw_only=True)
class Standing(Highlight):
    template: ClassVar[str] = "reports/parts/standing.html"


@dataclass(frozen=True, kw_only=True)
class Changes(Highlight):
    template: ClassVar[str] = "reports/parts/changes.html"

    @property
    def summary(self) -> str:
        return _count(self.highlights.changed)


@dataclass(frozen=True, kw_only=True)
class Trouble(Highlight):
    template: ClassVar[str] = "reports/parts/trouble.html"

    @property
    def summary(self) -> str:
        return _count(self.highlights.in_trouble)


@dataclass(frozen=True, kw_only=True)
class Moved(Highlight):
    template: ClassVar[str] = "reports/parts/moved.html"

    @property
    def summary(self) -> str:
        return f"{len(self.highlights.moved)} moved"


@dataclass(frozen=True, kw_only=True)
class Silence(Highlight):
    template: ClassVar[str] = "reports/parts/silence.html"

    @property
    def summary(self) -> str:
        return _count(self.highlights.silent)


@dataclass(frozen=True, kw_only=True)
class Decisions(Highlight):
    template: ClassVar[str] = "reports/parts/decisions.html"

    @property
    def summary(self) -> str:
        return f"{len(self.highlights.decisions)} question{pluralize(self.highlights.decisions)}"


def standing(context: Context) -> Part | None:
    """How many actions of each priority have which status."""
    return context.part("standing", Standing, highlights=context.highlights)


def changes(context: Context) -> Part | None:
    """Which actions have another status than at the last meeting."""
    return context.part("changes", Changes, highlights=context.highlights)


def trouble(context: Context) -> Part | None:
    """Which actions are at risk or off track, and why."""
    return context.part("trouble", Trouble, highlights=context.highlights)


def moved(context: Context) -> Part | None:
    """Which timescales were moved since the last meeting, why, and who agreed it."""
    return context.part("moved", Moved, highlights=context.highlights)


def silence(context: Context) -> Part | None:
    """Of which open actions nothing was said since the last meeting."""
    return context.part("silence", Silence, highlights=context.highlights)


def decisions(context: Context) -> Part | None:
    """What the meeting is asked to decide, as far as the plan shows it."""
    return context.part("decisions", Decisions, highlights=context.highlights)


def _count(actions: Sized) -> str:
    return f"{len(actions)} action{pluralize(actions)}"
