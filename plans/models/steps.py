"""What the law asks of a strategy and its plan, and when each step was taken."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from plans.models.plan import Plan


class StatutoryStep(models.Model):
    """A step that the law asks for, and the day on which the partnership took it.

    Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007, SI 2007/1830;
    for scrutiny, Police and Justice Act 2006, s 19.
    """

    class Kind(models.TextChoices):
        ASSESSMENT = "assessment", "Strategic assessment made"
        CONSULTATION = "consultation", "Community consulted"
        PUBLIC_MEETING = "public_meeting", "Public meeting held"
        SUMMARY = "summary", "Summary of the plan published"
        POLICING_BODY = "policing_body", "Copy sent to the policing body"
        SCRUTINY = "scrutiny", "Council’s scrutiny committee met"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps")
    kind = models.CharField("step", max_length=20, choices=Kind)
    done_on = models.DateField("day", null=True, blank=True)
    note = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "kind"]
        constraints = [
            models.UniqueConstraint("plan", "kind", name="statutory_step_unique_in_plan"),
            # A step that was not taken is told why.
            models.CheckConstraint(
                condition=Q(done_on__isnull=False) | ~Q(note=""),
                name="statutory_step_has_day_or_note",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
