"""What was handed over: a plan's document as it was issued, frozen."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Lower
from django.urls import reverse

from partners.models import User
from plans.addresses import in_file_names
from plans.models import Plan


class EditionQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Those of which the public may know, be they withdrawn."""
        return self.filter(plan__is_restricted=False)

    def standing(self) -> Self:
        """The editions that are not withdrawn."""
        return self.filter(withdrawn_at=None)

    def latest_standing(self) -> Self:
        """Of each plan the latest edition that is not withdrawn."""
        later = Edition.objects.standing().filter(
            plan=OuterRef("plan"), number__gt=OuterRef("number")
        )
        return self.standing().filter(~Exists(later))


class Edition(models.Model):
    """A plan's document as it was issued. Only ever added, and withdrawn; see reports/editions.py.

    The number counts the editions of a plan and stands in public addresses; the label is the
    manager's own words for it.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    title = models.CharField(
        max_length=200, help_text="As printed: “Partnership Plan 2017 to 2018”"
    )
    words = models.TextField(
        blank=True, editable=False, help_text="Of its web page: reports/published_words.py"
    )
    changed = models.TextField(
        "what has changed", blank=True, help_text="Since the edition before, in the issuer’s words"
    )
    counted = models.TextField(
        blank=True, editable=False, help_text="The same, counted: reports/frozen"
    )
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)
    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint("plan", "number", name="edition_number_unique_in_plan"),
            models.UniqueConstraint("plan", Lower("label"), name="edition_label_unique_in_plan"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_counts_from_one"),
            models.CheckConstraint(condition=~Q(label=""), name="edition_has_label"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_reason=""),
                name="edition_withdrawn_by_somebody_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.label}"

    def get_absolute_url(self) -> str:
        """Where the public reads it."""
        plan = self.plan
        return reverse("published-edition", args=[plan.partnership.slug, plan.address, self.number])

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class EditionFileQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Those of which the public may know."""
        return self.filter(edition__plan__is_restricted=False)

    def described(self) -> Self:
        """The files without their bytes, with how many these are as `size`."""
        return self.defer("content").annotate(size=Length("content"))


class EditionFile(models.Model):
    """One form of an edition, such as its PDF: the bytes, and their SHA-256 checksum.

    The bytes are in the database so that an edition is stored, backed up and restored whole or
    not at all.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    format = models.SlugField(
        max_length=20, help_text="As in file names: “pdf”; “archive-pdf” for “….archive.pdf”"
    )
    label = models.CharField(max_length=60, help_text="What readers call it: “Web page”")
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    checksum = models.CharField("SHA-256 checksum", max_length=64)
    objects = EditionFileQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "pk"]
        constraints = [
            models.UniqueConstraint("edition", "format", name="edition_file_format_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.edition.label}: {self.format}"

    def get_absolute_url(self) -> str:
        """Where the public takes it from."""
        edition = self.edition
        plan = edition.plan
        return reverse(
            "published-file",
            args=[plan.partnership.slug, plan.address, edition.number, self.format],
        )

    @property
    def ending(self) -> str:
        return self.format.replace("-", ".")

    @property
    def name(self) -> str:
        """The file's name where it is kept: larkshire-2026-27-edition-1.pdf."""
        plan = self.edition.plan
        word = in_file_names(plan.label)
        return f"{plan.partnership.slug}-{word}-edition-{self.edition.number}.{self.ending}"


class AcceptedFinding(models.Model):
    """A finding of the checks that a manager lets stand, and why. It is told by its key."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="accepted_findings")
    key = models.CharField(max_length=64, help_text="Of the Finding: reports/checks")
    words = models.TextField(help_text="What the finding said")
    reason = models.TextField()
    accepted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["plan", "accepted_at"]
        constraints = [
            models.UniqueConstraint("plan", "key", name="accepted_finding_unique_in_plan"),
            models.CheckConstraint(condition=~Q(reason=""), name="accepted_finding_has_reason"),
        ]

    def __str__(self) -> str:
        return self.words
