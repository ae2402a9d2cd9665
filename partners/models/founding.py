"""Partnerships with a past: what one was called before, and how one is founded from others."""

from django.db import models
from django.db.models import Q

from partners.models.agencies import Details, Partnership
from partners.models.people import User

FEWEST, MOST = 2, 40


class FormerDetails(Details):
    """What a partnership was called, and who its council and policing body were, until a day."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="former_details")
    until = models.DateField(help_text="The first day on which it was no longer so")

    class Meta:
        ordering = ["partnership", "until"]
        verbose_name_plural = "former details"
        constraints = [
            models.UniqueConstraint("partnership", "until", name="former_details_until_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, until {self.until:%-d %B %Y}"


class Division(models.Model):
    """A partnership that is to be divided: what it is divided into are its `parts`.

    They are Foundings from this one alone, proposed, founded and taken back together.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="divisions")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Division of {self.partnership}"


class Founding(Details):
    """A partnership that is to be founded from others, with the details that they agree to.

    Founded, it has its partnership; taken back, it waits to be founded again. `choices`: which of
    the founders' agencies are one (partners/founding/matching.py); of a part of a division, what
    does not go into it (partners/founding/parts.py).
    """

    begins_on = models.DateField("first day")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    choices = models.JSONField(default=dict, blank=True)
    division = models.ForeignKey(
        Division, models.CASCADE, null=True, blank=True, related_name="parts"
    )
    partnership = models.OneToOneField(
        Partnership, models.PROTECT, null=True, blank=True, related_name="founding"
    )
    founded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    founded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(partnership=None, founded_by=None, founded_at=None)
                | Q(partnership__isnull=False, founded_by__isnull=False, founded_at__isnull=False),
                name="founding_has_its_partnership_and_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Founder(models.Model):
    """A partnership that is asked to go into a new one, and what one of its administrators said.

    Who proposes may name one that they know nothing of: `asked_as` keeps the words. Whether there
    is such a partnership is told by nobody but its administrators.
    """

    founding = models.ForeignKey(Founding, models.CASCADE, related_name="founders")
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="founder_of"
    )
    asked_as = models.CharField(max_length=200)
    agrees = models.BooleanField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["founding", "pk"]
        constraints = [
            models.UniqueConstraint("founding", "partnership", name="founder_unique_in_founding"),
            models.CheckConstraint(
                condition=Q(agrees=None, answered_by=None, answered_at=None)
                | Q(
                    agrees__isnull=False,
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                    partnership__isnull=False,
                ),
                name="founder_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.asked_as
