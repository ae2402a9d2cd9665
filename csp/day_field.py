"""A form's fields for a day."""

from datetime import date
from typing import Any

from crispy_forms_gds.fields import DateInputField
from django import forms
from django.utils.text import get_text_list

from csp.plain_text import plain
from csp.written_days import month_number, read_day


class DayField(DateInputField):
    """A day of the calendar, in three fields for its day, month and year.

    A month may be written as a word, and a whole day in any one of the three, as when it is
    pasted.
    """

    def __init__(
        self,
        *,
        error_messages: dict[str, Any] | None = None,
        named: str = "",
        **kwargs: Any,
    ) -> None:
        """named: what errors call it, if not by its label, which may be a question."""
        super().__init__(**kwargs)
        self.named = named
        self.error_messages |= error_messages or {}

    def clean(self, value: list[str | None] | None) -> date | None:
        typed = [plain(part or "") for part in value or ["", "", ""]]
        if not any(typed):
            if self.required:
                raise forms.ValidationError(self.error_messages["required"])
            return None
        whole = [part for part in typed if part]
        if len(whole) == 1 and (pasted := read_day(whole[0])):
            return pasted
        named = self.named or self.label
        names = ("day", "month", "year")
        missing = [name for name, part in zip(names, typed, strict=True) if not part]
        if missing:
            raise forms.ValidationError(f"{named} must include a {get_text_list(missing, 'and')}")
        day, month, year = typed
        if not (year.isdecimal() and len(year) == 4):
            raise forms.ValidationError(f"{named} must have a year of 4 figures, like 2026")
        # “7th” is a day. Of other words int() would take “1_0”.
        figures = day[:-2] if day[-2:].casefold() in ("st", "nd", "rd", "th") else day
        try:
            return date(int(year), month_number(month) or 0, int(figures.replace("_", "?")))
        except (ValueError, OverflowError):
            raise forms.ValidationError(f"{named} must be a real date") from None


class WrittenDayField(forms.DateField):
    """A day in one field: what the browser's calendar sends, or as people write it."""

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and value.strip():
            if day := read_day(value):
                return day
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)
