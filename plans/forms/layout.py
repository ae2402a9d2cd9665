"""Where the document of a plan departs from its layout: parts, and columns of its tables."""

from typing import Any

from plans.forms.rows import RowForm
from plans.models import PlanColumn, PlanPart

YEARS = "Write {last_year}, {year} or {next_year} where a year is to stand."


class PlanPartForm(RowForm):
    once = ("part",)
    already = "The document has this part already"

    class Meta:
        model = PlanPart
        fields = ["part", "heading"]
        help_texts = {"heading": f"Leave empty for the layout’s own. {YEARS}"}


class PlanColumnForm(RowForm):
    """A column of all the plan's tables of actions, save those with columns of their own."""

    among: tuple[str, ...] = ("priority",)
    once = ("field",)
    already = "There is a column for this already"

    class Meta:
        model = PlanColumn
        fields = ["field", "heading"]
        labels = {"field": "What it shows"}
        help_texts = {"heading": "Leave empty for the usual one"}


class PriorityColumnForm(PlanColumnForm):
    """A column of one priority's table."""

    above = "priority"
    among = ()

    def __init__(self, *args: Any, instance: PlanColumn, **kwargs: Any) -> None:
        assert instance.priority
        instance.plan = instance.priority.plan
        super().__init__(*args, instance=instance, **kwargs)
