from typing import Any

from plans.forms.fields import PoundsField, PoundsOrNothingField
from plans.forms.rows import RowForm
from plans.models import Allocation, Grant, Spending


class GrantForm(RowForm):
    once = ("funder", "name")
    already = "The plan already has a grant of this name from this funder"

    class Meta:
        model = Grant
        fields = [
            "funder",
            "name",
            "amount",
            "note",
            "year_heading",
            "first_heading",
            "second_heading",
        ]
        field_classes = {"amount": PoundsField}
        labels = {
            "funder": "Who gave it",
            "name": "Name of the grant",
            "amount": "Amount",
            "year_heading": "Heading of the first column of sums",
            "first_heading": "Heading of the second",
            "second_heading": "Heading of the third",
        }
        help_texts = {
            "note": "What the document says about the grant (optional)",
            "year_heading": "Of the table that divides it. Leave empty for “Proposed full year”",
            "first_heading": "Leave empty for “Actual first half”",
            "second_heading": "Leave empty for “Proposed second half”",
        }
        error_messages = {"funder": {"required": "Enter who gave the grant"}}


# The sums of an allocation; their grant says what they are.
SUMS = ("proposed_year", "first_half", "second_half")


class AllocationForm(RowForm):
    above = "grant"
    once = ("organisation", "project")
    already = "The grant already has an allocation to this organisation’s project"

    class Meta:
        model = Allocation
        fields = [
            "organisation",
            "agency",
            "project",
            "proposed_year",
            "first_half",
            "second_half",
            "evaluation",
        ]
        field_classes = {
            "proposed_year": PoundsField,
            "first_half": PoundsOrNothingField,
            "second_half": PoundsOrNothingField,
        }
        labels = {
            "agency": "Partner",
            "project": "Name of the project",
        }
        help_texts = {"evaluation": "The result at the end of the project"}
        error_messages = {
            "organisation": {"required": "Enter the organisation that carries out the project"},
            "proposed_year": {"required": "Enter the first of the sums"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_agencies("agency", self.plan.partnership.agencies.all(), none="Not a partner")
        for name, heading in zip(SUMS, self.belongs_to.headings, strict=True):
            field = self.fields[name]
            field.error_messages = {
                key: words.replace(str(field.label), heading)
                for key, words in field.error_messages.items()
            }
            field.label = heading


class SpendingForm(RowForm):
    above = "grant"

    class Meta:
        model = Spending
        fields = ["item", "amount"]
        field_classes = {"amount": PoundsField}
        labels = {"item": "What it was spent on", "amount": "Amount"}
        help_texts = {"amount": "Leave empty if you do not know"}
        error_messages = {"item": {"required": "Enter what the grant was spent on"}}
