"""Two records of one partner that were made one, so that they can be taken apart again."""

from django.db import models
from django.db.models import F, Q

from partners.models.agencies import Agency
from partners.models.people import User


class Joining(models.Model):
    """A record of a partner that was joined with another; the agency is the one that has stayed.

    The steps are the rows that were changed and removed, in this order, each with what it said
    before and afterwards: see partners/joining. An agency that is joined in its turn takes its
    joinings along; each is taken apart where it was made, the last one first.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="joinings")
    made_into = models.PositiveIntegerField(help_text="The id of the agency that stayed then")
    former = models.PositiveIntegerField(help_text="The id of the agency that was joined with it")
    former_name = models.CharField(max_length=200)
    joined_at = models.DateTimeField(auto_now_add=True)
    joined_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    steps = models.JSONField(default=list)
    taken_apart_at = models.DateTimeField(null=True, blank=True)
    taken_apart_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-joined_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(made_into=F("former")), name="joining_of_two_agencies"
            ),
            models.CheckConstraint(
                condition=Q(taken_apart_at=None, taken_apart_by=None)
                | Q(taken_apart_at__isnull=False, taken_apart_by__isnull=False),
                name="joining_taken_apart_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.former_name
