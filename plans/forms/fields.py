"""Fields for numbers, typed as people type them."""

from decimal import Decimal
from typing import Any

from django import forms

from plans import amounts


class FigureField(forms.DecimalField):
    """A number that may have commas between its thousands."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        too_long = f"{self.label} is too long a number"
        self.error_messages |= {
            "invalid": f"{self.label} must be a number, like 1,250",
            "min_value": f"{self.label} must be 0 or more",
            "max_decimal_places": f"{self.label} must have no more than 2 decimal places",
            "max_digits": too_long,
            "max_whole_digits": too_long,
        }

    def to_python(self, value: Any) -> Any:
        return super().to_python(amounts.typed(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return amounts.figure(value) if isinstance(value, Decimal) else value


class PoundsField(FigureField):
    """An amount in pounds and pence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages |= {
            "invalid": f"{self.label} must be an amount of money, like 1,250 or 1,250.50",
            "max_decimal_places": f"{self.label} must not include parts of a penny",
        }

    def prepare_value(self, value: Any) -> Any:
        return amounts.pounds(value).removeprefix("£") if isinstance(value, Decimal) else value


class PoundsOrNothingField(PoundsField):
    """One that may be left empty, which is the same as £0."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"required": False})

    def clean(self, value: Any) -> Decimal:
        return super().clean(value) or Decimal(0)

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(value) if value else ""


def marked_text() -> forms.Textarea:
    """A box for a text with marks (plans.marks), to which static/js/marks.js gives buttons.

    No class of its own: crispy-forms-gds goes by the names of classes.
    """
    return forms.Textarea(attrs={"data-marks": True})
