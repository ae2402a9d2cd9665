from functools import cached_property
from typing import Any, Protocol, Self

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Div, Field, Layout, Size
from django import forms

from actions.models import Action, StatusUpdate
from actions.statuses import IN_TROUBLE, NEEDS_REASON, Status
from csp.typed_text import LONGEST_TEXT
from csp.versions import NO_VERSION, VERSION, VersionedForm
from csp.whole_numbers import whole_number
from plans.forms.fields import marked_text


def button_group(*buttons: tuple[str, str]) -> Div:
    """Buttons beside each other: pairs of name and words, of which the first is the main one."""
    (name, words), *others = buttons
    return Div(
        Button(name, words),
        *(Button.secondary(*other) for other in others),
        css_class="govuk-button-group",
    )


def choice_field(label: str, error: str, **options: Any) -> forms.ChoiceField:
    """A field of one choice. error: what is said if none is made, or one that is not offered."""
    errors = {"required": error, "invalid_choice": error}
    return forms.ChoiceField(label=label, error_messages=errors, **options)


def why_is_missing(status: str) -> str:
    """What is said if a status needs a reason and has none."""
    return f"Enter why the action is {Status(status).label.lower()}, and what would help"


class Said(Protocol):
    """An update, or an answer that may become one."""

    text: str
    reason: str

    def get_status_display(self) -> str: ...


def words_of_update(update: Said) -> list[tuple[str, str]]:
    """What an update or an answer says, as pairs of label and words."""
    return [
        ("Status", update.get_status_display()),
        ("What has happened", update.text),
        ("Why", update.reason),
    ]


def link_field() -> forms.URLField:
    """Where something stands that shows what is said of an action."""
    return forms.URLField(
        label="Add a link",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": "Enter a web address in the correct format, like https://www.example.org",
            "max_length": "The web address must be 500 characters or fewer",
        },
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )


class UpdateForm(VersionedForm):
    """What an officer or an agency says of one action, after the latest update (its version)."""

    label_size = Size.MEDIUM

    status = choice_field(
        "How is it going?",
        "Select how the action is going",
        choices=Status,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label="What has happened since the last update?",
        help_text="In one or two sentences, with figures if you have them. The document prints it",
        max_length=LONGEST_TEXT,
        widget=marked_text(),
        error_messages={
            "required": "Enter what has happened since the last update",
            "max_length": f"What has happened must be {LONGEST_TEXT:,} characters or fewer",
        },
    )
    reason = forms.CharField(
        label="Why?",
        help_text=f"Enter this for an action {IN_TROUBLE}: what is stopping it, and what would "
        "help.",
        max_length=LONGEST_TEXT,
        required=False,
        widget=marked_text(),
        error_messages={"max_length": f"The reason must be {LONGEST_TEXT:,} characters or fewer"},
    )

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.layout = Layout(
            Field.radios("status", small=True, legend_size=self.label_size),
            Field.textarea("text", rows=5, label_size=self.label_size),
            Field.textarea("reason", rows=3, label_size=self.label_size),
            *self.laid_out_below(),
        )
        return helper

    def laid_out_below(self) -> list[Any]:
        """What follows the words of the update: the other fields and the buttons."""
        return [VERSION, button_group(("save_and_next", "Save and next"), ("save", "Save"))]

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        needs_reason = cleaned.get("status") in NEEDS_REASON
        if needs_reason and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", why_is_missing(cleaned["status"]))
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """The words of the update, as actions.changes.add_update takes them."""
        words = {name: self.cleaned_data[name] for name in ("status", "text", "reason")}
        return words | {"after": self.cleaned_data[VERSION]}

    @classmethod
    def for_action(cls, action: Action, typed: dict[str, str] | None = None) -> Self:
        """The form for the next update of an action.

        typed: what was written into it before, by field name, if its session had run out.
        """
        typed = typed or {}
        initial: dict[str, Any] = {VERSION: action.latest_update_id}
        if action.status != Status.NOT_STARTED:
            initial["status"] = action.status
        kept = {"status", "text", "reason"} & typed.keys()
        return cls(initial=initial | {name: typed[name] for name in kept})

    def follow(self, update: StatusUpdate | None) -> None:
        """Give the words back, to be saved after an update that somebody else has made.

        update: the latest by now, or None if the one there was is struck out.
        """
        self.changed_by_another(
            f"{what_changed(self.cleaned_data[VERSION], update)} Read it, then save yours again: "
            "yours will be added after it",
            version=update.pk if update else NO_VERSION,
            saved_now=words_of_update(update) if update else [("Latest update", "None")],
        )


def what_changed(seen: str, now: StatusUpdate | None) -> str:
    """What somebody else has done to the latest update of an action, as a sentence.

    seen: its id as the writer saw it. now: the latest by now.
    """
    struck = StatusUpdate.every.filter(pk=whole_number(seen) or 0, struck_at__isnull=False)
    if now is None or struck.exists():
        return "The latest update was struck out while you were writing."
    return f"{now.by} saved an update while you were writing."
