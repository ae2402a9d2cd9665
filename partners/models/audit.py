"""Who did what, when and from where."""

from django.db import models
from django.utils import timezone

from partners.models.agencies import Partnership
from partners.models.people import User


class AuditEntry(models.Model):
    """Something that whoever answers for a partnership's data may have to account for.

    It is written by partners/audit.py alone, and never changed; nothing in the application does so.
    """

    class What(models.TextChoices):
        SIGNED_IN = "signed_in", "Signed in"
        NOT_SIGNED_IN = "not_signed_in", "Failed to sign in"
        SECURITY = "security", "Changed how they sign in"
        DOWNLOADED = "downloaded", "Downloaded"
        IMPORTED = "imported", "Imported"
        PEOPLE = "people", "Changed people or roles"
        ACCESS = "access", "Changed who sees a plan"
        RESTRICTED = "restricted", "Saw a restricted plan"
        ISSUED = "issued", "Issued or withdrew an edition"
        LINKS = "links", "Sent or ended links"
        ANSWERED = "answered", "Used a link"
        PARTNERSHIP = "partnership", "Changed the partnership"

    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=20, choices=What)
    # None: by a link, or nobody; an event that is of a person alone has no partnership.
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="audit_entries")
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, null=True, related_name="audit_entries"
    )
    # As it was then, be the account gone or renamed.
    email = models.CharField(max_length=254, blank=True)
    # The name of the page in csp/urls.py, and its address; keys in it left out.
    page = models.CharField(max_length=100)
    path = models.CharField(max_length=500)
    about = models.CharField(max_length=300, blank=True)
    # Its address is then shown to nobody.
    is_restricted = models.BooleanField(default=False)
    network_address = models.GenericIPAddressField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["partnership", "-at"], name="audit_of_partnership"),
            models.Index(fields=["user", "-at"], name="audit_of_user"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.email}, {self.at:%Y-%m-%d %H:%M}"
