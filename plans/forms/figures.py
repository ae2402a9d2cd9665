from typing import Any

from django import forms
from django.utils.html import escape

from plans.forms.fields import FigureField
from plans.forms.rows import RowForm
from plans.models import Indicator, Observation


class IndicatorForm(RowForm):
    once = ("title",)
    already = "An indicator of this title is in the plan already"

    class Meta:
        model = Indicator
        fields = ["title", "unit", "kind", "better", "priority", "source", "comparison_label"]
        labels = {
            "unit": "What is counted",
            "kind": "What the figures are of",
            "better": "Which way is better",
            "source": "Where the figures come from",
            "comparison_label": "What the figures are compared with",
        }
        help_texts = {
            "unit": "Such as “reports” or “incidents per 1,000 people”",
            "source": "",
            "comparison_label": "Such as “Kent average”. Leave empty if with nothing",
        }
        widgets = {"kind": forms.RadioSelect, "better": forms.RadioSelect}
        error_messages = {
            "kind": {"required": "Select what the figures are of"},
            "better": {"required": "Select which way is better"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("priority", self.plan.priorities.all(), none="None: of the plan as a whole")


class ObservationForm(RowForm):
    """A figure, or words in its place."""

    above = "indicator"
    once = ("label",)
    already = "The indicator has a figure for this already"

    class Meta:
        model = Observation
        fields = ["label", "value", "words", "comparison"]
        field_classes = {"value": FigureField, "comparison": FigureField}
        labels = {"value": "Figure", "words": "Words instead of a figure"}
        help_texts = {
            "label": "Such as “2016/17” or “Swanley”",
            "words": "Such as “fewer than five”, where a small number could point to a person",
        }
        error_messages = {"label": {"required": "Enter the period or part that the figure is of"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        compared_with = self.instance.indicator.comparison_label
        if compared_with:
            # The field's template takes help texts for HTML.
            self.fields["comparison"].help_text = escape(compared_with)
        else:
            del self.fields["comparison"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        has_value = cleaned.get("value") is not None
        if not {"value", "words"} & self.errors.keys():
            if has_value and cleaned["words"]:
                self.add_error("words", "Enter a figure, or words instead of it, but not both")
            elif not has_value and not cleaned["words"]:
                self.add_error("value", "Enter a figure, or words instead of it")
        return cleaned
