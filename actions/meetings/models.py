"""A group's meetings: when they are, what stands on the agenda, and what was decided."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from simple_history.models import HistoricalRecords

from actions.models import FINISHED, Action, StatusUpdate
from csp.words_kept import KeptWords
from partners.models import Agency, Partnership
from plans.models import MeetingBody


class Meeting(models.Model):
    """A meeting of a group on a day, to come or past; what was written at it is its Minutes."""

    body = models.ForeignKey(MeetingBody, models.CASCADE, related_name="meetings")
    held_on = models.DateField("day")
    venue = models.CharField("place and time", max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["body", "-held_on"]
        constraints = [
            models.UniqueConstraint("body", "held_on", name="meeting_unique_on_day"),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {date_format(self.held_on, 'j F Y')}"

    def get_absolute_url(self) -> str:
        plan = self.body.plan
        return reverse("meeting-agenda", args=[plan.partnership.slug, plan.address, self.pk])


class Minutes(models.Model):
    """What is written at a meeting. It is there from the first word on, and with it the agenda
    stays as it was then.

    notes: who came, who sent apologies, and what else was said. finished_at: when the meeting was
    over. words: the whole of it as it was when it was confirmed, from then on for good
    (actions/meetings/words.py).
    """

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    notes = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["meeting"]
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None, words="")
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(words=""),
                name="minutes_confirmed_with_words",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(finished_at__isnull=False),
                name="minutes_confirmed_once_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"Minutes of {self.meeting}"


class Attendance(models.Model):
    """An agency that was there."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="attendance")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["minutes", "pk"]
        verbose_name_plural = "attendance"
        constraints = [
            models.UniqueConstraint("minutes", "agency", name="attendance_once_at_meeting"),
        ]

    def __str__(self) -> str:
        return self.agency.name


class MeetingDecisionQuerySet(models.QuerySet["MeetingDecision"]):
    def open(self) -> Self:
        """Those that somebody still has to do: not closed, and their action is not finished."""
        done = Q(became__isnull=False, became__status__in=FINISHED)
        return self.filter(closed_on=None).exclude(kind=MeetingDecision.Kind.NOTED).exclude(done)

    def of_group(self, body: MeetingBody) -> Self:
        """Those of all meetings of the group, in earlier plans too."""
        return self.filter(minutes__meeting__body__in=same_group(body))


def same_group(body: MeetingBody) -> QuerySet[MeetingBody]:
    """The rows of the group in plans of the same kind: it has one in each year's plan, by its name.

    A restricted plan's is alone.
    """
    plan = body.plan
    bodies = MeetingBody.objects.all()
    if plan.is_restricted:
        return bodies.filter(pk=body.pk)
    return bodies.filter(
        plan__partnership=plan.partnership_id,
        plan__kind=plan.kind,
        plan__is_restricted=False,
        name=body.name,
    )


def why_it_must_stay(partnership: Partnership) -> str:
    """Why a partnership can't be unmade any more: minutes were written in it."""
    written = Minutes.objects.filter(meeting__body__plan__partnership=partnership)
    return f"{partnership} has minutes of a meeting" if written.exists() else ""


class MeetingDecision(models.Model):
    """What a meeting decided: who does what by when, or what is only noted.

    action: what it is about. became: the action of the plan that it was made into.
    """

    class Kind(models.TextChoices):
        POINT = "point", "An open point: the next agenda shows it until it is closed"
        ACTION = "action", "A new action of the plan"
        NOTED = "noted", "Agreed or noted: nobody has to do anything"

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind)
    action = models.ForeignKey(
        Action, models.SET_NULL, null=True, blank=True, related_name="meeting_decisions"
    )
    text = models.TextField()
    owner = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    became = models.ForeignKey(
        Action, models.SET_NULL, null=True, blank=True, related_name="decided_at"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_in = models.ForeignKey(
        Minutes,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="closed",
        help_text="The meeting that heard what came of it",
    )
    outcome = models.TextField("what came of it", blank=True)
    history = HistoricalRecords()
    objects = MeetingDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["minutes", "pk"]
        indexes = [KeptWords(fields=["text", "outcome"], name="meeting_decision_words")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="meeting_decision_has_text"),
            models.CheckConstraint(
                condition=Q(kind="noted") | Q(owner__isnull=False, due_on__isnull=False),
                name="meeting_decision_has_owner_and_day",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_by=None, closed_in=None, outcome="")
                | Q(closed_on__isnull=False, closed_by__isnull=False) & ~Q(outcome=""),
                name="meeting_decision_closed_by_somebody_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """As `open` asks: of a row whose `became` is loaded."""
        is_done = self.became and self.became.status in FINISHED
        return not (self.closed_on or self.kind == self.Kind.NOTED or is_done)


class AgendaItem(models.Model):
    """What stands on the agenda, in the words of then.

    action or point: what it is about, as long as that is there. said: what was last said, or of
    what somebody is asked; reason: why it goes as it does.
    """

    class Section(models.TextChoices):
        TROUBLE = "trouble", "At risk or off track"
        MOVED = "moved", "Timescale moved"
        SILENT = "silent", "Without an update"
        OPEN = "open", "Decided and still open"

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    section = models.CharField(max_length=10, choices=Section)
    action = models.ForeignKey(Action, models.SET_NULL, null=True, blank=True, related_name="+")
    point = models.ForeignKey(
        MeetingDecision, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    title = models.TextField()
    status = models.CharField(max_length=20, blank=True)
    owners = models.TextField(blank=True)
    said = models.TextField(blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["minutes", "position"]

    def __str__(self) -> str:
        return self.title


class UpdateTaken(models.Model):
    """An update that was said at a meeting."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="updates_taken")
    update = models.OneToOneField(StatusUpdate, models.CASCADE, related_name="taken_at")

    class Meta:
        ordering = ["minutes", "pk"]
        verbose_name_plural = "updates taken"

    def __str__(self) -> str:
        return str(self.update)
