"""Fields for numbers and days, typed as people type them."""

from datetime import date
from decimal import Decimal

from crispy_forms_gds.fields import DateInputField
from django import forms
from django.utils.text import get_text_list

from plans import amounts


class FigureField(forms.DecimalField):
    """A number that may have commas between its thousands."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        too_long = f"{self.label} is too long a number"
        self.error_messages |= {
            "invalid": f"{self.label} must be a number, like 1,250",
            "min_value": f"{self.label} must be 0 or more",
            "max_decimal_places": f"{self.label} must have no more than 2 decimal places",
            "max_digits": too_long,
            "max_whole_digits": too_long,
        }

    def to_python(self, value):
        return super().to_python(amounts.typed(value) if isinstance(value, str) else value)

    def prepare_value(self, value):
        return amounts.figure(value) if isinstance(value, Decimal) else value


class PoundsField(FigureField):
    """An amount in pounds and pence."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.error_messages |= {
            "invalid": f"{self.label} must be an amount of money, like 1,250 or 1,250.50",
            "max_decimal_places": f"{self.label} must not include parts of a penny",
        }

    def prepare_value(self, value):
        return amounts.pounds(value).removeprefix("£") if isinstance(value, Decimal) else value


class PoundsOrNothingField(PoundsField):
    """One that may be left empty, which is the same as £0."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs | {"required": False})

    def clean(self, value):
        return super().clean(value) or Decimal(0)

    def prepare_value(self, value):
        return super().prepare_value(value) if value else ""


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
        except ValueError:
            raise forms.ValidationError(f"{self.label} must be a real date") from None
