"""From the tables of a file, and what was chosen of them, to a PlannedPlan."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from itertools import pairwise
from typing import Any

from django.template.defaultfilters import pluralize

from actions import timescales
from actions.building.models import PlanImport
from actions.building.plan_import.columns import LEFT_OUT, is_head
from actions.building.plan_import.drafts import LONGEST, Draft, SectionRows
from actions.building.plan_import.file_choices import FileChoices
from actions.building.plan_import.matching import PlansActions
from actions.building.plan_import.owners import Agencies, NamedOwner, key_of, together
from actions.building.plan_import.planned import (
    ColumnAsked,
    EarlierStatus,
    LeftOut,
    PlannedAction,
    PlannedPlan,
    PlannedPriority,
    Question,
)
from actions.building.plan_import.rows import rows_read_otherwise
from actions.building.plan_import.sections import Section, year_note
from actions.building.plan_import.words import (
    NOT_SAID,
    class_of,
    day_of,
    named_in,
    number_and_title,
    recommendations_in,
    reference_and_wording,
    status_of,
    update_and_fate,
    wording_and_measure,
)
from actions.models import Status
from csp.spreadsheets.grids import GridRow
from plans.action_fields import OWN_FIELDS

RECOMMENDATIONS = "Recommendations"
LONGEST_STRAPLINE = 300
LONGEST_NAMED = 60
LONGEST_TITLE = 200


def planned_from(plan_import: PlanImport) -> PlannedPlan:
    """The PlannedPlan of a PlanImport as the partnership and its plan are now."""
    return PlanFromTables(plan_import).planned()


class PlanFromTables:
    """Reads section after section, and keeps what was met."""

    def __init__(self, plan_import: PlanImport) -> None:
        self.plan = plan_import.plan
        self.chosen = FileChoices(plan_import)
        self.sections = self.chosen.sections
        self.notes = list(plan_import.tables.get("notes", []))
        agencies = self.plan.partnership.agencies.order_by("name")
        self.agencies = Agencies(agencies, self.chosen.owners)
        self.themes = {key_of(theme.title): theme.title for theme in self.plan.themes.all()}
        self.new_themes: list[str] = []
        self.straplines: dict[str, str] = {}
        self.priorities = {
            key_of(one.title): PlannedPriority(
                one.title, one.theme.title if one.theme else "", one.number, pk=one.pk
            )
            for one in self.plan.priorities.select_related("theme")
        }
        self.there = PlansActions(self.plan)
        # The same words are met again and again.
        self.timescale = cache(partial(timescales.parse, period=self.plan.period))
        self.actions: list[PlannedAction] = []
        self.left_out: list[LeftOut] = []
        self.problems: list[str] = []
        self.columns_asked: list[ColumnAsked] = []
        self.owners_asked: Counter[str] = Counter()
        self.owners_met: Counter[str] = Counter()
        self.statuses_met: Counter[str] = Counter()
        self.statuses_asked: Counter[str] = Counter()

    def planned(self) -> PlannedPlan:
        taken = self.chosen.taken()
        if not taken:
            first = next((one for one in self.sections if one.is_actions), self.sections[0])
            words = "Select at least one table"
            if is_head([row.cells[0] for row in first.all_rows]):
                words += f". The headings of {first.where} stand in its first column: turn its "
                words += "rows into columns, as spreadsheet programs can (“Transpose”)"
            self._ask(f"take-{first.number}", words)
        passed_over: dict[str, list[str]] = {}
        for section in self.sections:
            if section.number in taken:
                self._read(section)
            else:
                why = year_note(section, self.plan) or "not selected"
                if not section.is_actions:
                    why = "without headings of actions"
                rows = f"{len(section.rows)} row{pluralize(len(section.rows))}"
                passed_over.setdefault(why, []).append(f"{section.where} ({rows})")
        for why, places in passed_over.items():
            self.notes.append(f"Tables that are left out, {why}: {', '.join(places)}.")
        self._ask_of_headless(taken)
        return PlannedPlan(
            themes=tuple(self.themes.values()),
            priorities=tuple(self.priorities.values()),
            actions=tuple(self.actions),
            left_out=tuple(self.left_out),
            notes=tuple(dict.fromkeys(self.notes)),
            problems=tuple(self.problems),
            columns_asked=tuple(dict.fromkeys(self.columns_asked)),
            owners_asked=_questions(self.owners_asked),
            owners_met=_questions(self.owners_met),
            statuses_met=_questions(self.statuses_met),
            statuses_asked=_questions(self.statuses_asked),
            new_themes=tuple(self.new_themes),
            straplines=self.straplines,
            not_in_file=self.there.not_met(),
        )

    def _ask_of_headless(self, taken: set[int]) -> None:
        if self.chosen.of_sections is not None:
            return
        for before, one in pairwise(self.sections):
            goes_on = before.number in taken and one.path == before.path
            if goes_on and not one.is_actions and 2 <= one.width <= before.width:
                self._ask(
                    f"take-{one.number}",
                    f"{one.where} has no headings of actions, and follows a table of them: "
                    "select it if it goes on with that one",
                )

    def _ask_about_columns(self, section: Section, columns: list[str]) -> None:
        """Ask what isn't known of them, and say where there are colours without words."""
        # The columns of all sections with the same headings are asked once.
        first = next(one for one in self.sections if one.key == section.key)
        for column, meaning in enumerate(columns):
            if not meaning and any(row.cells[column] for row in section.rows):
                heading = section.head[column] if section.head else ""
                words = f"“{heading}”" if heading else f"column {column + 1}"
                field = f"column-{first.number}-{column}"
                self._ask(field, f"Select what {words} in {first.where} means")
        if "action" not in columns:
            field = f"column-{first.number}-0"
            self._ask(field, f"Select which column of {first.where} holds the actions")
        elif "status" in columns:
            place = columns.index("status")
            rows = section.rows
            said = (
                row.cells[column] or str(column) in row.colours
                for row in rows
                for column, meaning in enumerate(columns)
                if meaning == "status"
            )
            if rows and not any(said):
                self.notes.append(
                    f"The column “{section.head[place] if section.head else place + 1}” of "
                    f"{section.where} has no words, and no colours that can be read."
                )

    def _read(self, section: Section) -> None:
        columns = self.chosen.columns(section)
        self._ask_about_columns(section, columns)
        if "action" not in columns:
            return
        for one in section.passed_over:
            self._leave_out(section, one.row, one.text, one.why)
        self._tell_of_columns(section, columns)
        section = self.chosen.changed(section)
        if not section.priority and "priority" not in columns and "recommendation" in columns:
            # The table of a review has no priorities.
            section = replace(section, priority=RECOMMENDATIONS)
        chosen = self.chosen.of(section)
        if chosen.get("rows", "auto") == "auto":
            self.notes += rows_read_otherwise(section, columns)
        if section.strapline and key_of(section.theme) not in self.themes:
            self.straplines[section.theme] = section.strapline
        rows = SectionRows(
            section,
            columns,
            chosen.get("rows", "auto"),
            to_priority=partial(self._priority, note=section.note),
            leave_out=partial(self._leave_out, section),
            ask_priority=lambda: self._ask(
                f"priority-{section.number}",
                f"Enter the priority of the actions in {section.where}",
            ),
        )
        self.actions += [self._action(draft, columns, section.head) for draft in rows.read()]

    def _tell_of_columns(self, section: Section, columns: list[str]) -> None:
        for column, meaning in enumerate(columns):
            cells = [row.cells[column] for row in section.rows if row.cells[column]]
            if meaning == LEFT_OUT and cells:
                heading = section.head[column] if section.head else ""
                named = f"“{heading}”" if heading else f"{column + 1}, which has no heading,"
                count = f"{len(cells)} cell{pluralize(len(cells))}"
                self.notes.append(
                    f"Column {named} of {section.where} is left out: {count}, such as "
                    f"“{cells[0][:LONGEST_NAMED]}”."
                )

    def _action(self, draft: Draft, columns: list[str], headings: Sequence[str]) -> PlannedAction:
        values = draft.values
        texts = {one.name: values[one.in_data] for one in OWN_FIELDS}
        if "reference" not in columns:
            texts["reference"], texts["wording"] = reference_and_wording(texts["wording"])
        if "measure" not in columns:
            texts["wording"], texts["measure"] = wording_and_measure(texts["wording"])
        if not texts["wording"]:
            texts |= {"wording": values["action"], "measure": values["measure"]}
        owners, as_written = self._owners(values)
        texts["timescale"], timescale_read = self._timescale(values)
        cross_cutting = named_in(values["cross-cutting themes"])
        pier = class_of(values["class"])
        texts["pier"] = pier or ""
        self._check_lengths(draft.where, texts, draft.strand, cross_cutting)
        notes = _left_out(values, pier)
        values["update"], fate = update_and_fate(values["update"])
        if fate:
            notes.append(f"“{fate}” is left out: it says what became of it in the next year")
        (status, written, said_on), earlier, untold = self._said(draft)
        planned = PlannedAction(
            where=draft.where,
            priority=draft.priority.title,
            strand=draft.strand,
            texts=texts,
            owners=owners,
            owners_as_written=as_written,
            timescale_read=timescale_read,
            update=values["update"],
            status=status,
            status_as_written=written,
            said_on=said_on,
            earlier=earlier,
            cross_cutting=cross_cutting,
            recommendations=recommendations_in(values["recommendation"]),
            notes=(*draft.notes, *notes, *untold),
        )
        return self.there.matched(planned, headings, columns)

    def _check_lengths(
        self, where: str, texts: dict[str, str], strand: str, cross_cutting: Iterable[str]
    ) -> None:
        checked = [(one.label, texts[one.name], LONGEST[one.name]) for one in OWN_FIELDS]
        checked += [("Strand", strand, LONGEST_TITLE)]
        checked += [("Cross-cutting theme", title, LONGEST_TITLE) for title in cross_cutting]
        for label, text, most in checked:
            if most and len(text) > most:
                self._problem(where, f"the {label.lower()}", most, text)

    def _timescale(self, values: dict[str, str]) -> tuple[str, timescales.Timescale]:
        """The words of a timescale, and what they mean: the end says when it is due."""
        start, end = values["start"], values["timescale"]
        read = self.timescale(end)
        if start and not end:
            read = timescales.Timescale(timescales.TimescaleKind.WORDS)
        return " – ".join(filter(None, [start, end])), read

    def _owners(self, values: dict[str, str]) -> tuple[tuple[NamedOwner, ...], str]:
        """(owners, the cell as it was written) of a row."""
        lead = self.agencies.read(values["lead"], is_lead=True)
        others = self.agencies.read(values["owners"])
        owners = together(lead.owners, others.owners)
        self.owners_asked.update([*lead.asked, *others.asked])
        self.owners_met.update([*lead.met, *others.met])
        as_written = "\n".join(filter(None, [values["lead"], values["owners"]]))
        return owners, as_written

    def _said(
        self, draft: Draft
    ) -> tuple[tuple[str, str, date | None], tuple[EarlierStatus, ...], list[str]]:
        """Of the last status what it means, its words and its day; EarlierStatuses; and notes."""
        period = self.plan.period
        told = [(day_of(heading, period), words) for heading, words in draft.statuses]
        by_day = sorted((day, words) for day, words in told if day)
        if len(by_day) == len(told):
            told = [*by_day]
        *before, (said_on, written) = told or [(None, "")]
        earlier = tuple(
            EarlierStatus(day, status, words)
            for day, words in before
            if day and (status := self._status(words))
        )
        untold = [
            f"The status “{words}” is left out: a later column says “{written}”"
            for day, words in before
            if not day
        ]
        status = self._status(written) if written or draft.values["update"] else ""
        return (status, written, said_on), earlier, untold

    def _status(self, written: str) -> str:
        """The Status that words mean; "" if that has to be asked."""
        status = status_of(written)
        if status is None:
            self.statuses_met[written] += 1
            status = self.chosen.statuses.get(key_of(written))
        if status == NOT_SAID:
            return Status.NOT_STARTED.value
        if status not in Status.values:
            self.statuses_asked[written] += 1
            return ""
        return Status(status).value

    def _priority(
        self,
        text: str,
        theme: str,
        scope: str,
        attributes: dict[str, Any],
        where: str,
        *,
        note: str,
    ) -> PlannedPriority | None:
        """The PlannedPriority that a text names, the plan's or a new one; None without a text."""
        text = " ".join(text.split())
        if not text:
            return None
        theme, _, strapline = theme.partition("\n")
        number, title = number_and_title(text)
        if known := self.priorities.get(key_of(title)):
            theme = self._theme(theme, strapline)
            return self._known_priority(known, theme, scope, attributes)
        if number and number in {one.number for one in self.priorities.values()}:
            self.notes.append(f"“{title}” gets no number: {number} is that of another priority.")
            number = None
        for words, value, most in (
            ("the priority", title, LONGEST_TITLE),
            ("the theme", theme, LONGEST_TITLE),
            ("the line under the theme", strapline, LONGEST_STRAPLINE),
            ("what the priority includes", scope, 500),
            ("the note above the table", note, LONGEST_TITLE),
        ):
            if len(value) > most:
                self._problem(where, words, most, value)
        theme = self._theme(theme, strapline)
        planned = PlannedPriority(title, theme, number, scope, note, where=where, **attributes)
        self.priorities[key_of(title)] = planned
        return planned

    def _theme(self, title: str, strapline: str) -> str:
        """The title of the theme, the plan's or a new one."""
        if title and key_of(title) not in self.themes:
            self.new_themes.append(title)
            self.themes[key_of(title)] = title
            if strapline:
                self.straplines[title] = " ".join(strapline.split())
        return self.themes.get(key_of(title), "")

    def _known_priority(
        self, known: PlannedPriority, theme: str, scope: str, attributes: dict[str, Any]
    ) -> PlannedPriority:
        """A priority that is met again, with what is said of it for the first time."""
        if known.is_new and not known.theme:
            known = self.priorities[key_of(known.title)] = replace(known, theme=theme)
        if theme and key_of(known.theme) != key_of(theme):
            self.notes.append(
                f"“{known.title}” stands under “{theme}” in the file. It becomes one priority, "
                + (f"under “{known.theme}”." if known.theme else "under no theme.")
            )
        said = attributes | ({"scope": scope} if scope else {})
        new = {name: text for name, text in said.items() if not getattr(known, name)}
        if known.is_new and new:
            known = self.priorities[key_of(known.title)] = replace(known, **new)
        for text in said.values():
            if text not in {getattr(known, name) for name in said}:
                self.notes.append(f"Of “{known.title}” this is left out: “{text}”.")
        return known

    def _ask(self, field: str, words: str) -> None:
        self.columns_asked.append(ColumnAsked(field, words))

    def _leave_out(self, section: Section, row: GridRow, text: str, why: str) -> None:
        self.left_out.append(LeftOut(f"{section.where}, row {row.number}", text, why))

    def _problem(self, where: str, what: str, most: int, text: str) -> None:
        self.problems.append(
            f"{where}: {what} has {len(text)} characters, and must have {most} or fewer: “{text}”"
        )


def _questions(asked: Counter[str]) -> tuple[Question, ...]:
    return tuple(Question(key_of(text), text, count) for text, count in asked.items())


def _left_out(values: Mapping[str, str], pier: str | None) -> list[str]:
    """What does not fit its column. pier: None if its class is none of ours."""
    said = values["class"]
    notes = [f"“{said}” is no class of action, and is left out"] if pier is None else []
    if values["completed"] and not day_of(values["completed"]):
        notes.append(f"“{values['completed']}” is no day of completion, and is left out")
    return notes
