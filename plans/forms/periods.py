"""What a plan is called, and from when to when it is, where that is not a financial year."""

from typing import Any

from csp.day_field import DayField
from csp.days import years_after
from plans.models.plan import FIRST_DAY, LAST_DAY, MOST_YEARS

# Of a ModelForm's Meta.
PERIOD_FIELDS = ["title", "starts_on", "ends_on"]
FIELD_CLASSES = {"starts_on": DayField, "ends_on": DayField}
PERIOD_LABELS = {"starts_on": "First day", "ends_on": "Last day"}
PERIOD_HELP = {
    "title": "Without its years, which are added: “Violence against women and girls”",
    "starts_on": "For example, 1 4 2026",
    "ends_on": f"No more than {MOST_YEARS} years after the first. For example, 31 3 2030",
}


def tell_of_impossible_period(form: Any) -> None:
    """Say beside the fields what is wrong with a form's first and last day."""
    first, last = form.cleaned_data.get("starts_on"), form.cleaned_data.get("ends_on")
    if first and first < FIRST_DAY:
        form.add_error("starts_on", f"First day must be {FIRST_DAY:%-d %B %Y} or later")
    if last and last > LAST_DAY:
        form.add_error("ends_on", f"Last day must be {LAST_DAY:%-d %B %Y} or earlier")
    elif first and last and last <= first:
        form.add_error("ends_on", "Last day must be after the first day")
    elif first and last and last >= years_after(first, MOST_YEARS):
        told = f"Last day must be no more than {MOST_YEARS} years after the first day"
        form.add_error("ends_on", told)
