"""Partnerships, their member bodies, and whom to ask there."""

import datetime
from copy import copy
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Upper
from django.urls import reverse
from simple_history.models import HistoricalRecords

from csp.words_kept import KeptWords
from partners.access import Role
from partners.colour import validate_accent_colour

# First words of addresses that are no partnership's (csp/urls.py).
RESERVED_SLUGS = {
    *("accounts", "across", "admin", "answer", "calendar", "media", "open-data", "published"),
    *("search", "static"),
}


def validate_slug_is_free(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(f"“{slug}” is an address of the product itself. Choose another.")


class NaturalKeyManager(models.Manager):
    """Finds a row by the fields that its class lists in NATURAL_KEY, in that order."""

    def get_by_natural_key(self, *values: Any) -> Any:
        fields = self.model.NATURAL_KEY  # type: ignore[attr-defined]
        return self.get(**dict(zip(fields, values, strict=True)))


class DistrictKind(models.TextChoices):
    BOROUGH = "borough", "borough"
    DISTRICT = "district", "district"
    CITY = "city", "city"
    COUNTY = "county", "county"
    UNITARY = "unitary", "unitary authority"


class Details(models.Model):
    """What a partnership is called, and whose it is: it changes with the councils."""

    name = models.CharField(max_length=200)
    district = models.CharField(max_length=100)
    district_kind = models.CharField(
        max_length=20, choices=DistrictKind, default=DistrictKind.DISTRICT
    )
    council = models.CharField(max_length=200)
    policing_body = models.CharField(
        max_length=200, blank=True, help_text="The policing body that receives the plan"
    )

    class Meta:
        abstract = True


# The fields of Details.
DETAILS = [field.name for field in Details._meta.fields]


class PartnershipQuerySet(models.QuerySet):
    def open_on(self, day: datetime.date) -> Self:
        """Those that are not closed on that day."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day))


class Partnership(Details):
    """The Community Safety Partnership of one district (Crime and Disorder Act 1998, ss 5-6)."""

    DistrictKind = DistrictKind
    NATURAL_KEY = ("slug",)

    slug = models.SlugField(
        "address",
        unique=True,
        validators=[validate_slug_is_free],
        help_text="The word in web addresses, such as tonbridge-and-malling",
    )
    telephone = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    address = models.TextField("postal address", blank=True)
    social_media = models.TextField(
        blank=True, help_text="One to a line: “Facebook: https://www.facebook.com/name”"
    )
    accent_colour = models.CharField(
        max_length=7,
        default="#1d4d63",
        validators=[validate_accent_colour],
        help_text="Of headings and covers, as #1d4d63; dark enough for white text on it",
    )
    logo = models.ImageField(upload_to="logos/", blank=True)
    notice = models.TextField(
        blank=True, help_text="Said at the foot of every page and document, if there is one"
    )
    last_met_on = models.DateField(
        "day of the last meeting",
        null=True,
        blank=True,
        help_text="The overview shows what has changed since",
    )
    second_step_from = models.CharField(
        "least role that needs a second step to sign in",
        max_length=20,
        choices=Role,
        blank=True,
        help_text="Nobody needs one, if none is chosen",
    )
    closed_on = models.DateField(
        null=True, blank=True, help_text="From this day on it can be read, and no more"
    )
    # Whoever founds another from it closes it; the founding says who, and can be taken back.
    history = HistoricalRecords(excluded_fields=["closed_on"])
    objects = NaturalKeyManager.from_queryset(PartnershipQuerySet)()

    class Meta:
        ordering = ["district"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnership", args=[self.slug])

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def is_closed(self, on: datetime.date) -> bool:
        return self.closed_on is not None and self.closed_on <= on

    def as_of(self, day: datetime.date) -> Self:
        """The partnership with the details that it had on that day."""
        former = [one for one in self.former_details.all() if one.until > day]
        if not former:
            return self
        then = copy(self)
        for name in DETAILS:
            setattr(then, name, getattr(min(former, key=lambda one: one.until), name))
        return then

    @property
    def predecessors(self) -> "models.QuerySet[Partnership]":
        """Those that it was founded from."""
        return Partnership.objects.filter(founder_of__founding__partnership=self)

    @property
    def successors(self) -> "models.QuerySet[Partnership]":
        """Those that were founded from it."""
        return Partnership.objects.filter(founding__founders__partnership=self)


class AgencyQuerySet(models.QuerySet):
    def in_being_on(self, date: datetime.date) -> Self:
        """The agencies that existed on that day: neither ended before it nor begun after it."""
        return self.filter(
            Q(began_on=None) | Q(began_on__lte=date), Q(ended_on=None) | Q(ended_on__gt=date)
        )

    def in_being_between(self, first: datetime.date, last: datetime.date) -> Self:
        """The agencies that existed on some of these days."""
        return self.filter(
            Q(began_on=None) | Q(began_on__lte=last), Q(ended_on=None) | Q(ended_on__gt=first)
        )

    def listed_on(self, date: datetime.date) -> Self:
        """The members that a plan of that day publishes, in the order of its grid."""
        listed = self.exclude(grid_position=None).filter(
            Q(listed_from=None) | Q(listed_from__lte=date),
            Q(listed_until=None) | Q(listed_until__gt=date),
        )
        return listed.in_being_on(date).order_by("grid_position", "name")


class Agency(models.Model):
    """A member body of one partnership, or a group of them such as “Housing associations”.

    When one body takes over from another (Circle Russet became Clarion Housing), the old one
    keeps its name in old plans and points to its successor.
    """

    class Kind(models.TextChoices):
        COUNCIL = "council", "District or unitary council"
        COUNTY = "county", "County council or its service"
        POLICE = "police", "Police"
        FIRE = "fire", "Fire and rescue"
        PROBATION = "probation", "Probation"
        HEALTH = "health", "Health"
        HOUSING = "housing", "Housing"
        VOLUNTARY = "voluntary", "Charity or voluntary group"
        BUSINESS = "business", "Business"
        CRIMINAL_JUSTICE = "criminal_justice", "Other criminal justice body"
        OTHER = "other", "Other"

    NATURAL_KEY = ("partnership__slug", "name")
    # What pages set: the members in order, and its place under the name that rows of plans have.
    members_by_name: "list[Agency]"
    position: int | None

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="agencies")
    name = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    telephones = models.TextField(
        blank=True, help_text="One to a line. Words are kept: “01732 844522 (office hours)”"
    )
    website = models.URLField(blank=True)
    address = models.TextField("postal address", blank=True)
    logo = models.ImageField(upload_to="logos/", blank=True)
    grid_position = models.PositiveSmallIntegerField(
        "place in the list of members",
        null=True,
        blank=True,
        help_text="Leave empty if the plan does not list this agency",
    )
    listed_from = models.DateField(
        null=True, blank=True, help_text="If it was a member from a day later than its beginning"
    )
    listed_until = models.DateField(
        null=True, blank=True, help_text="The first day on which it was no longer listed"
    )
    members = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="groups",
        help_text="Makes this a group, such as “All partners”",
    )
    began_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(
        null=True, blank=True, help_text="The first day on which it was no longer there"
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    came_from = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="became",
        editable=False,
        help_text="What it was in the partnerships that its own was founded from",
    )
    different_from = models.ManyToManyField(
        "self",
        blank=True,
        editable=False,
        help_text="Of which somebody has said that, however alike, they are other partners",
    )
    history = HistoricalRecords()
    objects = NaturalKeyManager.from_queryset(AgencyQuerySet)()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"
        indexes = [KeptWords(fields=["name", "abbreviation"], name="agency_words")]
        constraints = [
            models.UniqueConstraint(
                "partnership", Lower("name"), name="agency_name_unique_in_partnership"
            ),
            models.UniqueConstraint(
                "partnership",
                Lower("abbreviation"),
                condition=~Q(abbreviation=""),
                name="agency_abbreviation_unique_in_partnership",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(began_on=None) | Q(ended_on__gte=F("began_on")),
                name="agency_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(listed_until=None)
                | Q(listed_from=None)
                | Q(listed_until__gte=F("listed_from")),
                name="agency_listed_until_after_from",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(ended_on__isnull=False),
                name="agency_with_successor_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str]:
        return (self.partnership.slug, self.name)

    natural_key.dependencies = ["partners.partnership"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        if self.successor and self.successor.partnership_id != self.partnership_id:
            raise ValidationError({"successor": "Choose an agency of the same partnership"})

    @property
    def short_name(self) -> str:
        """What tables and filters say: the abbreviation, if there is one."""
        return self.abbreviation or self.name

    @property
    def telephone_lines(self) -> list[str]:
        return [line.strip() for line in self.telephones.splitlines() if line.strip()]


def partner_of(row: Any) -> Agency:
    """The row's agency. A record of history may name one that is gone: joined with another."""
    try:
        return row.agency
    except Agency.DoesNotExist:
        return Agency(name="a partner that has been removed")


# What is said of a contact, in the order of its form.
CONTACT_FIELDS = (
    *("role", "name", "email", "telephones", "receives_update_requests", "signs_off"),
    *("published", "keep_until"),
)


class Contact(models.Model):
    """Whom to ask in an agency: a role and a shared mailbox rather than a person.

    Personal data: published only if marked, and deleted after `keep_until` with what the history
    says of it (partners/old_contacts.py).
    """

    NATURAL_KEY = ("agency__partnership__slug", "agency__name", "email", "role", "name")

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="contacts")
    role = models.CharField("role or job title", max_length=200)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    telephones = models.TextField(blank=True, help_text="One to a line. Words are kept")
    receives_update_requests = models.BooleanField(default=True)
    signs_off = models.BooleanField(
        default=False, help_text="The agency’s answers are sent when one of these has read them"
    )
    published = models.BooleanField(
        default=False, help_text="May be printed in a published document"
    )
    keep_until = models.DateField(help_text="Personal data is kept no longer than this")
    history = HistoricalRecords()
    objects = NaturalKeyManager()

    class Meta:
        ordering = ["agency__name", "role", "name"]
        constraints = [
            models.UniqueConstraint(
                "agency",
                Lower("email"),
                Lower("role"),
                condition=~Q(email=""),
                name="contact_email_and_role_unique_in_agency",
            ),
            models.UniqueConstraint(
                "agency",
                Lower("role"),
                Lower("name"),
                condition=Q(email=""),
                name="contact_without_email_unique_in_agency",
            ),
        ]
        indexes = [
            # As __iexact asks.
            models.Index(Upper("email"), name="contact_by_mailbox"),
            models.Index(fields=["keep_until"], name="contact_by_last_day"),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.role}, {partner_of(self)}"

    def natural_key(self) -> tuple[str, str, str, str, str]:
        return (*self.agency.natural_key(), self.email, self.role, self.name)

    natural_key.dependencies = ["partners.agency"]  # type: ignore[attr-defined]

    @property
    def telephone_lines(self) -> list[str]:
        return [line.strip() for line in self.telephones.splitlines() if line.strip()]
