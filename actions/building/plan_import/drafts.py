"""The rows of a section as drafts of actions: each cell in its place, or left out and told."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from actions.building.plan_import.columns import LEFT_OUT, MEANINGS, label_of
from actions.building.plan_import.planned import PlannedPriority
from actions.building.plan_import.rows import kinds_of, without_its_label
from actions.building.plan_import.sections import Section, attributes_of, single, titled, with_scope
from actions.building.plan_import.words import TICKS, day_of, may_be_ticked
from actions.models import Action
from actions.statuses import Status
from csp.spreadsheets.grids import GridRow
from plans.action_fields import ACTION_FIELDS, OWN_FIELDS
from plans.marks import BULLET

# What a row that goes on with the action above may add to it.
JOINED = {one.in_data for one in ACTION_FIELDS if one.is_prose} - {"action"}
JOINED |= {"owners", "lead", "start", "update", "cross-cutting themes", "recommendation"}
# In other fields a bullet before a line says nothing.
KEEP_LISTS = {one.in_data for one in ACTION_FIELDS if one.is_marked}
BULLETS = re.compile(rf"^\s*{BULLET}\s+", re.M)
# How long the fields of an action may be; those that may be of any length have several lines.
LONGEST = {one.name: getattr(Action, one.name).field.max_length for one in OWN_FIELDS}
ON_ONE_LINE = {one.in_data for one in OWN_FIELDS if LONGEST[one.name]} | {
    *("theme", "strand", "start")
}
NO_ACTION_BELOW = "no action stands under it"
LEVELS = {"theme": 0, "priority": 1, "strand": 2}


@dataclass
class Draft:
    """values: the texts by meaning. statuses: (heading, words) of each column of statuses."""

    where: str
    values: dict[str, str]
    priority: PlannedPriority
    strand: str
    statuses: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Above:
    """Where the row at hand stands."""

    theme: str = ""
    priority: PlannedPriority | None = None
    strand: str = ""


class SectionRows:
    """Reads the rows of a section.

    columns: what they mean. how: a key of HOW. to_priority: makes a PlannedPriority of (title,
    theme, scope, attributes, where). leave_out: is told (row, text, why). ask_priority: is called
    if nothing says the priority.
    """

    def __init__(
        self,
        section: Section,
        columns: list[str],
        how: str,
        *,
        to_priority: Callable[..., PlannedPriority | None],
        leave_out: Callable[[GridRow, str, str], None],
        ask_priority: Callable[[], None],
    ) -> None:
        self.section = section
        self.columns = columns
        headings = section.head or ("",) * len(columns)
        self.labels = [
            label_of(heading, meaning, columns)
            for heading, meaning in zip(headings, columns, strict=False)
        ]
        self.how = how
        self.to_priority = to_priority
        self.leave_out = leave_out
        self.ask_priority = ask_priority
        self.drafts: list[Draft] = []
        # With which a row may go on; and headings under which no action has come yet.
        self.current: Draft | None = None
        self.waiting: list[tuple[int, GridRow]] = []
        # Rows that say something of a priority, with its title.
        self.attributes: list[tuple[GridRow, str]] = []

    def read(self) -> list[Draft]:
        section = self.section
        priority = self.to_priority(
            section.priority, section.theme, section.scope, section.attributes, section.where
        )
        above = Above(section.theme, priority)
        has_priority = bool(section.priority)
        kinds = kinds_of(section, self.columns, self.how, has_priority=has_priority)
        for row, kind in zip(section.rows, kinds, strict=True):
            if kind in LEVELS:
                above = self._heading(row, kind, above)
            elif kind == "attributes":
                above = self._attributes(row, above)
            elif kind == "update":
                self._progress(row)
            elif kind == "none":
                self.leave_out(row, single(row), "rows across the table are left out")
            else:
                above = self._row(row, above)
        self._drop_waiting(0)
        self._tell_of_titles(priority)
        return self.drafts

    def _tell_of_titles(self, priority: PlannedPriority | None) -> None:
        """Tell of the rows about priorities and themes that have no action here."""
        of = {draft.priority.title: draft.priority.theme for draft in self.drafts}
        used = {
            "priority": priority is not None and priority.title in of,
            "theme": bool(self.section.theme) and self.section.theme in of.values(),
        }
        rows = [row for row, title in self.attributes if title not in of]
        rows += [row for row, named in self.section.titles if not used.get(named)]
        for row in rows:
            self.leave_out(row, " | ".join(filter(None, row.cells)), NO_ACTION_BELOW)

    def _where(self, row: GridRow) -> str:
        return f"{self.section.where}, row {row.number}"

    def _heading(self, row: GridRow, kind: str, above: Above) -> Above:
        self._drop_waiting(LEVELS[kind])
        self.waiting.append((LEVELS[kind], row))
        self.current = None
        if kind == "strand":
            return replace(above, strand=" ".join(single(row).split()))
        if kind == "theme":
            return Above(single(row))
        title, scope = with_scope(titled(row))
        priority = self.to_priority(title, above.theme, scope, attributes_of(row), self._where(row))
        return Above(above.theme, priority)

    def _drop_waiting(self, level: int) -> None:
        """Tell of headings of this level and below that no action has come under."""
        while self.waiting and self.waiting[-1][0] >= level:
            _, row = self.waiting.pop()
            self.leave_out(row, " | ".join(filter(None, row.cells)), NO_ACTION_BELOW)

    def _attributes(self, row: GridRow, above: Above) -> Above:
        if above.priority is None:
            text = " | ".join(filter(None, row.cells))
            self.leave_out(row, text, "nothing says of which priority it is")
            return above
        priority = self.to_priority(
            above.priority.title, above.theme, "", attributes_of(row), self._where(row)
        )
        self.attributes.append((row, above.priority.title))
        return replace(above, priority=priority)

    def _progress(self, row: GridRow) -> None:
        text = single(row)
        if self.current is None:
            self.leave_out(row, text, "no action stands above it")
            return
        self._add({"update": without_its_label(text)})

    def _add(self, values: dict[str, str]) -> None:
        """Add texts to the action above."""
        if self.current:
            own = self.current.values
            for name, text in values.items():
                own[name] = "\n".join(filter(None, [own[name], text]))

    def _row(self, row: GridRow, above: Above) -> Above:
        action = self.columns.index("action")
        if action in row.continued:
            self._go_on(row)
            return above
        values = values_of(row, self.columns, self.labels)
        headed = above
        if values["priority"] or values["theme"]:
            theme = values["theme"] or ("" if "theme" in self.columns else above.theme)
            title = values["priority"] or (above.priority.title if above.priority else "")
            priority = self.to_priority(title, theme, "", {}, self._where(row))
            above = Above(theme, priority, "" if "strand" in self.columns else above.strand)
        strand = values["strand"] or above.strand
        if strand != above.strand:
            above = replace(above, strand=strand)
        self.current = None
        text = " | ".join(filter(None, row.cells))
        if not values["action"]:
            self.leave_out(row, text, "it has no action")
        elif above.priority is None:
            self.ask_priority()
        else:
            statuses = self._statuses(row)
            self.current = Draft(self._where(row), values, above.priority, strand, statuses)
            self.drafts.append(self.current)
            self._tell_of_headings(
                above.theme == headed.theme,
                above.priority is headed.priority,
                above.strand == headed.strand,
            )
        return above

    def _tell_of_headings(self, *is_under: bool) -> None:
        """Tell of the headings that the cells of an action speak against.

        is_under: by level, whether the action stands under a heading of it.
        """
        for level, row in self.waiting:
            if not is_under[level]:
                self.leave_out(row, " | ".join(filter(None, row.cells)), NO_ACTION_BELOW)
        self.waiting.clear()

    def _go_on(self, row: GridRow) -> None:
        """Add what stands beside the action's cell going on to the action above."""
        cells = ["" if place in row.continued else cell for place, cell in enumerate(row.cells)]
        own = replace(row, cells=cells)
        values = values_of(own, self.columns, self.labels)
        statuses = self._statuses(own)
        if self.current is None:
            text = " | ".join(filter(None, cells))
            self.leave_out(row, text, "it goes on with a row that is not imported")
            return
        for name in MEANINGS.keys() - JOINED - {"status"}:
            if values[name] and values[name] != self.current.values[name]:
                self.leave_out(
                    row, values[name], f"it goes on with an action that has its {name} already"
                )
        self._add({name: values[name] for name in JOINED if values[name]})
        self.current.statuses += statuses
        self.current.notes.append(f"{self._where(row)} goes on with it")

    def _statuses(self, row: GridRow) -> list[tuple[str, str]]:
        """(heading, words) of the columns of statuses; a colour counts where there are no words."""
        found = []
        for column, meaning in enumerate(self.columns):
            if meaning == "status" and column < len(row.cells):
                colour = "" if column in row.continued else row.colours.get(str(column), "")
                words = row.cells[column] or (f"{colour} cell" if colour else "")
                heading = self.section.head[column] if self.section.head else ""
                if words in TICKS and may_be_ticked(heading):
                    words = heading
                if words:
                    found.append((heading, " ".join(words.split())))
            elif meaning == "completed" and column < len(row.cells) and day_of(row.cells[column]):
                found.append((row.cells[column], Status.COMPLETE.label))
        return found


def values_of(row: GridRow, columns: list[str], labels: list[str]) -> dict[str, str]:
    """The texts of a row by meaning; several columns of one meaning are joined, a line each.

    labels: what stands before the cells of each column, as of label_of.
    """
    values = dict.fromkeys(MEANINGS, "")
    for meaning, cell, label in zip(columns, row.cells, labels, strict=False):
        if meaning and meaning != LEFT_OUT and cell:
            cell = f"{label}: {cell}" if label else cell
            values[meaning] = f"{values[meaning]}\n{cell}" if values[meaning] else cell
    for name in values.keys() - KEEP_LISTS:
        values[name] = BULLETS.sub("", values[name])
    for name in ON_ONE_LINE:
        values[name] = " ".join(values[name].split())
    return values
