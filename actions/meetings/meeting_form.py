"""The form of a meeting: its day, and where it is."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format

from actions.meetings.models import Meeting, Minutes
from csp.day_field import DayField
from plans.forms.rows import RowForm


def day_words(day: date) -> str:
    return date_format(day, "j F Y")


class MeetingForm(RowForm):
    """A meeting of a group of the plan."""

    above = "body"
    place = None  # type: ignore[assignment]

    class Meta:
        model = Meeting
        fields = ["held_on", "venue"]
        field_classes = {"held_on": DayField}
        labels = {"held_on": "Day", "venue": "Where, and at what time"}
        help_texts = {
            "held_on": "For example, 8 12 2026",
            "venue": "For example, Council Chamber, 10am",
        }

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        plan = self.plan
        first, last = _year_later(plan.starts_on, -1), _year_later(plan.ends_on, 1)
        if not first <= day <= last:
            raise forms.ValidationError(
                f"The day must be between {day_words(first)} and {day_words(last)}: "
                "meetings of another year stand in the plan of that year"
            )
        others = Meeting.objects.filter(body=self.instance.body_id, held_on=day)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("The group already has a meeting on this day")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        minutes = Minutes.objects.filter(meeting=self.instance.pk).first()
        day = cleaned.get("held_on")
        if minutes and minutes.confirmed_at and self.has_changed():
            self.add_error(None, "The minutes are confirmed: the meeting stays as it is")
        elif minutes and day:
            begun = minutes.begun_at.date()
            first_due = minutes.decisions.exclude(due_on=None).order_by("due_on").first()
            if day > begun:
                self.add_error(
                    "held_on",
                    f"The day must be on or before {day_words(begun)}, when the meeting was "
                    "written",
                )
            elif first_due and first_due.due_on and first_due.due_on < day:
                self.add_error(
                    "held_on",
                    f"The day must be on or before {day_words(first_due.due_on)}: something "
                    "was decided to be done by then",
                )
        return cleaned


def _year_later(day: date, years: int) -> date:
    """The same day of another year; of 29 February, the one before."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
