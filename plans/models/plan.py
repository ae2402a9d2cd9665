"""A partnership's plans, of any kind and period."""

from collections.abc import Iterable
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, IntegerField, OuterRef, Q, TextField
from django.db.models.functions import Cast, Substr
from django.db.models.lookups import Exact, LessThan
from django.urls import reverse
from simple_history.models import HistoricalRecords

from partners.models import Founder, Membership, NaturalKeyManager, Partnership, User
from plans import years
from plans.addresses import LONGEST_ADDRESS, validate_address_is_free
from plans.plan_kinds import PlanKind, Traits

# The Crime and Disorder Act 1998 came into force in this year: no partnership is older.
FIRST_YEAR = 1998
LAST_YEAR = 2100
FIRST_DAY = years.starts_on(FIRST_YEAR)
LAST_DAY = years.ends_on(LAST_YEAR)
MOST_YEARS = 10
LONGEST_MARKING = 60
USUAL_MARKING = "OFFICIAL-SENSITIVE"


def _year(day: str) -> Cast:
    """The year of a date field, in words that both databases have without help from Django."""
    return Cast(Substr(Cast(F(day), TextField()), 1, 4), IntegerField())


def _day_of_year(day: str) -> Substr:
    """“04-01” for 1 April."""
    return Substr(Cast(F(day), TextField()), 6)


def _is_financial_year() -> Q:
    """From 1 April to 31 March of the year after, at the address of the year."""
    return Q(
        Exact(_day_of_year("starts_on"), "04-01"),
        Exact(_day_of_year("ends_on"), "03-31"),
        Exact(_year("ends_on"), _year("starts_on") + 1),
        Exact(F("address"), Substr(Cast(F("starts_on"), TextField()), 1, 4)),
    )


def _at_most_ten_years() -> Q:
    tenth = _year("starts_on") + MOST_YEARS
    return Q(LessThan(_year("ends_on"), tenth)) | Q(
        Exact(_year("ends_on"), tenth),
        LessThan(_day_of_year("ends_on"), _day_of_year("starts_on")),
    )


YEARLY = Q(kind=PlanKind.YEARLY)


class PlanQuerySet(models.QuerySet["Plan"]):
    """Who knows of which plans is decided here, and nowhere else: docs/decisions."""

    def seen_by(self, memberships: Iterable[Membership]) -> Self:
        """Those of which a person with these memberships knows.

        All of their partnerships, but restricted ones only if the person is named for them.
        """
        of_person = list(memberships)
        named = NamedPerson.objects.filter(membership__in=[one.pk for one in of_person])
        return self.filter(
            Q(is_restricted=False) | Q(pk__in=named.values("plan")),
            partnership__in=[one.partnership_id for one in of_person],
        )

    def seen_by_readers_of(self, plan: "Plan") -> Self:
        """Those of which everybody knows who knows of the plan, so that its document may tell."""
        if not plan.is_restricted:
            return self.filter(is_restricted=False)
        there = NamedPerson.objects.filter(plan=OuterRef(OuterRef("pk")))
        not_there = NamedPerson.objects.filter(plan=plan.pk).exclude(
            membership__in=there.values("membership")
        )
        return self.filter(Q(is_restricted=False) | ~Exists(not_there))

    def told_to(self, memberships: Iterable[Membership]) -> Self:
        """Those of any partnership that are not restricted, and of the others those they know of.

        Of which partnerships a person may hear is for the caller to say.
        """
        known = Plan.objects.seen_by(memberships)
        return self.filter(Q(is_restricted=False) | Q(pk__in=known.values("pk")))

    def before(self, plan: "Plan") -> list["Plan"]:
        """Those that the plan may review or begin from: one or none, or one of each founder.

        Of a yearly one that of the year before; of another the latest of the same kind and title
        that was over when it began, a restricted one only if it is restricted too. Of the first of
        a partnership that was founded from others, that of each of them, by district, be it over or
        not: they end with their partnerships.
        """
        same: models.QuerySet[Plan] = self.filter(
            kind=plan.kind, title=plan.title, starts_on__lt=plan.starts_on
        ).select_related("partnership")
        if plan.is_yearly:
            same = same.filter(address=str(plan.start_year - 1))
        if not plan.is_restricted:
            same = same.filter(is_restricted=False)
        own = same.filter(partnership=plan.partnership_id, ends_on__lt=plan.starts_on)
        if found := list(own.order_by("-ends_on")[:1]):
            return found
        founders = Founder.objects.filter(founding__partnership=plan.partnership_id)
        latest: dict[int, Plan] = {}
        of_founders = same.filter(partnership__in=founders.values("partnership"))
        for one in of_founders.order_by("partnership__district", "-ends_on"):
            latest.setdefault(one.partnership_id, one)
        return list(latest.values())


