"""What an officer says of an action: on its page, in a row among others, in place of a mistake."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Self

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Field, Fluid, Layout, Size
from django import forms
from django.utils.formats import date_format

from actions.forms import UpdateForm, choice_field, link_field, why_is_missing
from actions.models import Action, StatusUpdate, UpdateEvidence
from actions.statuses import NEEDS_REASON, OFFERED
from actions.update_evidence import MOST_EVIDENCE, keep_meanwhile, waiting_for
from csp.day_field import DayField
from csp.evidence_files import ACCEPT, KINDS, Checked, checked
from csp.typed_text import LONGEST_TEXT, TypedText, limit
from csp.versions import VERSION, VersionedForm
from partners.models import User
from plans.forms.fields import marked_text
from plans.models import Plan

# The names of the buttons.
SAVE, SAVE_AND_NEXT, NOTHING_NEW = "save", "save_and_next", "nothing_new"
WHY = "Why, and what would help?"
NEWS_WRITTEN = "You have written something: save it, or remove it to say that there is nothing new"

STATUS_CHOSEN = "You have chosen another status: say what has happened, or choose the one it had"


def offered_statuses() -> list[tuple[str, str]]:
    """The choices of statuses, in the order in which forms offer them."""
    return [(status.value, status.label) for status in OFFERED]


def in_words(day: date, today: date) -> str:
    """A day, without its year if that is today's."""
    return date_format(day, "j F" if day.year == today.year else "j F Y")


def since(action: Action, today: date) -> str:
    """“ since 14 October”: the day of which something was last said; empty if nothing was."""
    return f" since {in_words(action.heard_on, today)}" if action.heard_on else ""


def nothing_new_words(action: Action, today: date) -> str:
    """What the button says by which there is nothing to say."""
    return f"Nothing new{since(action, today)}" if action.heard_on else "Nothing to tell yet"


def day_field() -> DayField:
    """The day of which something is said; today's if it is left out."""
    return DayField(label="When was this?", named="The day", required=False)


def check_day(day: date, *, plan: Plan, today: date) -> None:
    """Raise ValidationError if nothing can be said of that day: it is to come, or before the plan's
    period. Of a plan that has not begun something can be said today.
    """
    if day > today:
        raise forms.ValidationError("The day must be today or in the past")
    if day < min(plan.starts_on, today):
        begins = date_format(plan.starts_on, "j F Y")
        raise forms.ValidationError(f"The day must be on or after {begins}, when the plan begins")


class FilesField(forms.FileField):
    """Several files, each of which must be what its name says. Its value is a list of Checked."""

    class Input(forms.ClearableFileInput):
        allow_multiple_selected = True
        template_name = "django/forms/widgets/file.html"

    widget = Input

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        files = data if isinstance(data, list | tuple) else [data]
        return [checked(super(FilesField, self).clean(one)) for one in files if one]


