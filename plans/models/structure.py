"""The levels below a plan: theme, priority, strand."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from csp.words_kept import KeptWords
from partners.models import Agency, NaturalKeyManager
from plans.models.plan import Plan


class Theme(models.Model):
    """What several priorities of a plan have in common. Optional."""

    NATURAL_KEY = ("plan__partnership__slug", "plan__address", "title")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="themes")
    title = models.CharField(max_length=200)
    strapline = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()
    objects = NaturalKeyManager()

    class Meta:
        ordering = ["plan", "position", "title"]
        constraints = [
            models.UniqueConstraint("plan", "title", name="theme_unique_in_plan"),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str, str, str]:
        return (*self.plan.natural_key(), self.title)

    natural_key.dependencies = ["plans.plan"]  # type: ignore[attr-defined]


class Priority(models.Model):
    """A problem that the partnership has chosen to work on in a year."""

    class LegalStrand(models.TextChoices):
        """What a strategy must serve: Crime and Disorder Act 1998, s 6(1), as amended to 2022."""

        CRIME_AND_DISORDER = "crime_and_disorder", "Crime, disorder and anti-social behaviour"
        SUBSTANCE_MISUSE = "substance_misuse", "Misuse of drugs, alcohol and other substances"
        REOFFENDING = "reoffending", "Reducing re-offending"
        SERIOUS_VIOLENCE = "serious_violence", "Preventing and reducing serious violence"

    class Fate(models.TextChoices):
        """What was recommended of the priority after its year."""

        CONTINUES = "continues", "Continues as a priority"
        MERGED = "merged", "Merged into another priority"
        ENDED = "ended", "Not a priority any more"

    NATURAL_KEY = ("plan__partnership__slug", "plan__address", "title")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="priorities")
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="priorities"
    )
    number = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="As printed: “Priority 1”. Leave empty for none"
    )
    title = models.CharField(max_length=200)
    scope = models.CharField(
        max_length=500, blank=True, help_text="What it includes: “including environmental crime”"
    )
    success_indicator = models.TextField(blank=True)
    overall_target = models.TextField(blank=True)
    specific_target = models.TextField(blank=True)
    lead = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    legal_strand = models.CharField(max_length=30, choices=LegalStrand, blank=True)
    policing_objective = models.CharField(
        max_length=300, blank=True, help_text="The objective of the policing body that it serves"
    )
    county_objective = models.CharField(
        max_length=300,
        blank=True,
        help_text="The objective of the county’s community safety agreement that it serves",
    )
    fate = models.CharField(max_length=20, choices=Fate, blank=True)
    fate_reason = models.TextField(blank=True)
    carries_on = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="carried_on_by",
        help_text="The priority of last year’s plan that this one continues",
    )
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="merged_from",
        help_text="The priority of next year’s plan into which this one was merged",
    )
    columns_note = models.CharField(
        max_length=200,
        blank=True,
        help_text="What a mark in its table means: “* marks the primary agency”",
    )
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()
    objects = NaturalKeyManager()

    class Meta:
        # Priorities without a theme come first on every database.
        ordering = ["plan", F("theme__position").asc(nulls_first=True), "position", "title"]
        verbose_name_plural = "priorities"
        indexes = [
            KeptWords(
                fields=[
                    *("title", "scope", "success_indicator", "overall_target", "specific_target"),
                    *("policing_objective", "county_objective"),
                ],
                name="priority_words",
            ),
            KeptWords(fields=["fate_reason"], name="priority_fate_words"),
        ]
        constraints = [
            models.UniqueConstraint("plan", "title", name="priority_unique_in_plan"),
            models.UniqueConstraint("plan", "number", name="priority_number_unique_in_plan"),
            models.CheckConstraint(
                condition=Q(fate="") | Q(fate="continues") | ~Q(fate_reason=""),
                name="priority_given_up_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(carries_on=None) | ~Q(carries_on=F("id")),
                name="priority_carries_on_another",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(fate="merged"),
                name="priority_merged_if_into_another",
            ),
        ]

    def __str__(self) -> str:
        return f"Priority {self.number}: {self.title}" if self.number else self.title

    def natural_key(self) -> tuple[str, str, str]:
        return (*self.plan.natural_key(), self.title)

    natural_key.dependencies = ["plans.plan"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        if self.theme and self.plan_id and self.theme.plan_id != self.plan_id:
            raise ValidationError({"theme": "Choose a theme of the same plan"})


class Strand(models.Model):
    """A heading row inside a priority's table of actions. Optional."""

    NATURAL_KEY = (
        "priority__plan__partnership__slug",
        "priority__plan__address",
        "priority__title",
        "title",
    )

    priority = models.ForeignKey(Priority, models.CASCADE, related_name="strands")
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()
    objects = NaturalKeyManager()

    class Meta:
        ordering = ["priority", "position", "title"]
        constraints = [
            models.UniqueConstraint("priority", "title", name="strand_unique_in_priority"),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str, str, str, str]:
        return (*self.priority.natural_key(), self.title)

    natural_key.dependencies = ["plans.priority"]  # type: ignore[attr-defined]
