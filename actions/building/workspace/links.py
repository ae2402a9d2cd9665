"""Links between actions and what runs through a plan: as a form's choices, and in the history.

Whoever links two rows changes both: each gets a new record in the history, and so a version that
a form which was opened before does not know.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django.utils.text import Truncator
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from actions.building.workspace.states import states_through
from actions.models import Action, ActionRecommendation, ActionTheme
from csp.several_rows import SeveralRows
from csp.versions import VERSION
from plans.forms.rows import RowForm
from plans.history import names_of
from plans.models import Recommendation

LONGEST_LABEL = 160


@dataclass(frozen=True)
class Linking:
    """field: of a form, in which rows are chosen. model: of the links.

    own, other: their fields that lead to the form's row, and to what is chosen.
    """

    field: str
    label: str
    model: Any
    own: str
    other: str

    def chosen(self, row: Any) -> list[int]:
        """The ids of what the row is linked to; if it has been removed, of what it was at last."""
        if row.pk is None:
            return []
        if row._state.adding:
            return [*self.through(type(row), row.pk).values()][-1]
        found = self.model.objects.filter(**{self.own: row})
        return sorted(found.values_list(f"{self.other}_id", flat=True))

    def through(self, model: Any, pk: int) -> dict[int, list[int]]:
        """The same of all times: by the ids of the records of a row of that model."""
        states = states_through(model, pk, self.model, self.own)
        key = f"{self.other}_id"
        return {record: sorted(getattr(one, key) for one in at) for record, at in states.items()}

    def words_through(self, model: Any, pk: int) -> dict[int, str]:
        """What those rows are called, a line each."""
        states = self.through(model, pk)
        others = self.model._meta.get_field(self.other).related_model
        names = names_of(others, {key for keys in states.values() for key in keys})
        return {record: "\n".join(names[key] for key in keys) for record, keys in states.items()}

    def write(self, row: Any, keys: Iterable[int]) -> None:
        """Link the row to those with these ids, and to no others.

        For a transaction that holds the lock of the plan, and has saved the row before: so its
        record in the history comes before those of its links. What isn't there any more is passed
        over.
        """
        others = self.model._meta.get_field(self.other).related_model.objects
        links = {
            getattr(one, f"{self.other}_id"): one
            for one in self.model.objects.filter(**{self.own: row})
        }
        wanted = set(keys)
        changed = others.in_bulk(wanted ^ links.keys())
        bulk_update_with_history([*changed.values()], others.model, ["position"])
        for key in links.keys() - wanted:
            links[key].delete()
        new = [
            self.model(**{self.own: row, self.other: one})
            for key, one in sorted(changed.items())
            if key not in links
        ]
        if new:
            bulk_create_with_history(new, self.model)


RECOMMENDATIONS = Linking(
    "recommendations",
    "Recommendations that it answers",
    ActionRecommendation,
    "action",
    "recommendation",
)
THEMES = Linking("cross_cutting_themes", "Cross-cutting themes", ActionTheme, "action", "theme")
OF_ACTION = (RECOMMENDATIONS, THEMES)
ANSWERING = Linking(
    "actions", "Actions that answer it", ActionRecommendation, "recommendation", "action"
)
OF_MODEL = {Action: OF_ACTION, Recommendation: (ANSWERING,)}


class ChosenField(SeveralRows):
    """Rows to be ticked, which can be compared with others."""

    def __init__(self, linking: Linking, error: str) -> None:
        rows = linking.model._meta.get_field(linking.other).related_model.objects.none()
        super().__init__(rows, label=linking.label, required=False)
        self.error_messages |= dict.fromkeys(("invalid_choice", "invalid_pk_value", "list"), error)

    def prepare_value(self, value: Any) -> Any:
        """Of a choice the keys as text, in one order, so that two choices can be compared."""
        keys = super().prepare_value(value)
        if not isinstance(keys, list):
            return keys
        return sorted(map(str, keys), key=lambda key: (len(key), key))

    def label_from_instance(self, row: Any) -> str:
        words = str(row)
        if isinstance(row, Action):
            words = " ".join(filter(None, [f"{row.priority.title}:", row.reference, words]))
        return Truncator(words).chars(LONGEST_LABEL)

    def words_of(self, keys: Iterable[Any]) -> str:
        """The rows as their reader knows them, a line each."""
        chosen = {str(key) for key in keys}
        rows: Any = self.choices
        return "\n".join(str(words) for key, words in rows if str(key) in chosen)


class LinkedForm(RowForm):
    """A row, and what is linked to it: a ChosenField for each of the Linkings of its model.

    A field that has nothing to offer is left out.
    """

    def __init__(self, *args: Any, initial: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=initial, **kwargs)
        # What was typed before and is given back says nothing of what was not ticked.
        is_typed = VERSION in (initial or {})
        for linking in self.linkings:
            if not self._offer_linked(linking.field):
                del self.fields[linking.field]
                continue
            chosen = [] if is_typed else linking.chosen(self.instance)
            self.initial.setdefault(linking.field, chosen)

    @property
    def linkings(self) -> tuple[Linking, ...]:
        return OF_MODEL[self._meta.model]

    def _offer_linked(self, name: str) -> bool:
        """Let the field choose among the rows of the plan. Whether there are any."""
        raise NotImplementedError

    def _laid_out(self, name: str) -> Any:
        if isinstance(self.fields[name], ChosenField):
            return Field.checkboxes(name, small=True, legend_size=Size.SMALL)
        return super()._laid_out(name)

    def _is_the_same(self, record: Any, seen: Any) -> bool:
        return super()._is_the_same(record, seen) and self._is_linked_the_same(record, seen)

    def _is_linked_the_same(self, record: Any, seen: Any) -> bool:
        return all(
            states[record.history_id] == states[seen.history_id]
            for linking in self.linkings
            if (states := linking.through(self._meta.model, self.instance.pk))
        )

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)
        for linking in self.linkings:
            if linking.field in self.fields:
                chosen = self.cleaned_data[linking.field]
                linking.write(saved, [one.pk for one in chosen])
        return saved