class ActionUpdateForm(UpdateForm):
    """What is said of an action on its page, with its day and what shows it."""

    day = day_field()
    file = FilesField(
        label="Add files",
        help_text=f"{KINDS}, each smaller than 5MB. Do not include people’s names",
        required=False,
        error_messages={"empty": "The selected file is empty", "invalid": "Select a file"},
        widget=FilesField.Input(attrs={"accept": ACCEPT, "class": "govuk-file-upload"}),
    )
    link = link_field()

    def __init__(self, *args: Any, action: Action, by: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action, self.by, self.today = action, by, today
        self.says_nothing_new = NOTHING_NEW in self.data
        happened = f"What has happened{since(action, today) or ' so far'}"
        text, reason = self.fields["text"], self.fields["reason"]
        text.label, text.help_text = f"{happened}?", "In a sentence or two, with figures"
        text.error_messages["required"] = f"Enter {happened[0].lower()}{happened[1:]}"
        reason.label, reason.help_text = WHY, ""
        reason.widget.attrs["placeholder"] = " "
        status: Any = self.fields["status"]
        status.choices = offered_statuses()
        if self.says_nothing_new:
            status.required = text.required = False

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_class = "app-update"
        helper.attrs = {"data-typed": ""}
        helper.layout = Layout(
            Field.radios(
                "status",
                small=True,
                legend_size=Size.SMALL,
                template="actions/updating/statuses.html",
            ),
            Field.textarea("text", rows=3, label_size=Size.SMALL),
            Field(
                "reason",
                rows=2,
                context={"label_size": Size.for_label("s"), "wrapper_class": "app-why"},
            ),
            HTML('{% include "actions/updating/day_head.html" %}'),
            Field("day", context={"legend_size": Size.for_legend("s")}),
            HTML('{% include "actions/updating/evidence_head.html" %}'),
            Field("file", context={"label_size": Size.for_label("s")}),
            Field.text("link", label_size=Size.SMALL, field_width=Fluid.TWO_THIRDS),
            HTML('{% include "actions/updating/buttons.html" %}'),
            VERSION,
        )
        return helper

    @property
    def is_day_open(self) -> bool:
        return "day" in self.errors or any(self["day"].value() or [])

    @property
    def is_evidence_open(self) -> bool:
        has_some = bool(self.waiting or self["link"].value())
        return has_some or not {"file", "link"}.isdisjoint(self.errors)

    @property
    def nothing_new_words(self) -> str:
        return nothing_new_words(self.action, self.today)

    @cached_property
    def waiting(self) -> list[UpdateEvidence]:
        """The files that were chosen before, on a page with a mistake, and not given up."""
        if not self.is_bound:
            return []
        chosen = {*self.data.getlist("kept")}
        there = waiting_for(self.action, self.by)
        return [one for one in there if str(one.pk) in chosen]

    def clean_day(self) -> date:
        day = self.cleaned_data["day"] or self.today
        check_day(day, plan=self.action.plan, today=self.today)
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if self.says_nothing_new:
            if cleaned.get("text") or cleaned.get("file") or cleaned.get("link") or self.waiting:
                self.add_error("text", NEWS_WRITTEN)
            elif cleaned.get("status") and cleaned["status"] != self.action.status:
                self.add_error("text", STATUS_CHOSEN)
            return cleaned
        cleaned = super().clean()
        number = len(cleaned.get("file", [])) + len(self.waiting) + bool(cleaned.get("link"))
        if number > MOST_EVIDENCE:
            self.add_error("file", f"There can be {MOST_EVIDENCE} files and links")
        return cleaned

    @property
    def evidence(self) -> dict[str, Any]:
        """What shows what is said, as actions.update_evidence.keep_with takes it."""
        return {
            "files": self.cleaned_data["file"],
            "waiting": [one.pk for one in self.waiting],
            "link": self.cleaned_data["link"],
        }

    def keep_files(self) -> None:
        """Keep the files that were chosen, while something else has to be put right first."""
        files = self.cleaned_data.get("file") or []
        room = MOST_EVIDENCE - len(self.waiting)
        self.waiting += keep_meanwhile(files[:room], action=self.action, by=self.by)

    @classmethod
    def begun(
        cls, action: Action, *, typed: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> Self:
        """The form for the next update of an action.

        typed: what was written into it before, by field name, if its session had run out.
        """
        typed = typed or {}
        initial: dict[str, Any] = {VERSION: action.latest_update_id}
        if action.latest_update_id:
            initial["status"] = action.status
        kept = {"status", "text", "reason", "link"} & typed.keys()
        initial |= {name: typed[name] for name in kept}
        if any(day := [typed.get(f"day_{part}", "") for part in range(3)]):
            initial["day"] = day
        return cls(initial=initial, action=action, **kwargs)


class RowForm(VersionedForm):
    """What is said of one action among others: status, text and why."""

    status = choice_field(
        "How is it going?", "Select how the action is going", choices=[], required=False
    )
    text = forms.CharField(label="What has happened?", widget=marked_text(), required=False)
    reason = forms.CharField(label=WHY, widget=marked_text(), required=False)
    # The status with which the row was shown.
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: Action, today: date, **kwargs: Any) -> None:
        shown = action.status if action.latest_update_id else ""
        initial = {VERSION: action.latest_update_id, "status": shown, "shown": shown}
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, prefix=self.prefix_of(action), **kwargs)
        self.action, self.today = action, today
        status: Any = self.fields["status"]
        status.choices = [*([] if shown else [("", "Choose a status")]), *offered_statuses()]
        for name, called in (("text", "What has happened"), ("reason", "The reason")):
            field: Any = self.fields[name]
            too_long = f"{called} must be {LONGEST_TEXT:,} characters or fewer"
            field.error_messages["max_length"] = too_long
            limit(field, LONGEST_TEXT)

    @staticmethod
    def prefix_of(action: Action) -> str:
        return f"a{action.pk}"

    @property
    def is_written(self) -> bool:
        """Whether anything was said in the row. The form has been validated, or not been sent."""
        if not self.is_bound:
            return any(self[name].value() for name in ("text", "reason"))
        said = any((self[name].value() or "").strip() for name in ("text", "reason"))
        return said or (self["status"].value() or "") != (self["shown"].value() or "")

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not self.is_written:
            return cleaned
        if not cleaned.get("status") and "status" not in self.errors:
            self.add_error("status", "Select how the action is going")
        if not cleaned.get("text") and "text" not in self.errors:
            happened = f"what has happened{since(self.action, self.today)}"
            self.add_error("text", f"Enter {happened}")
        status = cleaned.get("status")
        if status in NEEDS_REASON and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", why_is_missing(cleaned["status"]))
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """The words of the update, as actions.changes.add_update takes them."""
        words = {name: self.cleaned_data[name] for name in ("status", "text", "reason")}
        return words | {"after": self.cleaned_data[VERSION]}


