from typing import Any

from plans.forms.fields import PoundsField, PoundsOrNothingField
from plans.forms.rows import RowForm
from plans.models import Allocation, Grant, Spending


class GrantForm(RowForm):
    once = ("funder", "name")
    already = "This funder’s grant of this name is in the plan already"

    class Meta:
        model = Grant
        fields = ["funder", "name", "amount", "note"]
        field_classes = {"amount": PoundsField}
        labels = {
            "funder": "Who gave it",
            "name": "Name of the grant",
            "amount": "Amount",
        }
        help_texts = {"note": "What the document says of the grant, if anything"}
        error_messages = {"funder": {"required": "Enter who gave the grant"}}


class AllocationForm(RowForm):
    above = "grant"
    once = ("organisation", "project")
    already = "The grant has an allocation to this organisation’s project already"

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
            "proposed_year": "Proposed for the full year",
            "first_half": "Actual first half",
            "second_half": "Proposed second half",
        }
        help_texts = {"evaluation": "What came of it, at the end of the project"}
        error_messages = {
            "organisation": {"required": "Enter the organisation that carries out the project"},
            "proposed_year": {"required": "Enter what is proposed for the full year"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_agencies("agency", self.plan.partnership.agencies.all(), none="Not a partner")


class SpendingForm(RowForm):
    above = "grant"

    class Meta:
        model = Spending
        fields = ["item", "amount"]
        field_classes = {"amount": PoundsField}
        labels = {"item": "What it was spent on", "amount": "Amount"}
        help_texts = {"amount": "Leave empty if it is not known"}
        error_messages = {"item": {"required": "Enter what the grant was spent on"}}
