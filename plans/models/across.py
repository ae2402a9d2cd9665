"""What runs through the priorities of a plan: recommendations, and cross-cutting themes."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from csp.words_kept import KeptWords
from partners.models import NaturalKeyManager
from plans.models.structure import Plan, Priority


class Recommendation(models.Model):
    """What a review, an inspection or the policing body asks; or what a priority also recommends.

    Actions of the plan answer it. One of a priority that says nothing but its text is printed
    below the priority's table, and no more.
    """

    class Level(models.TextChoices):
        LOCAL = "local", "Local"
        NATIONAL = "national", "National"

    class Response(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        IN_PART = "in_part", "Accepted in part"
        NOT_ACCEPTED = "not_accepted", "Not accepted"

    # The responses that nobody gives without saying why.
    NEEDS_REASON = (Response.IN_PART, Response.NOT_ACCEPTED)

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="recommendations")
    priority = models.ForeignKey(
        Priority, models.CASCADE, null=True, blank=True, related_name="recommendations"
    )
    number = models.CharField(max_length=20, blank=True, help_text="As printed: “3”, “R3a”")
    text = models.TextField()
    source = models.CharField(
        max_length=200, blank=True, help_text="The review or body that it comes from"
    )
    level = models.CharField(max_length=10, choices=Level, blank=True)
    scope = models.CharField(max_length=300, blank=True, help_text="Whom or what it is about")
    response = models.CharField(max_length=20, choices=Response, blank=True)
    response_reason = models.TextField("why", blank=True)
    carries_on = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="carried_on_by",
        help_text="The recommendation of the plan before that this one is",
    )
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        indexes = [
            KeptWords(
                fields=["number", "text", "source", "scope", "response_reason"],
                name="recommendation_words",
            )
        ]
        # Those of the plan itself first, then those of its priorities in their order.
        ordering = [
            "plan",
            F("priority__theme__position").asc(nulls_first=True),
            F("priority__position").asc(nulls_first=True),
            "priority",
            "position",
        ]
        constraints = [
            models.UniqueConstraint("priority", "position", name="recommendation_place_unique"),
            models.UniqueConstraint(
                "plan",
                "position",
                condition=Q(priority=None),
                name="recommendation_place_unique_in_plan",
            ),
            models.CheckConstraint(
                condition=Q(response="") | Q(response="accepted") | ~Q(response_reason=""),
                name="recommendation_not_accepted_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(carries_on=None) | ~Q(carries_on=F("id")),
                name="recommendation_carries_on_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}" if self.number else self.text

    def clean(self) -> None:
        super().clean()
        if self.priority and self.plan_id and self.priority.plan_id != self.plan_id:
            raise ValidationError({"priority": "Choose a priority of the same plan"})

    @property
    def says_more(self) -> bool:
        """Whether it is more than a line below a priority's table, be it answered or not."""
        told = (self.number, self.source, self.level, self.scope, self.response)
        return self.priority_id is None or any(told)


class CrossCuttingTheme(models.Model):
    """What actions of several priorities have in common, such as “Young people”.

    A Theme is another thing: a level of the plan, above its priorities.
    """

    NATURAL_KEY = ("plan__partnership__slug", "plan__address", "title")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="cross_cutting_themes")
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()
    objects = NaturalKeyManager()

    class Meta:
        ordering = ["plan", "position", "title"]
        verbose_name = "cross-cutting theme"
        constraints = [
            models.UniqueConstraint("plan", "title", name="cross_cutting_theme_unique_in_plan"),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str, str, str]:
        return (*self.plan.natural_key(), self.title)

    natural_key.dependencies = ["plans.plan"]  # type: ignore[attr-defined]
