"""The figures of a plan's year: money, what happened when, what was counted."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from partners.models import Agency, User
from plans.amounts import figure
from plans.models.plan import Plan
from plans.models.structure import Priority

NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


def money(verbose_name: str, **options: Any) -> models.DecimalField:
    """A field of pounds and pence, never negative; nothing said is nothing given."""
    options.setdefault("default", 0)
    return models.DecimalField(
        verbose_name, max_digits=12, decimal_places=2, validators=NOT_NEGATIVE, **options
    )


class Grant(models.Model):
    """Money that the partnership was given for a year, such as the Commissioner's."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="grants")
    funder = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    amount = money("amount in pounds")
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint("plan", "funder", "name", name="grant_unique_in_plan"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="grant_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.funder})"


class Allocation(models.Model):
    """What of a grant goes to a project: proposed for the year, and how its halves went."""

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="allocations")
    organisation = models.CharField(max_length=200)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="If the organisation is one of the partners",
    )
    project = models.CharField(max_length=200)
    proposed_year = money("proposed for the full year")
    first_half = money("actual first half")
    second_half = money("proposed second half")
    evaluation = models.TextField(blank=True, help_text="At the end of the project")
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["grant", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "grant", "organisation", "project", name="allocation_unique_in_grant"
            ),
            models.CheckConstraint(
                condition=Q(proposed_year__gte=0, first_half__gte=0, second_half__gte=0),
                name="allocation_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}, {self.organisation}"


class Spending(models.Model):
    """An item that a grant was spent on."""

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="spending")
    item = models.CharField(max_length=300)
    amount = money("amount in pounds", default=None, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["grant", "position", "pk"]
        verbose_name_plural = "spending"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="spending_not_negative"),
        ]

    def __str__(self) -> str:
        return self.item


class LogEntry(models.Model):
    """Something that happened in a plan's year, for the record month by month."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="log")
    happened_on = models.DateField()
    is_day_known = models.BooleanField(
        "the day is known", default=True, help_text="If not, the month alone is printed"
    )
    text = models.TextField()
    added_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "happened_on", "pk"]
        verbose_name_plural = "log entries"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="log_entry_has_text"),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        if self.happened_on and self.plan_id:
            plan = self.plan
            if self.happened_on not in plan.period:
                raise ValidationError({"happened_on": f"Date must be {plan.period.between}"})


class Indicator(models.Model):
    """Something counted: over the years, or as parts of a whole such as reports by area."""

    class Kind(models.TextChoices):
        SERIES = "series", "Over periods"
        PARTS = "parts", "Parts of a whole"

    class Better(models.TextChoices):
        LOWER = "lower", "Lower is better"
        HIGHER = "higher", "Higher is better"
        NEITHER = "neither", "Neither"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="indicators")
    priority = models.ForeignKey(
        Priority, models.SET_NULL, null=True, blank=True, related_name="indicators"
    )
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=60, help_text="What is counted: “reports”")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SERIES)
    better = models.CharField(max_length=10, choices=Better, default=Better.NEITHER)
    source = models.CharField(max_length=300, blank=True, help_text="Where the figures come from")
    comparison_label = models.CharField(
        max_length=100, blank=True, help_text="What the figures are compared with: “Kent average”"
    )
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint("plan", "title", name="indicator_unique_in_plan"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.priority and self.plan_id and self.priority.plan_id != self.plan_id:
            raise ValidationError({"priority": "Choose a priority of the same plan"})


class Observation(models.Model):
    """One figure of an indicator. A small number may stand as words: “fewer than five”."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="observations")
    label = models.CharField("period or part", max_length=100, help_text="“2016/17” or “Swanley”")
    value = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, validators=NOT_NEGATIVE
    )
    words = models.CharField(
        max_length=60, blank=True, help_text="Instead of a number: “fewer than five”"
    )
    comparison = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["indicator", "position", "pk"]
        constraints = [
            models.UniqueConstraint("indicator", "label", name="observation_unique_in_indicator"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(words=""), name="observation_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.words or figure(self.value)}"
