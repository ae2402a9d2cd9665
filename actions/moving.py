"""Moving a timescale of an agreed plan: what must be said of it, and how that is kept."""

from datetime import date
from typing import Any, NamedTuple

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size
from django import forms

from actions.extensions import Extension, Promise
from actions.models import Action
from csp.typed_text import LONGEST_TEXT, TypedText, limit
from partners.models import User

AGREED, MISTAKE = "agreed", "mistake"
# The fields of MovedFields.
MOVED_FIELDS = ("moved_as", "moved_because", "moved_agreed_by")


class Said(NamedTuple):
    """Why a timescale is moved, and who agreed it; nobody, where it corrects a mistake."""

    is_correction: bool
    reason: str
    agreed_by: str


class MovedFields(TypedText, forms.Form):
    """What a form asks of whoever moves a timescale of an agreed plan."""

    moved_as = forms.ChoiceField(
        label="What does the new timescale do?",
        choices=[
            (AGREED, "It moves what was promised, as has been agreed"),
            (MISTAKE, "This corrects a mistake, it is not an extension"),
        ],
        widget=forms.RadioSelect,
        initial=AGREED,
        required=False,
    )
    moved_because = forms.CharField(
        label="Why is it moved?",
        help_text="The reason is kept with the action, and shown in the highlight report",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    moved_agreed_by = forms.CharField(
        label="Who agreed it?",
        help_text="For example, “The partnership, 12 November 2026”",
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit(self.fields["moved_because"], LONGEST_TEXT)

    def say_if_unsaid(self) -> None:
        """Find errors where a reason is missing. For the `clean` of a form, if it is needed."""
        if self.cleaned_data.get("moved_as") == MISTAKE:
            return
        for name, words in (
            ("moved_because", "Enter why the timescale is moved"),
            ("moved_agreed_by", "Enter who agreed that the timescale is moved"),
        ):
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, words)

    @property
    def said(self) -> Said:
        """What a valid form says."""
        cleaned = self.cleaned_data
        is_correction = cleaned["moved_as"] == MISTAKE
        agreed_by = "" if is_correction else cleaned["moved_agreed_by"]
        return Said(is_correction, cleaned["moved_because"], agreed_by)


class MovedForm(MovedFields):
    """These fields alone, within the form of a page that moves timescales. by: who does."""

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.include_media = False
        self.helper.layout = Layout(
            Field.radios("moved_as", small=True, legend_size=Size.SMALL),
            Field.textarea("moved_because", rows=2, label_size=Size.SMALL),
            Field.text("moved_agreed_by", label_size=Size.SMALL),
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.say_if_unsaid()
        return self.cleaned_data


def keep_move(action: Action, before: Promise, *, said: Said, by: User, on: date) -> Extension:
    """Keep that the timescale is another than before, in the transaction that moves it.

    action: as it is saved. on: today.
    """
    return Extension.objects.create(
        action=action,
        before=before.words,
        before_due_on=before.read.due_on,
        after=action.timescale,
        after_due_on=action.due_on,
        is_correction=said.is_correction,
        reason=said.reason,
        agreed_by=said.agreed_by,
        made_on=on,
        made_by=by,
    )
