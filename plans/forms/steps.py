from functools import cached_property
from typing import Any

from csp.day_field import DayField
from plans.forms.rows import RowForm
from plans.models import StatutoryStep


class StatutoryStepForm(RowForm):
    """A step that the law asks for: when it was taken, or why it was not."""

    place = None  # type: ignore[assignment]
    asked_for = ("kind",)

    class Meta:
        model = StatutoryStep
        fields = ["kind", "done_on", "note"]
        field_classes = {"done_on": DayField}
        labels = {"kind": "Step", "done_on": "When it was done"}
        help_texts = {
            "done_on": "For example, 14 3 2026. Leave empty if it was not done",
            "note": "What was done, and with whom. If it was not done, why",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recorded = {step.kind for step in self.siblings}
        field: Any = self.fields["kind"]
        field.choices = [
            ("", ""),
            *((kind.value, kind.label) for kind in StatutoryStep.Kind if kind not in recorded),
        ]

    @cached_property
    def siblings(self) -> list[StatutoryStep]:
        return list(self.plan.steps.exclude(pk=self.instance.pk))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        both_read = {"done_on", "note"} <= cleaned.keys()
        if both_read and not cleaned["done_on"] and not cleaned["note"]:
            self.add_error("done_on", "Enter when it was done, or a note on why it was not")
        return cleaned
