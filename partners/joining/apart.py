"""What taking a joining apart would give back, and what it leaves because it has changed since."""

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from partners.joining.links import links_of
from partners.joining.planned import AFTER, BEFORE, CALLED, MODEL, NAME, PK, as_texts
from partners.models import Agency, Joining

Step = dict[str, Any]


class Apart:
    """The rows as they will be, in the order in which they can be written.

    writes: those of a model together, with the columns that change; None: the rows come back.
    left: what stays as it is now, and why, in sentences. Nothing is written. is_locked: nobody else
    changes the rows before the transaction ends. The number of queries is that of the models.
    """

    def __init__(self, joining: Joining, *, is_locked: bool = False) -> None:
        self.joining = joining
        self.left: list[str] = []
        self.writes: list[tuple[type[Model], list[Any], set[str] | None]] = []
        # What was done last is undone first.
        self._steps: list[Step] = joining.steps[::-1]
        self._rows = self._read(is_locked)
        self._targets = self._there()
        self._back: dict[type[Model], set[int]] = defaultdict(set)

        def kind(step: Step) -> tuple[str, bool]:
            return step[MODEL], AFTER in step

        for (label, is_there), steps in groupby(self._steps, kind):
            model = apps.get_model(label)
            (self._change if is_there else self._bring_back)(model, list(steps))
        self._fit()

    @cached_property
    def why_not(self) -> str:
        """Why it can't be taken apart, as a sentence; "" if it can."""
        joining = self.joining
        if joining.taken_apart_at:
            return "It has been taken apart already"
        if joining.agency_id != joining.made_into:
            return (
                "The partner with which it was joined has been joined with "
                f"{joining.agency} since. Take that apart first"
            )
        agencies = [row for model, rows, _ in self.writes if model is Agency for row in rows]
        former = next((one for one in agencies if one.pk == joining.former), None)
        if former is None:
            return "What it was before is not known any more"
        there = Agency.objects.filter(partnership=former.partnership_id)
        # One that was brought back from the history has its id, too.
        there = there.exclude(pk__in=[one.pk for one in agencies if one is not former])
        alike = Q(name__iexact=former.name)
        if former.abbreviation:
            alike |= Q(abbreviation__iexact=former.abbreviation)
        taken = list(there.filter(alike)[:1]) + [
            one
            for one in agencies
            if one is not former
            and (
                one.name.lower() == former.name.lower()
                or (former.abbreviation and one.abbreviation == former.abbreviation)
            )
        ]
        if taken:
            return f"{taken[0]} has its name or abbreviation now. Change that first"
        return ""

    @property
    def version(self) -> str:
        """Another as soon as something of it is another."""
        rows = [
            [row._meta.label_lower, row.pk, sorted(names) if names is not None else None]
            for _, several, names in self.writes
            for row in several
        ]
        told = json.dumps([bool(self.joining.taken_apart_at), self.left, rows])
        return sha256(told.encode()).hexdigest()

    @property
    def named(self) -> list[tuple[str, list[str]]]:
        """The rows that go back, by what they are called; each once, however many bear a name."""
        going = {(model, row.pk) for model, rows, _ in self.writes for row in rows}
        names = defaultdict(list)
        for step in self._steps[::-1]:
            if step[CALLED] and (apps.get_model(step[MODEL]), step[PK]) in going:
                names[step[CALLED]].append(step[NAME])
        return [(called, list(dict.fromkeys(several))) for called, several in names.items()]

    def _read(self, is_locked: bool) -> dict[type[Model], dict[int, Any]]:
        """The rows of now that were changed."""
        wanted = defaultdict(set)
        for step in self._steps:
            if AFTER in step:
                wanted[apps.get_model(step[MODEL])].add(step[PK])
        found = {}
        for model, pks in wanted.items():
            unread = {name for link in links_of(model) for name in link.unread}
            rows = model._base_manager.filter(pk__in=pks).defer(*unread).order_by("pk")
            rows = rows.select_for_update() if is_locked else rows
            found[model] = {row.pk: row for row in rows}
        return found

    def _there(self) -> dict[type[Model], set[int]]:
        """The ids of the rows of now to which the former rows pointed."""
        wanted: dict[Any, set[int]] = defaultdict(set)
        for step in self._steps:
            for field in apps.get_model(step[MODEL])._meta.concrete_fields:
                value = step[BEFORE].get(field.attname)
                if field.is_relation and value is not None:
                    wanted[field.related_model].add(field.to_python(value))
        return {
            model: set(model._base_manager.filter(pk__in=pks).values_list("pk", flat=True))
            for model, pks in wanted.items()
        }

    def _change(self, model: type[Model], steps: Iterable[Step]) -> None:
        rows: list[Any] = []
        changed: set[str] = set()
        for step in steps:
            row = self._rows[model].get(step[PK])
            if row is None:
                self._leave(step, "has been removed since")
                continue
            now = as_texts(row, {name: getattr(row, name) for name in step[AFTER]})
            same = [name for name, text in step[AFTER].items() if now[name] == text]
            if len(same) < len(now):
                self._leave(step, "has been changed since, and stays as it is now")
            values = self._values(model, {name: step[BEFORE][name] for name in same}, step)
            if values:
                for name, value in values.items():
                    setattr(row, name, value)
                rows.append(row)
                changed |= values.keys()
        if rows:
            self.writes.append((model, rows, changed))

    def _bring_back(self, model: type[Model], steps: Iterable[Step]) -> None:
        rows = []
        for step in steps:
            values = self._values(model, step[BEFORE], step)
            if values:
                rows.append(model(pk=step[PK], **values))
                self._back[model].add(step[PK])
        if rows:
            self.writes.append((model, rows, None))

    def _values(self, model: Any, texts: dict[str, str | None], step: Step) -> dict[str, Any]:
        """The values of a row's columns; none if something that it needs is not there any more."""
        values = {}
        for field in model._meta.concrete_fields:
            if field.attname not in texts or field.primary_key:
                continue
            text = texts[field.attname]
            value = None if text is None else field.to_python(text)
            if field.is_relation and value is not None and not self._is_there(field, value):
                if not field.null:
                    self._leave(step, "belonged to something that has been removed since")
                    return {}
                value = None
            values[field.attname] = value
        return values

    def _is_there(self, field: Any, pk: int) -> bool:
        target = field.related_model
        return pk in self._targets[target] or pk in self._back[target]

    def _fit(self) -> None:
        by_model: dict[type[Model], list[Any]] = defaultdict(list)
        for model, rows, _ in self.writes:
            by_model[model] += rows
        for model, rows in by_model.items():
            for link in links_of(model):
                self.left += link.fit(rows)

    def _leave(self, step: Step, why: str) -> None:
        if step[CALLED]:
            self.left.append(f"{step[CALLED].capitalize()}, “{step[NAME]}”: {why}")
