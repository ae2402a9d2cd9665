"""What was chosen of a file and its tables, and what holds where nothing was."""

from dataclasses import replace
from typing import Any

from actions.building.models import PlanImport
from actions.building.plan_import.columns import meanings_of
from actions.building.plan_import.sections import Section, named, sections_of, with_scope
from actions.building.plan_import.words import says_status
from csp.spreadsheets.grids import GridRow
from plans.models import Plan


class FileChoices:
    """The choices of a PlanImport, with the Sections of its file.

    of_sections: by number as text; None before any was chosen. owners, statuses: what texts mean,
    by key_of them.
    """

    def __init__(self, plan_import: PlanImport) -> None:
        self.plan = plan_import.plan
        self.sections = sections_of(plan_import)
        self.of_sections = plan_import.choices.get("sections")
        self.of_columns = plan_import.choices.get("columns", {})
        self.heads = plan_import.choices.get("heads", {})
        self.owners = plan_import.choices.get("owners", {})
        self.statuses = plan_import.choices.get("statuses", {})

    def of(self, section: Section) -> dict[str, Any]:
        """What was chosen of a section, by name; empty before it was."""
        return (self.of_sections or {}).get(str(section.number), {})

    def taken(self) -> set[int]:
        """The numbers of the sections to import."""
        if self.of_sections is None:
            return taken_at_first(self.sections, self.plan)
        return {one.number for one in self.sections if self.of(one).get("take")}

    def columns(self, section: Section) -> list[str]:
        """The meaning of each column: a key of MEANINGS, LEFT_OUT, or "" if it is to be asked."""
        known = [""] * section.width
        if section.head:
            known = meanings_of(section.head, has_priority=bool(section.priority))
            known = [
                "status" if says_status(heading, self._cells(section, column)) else meaning
                for column, (heading, meaning) in enumerate(zip(section.head, known, strict=True))
            ]
        chosen = self.of_columns.get(section.key, known)
        return [*chosen, *[""] * (section.width - len(chosen))]

    def _cells(self, section: Section, column: int) -> set[str]:
        """What stands in a column of all sections that have the same headings."""
        alike = (one for one in self.sections if one.key == section.key)
        rows = (row for one in alike for row in one.rows)
        return {row.cells[column] for row in rows if row.cells[column]}

    def changed(self, section: Section) -> Section:
        """The Section with the priority and theme that were chosen, and its first row if that is
        no headings."""
        chosen = self.of(section)
        if chosen.get("whole") and section.head:
            first = GridRow(1, list(section.head))
            section = replace(section, head=(), rows=(first, *section.rows))
        if "priority" in chosen and chosen["priority"] != named(section):
            title, scope = with_scope(chosen["priority"])
            section = replace(section, priority=title, scope=scope)
        theme = chosen.get("theme", section.theme)
        strapline = section.strapline if theme == section.theme else ""
        return replace(section, theme=theme, strapline=strapline)


def taken_at_first(sections: list[Section], plan: Plan) -> set[int]:
    """The numbers of the sections that are imported unless somebody says otherwise.

    Those of actions; of them, those of the plan's own year where the headings above name years,
    and else those of the latest.
    """
    actions = [one for one in sections if one.is_actions]
    plans_years = plan.period.financial_years
    own = [one for one in actions if one.year is None or one.year in plans_years]
    of_plan = [one for one in actions if one.year in plans_years]
    if not own and actions:
        latest = max(one.year or 0 for one in actions)
        own = [one for one in actions if one.year == latest]
    elif not of_plan:
        own = [one for one in own if not one.is_review] or own
    return {one.number for one in own}
