"""A list of contacts on its way into a partnership, and what is remembered of such lists."""

from django.db import models
from django.db.models import Q

from partners.models.agencies import Partnership
from partners.models.people import User


class ContactImport(models.Model):
    """A file of contacts, or of partners, while it is chosen what its columns mean; then the rows
    left out of it.

    The cells are read once, when the file is uploaded, and forgotten when they are imported. What
    nobody imports is deleted like old contacts (partners/old_contacts.py).
    """

    class Subject(models.TextChoices):
        CONTACTS = "contacts", "Contacts of partners"
        PARTNERS = "partners", "Partners themselves"

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="contact_imports")
    subject = models.CharField(max_length=10, choices=Subject, default=Subject.CONTACTS)
    file_name = models.CharField(max_length=200)
    started_at = models.DateTimeField(auto_now_add=True)
    started_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    tables = models.JSONField(default=dict, help_text="The tables of the file, as they were read")
    choices = models.JSONField(default=dict, help_text="What its columns and partners mean")
    imported_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(
        max_length=100, blank=True, help_text="What the history calls the import"
    )
    counts = models.JSONField(default=dict, help_text="How many rows were added, changed, left out")
    left_out = models.JSONField(
        default=list, help_text="Headings and rows that were not imported, each with the reason"
    )

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(imported_at=None, reason="")
                | (Q(imported_at__isnull=False) & ~Q(reason="")),
                name="contact_import_has_its_time_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ContactListShape(models.Model):
    """What the columns of a list meant that was imported, for the next with the same headings."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="contact_list_shapes")
    headings = models.CharField(max_length=64, help_text="A digest of the headings")
    columns = models.JSONField(help_text="What each column means")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "headings"], name="contact_list_shape_unique_in_partnership"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {', '.join(self.columns)}"
