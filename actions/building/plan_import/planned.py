"""What an import would make of a plan, as plain values, before anything of it is written."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from actions.building.plan_import.owners import NamedOwner
from actions.models import Action, Status
from actions.timescales import Timescale


@dataclass(frozen=True)
class PlannedPriority:
    """pk: of the priority that the plan has already, or None. where: first met in the file."""

    title: str
    theme: str = ""
    number: int | None = None
    scope: str = ""
    note: str = ""
    pk: int | None = None
    where: str = ""
    success_indicator: str = ""
    overall_target: str = ""
    specific_target: str = ""

    @property
    def is_new(self) -> bool:
        return self.pk is None

    def __str__(self) -> str:
        return f"Priority {self.number}: {self.title}" if self.number else self.title


def own_words(status: str, written: str) -> str:
    """What is written for a status, if it isn't the status' own name."""
    return written if status and written.casefold() != Status(status).label.casefold() else ""


@dataclass(frozen=True)
class Difference:
    """What a file says otherwise than an action of the plan. name: of the field, “owners” or
    “update”; old, new: words, of an update with its status."""

    name: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class PlannedAction:
    """priority: the title of a PlannedPriority. pk: of the plan's action that it is, or None.

    differences: what it says otherwise than that one, of which each is taken or left. texts: of its
    own fields, by name. status: a Status; "" if nothing is said. said_on: the day that heads the
    status. earlier: what was said on days before. cross_cutting: titles of themes.
    recommendations: that it answers, (number, text) each.
    """

    where: str
    priority: str
    strand: str
    texts: dict[str, str]
    owners: tuple[NamedOwner, ...]
    owners_as_written: str
    timescale_read: Timescale
    update: str
    status: str
    status_as_written: str
    pk: int | None = None
    differences: tuple[Difference, ...] = ()
    said_on: date | None = None
    earlier: tuple["EarlierStatus", ...] = ()
    cross_cutting: tuple[str, ...] = ()
    recommendations: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        return self.pk is not None

    def key_of(self, difference: Difference) -> str:
        """What a form calls the choice to take a difference."""
        return f"take-{self.pk}-{difference.name}"

    @property
    def choices(self) -> list[tuple[str, Difference]]:
        """Its differences with their keys."""
        return [(self.key_of(one), one) for one in self.differences]

    def own_words(self, status: str) -> str:
        """What is written for its status, if that isn't the status' own name."""
        return own_words(status, self.status_as_written)

    @property
    def more(self) -> list[tuple[str, str]]:
        """(label, words) of what has no column of its own in the preview."""
        told = Action(**self.texts | {"timescale": ""}).details
        told["Cross-cutting themes"] = "\n".join(self.cross_cutting)
        told["Recommendation"] = "\n".join(
            " ".join(filter(None, one)) for one in self.recommendations
        )
        told |= {f"Status on {one.said_on:%-d %B %Y}": one.as_written for one in self.earlier}
        return [(label, words) for label, words in told.items() if words]


@dataclass(frozen=True)
class EarlierStatus:
    """How an action went on a day, as a column of that day says."""

    said_on: date
    status: str
    as_written: str


@dataclass(frozen=True)
class LeftOut:
    """A row that is not imported. where: “Table 3, row 4”."""

    where: str
    text: str
    why: str


@dataclass(frozen=True)
class Question:
    """Something that only a person can say. text: as it is written. count: of actions with it."""

    key: str
    text: str
    count: int
    where: str = ""


@dataclass(frozen=True)
class ColumnAsked:
    """What the step of the columns has to ask. field: the name of the field that answers it."""

    field: str
    words: str


@dataclass(frozen=True)
class PlannedPlan:
    """problems: sentences on what must be mended in the file before anything can be imported.

    owners_met, statuses_met: texts that are matched by hand; owners_asked, statuses_asked: those of
    them that still have to be.
    """

    themes: tuple[str, ...] = ()
    priorities: tuple[PlannedPriority, ...] = ()
    actions: tuple[PlannedAction, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    columns_asked: tuple[ColumnAsked, ...] = ()
    owners_asked: tuple[Question, ...] = ()
    statuses_asked: tuple[Question, ...] = ()
    owners_met: tuple[Question, ...] = ()
    statuses_met: tuple[Question, ...] = ()
    new_themes: tuple[str, ...] = ()
    # Of new themes, by their titles.
    straplines: dict[str, str] = field(default_factory=dict)
    # Actions of the plan that the file hasn't got, if it has others of them.
    not_in_file: tuple[str, ...] = ()

    @property
    def new_actions(self) -> list[PlannedAction]:
        return [action for action in self.actions if not action.is_there]

    @property
    def already_there(self) -> list[PlannedAction]:
        return [action for action in self.actions if action.is_there]

    @property
    def differing(self) -> list[PlannedAction]:
        return [action for action in self.already_there if action.differences]

    @property
    def new_priorities(self) -> list[PlannedPriority]:
        used = {action.priority for action in self.new_actions}
        return [one for one in self.priorities if one.is_new and one.title in used]

    @property
    def by_priority(self) -> list[tuple[PlannedPriority, list[PlannedAction]]]:
        """(PlannedPriority, its new actions) in the order of the file."""
        priorities = {one.title: one for one in self.priorities}
        groups: dict[str, list[PlannedAction]] = {}
        for action in self.new_actions:
            groups.setdefault(action.priority, []).append(action)
        return [(priorities[title], actions) for title, actions in groups.items()]

    @property
    def new_agencies(self) -> list[str]:
        """The names of agencies that new actions need, in the order of the file, each once."""
        return self.agencies_to_make(self.new_actions)

    def agencies_to_make(self, actions: Iterable[PlannedAction]) -> list[str]:
        names = {
            owner.name.casefold(): owner.name
            for action in actions
            for owner in action.owners
            if owner.agency is None
        }
        return list(names.values())

    @property
    def is_asking(self) -> bool:
        return bool(self.columns_asked or self.owners_asked or self.statuses_asked)

    @property
    def can_be_written(self) -> bool:
        has_something = bool(self.new_actions or self.differing)
        return has_something and not self.is_asking and not self.problems

    @property
    def digest(self) -> str:
        """Equal for two that would write the same."""
        return hashlib.sha256(repr(self).encode()).hexdigest()
