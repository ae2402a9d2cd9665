from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from plans.forms.rows import RowForm
from plans.models import LogEntry
from plans.years import Period


def _months_of(period: Period) -> Iterator[date]:
    """The first days of the months that have a day in the period."""
    month = period.starts_on.replace(day=1)
    while month <= period.ends_on:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


class LogEntryForm(RowForm):
    """What happened in a month of the plan's period, or on a day of it."""

    place = None  # type: ignore[assignment]
    month = forms.ChoiceField(label="Month")
    day = forms.IntegerField(
        label="Day",
        required=False,
        min_value=1,
        help_text="Leave empty if you do not know the day: the document then shows only the month",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "govuk-input--width-2", "autocomplete": "off"}
        ),
        error_messages={
            "invalid": "Day must be a number, like 7",
            "min_value": "Day must be 1 or more",
        },
    )
    field_order = ["month", "day", "text"]

    class Meta:
        model = LogEntry
        fields = ["text"]
        labels = {"text": "What happened"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = list(_months_of(self.plan.period))
        field: Any = self.fields["month"]
        field.choices = [("", ""), *((f"{first:%Y-%m}", f"{first:%B %Y}") for first in months)]
        on = self.instance.happened_on
        today = timezone.localdate()
        if on is None and today in self.plan.period:
            on = today
        if on:
            self.initial.setdefault("month", f"{on:%Y-%m}")
        if self.instance.happened_on and self.instance.is_day_known:
            self.initial.setdefault("day", self.instance.happened_on.day)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("month") and "day" not in self.errors:
            self._set_date(cleaned["month"], cleaned["day"])
        same = LogEntry.objects.filter(
            plan=self.plan,
            happened_on=self.instance.happened_on,
            is_day_known=self.instance.is_day_known,
            text=cleaned.get("text"),
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("text", "The log already says this")
        return cleaned

    def _set_date(self, month: str, day: int | None) -> None:
        first = date.fromisoformat(f"{month}-01")
        _, last = monthrange(first.year, first.month)
        if day and day > last:
            self.add_error("day", f"Day must be {last} or less: {first:%B} has {last} days")
            return
        happened_on = first.replace(day=day or 1)
        period = self.plan.period
        if day and happened_on not in period:
            self.add_error("day", f"Date must be {period.between}")
            return
        # Of a plan that begins in the middle of a month, that month begins with it.
        self.instance.happened_on = max(happened_on, period.starts_on)
        self.instance.is_day_known = bool(day)
