"""The figures of a plan's year: money, what happened when, what was counted."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csp.words_kept import KeptWords
from partners.models import Agency, Partnership, User
from plans.amounts import figure
from plans.figures.periods import READABLE, period_of
from plans.models.plan import Plan
from plans.models.structure import Priority

NOT_NEGATIVE = [MinValueValidator(Decimal(0))]
# What the sums of a grant's table are, as long as a plan calls them nothing else.
SUMS = ("Proposed full year", "Actual first half", "Proposed second half")
# Of an indicator in a plan: more bars are no picture any more.
MOST_PERIODS = 20


def money(verbose_name: str, **options: Any) -> models.DecimalField:
    """A field of pounds and pence, never negative; nothing said is nothing given."""
    options.setdefault("default", 0)
    return models.DecimalField(
        verbose_name, max_digits=12, decimal_places=2, validators=NOT_NEGATIVE, **options
    )


def measured() -> models.DecimalField:
    """A field for what was counted, or is to be; None where nobody has said."""
    return models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, validators=NOT_NEGATIVE
    )


class Grant(models.Model):
    """Money that the partnership was given for a year, such as the Commissioner's."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="grants")
    funder = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    amount = money("amount in pounds")
    note = models.TextField(blank=True)
    year_heading = models.CharField("heading of the first sum", max_length=60, blank=True)
    first_heading = models.CharField("heading of the second sum", max_length=60, blank=True)
    second_heading = models.CharField("heading of the third sum", max_length=60, blank=True)
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

    @property
    def headings(self) -> tuple[str, str, str]:
        """What the three sums of its allocations are called."""
        own = (self.year_heading, self.first_heading, self.second_heading)
        first, second, third = (one or usual for one, usual in zip(own, SUMS, strict=True))
        return first, second, third

    @property
    def divides_a_year(self) -> bool:
        """Whether the second and third sums are the halves of the first."""
        return self.headings == SUMS


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
        indexes = [KeptWords(fields=["text"], name="log_entry_words")]
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
    """A series of the partnership: something counted over the years, or as parts of a whole.

    Its plans show it (PlanIndicator); a figure that is added for one is there for all of them.
    """

    class Kind(models.TextChoices):
        SERIES = "series", "Over periods"
        PARTS = "parts", "Parts of a whole"

    class Better(models.TextChoices):
        LOWER = "lower", "Lower is better"
        HIGHER = "higher", "Higher is better"
        NEITHER = "neither", "Neither"

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="indicators")
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=60, help_text="What is counted: “reports”")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SERIES)
    better = models.CharField(max_length=10, choices=Better, default=Better.NEITHER)
    source = models.CharField(max_length=300, blank=True, help_text="Where the figures come from")
    comparison_label = models.CharField(
        max_length=100, blank=True, help_text="What the figures are compared with: “Kent average”"
    )
    only_in = models.ForeignKey(
        Plan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The restricted plan for which it was made: others do not know of it",
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["partnership", "title"]
        constraints = [
            models.UniqueConstraint("partnership", "title", name="indicator_unique_in_partnership"),
        ]

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def known_in(plan: Plan, indicator: str = "") -> Q:
        """What picks those that the pages of a plan may tell of.

        indicator: the field that leads from the rows to their indicator, if they are none.
        """
        shown = PlanIndicator.objects.filter(plan=plan).order_by().values("indicator")
        before = f"{indicator}__" if indicator else ""
        is_open = Q(**{f"{before}only_in": None}) | Q(**{f"{before}only_in": plan})
        return is_open | Q(**{f"{indicator or 'id'}__in": shown})


class PlanIndicatorManager(models.Manager["PlanIndicator"]):
    """Its rows with the indicator after which they are called."""

    def get_queryset(self) -> "models.QuerySet[PlanIndicator]":
        return super().get_queryset().select_related("indicator")


class PlanIndicator(models.Model):
    """That a plan shows an indicator: under which priority, where it began, where it is to go."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="indicators")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="shown_by")
    priority = models.ForeignKey(
        Priority, models.SET_NULL, null=True, blank=True, related_name="indicators"
    )
    baseline = measured()
    baseline_label = models.CharField(
        "what the baseline is of", max_length=100, blank=True, help_text="“2019/20”"
    )
    target = measured()
    target_words = models.CharField("target in words", max_length=200, blank=True)
    periods = models.PositiveSmallIntegerField(
        "how many periods are shown",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PERIODS)],
        help_text="The last so many that end with the plan or before",
    )
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()
    objects = PlanIndicatorManager()

    class Meta:
        ordering = ["plan", "position", "pk"]
        verbose_name = "indicator of a plan"
        verbose_name_plural = "indicators of plans"
        constraints = [
            models.UniqueConstraint("plan", "indicator", name="plan_indicator_unique"),
            models.CheckConstraint(
                condition=Q(periods__gte=1, periods__lte=MOST_PERIODS),
                name="plan_indicator_periods_plausible",
            ),
            models.CheckConstraint(
                condition=(Q(baseline=None) | Q(baseline__gte=0))
                & (Q(target=None) | Q(target__gte=0)),
                name="plan_indicator_not_negative",
            ),
        ]

    def __str__(self) -> str:
        # Of what has been removed, the record has the indicator, unless that is removed too.
        named_by = getattr(self, "_history", self)
        return f"{named_by.indicator or 'An indicator that has been removed'}"

    def clean(self) -> None:
        super().clean()
        if not self.plan_id:
            return
        if self.priority and self.priority.plan_id != self.plan_id:
            raise ValidationError({"priority": "Choose a priority of the same plan"})
        if self.indicator_id and self.indicator.partnership_id != self.plan.partnership_id:
            raise ValidationError({"indicator": "Choose an indicator of the same partnership"})


class Observation(models.Model):
    """One figure of an indicator. A small number may stand as words: “fewer than five”."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="observations")
    period = models.CharField(
        "period of the parts",
        max_length=100,
        blank=True,
        help_text="Of a part alone: “2016/17”; what is counted over periods has it for its label",
    )
    label = models.CharField("period or part", max_length=100, help_text="“2016/17” or “Swanley”")
    value = measured()
    words = models.CharField(
        max_length=60, blank=True, help_text="Instead of a number: “fewer than five”"
    )
    comparison = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    break_note = models.CharField(
        "break in recording",
        max_length=200,
        blank=True,
        help_text="Why this and later figures can’t be compared with those before",
    )
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["indicator", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "indicator", "period", "label", name="observation_unique_in_indicator"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(words=""), name="observation_says_something"
            ),
        ]

    def __str__(self) -> str:
        label = f"{self.label}, {self.period}" if self.period else self.label
        return f"{label}: {self.words or figure(self.value)}"

    def clean(self) -> None:
        super().clean()
        if self.period and not period_of(self.period):
            raise ValidationError({"period": f"Enter a period like {READABLE}, or leave it empty"})
