from typing import Any, Self

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fluid, Layout, Size
from django import forms

from csp.typed_text import TypedText
from csp.versions import VERSION, VersionedForm
from plans.models import Plan
from reports.models import Edition

LONGEST_REASON = 1000
# It stands in a table, and in the address of the page that tells how the files are made.
LONGEST_CHANGE = 300


class IssueForm(VersionedForm):
    """What a new edition of a plan's document is called. Its version: the latest one's number."""

    label = forms.CharField(
        label="What is the name of this edition?",
        help_text="Printed on the document, like “Edition 1” or “Revised after consultation”",
        max_length=60,
        error_messages={
            "required": "Enter the name of this edition",
            "max_length": "The name of this edition must be 60 characters or fewer",
        },
    )

    changed = forms.CharField(
        label="What has changed since then?",
        help_text="In a sentence or two, for the table of editions in the document",
        max_length=LONGEST_CHANGE,
        required=False,
        widget=forms.Textarea,
        error_messages={
            "max_length": f"What has changed must be {LONGEST_CHANGE} characters or fewer",
        },
    )

    def __init__(self, *args: Any, plan: Plan, counted: str = "", **kwargs: Any) -> None:
        """counted: what has changed since the latest edition that stands, as we count it."""
        super().__init__(*args, **kwargs)
        self.plan = plan
        latest = plan.editions.standing().first()
        changed = [Field.textarea("changed", rows=3, label_size=Size.MEDIUM)]
        if latest:
            self.fields["changed"].label = f"What has changed since {latest.label}? (optional)"
            if counted:
                self.fields["changed"].help_text += f". It also says: {counted}"
        else:
            del self.fields["changed"]
            changed = []
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.text("label", label_size=Size.MEDIUM, field_width=Fluid.TWO_THIRDS),
            *changed,
            VERSION,
            Button(
                "issue",
                "Issue and publish",
                data_prevent_double_click="true",
            ),
        )

    def clean_label(self) -> str:
        label = self.cleaned_data["label"]
        if self.plan.editions.filter(label__iexact=label).exists():
            raise forms.ValidationError("There is already an edition of this name. Enter another")
        return label

    @classmethod
    def for_plan(cls, plan: Plan, typed: dict[str, Any] | None = None, counted: str = "") -> Self:
        """The form for a plan's next edition. counted: as in __init__.

        typed: what was written into it before, by field name, if its session had run out.
        """
        latest = plan.editions.first()
        number = latest.number if latest else 0
        initial = {"label": f"Edition {number + 1}", VERSION: number}
        return cls(initial=initial | (typed or {}), plan=plan, counted=counted)

    @property
    def issued(self) -> dict[str, str]:
        """What reports.editions.issue wants to know."""
        return {
            "label": self.cleaned_data["label"],
            "changed": self.cleaned_data.get("changed", ""),
            "after": self.cleaned_data[VERSION],
        }

    def follow(self, edition: Edition) -> None:
        """Give the name back, to be issued after an edition that somebody else has issued."""
        self.changed_by_another(
            f"{edition.issued_by} issued {edition.label} while you were here. Issue this one too "
            "only if it differs",
            version=edition.number,
            saved_now=[("Edition", edition.label)],
        )


class WithdrawForm(TypedText, forms.Form):
    """Why an edition is withdrawn."""

    reason = forms.CharField(
        label="Why are you withdrawing it?",
        help_text="The public will see this instead of the document",
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        error_messages={
            "required": "Enter why you are withdrawing it",
            "max_length": f"The reason must be {LONGEST_REASON:,} characters or fewer",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.textarea("reason", rows=4, label_size=Size.MEDIUM),
            Button.warning("withdraw", "Withdraw"),
        )


class AcceptForm(TypedText, forms.Form):
    """Why a finding of the checks is let stand."""

    reason = forms.CharField(
        label="Why do you accept it?",
        help_text="For your colleagues. It is not printed",
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        error_messages={
            "required": "Enter why you accept it",
            "max_length": f"The reason must be {LONGEST_REASON:,} characters or fewer",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.textarea("reason", rows=4, label_size=Size.MEDIUM),
            Button("accept", "Accept", data_prevent_double_click="true"),
        )
