"""The people who sign in, and what they are in which partnership."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords

from partners.access import Permission, Role, may
from partners.models.agencies import Agency, NaturalKeyManager, Partnership


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new person; without a password they sign in with an e-mailed code."""
        if not email:
            raise ValueError("A person needs an email address to sign in with.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address; what they may do, their memberships say.

    Superusers run the installation and use /admin/; it gives them no partnership's pages.
    """

    class Digests(models.TextChoices):
        """How often an officer is told what the partners have answered."""

        DAILY = "daily", "Every working day"
        WEEKLY = "weekly", "On the first working day of the week"
        NEVER = "never", "Never"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    digests = models.CharField(max_length=10, choices=Digests, default=Digests.DAILY)
    # In the address of the person's calendar; none if it has none.
    calendar_key = models.CharField(max_length=43, blank=True, editable=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may open /admin/", default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    # When a partnership that they have left wanted them forgotten: partners/leavers.py.
    erase_asked_at = models.DateTimeField(null=True, editable=False)
    history = HistoricalRecords(
        excluded_fields=["password", "last_login", "calendar_key", "erase_asked_at"]
    )
    objects = UserManager()

    # For the request at hand, whose user this is: see partners/audit.py.
    on_restricted_plan = False

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique"),
            models.UniqueConstraint(
                "calendar_key", condition=~Q(calendar_key=""), name="user_calendar_key_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()


class MembershipManager(NaturalKeyManager["Membership"]):
    def taken_up(self) -> "models.QuerySet[Membership]":
        """Those that give access: the others are invitations."""
        return self.filter(taken_up_at__isnull=False)


class Membership(models.Model):
    """A person's role in one partnership. A contributor speaks for one agency.

    Until the person has taken it up it is an invitation: it lets them see nothing, and the
    partnership nothing of them but the e-mail address that was typed.
    """

    NATURAL_KEY = ("user__email", "partnership__slug")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, help_text="Contributors only"
    )
    taken_up_at = models.DateTimeField(
        null=True, blank=True, help_text="When the person took the invitation up"
    )
    history = HistoricalRecords()
    objects = MembershipManager()

    class Meta:
        ordering = ["partnership__district", "user__name"]
        constraints = [
            models.UniqueConstraint("user", "partnership", name="membership_unique"),
            models.CheckConstraint(
                condition=Q(role=Role.CONTRIBUTOR, agency__isnull=False)
                | (~Q(role=Role.CONTRIBUTOR) & Q(agency=None)),
                name="membership_agency_for_contributors_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.partnership.district}"

    def natural_key(self) -> tuple[str, str]:
        return (self.user.email, self.partnership.slug)

    natural_key.dependencies = ["partners.user", "partners.partnership"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        if (
            self.agency
            and self.partnership_id
            and self.agency.partnership_id != self.partnership_id
        ):
            raise ValidationError({"agency": "Choose an agency of the same partnership"})

    @property
    def called(self) -> str:
        """What the partnership calls the person."""
        return str(self.user) if self.taken_up_at else self.user.email

    def may(self, permission: Permission, *, on: date | None = None) -> bool:
        """on: the day, today if left out; of a closed partnership only reading is left."""
        is_closed = self.partnership.is_closed(on or timezone.localdate())
        return may(self.role, permission, is_closed=is_closed)

    @property
    def may_see_rounds(self) -> bool:
        """For the menu, which can give `may` no permission."""
        return self.may(Permission.SEE_ROUNDS)