class DayOfRowsForm(TypedText, forms.Form):
    """The day of which all rows of a table are said."""

    day = day_field()


class PutRightForm(UpdateForm):
    """Why an update is struck out, and the words that stand in its place if others do.

    It has no version: what is struck out once stays so, and who comes second is told.
    """

    how = choice_field(
        "What is wrong with it?",
        "Select what is wrong with it",
        widget=forms.RadioSelect,
        choices=[
            (StatusUpdate.Strike.MISTAKE, "It was entered by mistake"),
            (StatusUpdate.Strike.WITHDRAWN, "It is withdrawn: it should not stand"),
            (StatusUpdate.Strike.REPLACED, "Other words should stand in its place"),
        ],
    )
    why = forms.CharField(
        label="Why do you put it right?",
        help_text="For those who read it later",
        max_length=500,
        widget=forms.Textarea,
        error_messages={
            "required": "Enter why, for those who read it later",
            "max_length": "Why must be 500 characters or fewer",
        },
    )
    field_order: Sequence[str] = ["how", "status", "text", "reason", "why"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.replaces = self.data.get("how") == StatusUpdate.Strike.REPLACED
        status: Any = self.fields["status"]
        status.choices = offered_statuses()
        text, reason = self.fields["text"], self.fields["reason"]
        text.label, text.help_text = "What has happened", ""
        text.error_messages["required"] = "Enter what has happened"
        reason.label, reason.help_text = WHY, ""
        status.required = text.required = self.replaces

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_class = "app-put-right"
        helper.attrs = {"data-typed": ""}
        helper.layout = Layout(
            Field.radios("how", small=True, legend_size=Size.SMALL),
            HTML('<div class="app-instead">'),
            Field.radios(
                "status",
                small=True,
                legend_size=Size.SMALL,
                template="actions/updating/statuses.html",
            ),
            Field.textarea("text", rows=3, label_size=Size.SMALL),
            Field.textarea("reason", rows=2, label_size=Size.SMALL),
            HTML("</div>"),
            Field.textarea("why", rows=2, label_size=Size.SMALL),
            VERSION,
            *self.laid_out_below(),
        )
        return helper

    def laid_out_below(self) -> list[Any]:
        return [HTML('{% include "actions/updating/strike_button.html" %}')]

    def clean(self) -> dict[str, Any]:
        return super().clean() if self.replaces else self.cleaned_data

    @property
    def strike(self) -> dict[str, Any]:
        """As actions.changes.strike_out takes it."""
        words = {name: self.cleaned_data[name] for name in ("status", "text", "reason")}
        instead = words if self.replaces else None
        return {
            "strike": self.cleaned_data["how"],
            "why": self.cleaned_data["why"],
            "instead": instead,
        }

    @classmethod
    def of(cls, update: StatusUpdate, typed: Mapping[str, Any] | None = None) -> Self:
        """The form about an update. typed: what was written into it before signing in."""
        said = {"status": update.status, "text": update.text, "reason": update.reason}
        return cls(initial=said | dict(typed or {}))
