"""What is handed over: a plan's document as it was issued, frozen, and files made of it for now."""

from typing import Self

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Lower
from django.urls import reverse

from partners.models import User
from plans.addresses import in_file_names
from plans.models import Plan
from reports import formats


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


def renderings() -> Storage:
    """Where the files are that may be made anew."""
    return storages["renderings"]


class Rendering(models.Model):
    """A plan's document as a file in one format: asked for, being made, made, or failed.

    It is the job, too: whoever asks for a file writes this row, and makers take it up
    (rendered.py, makers.py). One for each fingerprint, however many ask for it.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        MAKING = "making"
        MADE = "made"
        FAILED = "failed"

    OVER = (State.MADE, State.FAILED)

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="renderings")
    format_name = models.SlugField("format", max_length=20, help_text="As in file names: “pdf”")
    fingerprint = models.CharField(max_length=64, help_text="Of all that goes into it")
    name = models.CharField(max_length=200, help_text="What it is called as a download")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    document = models.BinaryField(
        null=True, help_text="What is to be made, until it is; only makers read it"
    )
    media = models.JSONField(default=list, help_text="The names of the pictures in it")
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="How often it was begun; what an attempt writes names its number"
    )
    heard_at = models.DateTimeField(
        null=True, help_text="When whoever makes it last said so; long ago, it is taken up again"
    )
    progress = models.CharField(max_length=200, blank=True)
    failure = models.TextField(blank=True, help_text="In words for the reader")
    file = models.FileField(storage=renderings, max_length=200, blank=True)

    class Meta:
        ordering = ["plan", "-asked_at"]
        constraints = [
            models.UniqueConstraint(
                "plan", "format_name", "fingerprint", name="rendering_fingerprint_unique"
            ),
            models.CheckConstraint(
                condition=Q(state="made") ^ Q(file=""), name="rendering_made_has_file"
            ),
            models.CheckConstraint(
                condition=Q(state="failed") ^ Q(failure=""), name="rendering_failed_has_reason"
            ),
        ]
        indexes = [
            models.Index(
                "asked_at",
                condition=Q(state__in=["waiting", "making"]),
                name="rendering_under_way",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def format(self) -> formats.Format:
        return formats.FORMATS[self.format_name]

    @property
    def is_made(self) -> bool:
        return self.state == self.State.MADE

    @property
    def is_over(self) -> bool:
        """Whether it is made or failed."""
        return self.state in self.OVER

    @property
    def is_gone(self) -> bool:
        """Whether its file is not there any more."""
        return not (self.file.name and self.file.storage.exists(self.file.name))

    @property
    def content(self) -> bytes | None:
        """Its bytes; None if it isn't made, or its file is gone."""
        try:
            with self.file.open() as file:
                return file.read()
        except (FileNotFoundError, ValueError):
            return None
