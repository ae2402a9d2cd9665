"""A form's field for a day."""

from datetime import date

from crispy_forms_gds.fields import DateInputField
from django import forms
from django.utils.text import get_text_list


class DayField(DateInputField):
    """A day of the calendar, in three fields for its day, month and year."""

    def __init__(self, *, error_messages=None, **kwargs):
        super().__init__(**kwargs)
        self.error_messages |= error_messages or {}

    def clean(self, value):
        typed = [(part or "").strip() for part in value or ["", "", ""]]
        if not any(typed):
            if self.required:
                raise forms.ValidationError(self.error_messages["required"])
            return None
        names = ("day", "month", "year")
        missing = [name for name, part in zip(names, typed, strict=True) if not part]
        if missing:
            raise forms.ValidationError(
                f"{self.label} must include a {get_text_list(missing, 'and')}"
            )
        day, month, year = typed
        if not (year.isdecimal() and len(year) == 4):
            raise forms.ValidationError(f"{self.label} must have a year of 4 figures, like 2026")
        try:
            return date(int(year), int(month), int(day))
        except (ValueError, OverflowError):
            raise forms.ValidationError(f"{self.label} must be a real date") from None
