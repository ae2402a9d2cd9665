"""What was said of an action on a day, what shows it, and whether it still stands."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from actions.statuses import NEEDS_REASON, Status
from csp.words_kept import KeptWords
from plans.marks import as_text


class StatusUpdateQuerySet(models.QuerySet["StatusUpdate"]):
    """Its order is the one thing that “latest” means: by the day of which it was said, and on one
    day by when it came (Meta.ordering).
    """

    def news(self) -> Self:
        """Those that say something: not that there was nothing new."""
        return self.filter(is_nothing_new=False)


class StandingUpdates(models.Manager.from_queryset(StatusUpdateQuerySet)):  # type: ignore[misc]
    """Those that stand: whatever was struck out counts for nothing."""

    def get_queryset(self) -> StatusUpdateQuerySet:
        return super().get_queryset().filter(struck_at=None)


class StatusUpdate(models.Model):
    """What was said of an action on a day, and how it went then. It is added, and never gone.

    What should not have been said is struck out, by whom, when and why. `objects`, and the
    `updates` of an Action, are those that stand; `every`, and its `all_updates`, have also those
    that were struck out: tests/test_struck_out.py knows who may ask for them.

    Only a file that was imported may give a status without words or without a reason: nothing is
    put into its mouth. That there is nothing new has no words either: the last ones stand.
    """

    class Strike(models.TextChoices):
        """Why it does not stand any more."""

        MISTAKE = "mistake", "Entered by mistake"
        WITHDRAWN = "withdrawn", "Withdrawn"
        REPLACED = "replaced", "Put in other words"

    action = models.ForeignKey("actions.Action", models.CASCADE, related_name="all_updates")
    status = models.CharField(max_length=20, choices=Status)
    status_as_written = models.TextField(
        blank=True, help_text="The file's own words for the status, where they are others"
    )
    text = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    is_nothing_new = models.BooleanField(default=False)
    imported_from = models.CharField(max_length=200, blank=True, help_text="The name of the file")
    made_on = models.DateField(help_text="The day of which it was said")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="status_updates"
    )
    said_by = models.CharField(
        max_length=200,
        blank=True,
        editable=False,
        help_text="Who said it, if it came with a plan from elsewhere; it was put in by made_by",
    )
    strike = models.CharField("struck out as", max_length=20, choices=Strike, blank=True)
    struck_at = models.DateTimeField("struck out at", null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    struck_reason = models.TextField("struck out because", blank=True)

    objects = StandingUpdates()
    every = StatusUpdateQuerySet.as_manager()

    class Meta:
        # For Django's own questions, such as what belongs to an action that is removed.
        default_manager_name = "every"
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(imported_from="") | Q(is_nothing_new=True),
                name="status_update_has_text",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=NEEDS_REASON)
                | ~Q(reason="")
                | ~Q(imported_from="")
                | Q(is_nothing_new=True),
                name="status_update_off_track_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_nothing_new=False) | Q(text="", reason=""),
                name="status_update_nothing_new_has_no_words",
            ),
            models.CheckConstraint(
                condition=Q(strike="", struck_at=None, struck_by=None, struck_reason="")
                | (
                    ~Q(strike="")
                    & Q(struck_at__isnull=False, struck_by__isnull=False)
                    & ~Q(struck_reason="")
                ),
                name="status_update_struck_out_by_whom_and_why",
            ),
        ]
        indexes = [
            # The history on an action's page.
            models.Index(fields=["action", "-made_on"], name="status_update_of_action"),
            KeptWords(fields=["text", "reason"], name="status_update_words"),
        ]

    def __str__(self) -> str:
        return ": ".join(filter(None, [self.get_status_display(), as_text(self.text)]))

    @property
    def by(self) -> str:
        """Whose word it is."""
        return self.said_by or str(self.made_by)


class UpdateEvidence(models.Model):
    """A file or a link that shows what an update says. It stays with the update.

    Without an update it was chosen on a page that had a mistake on it, and waits there for who
    chose it (actions/update_evidence.py).
    """

    action = models.ForeignKey("actions.Action", models.CASCADE, related_name="+")
    update = models.ForeignKey(
        StatusUpdate, models.CASCADE, null=True, blank=True, related_name="evidence"
    )
    link = models.URLField(max_length=500, blank=True)
    # In the database, so that it is stored and backed up with the update.
    file = models.BinaryField(null=True, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["update", "pk"]
        verbose_name_plural = "evidence of updates"
        constraints = [
            models.CheckConstraint(
                condition=(~Q(link="") & Q(file=None, file_name=""))
                | (Q(link="", file__isnull=False) & ~Q(file_name="")),
                name="update_evidence_is_a_file_or_a_link",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or self.link
