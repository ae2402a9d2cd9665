from typing import Any, Self

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fluid, Layout, Size
from django import forms

from csp.typed_text import TypedText
from csp.versions import VERSION, VersionedForm
from plans.models import Plan
from reports.models import Edition

LONGEST_REASON = 1000


class IssueForm(VersionedForm):
    """What a new edition of a plan's document is called. Its version: the latest one's number."""

    label = forms.CharField(
        label="What is this edition called?",
        help_text="Printed on the document, such as “Edition 1” or “Revised after consultation”",
        max_length=60,
        error_messages={
            "required": "Enter what this edition is called",
            "max_length": "What this edition is called must be 60 characters or fewer",
        },
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.text("label", label_size=Size.MEDIUM, field_width=Fluid.TWO_THIRDS),
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
            raise forms.ValidationError("There is an edition called that. Enter another name")
        return label

    @classmethod
    def for_plan(cls, plan: Plan, typed: dict[str, Any] | None = None) -> Self:
        """The form for a plan's next edition.

        typed: what was written into it before, by field name, if its session had run out.
        """
        latest = plan.editions.first()
        number = latest.number if latest else 0
        initial = {"label": f"Edition {number + 1}", VERSION: number}
        return cls(initial=initial | (typed or {}), plan=plan)

    @property
    def issued(self) -> dict[str, str]:
        """What reports.editions.issue wants to know."""
        return {"label": self.cleaned_data["label"], "after": self.cleaned_data[VERSION]}

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
        label="Why is it withdrawn?",
        help_text="The public reads this in the place of the document",
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        error_messages={
            "required": "Enter why the edition is withdrawn",
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
        label="Why may it stay as it is?",
        help_text="For colleagues. It is not printed",
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        error_messages={
            "required": "Enter why it may stay as it is",
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
