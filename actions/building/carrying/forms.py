"""The forms of deciding what becomes of a priority or an action."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size
from django import forms

from actions.building.carrying.action_fates import proposed_timescale
from actions.building.carrying.decided import Row, stands_for
from actions.building.carrying.priority_fates import twin_in, why_merged
from actions.forms import button_group, choice_field
from actions.models import Action
from csp.typed_text import LONGEST_TEXT, limit
from csp.versions import VERSION, VersionedForm
from plans import own_columns
from plans.action_fields import ACTION_FIELDS, MARKED
from plans.forms.fields import marked_text
from plans.marks import opening
from plans.models import Plan, Priority
from plans.models.decisions import decision_of

LONGEST_TITLE = 200
# An action is named in a list of choices by its beginning.
SHOWN_CHARACTERS = 100
# What may be put in other words; the first is the wording.
REWORDED = [one for one in ACTION_FIELDS if one.is_carried and one.is_prose]


class DecisionForm(VersionedForm):
    """A decision, and the version of what was decided before that the writer has read.

    plan: the new Plan.
    """

    buttons = [("save_and_next", "Save and next"), ("save", "Save")]

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan

    @classmethod
    def initial_of(cls, row: Row, plan: Plan) -> dict[str, Any]:
        """What the form proposes for an action or a priority of the old plan."""
        return {"reason": decision_of(row).fate_reason}

    @property
    def decided(self) -> dict[str, Any]:
        """The decision, as what writes it takes it."""
        words = {name: value for name, value in self.cleaned_data.items() if name != VERSION}
        return words | {"seen": self.cleaned_data[VERSION]}

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.layout = Layout(*map(self._laid_out, self.fields), button_group(*self.buttons))
        return helper

    def _laid_out(self, name: str) -> Any:
        field = self.fields[name]
        if isinstance(field.widget, forms.Textarea):
            return Field.textarea(name, rows=3, label_size=Size.SMALL)
        return Field(name, context={"label_size": Size.for_label("s")})

    def _offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", "Select one"), *choices]


def long_text(label: str, error: str = "", **options: Any) -> forms.CharField:
    """A field of several lines; without an error for it to be empty, it may be."""
    options.setdefault("widget", forms.Textarea)
    return forms.CharField(
        label=label,
        max_length=LONGEST_TEXT,
        required=bool(error),
        error_messages={"required": error},
        **options,
    )


class KeepForm(DecisionForm):
    """Where an action goes in the new plan, and until when."""

    priority = choice_field("Priority", "Select the priority that it goes to")
    timescale = forms.CharField(
        label="Timescale",
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        self.priorities = {str(one.pk): one for one in plan.priorities.all()}
        self.fields["priority"].label = f"Priority in {plan.label}"
        self.fields["timescale"].label = f"Timescale in {plan.label}"
        self._offer("priority", [(pk, str(one)) for pk, one in self.priorities.items()])

    @classmethod
    def initial_of(cls, row: Row, plan: Plan) -> dict[str, Any]:
        target = stands_for(row.priority)
        return (
            super().initial_of(row, plan)
            | {one.name: getattr(row, one.name) for one in REWORDED}
            | {"priority": target.pk if target else "", "timescale": proposed_timescale(row)}
        )

    def clean_priority(self) -> Priority:
        return self.priorities[self.cleaned_data["priority"]]


class RewordForm(KeepForm):
    wording = long_text("New wording", "Enter the new wording", widget=marked_text())
    reason = long_text("Why it is reworded", help_text="Optional")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        _, *names = [one.name for one in REWORDED]
        fields = forms.fields_for_model(
            Action,
            names,
            widgets=dict.fromkeys(MARKED.intersection(names), marked_text()),
        )
        for name, field in fields.items():
            limit(field, getattr(field, "max_length", None) or LONGEST_TEXT)
            self.fields[name] = field
        own_columns.offer(self.fields, plan, {**self.initial, **self.data})
        self.order_fields([VERSION, "wording", "priority", "timescale", *names])


class SplitForm(KeepForm):
    field_order = [VERSION, "wordings", "priority", "timescale"]

    wordings = long_text(
        "New actions",
        "Enter the wording of 2 or more actions, each on a new line",
        help_text="Enter the wording of each on a new line. The rest is copied to all of them",
    )
    reason = long_text("Why it is split", help_text="Optional")

    def clean_wordings(self) -> list[str]:
        """The wordings, without empty lines."""
        lines = [line.strip() for line in self.cleaned_data["wordings"].splitlines()]
        wordings = [line for line in lines if line]
        if len(wordings) < 2:
            raise forms.ValidationError(self.fields["wordings"].error_messages["required"])
        return wordings


class MergeForm(DecisionForm):
    into = choice_field("Merge into", "Select the action that it is merged into")
    reason = long_text("Why it is merged", help_text="Optional")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        actions = Action.objects.filter(priority__plan=plan).in_plan_order()
        self.actions = {str(one.pk): one for one in actions.select_related("priority")}
        self.fields["into"].label = f"Action of {plan.label} that it is merged into"
        by_priority: dict[str, list[tuple[str, str]]] = {}
        for pk, one in self.actions.items():
            words = f"{one.reference} {opening(one.wording)}".strip()
            if len(words) > SHOWN_CHARACTERS:
                words = words[:SHOWN_CHARACTERS] + "…"
            by_priority.setdefault(str(one.priority), []).append((pk, words))
        self._offer("into", list(by_priority.items()))

    def clean_into(self) -> Action:
        return self.actions[self.cleaned_data["into"]]


class DropForm(DecisionForm):
    reason = long_text(
        "Why it is dropped",
        "Enter why the action is dropped",
        help_text="This is kept with the action, for example “Done. The forum exists.”",
    )


class ContinueForm(DecisionForm):
    title = forms.CharField(
        label="Title",
        max_length=LONGEST_TITLE,
        error_messages={"required": "Enter the title"},
    )
    reason = long_text("Why it continues", help_text="Optional. This is printed in the review")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["title"].label = f"Title in {plan.label}"
        self.fields["title"].help_text = "Keep the title, or enter a new one to rename the priority"

    @classmethod
    def initial_of(cls, row: Row, plan: Plan) -> dict[str, Any]:
        return super().initial_of(row, plan) | {"title": row.title}


class MergePriorityForm(DecisionForm):
    into = choice_field("Merge into", "Select the priority that it is merged into")
    reason = long_text(
        "Why it is merged",
        "Enter why the priority is merged",
        help_text="This is printed in the review",
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        self.priorities = {str(one.pk): one for one in plan.priorities.all()}
        self.fields["into"].label = f"Priority of {plan.label} that it is merged into"
        self._offer("into", [(pk, str(one)) for pk, one in self.priorities.items()])

    @classmethod
    def initial_of(cls, row: Row, plan: Plan) -> dict[str, Any]:
        twin = twin_in(plan, row)
        proposed = {"into": str(twin.pk), "reason": why_merged(twin)} if twin else {}
        return super().initial_of(row, plan) | proposed

    def clean_into(self) -> Priority:
        return self.priorities[self.cleaned_data["into"]]


class EndForm(DecisionForm):
    reason = long_text(
        "Why it ends", "Enter why the priority ends", help_text="This is printed in the review"
    )


class UndoForm(DecisionForm):
    """Taking a decision back; what becomes of that which was edited since is asked if need be."""

    buttons = [("undo", "Undo this decision")]

    leave = choice_field(
        "What happens to it in the new plan?",
        "Select what happens to it in the new plan",
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, plan: Plan, is_edited: bool, may_remove: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        if not is_edited:
            del self.fields["leave"]
            return
        choices = [("leave", "Keep it, as something new")]
        if may_remove:
            choices.append(("remove", "Remove it, and the changes made to it"))
        field: Any = self.fields["leave"]
        field.label = f"What happens to it in the plan {plan.label}?"
        field.choices = choices

    def _laid_out(self, name: str) -> Any:
        if name == "leave":
            return Field.radios(name, legend_size=Size.SMALL)
        return super()._laid_out(name)

    @property
    def is_left(self) -> bool | None:
        """What `undo` wants to know: whether it stays, or None if that needn't be asked."""
        if "leave" not in self.fields:
            return None
        return self.cleaned_data["leave"] == "leave"
