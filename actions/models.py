"""Who does what by when, and how it goes."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.formats import date_format
from simple_history.models import HistoricalRecords

from actions import timescales
from actions.decisions import Fate
from actions.extensions import Extension as Extension
from actions.extensions import first_before, moved_words, times_moved
from actions.links_across import ActionRecommendation, ActionTheme
from actions.status_updates import StatusUpdate, StatusUpdateQuerySet
from actions.status_updates import UpdateEvidence as UpdateEvidence
from actions.statuses import FINISHED, Status
from actions.statuses import NEEDS_REASON as NEEDS_REASON
from actions.timescales import TimescaleKind
from csp.words_kept import KeptWords
from partners.access import Permission
from partners.models import Agency, Membership, partner_of
from partners.successors import spoken_for
from plans import own_columns
from plans.action_fields import EXTRAS, OWN_FIELDS, PROSE
from plans.marks import as_text
from plans.models import CrossCuttingTheme, Plan, Priority, Recommendation, Strand

# Partners are asked twice a quarter, so an action wants an update after half of one; the update
# is overdue when a whole quarter has passed without a word, or the action's own day.
UPDATE_AFTER = timedelta(days=45)
OVERDUE_AFTER = timedelta(days=90)


# A plan of 2,000 actions has two of the same once in half a million plans.
KEY_LENGTH = 8


def new_key() -> str:
    """A key for an action: without vowels, so that it is no word."""
    return get_random_string(KEY_LENGTH, "bcdfghjkmnpqrstvwxz23456789")


def said_nothing_since(day: date) -> Q:
    """Nothing was said on that day or later. A plan's first day counts as a word."""
    return Q(heard_on__lt=day) | Q(heard_on=None, priority__plan__starts_on__lt=day)


def _asked_about(on: date) -> Q:
    """Of an agreed plan that is not over for more than a quarter."""
    return Q(
        priority__plan__stage=Plan.Stage.AGREED, priority__plan__ends_on__gte=on - OVERDUE_AFTER
    )


def is_open(on: date) -> Q:
    """Not finished, and of a plan of which updates are wanted on that day."""
    return _asked_about(on) & ~Q(status__in=FINISHED)


def wants_update(on: date, after: timedelta) -> Q:
    """Open, and silent for longer than `after`, or since before its own day, which has passed."""
    day_passed = Q(due_on__lt=on) & (Q(heard_on=None) | Q(heard_on__lte=F("due_on")))
    return is_open(on) & (said_nothing_since(on - after) | day_passed)


def _owned_by(agencies: list[int]) -> models.QuerySet:
    """The ids of the actions that one of the agencies owns, or one for which it speaks.

    agencies: their ids. Agencies first: with a join a database asks of every action there is.
    """
    owners = Owner.objects.filter(agency__in=spoken_for(agencies))
    return owners.order_by().values("action")


PLAN_ORDER = (
    F("priority__theme__position").asc(nulls_first=True),
    "priority__position",
    F("strand__position").asc(nulls_first=True),
    "position",
    "pk",
)


class ActionQuerySet(models.QuerySet):
    def with_words(self, on: date) -> Self:
        """With all that a row of a table says, whatever the number of rows.

        Adds `is_overdue`: whether the action's update is overdue on that day; and what `moved` and
        `first_promised` read.
        """
        return (
            self.select_related("priority__plan__partnership", "strand", "latest_update")
            .prefetch_related("owners__agency")
            .annotate(
                # Not the bare condition: without a due day it would be null, not false.
                is_overdue=models.Case(
                    models.When(wants_update(on, OVERDUE_AFTER), then=True), default=False
                )
            )
            .with_moves()
        )

    def with_moves(self) -> Self:
        """With what `moved` and `first_promised` read."""
        return self.annotate(times_moved=times_moved(), first_before=first_before())

    def in_plan_order(self) -> Self:
        """By theme, priority, strand and place, as the document prints them."""
        return self.order_by(*PLAN_ORDER)

    def owned_by(self, *agencies: Agency) -> Self:
        """Those that one of them owns: itself, in a group, or since it has taken over."""
        return self.filter(pk__in=_owned_by([agency.pk for agency in agencies]))

    def seen_by(self, memberships: Sequence[Membership]) -> Self:
        """Those of plans that a person with these memberships knows of, and of their own agency."""
        seen = Q(priority__plan__in=Plan.objects.seen_by(memberships))
        agencies = [one.agency_id for one in memberships if one.agency_id]
        if not agencies:
            return self.filter(seen)
        # Not one or the other: for that a database asks of every action there is.
        of_plans = Action.objects.filter(seen).order_by().values("pk")
        return self.filter(pk__in=of_plans.union(_owned_by(agencies)))

    def updatable_by(self, memberships: Iterable[Membership]) -> Self:
        """Those that a person with these memberships may say something of."""
        everywhere, agencies = [], []
        for membership in memberships:
            if membership.may(Permission.UPDATE_ACTIONS):
                everywhere.append(membership)
            elif membership.agency_id and membership.may(Permission.UPDATE_OWN_ACTIONS):
                agencies.append(membership.agency_id)
        updatable = Q(priority__plan__in=Plan.objects.seen_by(everywhere))
        if agencies:
            of_partnerships = Action.objects.filter(updatable).order_by().values("pk")
            updatable = Q(pk__in=of_partnerships.union(_owned_by(agencies)))
        return self.filter(updatable, priority__plan__stage=Plan.Stage.AGREED)

    def asked_about(self, on: date) -> Self:
        """Those of which updates are wanted on that day as long as they are not finished."""
        return self.filter(_asked_about(on))

    def silent_since(self, day: date) -> Self:
        """Those of which nothing was said on that day or later."""
        return self.filter(said_nothing_since(day))

    def wanting_update(self, on: date) -> Self:
        """Those that want an update on that day: the overdue first, then the longest silent."""
        return (
            self.with_words(on)
            .filter(wants_update(on, UPDATE_AFTER))
            .order_by("-is_overdue", F("heard_on").asc(nulls_first=True), "pk")
        )


