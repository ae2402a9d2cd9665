"""The parts of a meeting's papers and minutes that are of the meeting itself."""

from dataclasses import dataclass
from typing import ClassVar

from django.template.defaultfilters import pluralize

from actions.meetings.words import Words
from reports.parts import Part


@dataclass(frozen=True)
class AgendaLine:
    """said: what was last said, or who was asked; reason: why it goes as it does."""

    title: str
    status: str
    owners: str
    said: str
    reason: str


@dataclass(frozen=True)
class AgendaSection:
    """is_summed: whether one line tells of all that it is about."""

    title: str
    lines: tuple[AgendaLine, ...]
    is_summed: bool = False


@dataclass(frozen=True, kw_only=True)
class AgendaPart(Part):
    """before: the day of the last minutes, “15 September 2026, to be confirmed”, or empty."""

    template: ClassVar[str] = "reports/parts/agenda.html"
    place: str
    before: str
    sections: tuple[AgendaSection, ...]

    @property
    def summary(self) -> str:
        count = sum(len(section.lines) for section in self.sections)
        return f"{count} item{pluralize(count)}"


@dataclass(frozen=True, kw_only=True)
class MinutesPart(Part):
    template: ClassVar[str] = "reports/parts/minutes.html"
    words: Words

    @property
    def summary(self) -> str:
        return f"{len(self.words.decided)} decisions"
