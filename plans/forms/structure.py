"""The levels of a plan: themes, priorities, strands; and themes across them."""

from typing import Any

from django import forms
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from partners.models import Agency
from plans.forms.rows import RowForm
from plans.models import CrossCuttingTheme, Priority, Strand, Theme


class ThemeForm(RowForm):
    stays_when_closed = True
    once = ("title",)
    already = "The plan already has a theme with this title"

    class Meta:
        model = Theme
        fields = ["title", "strapline"]
        help_texts = {"strapline": "A line printed under the title (optional)"}


class PriorityForm(RowForm):
    """A priority, which stands among those of its theme.

    What became of it is asked for when its year is over, or has been said before.
    """

    among = ("theme",)
    asked_for = ("theme",)
    stays_when_closed = True

    number = forms.IntegerField(
        label="Number",
        required=False,
        min_value=1,
        max_value=999,
        help_text="As printed, for example “Priority 1”. Leave empty for no number",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "govuk-input--width-3", "autocomplete": "off"}
        ),
        error_messages={
            "invalid": "Number must be a whole number, like 3",
            "min_value": "Number must be 1 or more",
            "max_value": "Number must be 999 or less",
        },
    )

    class Meta:
        model = Priority
        fields = [
            "number",
            "title",
            "scope",
            "theme",
            "success_indicator",
            "overall_target",
            "specific_target",
            "lead",
            "legal_strand",
            "county_objective",
            "policing_objective",
            "columns_note",
            "fate",
            "fate_reason",
        ]
        labels = {
            "scope": "What it includes",
            "lead": "Lead agency",
            "legal_strand": "Part of the law that it serves",
            "county_objective": "Objective of the county that it serves",
            "policing_objective": "Objective of the policing body that it serves",
            "columns_note": "What a mark in its table means",
            "fate": "What happened to it after the plan",
            "fate_reason": "Why",
        }
        help_texts = {
            "scope": "Printed after the title, for example “including environmental crime”",
            "legal_strand": "Crime and Disorder Act 1998, section 6",
            "county_objective": "As the county’s community safety agreement puts it",
            "policing_objective": "",
            "columns_note": "For example, “* marks the primary agency”",
            "fate_reason": "Printed in the review of the year",
        }
        error_messages = {
            "fate_reason": {"required": "Enter why"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = self.plan
        if plan.themes.exists():
            self.offer("theme", plan.themes.all(), none="None")
        else:
            del self.fields["theme"]
        self.offer_agencies("lead", self._leads(), none="None")
        for name, none in (("legal_strand", "None"), ("fate", "Not decided yet")):
            field: Any = self.fields[name]
            field.choices = [("", none), *field.choices[1:]]
        if not (plan.traits.is_legal or self.instance.legal_strand):
            del self.fields["legal_strand"]
        is_over = plan.ends_on < timezone.localdate()
        if not (is_over or self.instance.fate):
            del self.fields["fate"], self.fields["fate_reason"]
        if self.instance._state.adding and self.initial["number"] is None:
            self.initial["number"] = self._next_number()

    def _leads(self) -> QuerySet[Agency]:
        """The agencies that were there in the plan's period, and the one that leads now."""
        agencies = self.plan.partnership.agencies
        in_year = agencies.in_being_between(self.plan.starts_on, self.plan.ends_on)
        return agencies.filter(Q(pk__in=in_year) | Q(pk=self.instance.lead_id))

    def _next_number(self) -> int | None:
        """One more than the last, if the plan's priorities are numbered."""
        priorities = self.plan.priorities.all()
        last = priorities.aggregate(last=Max("number"))["last"]
        return last + 1 if last else None if priorities else 1

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        others = self.plan.priorities.exclude(pk=self.instance.pk)
        if cleaned.get("title") and others.filter(title=cleaned["title"]).exists():
            self.add_error("title", "The plan already has a priority with this title")
        number = cleaned.get("number")
        same = others.filter(number=number).first() if number else None
        if same:
            self.add_error("number", f"“{same.title}” already has this number. Enter another")
        given_up = {Priority.Fate.MERGED, Priority.Fate.ENDED}
        if cleaned.get("fate") in given_up and not cleaned.get("fate_reason"):
            self.add_error("fate_reason", "Enter why it is merged or no longer a priority")
        return cleaned

    def save(self, commit: bool = True) -> Priority:
        row = self.instance
        if "fate" in self.fields and row.fate != Priority.Fate.MERGED:
            row.merged_into = None
        return super().save(commit)


class StrandForm(RowForm):
    stays_when_closed = True
    above = "priority"
    once = ("title",)
    already = "The priority already has a strand with this title"

    class Meta:
        model = Strand
        fields = ["title"]
        help_texts = {"title": "A heading among the priority’s actions"}


class CrossCuttingThemeForm(RowForm):
    stays_when_closed = True
    once = ("title",)
    already = "The plan already has a cross-cutting theme with this title"

    class Meta:
        model = CrossCuttingTheme
        fields = ["title"]
        help_texts = {
            "title": "What actions of several priorities have in common, for example “Young people”"
        }
