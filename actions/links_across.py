"""What ties an action to that which runs through its plan; with the models of actions.models."""

from django.db import models
from simple_history.models import HistoricalRecords

from plans.models import CrossCuttingTheme, Recommendation


class ActionRecommendation(models.Model):
    """That an action answers a recommendation of its plan."""

    action = models.ForeignKey("actions.Action", models.CASCADE, related_name="+")
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = "link of an action to a recommendation"
        verbose_name_plural = "links of actions to recommendations"
        constraints = [
            models.UniqueConstraint(
                "action", "recommendation", name="action_answers_recommendation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} answers {self.recommendation}"


class ActionTheme(models.Model):
    """That an action belongs to a cross-cutting theme of its plan."""

    action = models.ForeignKey("actions.Action", models.CASCADE, related_name="+")
    theme = models.ForeignKey(CrossCuttingTheme, models.CASCADE, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = "link of an action to a cross-cutting theme"
        verbose_name_plural = "links of actions to cross-cutting themes"
        constraints = [
            models.UniqueConstraint("action", "theme", name="action_of_cross_cutting_theme_once"),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.theme}"
