"""The step of the columns: what can be chosen of a file's tables, and what was."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator

from actions.building.models import PlanImport
from actions.building.plan_import.columns import LEFT_OUT, MEANINGS
from actions.building.plan_import.file_choices import FileChoices
from actions.building.plan_import.rows import HOW
from actions.building.plan_import.sections import Section, named

# Of the page; Django takes 1,000.
MOST_FIELDS = 900
MOST_ROWS_OFFERED = 12


@dataclass(frozen=True)
class ColumnChoice:
    """A column: the name of its field, its heading, some of its texts, and what it means."""

    field: str
    heading: str
    samples: tuple[str, ...]
    meaning: str


@dataclass(frozen=True)
class SectionChoice:
    """A table: the Section, and what is chosen of it.

    head: the number of the row that is chosen for the headings, or "". rows: those that might be,
    number to words; none but for the first section of a table.
    """

    section: Section
    take: bool
    theme: str
    priority: str
    whole: bool
    head: str
    rows: dict[str, str]


@dataclass(frozen=True)
class Group:
    """The tables with the same headings. how: a key of HOW. asks_priority: no column says it."""

    columns: tuple[ColumnChoice, ...]
    tables: tuple[SectionChoice, ...]
    how: str
    asks_priority: bool
    is_actions: bool

    @property
    def number(self) -> int:
        return self.tables[0].section.number

    @property
    def take_fields(self) -> set[str]:
        return {f"take-{one.section.number}" for one in self.tables}

    @property
    def is_taken(self) -> bool:
        return any(one.take for one in self.tables)

    @property
    def fields(self) -> int:
        return len(self.columns) + 5 * len(self.tables) + 1


def groups_of(plan_import: PlanImport) -> tuple[list[Group], int]:
    """The Groups of an import, those of actions first, and how many there is no room for."""
    chosen = FileChoices(plan_import)
    taken = chosen.taken()
    by_key: dict[str, list[Section]] = {}
    for section in chosen.sections:
        by_key.setdefault(section.key, []).append(section)
    groups = [_group(chosen, sections, taken) for sections in by_key.values()]
    groups.sort(key=lambda group: not (group.is_actions or group.is_taken))
    shown, room = [], MOST_FIELDS
    for group in groups:
        room -= group.fields
        if room >= 0:
            shown.append(group)
    return shown, len(groups) - len(shown)


def _group(chosen: FileChoices, sections: list[Section], taken: set[int]) -> Group:
    first = sections[0]
    columns = chosen.columns(first)
    known = chosen.of_columns.get(first.key)
    of_sections = [chosen.of(one) for one in sections]
    # The numbers of the first section of each table.
    firsts = {one.where: one.number for one in reversed(chosen.sections)}.values()
    return Group(
        columns=tuple(
            ColumnChoice(
                field=f"column-{first.number}-{column}",
                heading=first.head[column] if first.head else "",
                samples=_samples(sections, column),
                # What nobody has chosen yet of another table is most often nothing.
                meaning=meaning if known or first.is_actions else meaning or LEFT_OUT,
            )
            for column, meaning in enumerate(columns)
        ),
        tables=tuple(
            SectionChoice(
                section=one,
                take=one.number in taken,
                theme=choice.get("theme", one.theme),
                priority=choice.get("priority", named(one)),
                whole=choice.get("whole", False),
                head=str(chosen.heads.get(one.where, "")),
                rows=_rows_that_may_head(one) if one.number in firsts else {},
            )
            for one, choice in zip(sections, of_sections, strict=True)
        ),
        how=next((choice["rows"] for choice in of_sections if "rows" in choice), "auto"),
        asks_priority="priority" not in columns,
        is_actions=first.is_actions,
    )


def _rows_that_may_head(section: Section) -> dict[str, str]:
    """The first rows of a section's table, number to words."""
    return {
        str(row.number): Truncator(f"{row.number}: {' | '.join(filter(None, row.cells))}").chars(70)
        for row in section.all_rows[:MOST_ROWS_OFFERED]
    }


def without_unnamed_columns(plan_import: PlanImport) -> dict[str, Any]:
    """The choices of an import with the columns left out that have no heading beside others."""
    chosen = FileChoices(plan_import)
    columns = dict(plan_import.choices.get("columns", {}))
    for section in chosen.sections:
        if section.head:
            columns[section.key] = [
                meaning or ("" if heading else LEFT_OUT)
                for meaning, heading in zip(chosen.columns(section), section.head, strict=True)
            ]
    return plan_import.choices | {"columns": columns}


def _samples(sections: list[Section], column: int) -> tuple[str, ...]:
    """The first few texts of a column."""
    texts = (
        row.cells[column]
        for section in sections
        for row in section.rows
        if column < len(row.cells) and not row.is_heading and row.cells[column]
    )
    return tuple(text for text, _ in zip(dict.fromkeys(texts), range(2), strict=False))


def chosen_from(plan_import: PlanImport, typed: Mapping[str, str]) -> dict[str, Any]:
    """The choices of a PlanImport after what was typed into the step of the columns.

    typed: the form's fields by name. What isn't on the page keeps what was chosen before.
    """
    groups, _ = groups_of(plan_import)
    heads = dict(plan_import.choices.get("heads", {}))
    for one in (table for group in groups for table in group.tables):
        number = typed.get(f"head-{one.section.number}", one.head)
        if number != one.head and (number in one.rows or not number):
            heads[one.section.where] = int(number or 0)
    heads = {where: number for where, number in heads.items() if number}
    if heads != plan_import.choices.get("heads", {}):
        # Other headings make other tables: what was chosen of them means nothing any more.
        kept = {name: plan_import.choices.get(name, {}) for name in ("owners", "statuses")}
        return kept | {"heads": heads}
    columns = dict(plan_import.choices.get("columns", {}))
    tables = dict(plan_import.choices.get("sections", {}))
    for group in groups:
        meanings = [typed.get(one.field, "") for one in group.columns]
        key = group.tables[0].section.key
        columns[key] = [one if one in MEANINGS or one == LEFT_OUT else "" for one in meanings]
        how = typed.get(f"rows-{group.number}", "auto")
        for one in group.tables:
            number = one.section.number
            tables[str(number)] = {
                "take": f"take-{number}" in typed,
                "theme": typed.get(f"theme-{number}", one.theme).strip(),
                "priority": typed.get(f"priority-{number}", one.priority).strip(),
                "rows": how if how in HOW else "auto",
                "whole": f"whole-{number}" in typed,
            }
    return plan_import.choices | {"columns": columns, "sections": tables}