class PlanManager(NaturalKeyManager.from_queryset(PlanQuerySet)):  # type: ignore[misc]
    """Finds plans by their natural key, and those that a person may know of."""


class Plan(models.Model):
    """What a partnership has agreed to do in a period; a yearly plan's is a financial year."""

    Kind = PlanKind

    class Stage(models.TextChoices):
        DRAFTING = "drafting", "Being drafted"
        AGREED = "agreed", "Agreed"
        CLOSED = "closed", "Closed"

    class Layout(models.TextChoices):
        """How the plan's document is laid out; reports/layouts.py declares each."""

        PARTNERSHIP_PLAN = "partnership-plan", "Partnership plan"
        PRIORITY_PLAN = "priority-plan", "Priority plan"
        ANNUAL_REPORT = "annual-report", "Annual report"
        SUMMARY_LEAFLET = "summary-leaflet", "Summary leaflet"
        HIGHLIGHT_REPORT = "highlight-report", "Highlight report"
        PLAN_ON_A_PAGE = "plan-on-a-page", "Plan on a page"

    NATURAL_KEY = ("partnership__slug", "address")

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=10, choices=PlanKind, default=PlanKind.YEARLY)
    title = models.CharField(
        max_length=200, blank=True, help_text="Leave empty for a yearly plan, which has its year"
    )
    address = models.CharField(
        max_length=LONGEST_ADDRESS,
        validators=[validate_address_is_free],
        help_text="In web addresses: of a yearly plan “2026”, else such as “violence-2026”",
    )
    strategy = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="framed_plans",
        help_text="The strategy of several years within which the plan is",
    )
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFTING)
    layout = models.CharField(
        "layout of its document", max_length=20, choices=Layout, default=Layout.PARTNERSHIP_PLAN
    )
    cover_title = models.CharField(
        "title of its document",
        max_length=200,
        blank=True,
        help_text="Leave empty for the layout’s: “Partnership Plan”",
    )
    subtitle = models.CharField(max_length=300, blank=True)
    cover_date = models.CharField(
        "date on the cover", max_length=100, blank=True, help_text="In words: “June 2027”"
    )
    cover_picture = models.ImageField(upload_to="pictures/", blank=True)
    cover_alternative_text = models.CharField("what the picture shows", max_length=300, blank=True)
    is_restricted = models.BooleanField(
        "restricted", default=False, help_text="Only the people named for it know that it exists"
    )
    marking = models.CharField(
        max_length=LONGEST_MARKING,
        default=USUAL_MARKING,
        help_text="Said on every page and sheet while it is restricted",
    )
    has_exit = models.BooleanField(
        "exit this page",
        default=False,
        help_text="On its published pages, for whoever must not be seen reading them",
    )
    history = HistoricalRecords()
    objects = PlanManager()

    class Meta:
        ordering = ["partnership", "-starts_on", "title", "address"]
        constraints = [
            models.UniqueConstraint(
                "partnership",
                "address",
                name="plan_address_unique",
                violation_error_message="The partnership has a plan of this address already.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="plan_ends_after_it_starts",
                violation_error_message="The last day must be after the first.",
            ),
            models.CheckConstraint(
                condition=_at_most_ten_years(),
                name="plan_at_most_ten_years",
                violation_error_message=f"A plan can be no longer than {MOST_YEARS} years.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__gte=FIRST_DAY, ends_on__lte=LAST_DAY),
                name="plan_days_plausible",
            ),
            # Of one that begins in a year there is no second, as addresses are unique.
            models.CheckConstraint(
                condition=~YEARLY | _is_financial_year(),
                name="plan_yearly_is_a_financial_year",
                violation_error_message="A yearly plan is from 1 April to 31 March, and its "
                "address is its first year.",
            ),
            models.CheckConstraint(
                condition=YEARLY | Q(address__gte="a"),
                name="plan_address_begins_with_a_letter",
                violation_error_message="An address that is not a yearly plan’s begins with a "
                "letter.",
            ),
            models.CheckConstraint(
                condition=(YEARLY & Q(title="")) | (~YEARLY & ~Q(title="")),
                name="plan_titled_unless_yearly",
                violation_error_message="A yearly plan has no title of its own, others have one.",
            ),
            # It is the one that the law wants to be published; and its address says which it is.
            models.CheckConstraint(
                condition=~YEARLY | Q(is_restricted=False), name="plan_yearly_is_not_restricted"
            ),
            # The pages of a strategy, which everybody sees, name its plans.
            models.CheckConstraint(
                condition=Q(is_restricted=False) | Q(strategy=None),
                name="plan_restricted_without_strategy",
            ),
            models.CheckConstraint(condition=~Q(marking=""), name="plan_has_marking"),
            models.CheckConstraint(
                condition=Q(cover_picture="") | ~Q(cover_alternative_text=""),
                name="plan_cover_picture_has_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership.district}{':' if self.title else ''} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("plan", args=[self.partnership.slug, self.address])

    @classmethod
    def of_year(cls, year: int, **fields: object) -> Self:
        """A yearly plan, not yet saved. fields: the partnership, and what is not the default."""
        starts_on, ends_on = years.period_of(year)
        return cls(address=str(year), starts_on=starts_on, ends_on=ends_on, **fields)

    def natural_key(self) -> tuple[str, str]:
        return (*self.partnership.natural_key(), self.address)

    natural_key.dependencies = ["partners.partnership"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        if self.strategy and self.strategy not in self.strategies():
            raise ValidationError({"strategy": "Choose a strategy that covers all of its period"})

    def strategies(self) -> "models.QuerySet[Plan]":
        """Those of its partnership within which it is, none of them restricted."""
        return Plan.objects.filter(
            is_restricted=False,
            partnership_id=self.partnership_id,
            kind=PlanKind.STRATEGY,
            starts_on__lte=self.starts_on,
            ends_on__gte=self.ends_on,
        ).exclude(pk=self.pk)

    @property
    def is_yearly(self) -> bool:
        return self.kind == PlanKind.YEARLY

    @property
    def traits(self) -> Traits:
        """What is special to its kind."""
        return PlanKind(self.kind).traits

    @property
    def period(self) -> years.Period:
        return years.Period(self.starts_on, self.ends_on)

    @property
    def label(self) -> str:
        """What it is called: “2016/17”, or “Violence against women and girls 2026–2030”."""
        return " ".join(filter(None, [self.title, self.period.label]))

    @property
    def name(self) -> str:
        """Its label where it stands by itself: “Plan 2016/17”; a title tells by itself."""
        return self.label if self.title else f"Plan {self.label}"

    @property
    def start_year(self) -> int:
        """The financial year of its first day."""
        return years.year_of(self.starts_on)

    @property
    def known_as(self) -> str:
        """What every reader of its actions may know it as: of a restricted one, the marking."""
        return self.marking if self.is_restricted else self.label

    @property
    def marked(self) -> str:
        """The words with which each page of it is marked, "" if it is not restricted."""
        return self.marking if self.is_restricted else ""

    @property
    def discreet_label(self) -> str:
        """What it is called where others may read along, as in e-mails: “the plan 2016/17”."""
        return "a plan" if self.is_restricted else f"the plan {self.label}"

    def plans_before(self) -> list["Plan"]:
        """The plans that this one reviews, as far as all who see this one may see them."""
        return Plan.objects.seen_by_readers_of(self).before(self)


class NamedPerson(models.Model):
    """A member who is named for a restricted plan; what they may do there, their role says."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="named")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="named_for")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "named_at"]
        verbose_name_plural = "named people"
        constraints = [
            models.UniqueConstraint("plan", "membership", name="named_person_unique_in_plan"),
        ]

    def __str__(self) -> str:
        return self.membership.called
