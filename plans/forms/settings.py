"""How a plan stands as a whole, and within which strategy it is."""

from datetime import date
from functools import partial
from typing import Any, Self

from crispy_forms_gds.choices import Choice
from django import forms
from django.utils import timezone

from csp.day_field import DayField
from partners.models import Partnership
from plans.following import period_changed
from plans.forms.periods import (
    FIELD_CLASSES,
    PERIOD_FIELDS,
    PERIOD_HELP,
    PERIOD_LABELS,
    tell_of_impossible_period,
)
from plans.forms.pictures import PictureField, PictureForm
from plans.forms.rows import RowForm
from plans.models import Plan
from plans.pictures import VANISHES, vanishes_on_white
from plans.plan_kinds import PlanKind

WHAT_A_STAGE_MEANS = {
    Plan.Stage.DRAFTING: "It is being written. No one is asked for updates",
    Plan.Stage.AGREED: "The partners have agreed it. Officers and contributors say how its actions "
    "go, and are reminded of those that want an update",
    Plan.Stage.CLOSED: "It is over and has been reviewed. Its priorities and actions stay as "
    "they are, and take no updates. Opened again, it can be changed",
}


class PlanSettingsForm(RowForm):
    place = None  # type: ignore[assignment]

    class Meta:
        model = Plan
        fields = [*PERIOD_FIELDS, "stage", "strategy", "layout", "has_exit"]
        field_classes = FIELD_CLASSES
        labels = {
            **PERIOD_LABELS,
            "layout": "Layout of its document",
            "has_exit": "Put “Exit this page” on its published pages",
        }
        help_texts = {
            **PERIOD_HELP,
            "strategy": "The plan of several years within which this one is",
            "has_exit": "For plans about domestic abuse. It takes readers to another website at "
            "a press, so that nobody sees what they were reading",
        }
        widgets = {"stage": forms.RadioSelect}
        error_messages = {"stage": {"required": "Select a stage"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stage: Any = self.fields["stage"]
        stage.choices = [
            Choice(one.value, one.label, hint=WHAT_A_STAGE_MEANS[one]) for one in Plan.Stage
        ]
        offered = self.plan.strategies().select_related("partnership")
        self.offer("strategy", offered, none="None")
        layout: Any = self.fields["layout"]
        # A highlight report is made for a meeting, from the plan in whichever layout.
        layout.choices = [
            (one.value, one.label)
            for one in Plan.Layout
            if one != Plan.Layout.HIGHLIGHT_REPORT or self.plan.layout == one
        ]
        # The pages of strategies, which everybody sees, name their plans.
        if self.plan.kind == PlanKind.STRATEGY or self.plan.is_restricted:
            del self.fields["strategy"]
        if self.plan.is_yearly:
            for name in PERIOD_FIELDS:
                del self.fields[name]
        else:
            self.fields["title"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        tell_of_impossible_period(self)
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last:
            logged = self.plan.log.exclude(happened_on__range=(first, last)).first()
            if logged:
                told = (
                    f"The log has an entry of {logged.happened_on:%-d %B %Y}, outside of the period"
                )
                self.add_error("ends_on" if logged.happened_on > last else "starts_on", told)
            self._keep_framed_plans_within(first, last)
        return cleaned

    def _keep_framed_plans_within(self, first: date, last: date) -> None:
        for framed in self.plan.framed_plans.all():
            if framed.starts_on < first or framed.ends_on > last:
                field = "starts_on" if framed.starts_on < first else "ends_on"
                self.add_error(field, f"{framed.name} must be within the strategy")

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)
        if {"starts_on", "ends_on"} & {*self.changed_data}:
            period_changed(saved)
        return saved

    @property
    def plan(self) -> Plan:
        return self.instance

    @property
    def belongs_to(self) -> Plan:
        return self.instance


class PlanCoverForm(PictureForm):
    """What the cover of the plan's document says and shows."""

    place = None  # type: ignore[assignment]
    pictured = "cover_picture"

    cover_picture = PictureField(
        label="Picture",
        help_text="A PNG or JPEG file, smaller than 10MB. Best is one of 1,654 pixels across or "
        "more, broader than it is high",
    )
    field_order = [
        "cover_title",
        "subtitle",
        "cover_date",
        "cover_picture",
        "remove_picture",
        "cover_alternative_text",
    ]

    class Meta:
        model = Plan
        fields = [
            "cover_title",
            "subtitle",
            "cover_date",
            "cover_picture",
            "cover_alternative_text",
        ]
        labels = {
            "cover_title": "Title",
            "cover_date": "Date",
            "cover_alternative_text": "What the picture shows",
        }
        help_texts = {
            "cover_title": "Leave empty for the usual one of its layout. Its years follow it",
            "subtitle": "For example, what the plan is for or who produced it",
            "cover_date": "In words, for example “June 2027”",
            "cover_alternative_text": "For people who cannot see it. A picture needs this",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        keeps = "cover_picture" in self.files or (self._picture and not self._removes_picture)
        if keeps and not cleaned.get("cover_alternative_text"):
            self.add_error("cover_alternative_text", "Enter what the picture shows")
        return cleaned

    @property
    def plan(self) -> Plan:
        return self.instance

    @property
    def belongs_to(self) -> Plan:
        return self.instance


class PartnershipDetailsForm(RowForm):
    """How the partnership is reached, how its documents look, when it last met; the instance has a
    plan as `in_plan`.
    """

    place = None  # type: ignore[assignment]
    logo = PictureField(
        help_text="For the cover of documents. A PNG or JPEG file, smaller than 10MB. "
        "Use a dark logo: it stands on white",
        error_messages={
            "empty": "The logo’s file is empty",
            "max_length": "The name of the logo’s file is too long",
        },
    )
    remove_logo = forms.BooleanField(label="Remove this logo", required=False, initial=False)
    field_order = [
        "telephone",
        "email",
        "website",
        "social_media",
        "address",
        "notice",
        "accent_colour",
        "logo",
        "remove_logo",
        "last_met_on",
    ]

    class Meta:
        model = Partnership
        fields = [
            *("telephone", "email", "website", "social_media", "address", "notice"),
            *("accent_colour", "logo", "last_met_on"),
        ]
        field_classes = {
            "website": partial(forms.URLField, assume_scheme="https"),
            "last_met_on": DayField,
        }
        labels = {
            "email": "Email address",
            "accent_colour": "Colour",
            "last_met_on": "Day of the last meeting",
        }
        help_texts = {
            "email": "A shared mailbox is better than a person’s",
            "social_media": "One to a line, each with its name: “Facebook: "
            "https://www.facebook.com/name”",
            "notice": "Said at the foot of every page and document. Leave empty for none",
            "accent_colour": "Of headings and covers, as #1d4d63. White text must be readable",
            "last_met_on": "The overview shows what has changed since this day",
        }
        # Not an EmailInput or URLInput: crispy-forms-gds gives them no looks.
        widgets = {
            "email": forms.TextInput(attrs={"inputmode": "email", "spellcheck": "false"}),
            "website": forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
            "accent_colour": forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        }
        error_messages = {
            "email": {
                "invalid": "Enter an email address in the correct format, like name@example.org"
            },
            "website": {"invalid": "Website must be a web address, like https://www.example.org"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            del self.fields["remove_logo"]

    def clean_logo(self) -> Any:
        """The logo, of which is told if it cannot be seen."""
        logo = self.cleaned_data["logo"]
        if "logo" in self.files and vanishes_on_white(logo):
            self.told = [VANISHES]
        return logo

    def clean_last_met_on(self) -> date | None:
        day = self.cleaned_data["last_met_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Day of the last meeting must be today or in the past")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("remove_logo") and "logo" not in self.files:
            cleaned["logo"] = False
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors and "logo" in self.files and "logo" not in self.errors:
            self.add_error("logo", "Select the logo again after fixing the other errors")

    @property
    def plan(self) -> Plan:
        return self.instance.in_plan

    @property
    def belongs_to(self) -> Partnership:
        return self.instance

    def as_saved(self, saved: Any) -> Self:
        saved.in_plan = self.plan
        return super().as_saved(saved)
