"""Where the document of a plan departs from its layout: parts, and columns of its tables."""

from typing import Any

from plans.action_fields import EXTRAS
from plans.forms.rows import RowForm
from plans.models import PlanColumn, PlanPart
from plans.models.narrative import OWN_PARTS

YEARS = "Write {last_year}, {year} or {next_year} where a year should appear."


class PlanPartForm(RowForm):
    once = ("part",)
    already = "The document already has this part"

    class Meta:
        model = PlanPart
        fields = ["part", "heading"]
        help_texts = {
            "heading": f"Leave empty for the layout’s own; a chapter of your own needs one. {YEARS}"
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("part") in OWN_PARTS and not cleaned.get("heading"):
            self.add_error("heading", "Enter the heading of your own chapter")
        return cleaned


class PlanColumnForm(RowForm):
    """A column of all the plan's tables of actions, save those with columns of their own."""

    among: tuple[str, ...] = ("priority",)
    once = ("field",)
    already = "There is already a column for this"

    class Meta:
        model = PlanColumn
        fields = ["field", "heading"]
        labels = {"field": "What it shows"}
        help_texts = {
            "heading": "Leave empty for the usual heading; a column of your own needs one"
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("field") in EXTRAS and not cleaned.get("heading"):
            self.add_error("heading", "Enter the heading of your own column")
        return cleaned


class PriorityColumnForm(PlanColumnForm):
    """A column of one priority's table."""

    above = "priority"
    among = ()

    def __init__(self, *args: Any, instance: PlanColumn, **kwargs: Any) -> None:
        assert instance.priority
        instance.plan = instance.priority.plan
        super().__init__(*args, instance=instance, **kwargs)
