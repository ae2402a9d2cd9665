from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.html import escape

from plans.figures.periods import READABLE, period_of
from plans.forms.fields import FigureField
from plans.forms.rows import PartnershipRowForm, RowForm
from plans.models import Indicator, Observation, PlanIndicator
from plans.models.figures import MOST_PERIODS

HOW_MANY = f"How many periods are shown must be between 1 and {MOST_PERIODS}"


class PlanIndicatorForm(RowForm):
    """An indicator of the partnership as the plan shows it."""

    asked_for = ("indicator",)

    class Meta:
        model = PlanIndicator
        fields = [
            "indicator",
            "priority",
            "baseline",
            "baseline_label",
            "target",
            "target_words",
            "periods",
        ]
        field_classes = {"baseline": FigureField, "target": FigureField}
        labels = {
            "baseline_label": "What the baseline is of",
            "periods": "How many periods are shown",
        }
        help_texts = {
            "indicator": "Each indicator has the same figures in every plan that shows it",
            "baseline": "The figure from which the plan starts. Leave empty if there is none",
            "baseline_label": "For example, “2019/20” or “average of three years”",
            "target": "The figure that the plan wants to reach. Leave empty if there is none",
            "target_words": "For example, “fewer than in any year before”",
        }
        widgets = {
            "periods": forms.TextInput(
                attrs={
                    "inputmode": "numeric",
                    "class": "govuk-input--width-2",
                    "autocomplete": "off",
                }
            )
        }
        error_messages = {
            "periods": {
                "invalid": "How many periods are shown must be a number, like 5",
                "min_value": HOW_MANY,
                "max_value": HOW_MANY,
            }
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        indicators: Any = Indicator.objects.filter(
            Indicator.known_in(self.plan), partnership_id=self.plan.partnership_id
        )
        elsewhere = self.plan.indicators.exclude(pk=self.instance.pk)
        offered = indicators.exclude(pk__in=elsewhere.values("indicator"))
        self.offer("indicator", offered, none="Select one")
        self.offer("priority", self.plan.priorities.all(), none="None: for the whole plan")
        ends_on = date_format(self.plan.ends_on, "j F Y")
        self.fields["periods"].help_text = (
            f"The last so many that have ended by the end of the plan, {ends_on}. This is not "
            "used for parts of a whole, or for figures without a period"
        )


class IndicatorForm(PartnershipRowForm):
    """A series of the partnership. A new one is shown in the plan at once."""

    place = None  # type: ignore[assignment]

    class Meta:
        model = Indicator
        fields = ["title", "unit", "kind", "better", "source", "comparison_label"]
        labels = {
            "unit": "What is counted",
            "kind": "What the figures are of",
            "better": "Which way is better",
            "source": "Where the figures come from",
            "comparison_label": "What the figures are compared with",
        }
        help_texts = {
            "unit": "For example, “reports” or “incidents per 1,000 people”",
            "source": "",
            "comparison_label": "For example, “Kent average”. Leave empty if there is none",
        }
        widgets = {"kind": forms.RadioSelect, "better": forms.RadioSelect}
        error_messages = {
            "kind": {"required": "Select what the figures are of"},
            "better": {"required": "Select which way is better"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["title"].help_text = "A change is seen in every plan that shows it"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        title = cleaned.get("title")
        others = self.belongs_to.indicators.exclude(pk=self.instance.pk)
        if title and others.filter(title__iexact=title).exists():
            self.add_error(
                "title", "There is already an indicator with this title. Show that one in the plan"
            )
        is_there = not self.instance._state.adding
        if (
            is_there
            and "kind" in self.changed_data
            and self.instance.observations.exclude(period="").exists()
        ):
            self.add_error("kind", "Its figures are of parts. Remove them before you change this")
        return cleaned

    def save(self, commit: bool = True) -> Indicator:
        is_new = self.instance._state.adding
        if is_new and self.plan.is_restricted:
            self.instance.only_in = self.plan
        indicator = super().save(commit)
        if is_new:
            last = self.plan.indicators.order_by("position").last()
            self.plan.indicators.create(
                indicator=indicator, position=last.position + 1 if last else 0
            )
        return indicator


class ObservationForm(PartnershipRowForm):
    """A figure, or words in its place."""

    above = "indicator"
    among = ("period",)

    class Meta:
        model = Observation
        fields = ["period", "label", "value", "words", "comparison", "break_note"]
        field_classes = {"value": FigureField, "comparison": FigureField}
        labels = {
            "period": "Period",
            "value": "Figure",
            "words": "Words instead of a figure",
            "break_note": "Break in recording",
        }
        help_texts = {
            "words": "For example, “fewer than five”, if a small number could identify a person",
            "break_note": "Why this and later figures cannot be compared with those before. For "
            "example, “counted anew from here”. Leave empty if they can",
        }
        error_messages = {"label": {"required": "Enter the period or part the figure is for"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        indicator = self.instance.indicator
        if indicator.kind == Indicator.Kind.SERIES:
            del self.fields["period"]
            self.fields["label"].label = "Period"
            self.fields["label"].help_text = (
                f"Like {READABLE}. Other words are taken too, but such a figure is shown in every "
                "plan"
            )
            if all(period_of(one.label) for one in self.siblings):
                # They stand by their periods.
                self.fields.pop("place", None)
        else:
            del self.fields["break_note"]
            self.fields["label"].label = "Part"
            self.fields["label"].help_text = "For example, “Swanley”"
            self.fields["period"].help_text = (
                f"Like {READABLE}. A plan shows the parts of the last period that ended with it "
                "or before. Leave empty if they are of no period"
            )
        if indicator.comparison_label:
            # The field's template takes help texts for HTML.
            self.fields["comparison"].help_text = escape(indicator.comparison_label)
        else:
            del self.fields["comparison"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        others = self.belongs_to.observations.exclude(pk=self.instance.pk)
        stands = {"period": cleaned.get("period") or "", "label": cleaned.get("label")}
        if stands["label"] and others.filter(**stands).exists():
            self.add_error("label", "The indicator already has a figure for this")
        has_value = cleaned.get("value") is not None
        if not {"value", "words"} & self.errors.keys():
            if has_value and cleaned["words"]:
                self.add_error("words", "Enter a figure, or words instead of it, but not both")
            elif not has_value and not cleaned["words"]:
                self.add_error("value", "Enter a figure, or words instead of it")
        return cleaned
