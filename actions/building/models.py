"""An existing plan that is being read from a file."""

from django.db import models
from django.db.models import Q

from partners.models import User
from plans.models import Plan


class PlanImport(models.Model):
    """A file of action tables on its way into a plan: its cells, what was chosen, what was made.

    The cells are read once, when the file is uploaded; the file itself is not kept.
    """

    class State(models.TextChoices):
        CHOOSING = "choosing", "Not yet imported"
        IMPORTED = "imported", "Imported"
        TAKEN_BACK = "taken_back", "Undone"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    started_at = models.DateTimeField(auto_now_add=True)
    started_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the command",
    )
    state = models.CharField(max_length=10, choices=State, default=State.CHOOSING)
    imported_at = models.DateTimeField(null=True, blank=True)
    tables = models.JSONField(help_text="The tables of the file, as they were read")
    choices = models.JSONField(default=dict, help_text="What its columns and owners mean")
    made = models.JSONField(default=dict, help_text="The rows that it added, by model")

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="choosing", imported_at=None)
                | (~Q(state="choosing") & Q(imported_at__isnull=False)),
                name="plan_import_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
