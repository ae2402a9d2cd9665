"""What becomes of an action in a plan of another partnership: plans/models/decisions.py."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from csp.words_kept import KeptWords
from plans.models.decisions import Decision


class Fate(models.TextChoices):
    """What became of an action at the end of its plan."""

    CARRIED_ON = "carried_on", "Carried on"
    REWORDED = "reworded", "Carried on in other words"
    MERGED = "merged", "Merged into another action"
    SPLIT = "split", "Split into several"
    DROPPED = "dropped", "Dropped"


class ActionDecision(Decision):
    row = models.ForeignKey("actions.Action", models.CASCADE, related_name="decisions")
    fate = models.CharField(max_length=20, choices=Fate, blank=True)
    merged_into = models.ForeignKey(
        "actions.Action",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="merged_decisions",
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["row", "pk"]
        indexes = [KeptWords(fields=["fate_reason"], name="action_decision_words")]
        constraints = [
            models.UniqueConstraint("row", "plan", name="action_decision_unique_in_plan"),
            models.CheckConstraint(
                condition=~Q(fate="dropped") | ~Q(fate_reason=""),
                name="action_decision_dropped_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(fate="merged"),
                name="action_decision_merged_if_into_another",
            ),
        ]
