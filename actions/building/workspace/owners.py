"""The owners of an action, as a form's rows and in the history: agency, unit, who leads."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from actions.building.workspace.states import states_through
from actions.models import Action, Owner
from csp.whole_numbers import whole_number

FEWEST_ROWS = 2
MOST_ROWS = 60


class Choice(NamedTuple):
    """A row of the form. agency: its id as text, empty for none."""

    agency: str = ""
    unit: str = ""
    is_lead: bool = False


class OwnersWidget(forms.Widget):
    """A row for each owner and one that is empty: to be typed into, moved up, taken away.

    Its buttons are called “again”: what is sent by them is given back with one row more, or in
    another order, and not saved.
    """

    template_name = "building/workspace/owners.html"
    # Pairs as of a select: a heading and its choices.
    agencies: list[tuple[str, list[tuple[str, str]]]] = []
    # The row to which the pressed button has led, if it was one of its own.
    focus = -1

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Choice]:
        rows: list[Choice] = []
        while len(rows) < MOST_ROWS and f"{name}-{len(rows)}-agency" in data:
            row = f"{name}-{len(rows)}"
            rows.append(
                Choice(
                    data[f"{row}-agency"],
                    data.get(f"{row}-unit", ""),
                    bool(data.get(f"{row}-lead")),
                )
            )
        what, _, number = data.get("again", "").partition("-")
        place = whole_number(number)
        if what == "more":
            self.focus = len(rows)
            rows.append(Choice())
        elif what == "up" and place and 0 < place < len(rows):
            self.focus = place - 1
            rows[place - 1 : place + 1] = rows[place], rows[place - 1]
        elif what == "less" and place is not None and 0 <= place < len(rows):
            self.focus = max(place - 1, 0)
            del rows[place]
        return rows

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}-0-agency" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = list(value or [])
        while len(rows) < FEWEST_ROWS or rows[-1] != Choice():
            rows.append(Choice())
        shown = [
            {"name": f"{name}-{place}", "choice": row, "has_focus": place == self.focus}
            for place, row in enumerate(rows)
        ]
        return context | {"rows": shown, "agencies": self.agencies}


class OwnersField(forms.Field):
    """The owners of an action, a list of Choices in their order."""

    widget = OwnersWidget
    unit = forms.CharField(
        max_length=100,
        required=False,
        error_messages={"max_length": "The unit must be 100 characters or fewer"},
    )

    def offer(self, agencies: Sequence[Any]) -> None:
        """Let these agencies be chosen, the groups of them first.

        agencies: with is_group. What is kept of them are the ids as text, and the names.
        """
        self.names = {str(agency.pk): agency.name for agency in agencies}
        groups = [(str(agency.pk), agency.name) for agency in agencies if agency.is_group]
        others = [(str(agency.pk), agency.name) for agency in agencies if not agency.is_group]
        widget: Any = self.widget
        widget.agencies = [
            (heading, choices)
            for heading, choices in (("Groups", groups), ("Partners", others))
            if choices
        ]

    def words_of(self, chosen: Iterable[Choice] | None) -> str:
        """The owners as their reader knows them, a line each."""
        return words_of(chosen or [], self.names)

    def clean(self, value: Iterable[Choice] | None) -> list[Choice]:
        """The rows that are filled in. Raises ValidationError for what they leave open."""
        chosen, errors = [], []
        for row in value or []:
            try:
                row = row._replace(unit=self.unit.clean(row.unit))
                if row != Choice():
                    chosen.append(self._valid(row))
            except ValidationError as error:
                errors += error.messages
        seen = set()
        for row in chosen:
            owner = (row.agency, row.unit.casefold())
            if owner in seen:
                name = self.words_of([row._replace(is_lead=False)])
                errors.append(f"{name} is listed as an owner twice. Remove one of them")
            seen.add(owner)
        if errors:
            raise ValidationError(errors)
        return chosen

    def _valid(self, row: Choice) -> Choice:
        if row.agency in self.names:
            return row
        if row.agency:
            raise ValidationError("Select an owner from the list")
        if row.unit:
            raise ValidationError(f"Select the agency that “{row.unit}” belongs to")
        raise ValidationError("Select which agency leads")


def words_of(chosen: Iterable[Choice], names: Mapping[str, str]) -> str:
    """Owners as their reader knows them, a line each. names: of agencies, by their ids as text."""
    return "\n".join(
        names.get(one.agency, "Somebody")
        + (f" ({one.unit})" if one.unit else "")
        + (", lead" if one.is_lead else "")
        for one in chosen
    )


def choices_of(owners: Iterable[Any]) -> list[Choice]:
    """The rows of Owners, or of their records in the history, in their order."""
    return [Choice(str(one.agency_id), one.unit, one.is_lead) for one in owners]


def write_owners(action: Action, chosen: Iterable[Choice]) -> None:
    """Make the Choices the action's owners, in their order.

    For a transaction that holds the lock of the plan, and has saved the action before: so its
    record in the history comes before its owners'.
    """
    before = {(str(one.agency_id), one.unit): one for one in action.owners.all()}
    owners = []
    for position, one in enumerate(chosen):
        owner = before.pop((one.agency, one.unit), None) or Owner(
            action=action, agency_id=int(one.agency), unit=one.unit
        )
        is_new = owner.pk is None
        if is_new or (owner.position, owner.is_lead) != (position, one.is_lead):
            owner.position, owner.is_lead = position, one.is_lead
            owners.append(owner)
    for owner in before.values():
        owner.delete()
    for owner in owners:
        owner.save()


def owners_through(action_id: int) -> dict[int, list[Choice]]:
    """What the owners of an action were at each of its records in the history, by their ids."""
    states = states_through(Action, action_id, Owner, "action")
    return {
        record: choices_of(sorted(owners, key=lambda owner: owner.position))
        for record, owners in states.items()
    }