class Action(models.Model):
    """Something that agencies have agreed to do in a plan's period.

    What lists say of its updates is kept here, so that they need no search through them:
    `latest_update`, the latest of those that stand and say something; the `status` of that; and
    `heard_on`, the latest day of which anything was said, be it that there was nothing new.
    actions.changes writes them, together with the update.
    """

    class Pier(models.TextChoices):
        """The classes of the National Intelligence Model."""

        PREVENTION = "prevention", "Prevention"
        INTELLIGENCE = "intelligence", "Intelligence"
        ENFORCEMENT = "enforcement", "Enforcement"
        REASSURANCE = "reassurance", "Reassurance"

    Fate = Fate

    priority = models.ForeignKey(Priority, models.CASCADE, related_name="actions")
    strand = models.ForeignKey(
        Strand, models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    position = models.PositiveSmallIntegerField(default=0)
    reference = models.CharField(
        max_length=20, blank=True, help_text="As printed: “1.10” and “2.1.” are both kept"
    )
    wording = models.TextField()
    owners_as_written = models.TextField(
        blank=True, help_text="The owner cell of the document it came from"
    )
    timescale = models.CharField(
        max_length=200, blank=True, help_text="In the plan’s words: “By March 2017”"
    )
    timescale_kind = models.CharField(
        max_length=10, choices=TimescaleKind, default=TimescaleKind.NONE, editable=False
    )
    due_on = models.DateField(null=True, blank=True, editable=False)
    promised_before = models.TextField(
        blank=True,
        editable=False,
        help_text="What an earlier plan had first promised, if it was not done by then",
    )
    measure = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    resources = models.TextField(blank=True)
    extra_1 = models.TextField("first own column", blank=True)
    extra_2 = models.TextField("second own column", blank=True)
    pier = models.CharField("class", max_length=20, choices=Pier, blank=True)
    key = models.CharField(
        max_length=KEY_LENGTH,
        default=new_key,
        editable=False,
        help_text="Tells it from the plan’s others for good, in the addresses of published pages",
    )
    status = models.CharField(
        max_length=20, choices=Status, default=Status.NOT_STARTED, editable=False
    )
    latest_update = models.OneToOneField(
        StatusUpdate, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    heard_on = models.DateField(null=True, editable=False)
    year_end_wording = models.TextField(
        blank=True, help_text="What the review prints, if not the latest update"
    )
    carries_on = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="carried_on_by",
        help_text="The action of last year’s plan that this one continues",
    )
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="merged_from",
        help_text="The action of next year’s plan into which this one was merged",
    )
    fate = models.CharField("fate at year end", max_length=20, choices=Fate, blank=True)
    fate_reason = models.TextField("why", blank=True)
    recommendations: models.ManyToManyField = models.ManyToManyField(
        Recommendation, through=ActionRecommendation, related_name="actions"
    )
    cross_cutting_themes: models.ManyToManyField = models.ManyToManyField(
        CrossCuttingTheme, through=ActionTheme, related_name="actions"
    )
    history = HistoricalRecords()
    objects = ActionQuerySet.as_manager()
    # Of those that `with_words` gives; the last two also of those `with_moves`.
    is_overdue: bool
    times_moved: int
    first_before: str

    class Meta:
        ordering = [
            "priority",
            F("strand__position").asc(nulls_first=True),
            "position",
            "pk",
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(timescale_kind=TimescaleKind.DUE, due_on__isnull=False)
                | (~Q(timescale_kind=TimescaleKind.DUE) & Q(due_on=None)),
                name="action_due_day_only_when_due",
            ),
            models.CheckConstraint(
                condition=~Q(fate="dropped") | ~Q(fate_reason=""), name="action_dropped_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(carries_on=None) | ~Q(carries_on=F("id")),
                name="action_carries_on_another",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(fate="merged"),
                name="action_merged_if_into_another",
            ),
            models.CheckConstraint(condition=~Q(wording=""), name="action_has_wording"),
        ]
        indexes = [
            # "My work" and the status filter of the plan page.
            models.Index(fields=["priority", "status"], name="action_by_status"),
            KeptWords(
                fields=["reference", *PROSE, "owners_as_written", "year_end_wording"],
                name="action_words",
            ),
            KeptWords(fields=["fate_reason"], name="action_fate_words"),
        ]

    def __str__(self) -> str:
        return as_text(self.wording)

    def get_absolute_url(self) -> str:
        plan = self.plan
        return reverse("action", args=[plan.partnership.slug, plan.address, self.pk])

    def clean(self) -> None:
        super().clean()
        if self.strand and self.priority_id and self.strand.priority_id != self.priority_id:
            raise ValidationError({"strand": "Choose a strand of the same priority"})
        if self.priority_id:
            self.timescale_kind, self.due_on = timescales.parse(
                self.timescale, self.priority.plan.period
            )

    @property
    def plan(self) -> Plan:
        return self.priority.plan

    @property
    def updates(self) -> StatusUpdateQuerySet:
        """What was said of it and stands, the latest first."""
        return StatusUpdate.objects.filter(action=self)

    @property
    def understood(self) -> str:
        """What the words of its timescale were taken for, if that doesn't go without saying."""
        if self.due_on:
            return f"due by {date_format(self.due_on, 'j F Y')}"
        kinds = {TimescaleKind.WORDS: "words only, no day", TimescaleKind.RECURRING: "recurring"}
        return kinds.get(TimescaleKind(self.timescale_kind), "")

    @property
    def moved(self) -> str:
        """How often its timescale was moved in this plan: “Moved twice”, or nothing."""
        return moved_words(self.times_moved)

    @property
    def first_promised(self) -> str:
        """The timescale that was first promised, in this plan or before it, if not this one."""
        return self.promised_before or self.first_before

    @property
    def cross_cutting(self) -> str:
        """Its cross-cutting themes, a line each."""
        return "\n".join(theme.title for theme in self.cross_cutting_themes.all())

    @property
    def recommended(self) -> str:
        """The recommendations that it answers, a line each."""
        return "\n".join(map(str, self.recommendations.all()))

    def words_of(self, name: str) -> str:
        """What its reader sees of one of its own plans.action_fields: of a choice, the label."""
        display = getattr(self, f"get_{name}_display", None)
        return display() if display else getattr(self, name)

    @property
    def details(self) -> dict[str, str]:
        """What it says beside its reference and wording, by labels: those of the plan, of its own
        columns."""
        has_own = self.priority_id and any(getattr(self, name) for name in EXTRAS)
        called = own_columns.headings_of(self.plan) if has_own else {}
        return {
            called.get(one.name, one.label): self.words_of(one.name)
            for one in OWN_FIELDS
            if one.name not in ("reference", "wording")
        }

    @property
    def told_before(self) -> "Action | None":
        """What it carries on, if all who see this one know of its plan."""
        is_told = self.carries_on and not self.carries_on.plan.is_restricted
        return self.carries_on if is_told or self.plan.is_restricted else None

    @property
    def review_wording(self) -> str:
        """What the review of the year says of this action."""
        if self.year_end_wording or not self.latest_update:
            return self.year_end_wording
        return self.latest_update.text


class Owner(models.Model):
    """An agency responsible for an action, or a unit of it such as “Early Help”."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="owners")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="ownerships")
    unit = models.CharField(max_length=100, blank=True)
    is_lead = models.BooleanField("lead agency", default=False)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        # Not "action": that would join all that actions are ordered by.
        ordering = ["action_id", "position"]
        constraints = [
            models.UniqueConstraint("action", "agency", "unit", name="owner_unique_in_action"),
        ]

    def __str__(self) -> str:
        name = partner_of(self).short_name
        return f"{name} ({self.unit})" if self.unit else name
