"""From the tables of a file, and what was chosen of them, to a PlannedPlan."""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import Any

from actions import timescales
from actions.building.plan_import.columns import LEFT_OUT, MEANINGS
from actions.building.plan_import.file_choices import FileChoices
from actions.building.plan_import.owners import Agencies, key_of, together
from actions.building.plan_import.planned import (
    ColumnAsked,
    LeftOut,
    PlannedAction,
    PlannedPlan,
    PlannedPriority,
    Question,
)
from actions.building.plan_import.rows import kinds_of, rows_read_as_headings
from actions.building.plan_import.sections import named, single, with_scope, year_note
from actions.building.plan_import.words import (
    class_of,
    reference_and_wording,
    status_of,
    wording_and_measure,
)
from actions.models import Action, Status
from csp.spreadsheets.grids import GridRow

NUMBERED = re.compile(r"(?:strategic )?priority(?:\s+(\d{1,3}))?\s*[:.–—-]\s*(\S.*)", re.I | re.S)
LONGEST_TITLE = 200
LONGEST_TIMESCALE = 200
LONGEST_REFERENCE = 20


def planned_from(plan_import):
    """The PlannedPlan of a PlanImport as the partnership and its plan are now."""
    return PlanFromTables(plan_import).planned()


class PlanFromTables:
    """Reads section after section, and keeps what was met."""

    def __init__(self, plan_import):
        self.plan = plan_import.plan
        self.chosen = FileChoices(plan_import)
        self.sections = self.chosen.sections
        self.notes = list(plan_import.tables.get("notes", []))
        agencies = self.plan.partnership.agencies.order_by("name")
        self.agencies = Agencies(agencies, self.chosen.owners)
        self.themes = {key_of(theme.title): theme.title for theme in self.plan.themes.all()}
        self.new_themes: list[str] = []
        self.priorities = {
            key_of(one.title): PlannedPriority(
                one.title, one.theme.title if one.theme else "", one.number, pk=one.pk
            )
            for one in self.plan.priorities.select_related("theme")
        }
        # By priority: reference and wording of each action that no row has answered for yet.
        self.there: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for title, reference, wording in Action.objects.filter(
            priority__plan=self.plan
        ).values_list("priority__title", "reference", "wording"):
            self.there[key_of(title)].append((reference, key_of(wording)))
        self.actions: list[PlannedAction] = []
        self.left_out: list[LeftOut] = []
        self.problems: list[str] = []
        self.columns_asked: list[ColumnAsked] = []
        self.owners_asked: Counter[str] = Counter()
        self.owners_met: Counter[str] = Counter()
        self.statuses_met: Counter[str] = Counter()
        self.statuses_asked: Counter[str] = Counter()

    def planned(self):
        taken = self.chosen.taken()
        if not taken:
            first = next((one for one in self.sections if one.is_actions), self.sections[0])
            self._ask(f"take-{first.number}", "Select at least one table")
        passed_over: dict[str, list[str]] = {}
        for section in self.sections:
            if section.number in taken:
                self._read(section)
            elif section.is_actions:
                why = year_note(section, self.plan) or "not selected"
                passed_over.setdefault(why, []).append(section.where)
        for why, places in passed_over.items():
            self.notes.append(f"Tables of actions that are left out, {why}: {', '.join(places)}.")
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
        )

    def _ask_of_headless(self, taken):
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

    def _ask_about_columns(self, section, columns):
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
            if section.rows and not any(row.cells[place] for row in section.rows):
                self.notes.append(
                    f"The column “{section.head[place] if section.head else place + 1}” of "
                    f"{section.where} has no words. Colours alone are not read."
                )

    def _read(self, section):
        columns = self.chosen.columns(section)
        self._ask_about_columns(section, columns)
        if "action" not in columns:
            return
        for number, why in section.passed_over:
            self._leave_out(section, number, "", why)
        chosen = self.chosen.of(section)
        if chosen.get("whole") and section.head:
            # Its first row is no headings.
            first = GridRow(1, list(section.head))
            section = replace(section, head=(), rows=(first, *section.rows))
        if "priority" in chosen and chosen["priority"] != named(section):
            title, scope = with_scope(chosen["priority"])
            section = replace(section, priority=title, scope=scope)
        section = replace(section, theme=chosen.get("theme", section.theme))
        if "rows" not in chosen and (note := rows_read_as_headings(section, columns)):
            self.notes.append(note)
        self._read_rows(section, columns, chosen.get("rows", "auto"))

    def _read_rows(self, section, columns, how):
        """Read the rows under the headings that stand above them. how: a key of HOW."""
        theme, note, strand = section.theme, section.note, ""
        priority = self._priority(section.priority, theme, section.scope, note, section.where)
        kinds = kinds_of(section, columns, how, has_priority=bool(section.priority))
        for row, kind in zip(section.rows, kinds, strict=True):
            where = f"{section.where}, row {row.number}"
            if kind == "theme":
                theme, priority, strand = single(row), None, ""
            elif kind == "priority":
                title, scope = with_scope(single(row))
                priority, strand = self._priority(title, theme, scope, note, where), ""
            elif kind == "strand":
                strand = single(row)
            else:
                values = _values(row, columns)
                if values["priority"] or values["theme"]:
                    theme = values["theme"] or ("" if "theme" in columns else theme)
                    if values["priority"]:
                        priority = self._priority(values["priority"], theme, "", note, where)
                    strand = values["strand"] if "strand" in columns else ""
                strand = values["strand"] or strand
                self._read_row(section, row, columns, values, priority, strand)

    def _read_row(self, section, row, columns, values, priority, strand):
        where = f"{section.where}, row {row.number}"
        action = columns.index("action")
        if action in row.continued and self.actions:
            self._go_on(where, row, columns)
            return
        if not values["action"]:
            text = " ".join(filter(None, row.cells))
            self._leave_out(section, row.number, text, "it has no action")
            return
        if priority is None:
            field = f"priority-{section.number}"
            self._ask(field, f"Enter the priority of the actions in {section.where}")
            return
        if len(strand) > LONGEST_TITLE:
            self._problem(where, "the strand", LONGEST_TITLE, strand)
        self.actions.append(self._action(where, columns, values, priority, strand))

    def _action(self, where, columns, values, priority, strand):
        reference, wording, measure = values["reference"], values["action"], values["measure"]
        if "reference" not in columns:
            reference, wording = reference_and_wording(wording)
        if "measure" not in columns:
            wording, measure = wording_and_measure(wording)
        if not wording:
            wording, measure = values["action"], ""
        owners, as_written, notes = self._owners(values)
        for words, text, most in (
            ("the reference", reference, LONGEST_REFERENCE),
            ("the timescale", values["timescale"], LONGEST_TIMESCALE),
        ):
            if len(text) > most:
                self._problem(where, words, most, text)
        pier = class_of(values["class"])
        if pier is None:
            notes.append(f"“{values['class']}” is no class of action, and is left out")
        return PlannedAction(
            where=where,
            priority=priority.title,
            strand=strand,
            reference=reference,
            wording=wording,
            owners=owners,
            owners_as_written=as_written,
            timescale=values["timescale"],
            timescale_read=timescales.parse(values["timescale"], self.plan.start_year),
            measure=measure,
            outcome=values["outcome"],
            resources=values["resources"],
            pier=pier or "",
            update=values["update"],
            status=self._status(values),
            status_as_written=values["status"],
            is_there=self._is_there(priority, reference, wording),
            notes=tuple(notes),
        )

    def _go_on(self, where, row, columns):
        """Add what stands beside the action's cell going on to the action above."""
        own = replace(
            row,
            cells=[
                "" if column in row.continued else cell for column, cell in enumerate(row.cells)
            ],
        )
        values, action = _values(own, columns), self.actions[-1]
        owners, as_written, notes = self._owners(values)
        joined: dict[str, Any] = {
            name: "\n".join(filter(None, [getattr(action, name), values[name]]))
            for name in ("timescale", "measure", "outcome", "resources", "update")
        }
        self.actions[-1] = replace(
            action,
            owners=together(action.owners, owners),
            owners_as_written="\n".join(filter(None, [action.owners_as_written, as_written])),
            timescale_read=timescales.parse(joined["timescale"], self.plan.start_year),
            notes=(*action.notes, *notes, f"{where} goes on with it"),
            **joined,
        )
        if len(joined["timescale"]) > LONGEST_TIMESCALE:
            self._problem(where, "the timescale", LONGEST_TIMESCALE, joined["timescale"])

    def _owners(self, values):
        """(owners, the cell as it was written, notes) of a row."""
        lead = self.agencies.read(values["lead"], is_lead=True)
        others = self.agencies.read(values["owners"])
        owners = together(lead.owners, others.owners)
        self.owners_asked.update([*lead.asked, *others.asked])
        self.owners_met.update([*lead.met, *others.met])
        as_written = "\n".join(filter(None, [values["lead"], values["owners"]]))
        return owners, as_written, [*lead.notes, *others.notes]

    def _status(self, values):
        written = values["status"]
        if not written and not values["update"]:
            return ""
        status = status_of(written)
        if status is None:
            self.statuses_met[written] += 1
            status = self.chosen.statuses.get(key_of(written))
        if status not in Status.values:
            self.statuses_asked[written] += 1
            return ""
        return Status(status).value

    def _is_there(self, priority, reference, wording):
        """Whether the plan has the action; each of its own answers for one row."""
        left, wording = self.there[key_of(priority.title)], key_of(wording)
        for place, (known_reference, known_wording) in enumerate(left):
            both = known_reference and reference
            if known_reference == reference if both else known_wording == wording:
                del left[place]
                return True
        return False

    def _priority(self, text, theme, scope, note, where):
        """The PlannedPriority that a text names, the plan's or a new one; None without a text."""
        text = " ".join(text.split())
        if not text:
            return None
        found = NUMBERED.fullmatch(text)
        number, title = (int(found[1] or 0) or None, found[2]) if found else (None, text)
        if known := self.priorities.get(key_of(title)):
            if theme and known.is_new and key_of(known.theme) != key_of(theme):
                self.notes.append(
                    f"“{title}” stands under two themes. It becomes one priority, under "
                    f"“{known.theme}”."
                )
            return known
        if number and number in {one.number for one in self.priorities.values()}:
            self.notes.append(f"“{title}” gets no number: {number} is that of another priority.")
            number = None
        for words, value, most in (
            ("the priority", title, LONGEST_TITLE),
            ("the theme", theme, LONGEST_TITLE),
            ("what the priority includes", scope, 500),
        ):
            if len(value) > most:
                self._problem(where, words, most, value)
        if theme:
            if key_of(theme) not in self.themes:
                self.new_themes.append(theme)
            theme = self.themes.setdefault(key_of(theme), theme)
        planned = PlannedPriority(title, theme, number, scope, note[:LONGEST_TITLE], where=where)
        self.priorities[key_of(title)] = planned
        return planned

    def _ask(self, field, words):
        self.columns_asked.append(ColumnAsked(field, words))

    def _leave_out(self, section, number, text, why):
        self.left_out.append(LeftOut(f"{section.where}, row {number}", text, why))

    def _problem(self, where, what, most, text):
        self.problems.append(
            f"{where}: {what} has {len(text)} characters, and must have {most} or fewer: “{text}”"
        )


def _values(row, columns):
    """The texts of a row by meaning; several columns of one meaning are joined, a line each."""
    values = dict.fromkeys(MEANINGS, "")
    for meaning, cell in zip(columns, row.cells, strict=False):
        if meaning and meaning != LEFT_OUT and cell:
            values[meaning] = f"{values[meaning]}\n{cell}" if values[meaning] else cell
    for name in ("theme", "strand", "reference", "timescale", "class"):
        values[name] = " ".join(values[name].split())
    # Of several columns, for one quarter each, the last says how it goes now.
    values["status"] = values["status"].rpartition("\n")[2]
    return values


def _questions(asked):
    return tuple(Question(key_of(text), text, count) for text, count in asked.items())
