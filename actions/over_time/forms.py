from dataclasses import dataclass
from datetime import date

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout
from django import forms
from django.http import QueryDict

from actions.statuses import OFFERED, Status
from csp.day_field import WrittenDayField
from csp.typed_text import TypedText
from plans.models import Plan


@dataclass(frozen=True)
class Chosen:
    """Which actions are asked for. priority: the id of that of which they are, None of all."""

    day: date
    priority: int | None = None
    statuses: tuple[str, ...] = ()


class DayForm(TypedText, forms.Form):
    """On which day, of which priority, and with which status."""

    day = WrittenDayField(
        label="Day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter a real date"},
    )
    priority: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label="Priority", required=False, empty_label="All priorities"
    )
    status = forms.MultipleChoiceField(
        choices=[(one.value, one.label) for one in OFFERED],
        label="Status on that day",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: QueryDict | None, *, plan: Plan, today: date) -> None:
        """today: what is meant where no day is given, or the plan's last day, if it is over."""
        super().__init__(data)
        self.today = today
        self.usual_day = max(min(today, plan.ends_on), plan.starts_on)
        self.fields["priority"].queryset = plan.priorities.all()  # type: ignore[attr-defined]
        self.fields["day"].widget.attrs["max"] = today.isoformat()
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_show_errors = True
        self.helper.layout = Layout(
            Field.text("day"),
            Field.select("priority"),
            Field.checkboxes("status", small=True),
            Button("show", "Show"),
        )

    def clean_day(self) -> date | None:
        day = self.cleaned_data["day"]
        if day and day > self.today:
            raise forms.ValidationError("Day must be today or in the past")
        return day

    @property
    def chosen(self) -> Chosen:
        """What is asked for, as far as it is right."""
        if not (self.is_bound and (self.is_valid() or self.cleaned_data)):
            return Chosen(self.usual_day)
        priority = self.cleaned_data.get("priority")
        return Chosen(
            self.cleaned_data.get("day") or self.usual_day,
            priority.pk if priority else None,
            tuple(Status(one) for one in self.cleaned_data.get("status") or ()),
        )
