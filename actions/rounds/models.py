"""Rounds of asking the partners how their actions go, and what they answer."""

import secrets
from datetime import date
from typing import Self

from django.core.validators import int_list_validator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Upper
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from actions.models import NEEDS_REASON, Action, Status, StatusUpdate
from partners.models import Agency, Contact, User
from plans.models import Plan


class UpdateRound(models.Model):
    """All owners of a plan's actions are asked how they go, until a day."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="rounds")
    name = models.CharField(max_length=100, help_text="For example, “Quarter 2”")
    message = models.TextField(blank=True, help_text="What else the email says")
    closes_on = models.DateField(help_text="The last day on which answers are in time")
    reminder_days = models.CharField(
        max_length=60,
        blank=True,
        default="-7,0,3",
        validators=[int_list_validator(allow_negative=True)],
        help_text="Days from the closing day: -7 is a week before it, 0 the day, 3 after it",
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint("plan", Lower("name"), name="round_name_unique_in_plan"),
        ]
        # Those that are open, of all partnerships: reminders, digests, and asking for a new link.
        indexes = [models.Index(fields=["closes_on"], name="round_by_closing_day")]

    def __str__(self) -> str:
        return f"{self.name}, {self.plan.label}"

    def get_absolute_url(self) -> str:
        return reverse("round", args=[self.plan.partnership.slug, self.pk])


class UpdateRequest(models.Model):
    """One agency, asked in one round about all its actions of the plan."""

    round = models.ForeignKey(UpdateRound, models.CASCADE, related_name="requests")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="requests")
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="If it was asked later than when the round was opened"
    )
    # Set by a person's press, never by opening a page: scanners of mail open pages.
    opened_at = models.DateTimeField(null=True, blank=True)
    # When nothing was left to answer: the last answer that was wanted had come, or the last action
    # was finished, or taken from the agency, without one.
    answered_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # Its drafts are ready, and wait for whoever signs off for the agency.
    to_sign_at = models.DateTimeField(null=True, blank=True)
    to_sign_by = models.CharField(max_length=200, blank=True, help_text="Who asked for sign-off")

    class Meta:
        ordering = ["round", "agency__name"]
        constraints = [
            models.UniqueConstraint("round", "agency", name="request_unique_in_round"),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.round}"


def new_key() -> str:
    return secrets.token_hex(16)


class Recipient(models.Model):
    """A mailbox to which a request was sent. The link in its e-mail names it, signed.

    One to which a colleague has passed an action on opens that action alone, until it is taken
    back. It is deleted when answers are taken no more, with who passed it on.
    """

    class Purpose(models.TextChoices):
        ASKED = "asked", "Asked for the agency"
        SIGNS = "signs", "Signs off for the agency"
        PASSED = "passed", "An action was passed on to it"

    request = models.ForeignKey(UpdateRequest, models.CASCADE, related_name="recipients")
    email = models.EmailField()
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.ASKED)
    action = models.ForeignKey(
        Action, models.CASCADE, null=True, blank=True, related_name="+", help_text="That alone"
    )
    passed_by = models.CharField(
        max_length=254, blank=True, help_text="The address of whoever passed the action on"
    )
    passed_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+")
    # In the link; a new one makes every link that was sent before worthless.
    key = models.CharField(max_length=32, default=new_key, editable=False)

    class Meta:
        ordering = ["request", "email"]
        constraints = [
            models.UniqueConstraint(
                "request",
                Lower("email"),
                condition=~Q(purpose="passed"),
                name="recipient_unique_in_request",
            ),
            models.UniqueConstraint(
                "request",
                "action",
                Lower("email"),
                condition=Q(purpose="passed", taken_back_at=None),
                name="recipient_of_action_unique_in_request",
            ),
            models.CheckConstraint(
                condition=Q(purpose="passed", action__isnull=False, passed_at__isnull=False)
                | (~Q(purpose="passed") & Q(action=None, passed_at=None, taken_back_at=None)),
                name="recipient_passed_on_has_action",
            ),
        ]
        indexes = [
            # Asking for a new link, of whichever partnership. As __iexact asks.
            models.Index(Upper("email"), name="recipient_by_mailbox"),
            models.Index(
                fields=["request"], condition=Q(purpose="passed"), name="recipient_passed_on"
            ),
        ]

    def __str__(self) -> str:
        return self.email


class AnswerQuerySet(models.QuerySet["Answer"]):
    def waiting(self) -> Self:
        """Those on which an officer is to decide. Nothing is said of a plan that is closed."""
        return self.filter(state=Answer.State.SENT, request__round__plan__stage=Plan.Stage.AGREED)


class Answer(models.Model):
    """What an agency says of an action in a round: a proposal, until an officer accepts it."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SENT = "sent", "Sent"
        RETURNED = "returned", "Sent back with a question"
        ACCEPTED = "accepted", "Accepted"

    request = models.ForeignKey(UpdateRequest, models.CASCADE, related_name="answers")
    action = models.ForeignKey(Action, models.CASCADE, related_name="answers")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    status = models.CharField(max_length=20, choices=Status, blank=True)
    text = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    # What was typed is kept in a draft all the same; what is sent says it in words.
    no_change = models.BooleanField(
        default=False, help_text="Nothing new since the latest update, of the same status"
    )
    given_by = models.CharField(
        "name", max_length=200, blank=True, help_text="Who says it for the agency"
    )
    given_to = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The officer who took it by telephone",
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    question = models.TextField(blank=True)
    questioned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # It keeps the update, but goes with its action.
    update = models.OneToOneField(
        StatusUpdate,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="answer",
        help_text="The update that it became",
    )
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # The update's own day is that on which the agency said it.
    accepted_on = models.DateField(null=True, blank=True)
    objects = AnswerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["request", "action"]
        constraints = [
            models.UniqueConstraint("request", "action", name="answer_unique_in_request"),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (~Q(text="") & ~Q(status="") & Q(sent_at__isnull=False)),
                name="answer_sent_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(status__in=NEEDS_REASON) | ~Q(reason=""),
                name="answer_off_track_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(question=""),
                name="answer_returned_with_question",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="accepted",
                    update__isnull=False,
                    accepted_by__isnull=False,
                    accepted_on__isnull=False,
                )
                | (~Q(state="accepted") & Q(update=None, accepted_by=None, accepted_on=None)),
                name="answer_accepted_is_an_update",
            ),
        ]
        indexes = [
            # The desk, and what waits there: few of all that were ever given.
            models.Index(
                fields=["request"],
                condition=Q(state__in=["sent", "returned"]),
                name="answer_to_decide_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request.agency}: {self.get_status_display()}"

    @property
    def said_on(self) -> date:
        """The day on which the agency has sent it, which its update keeps."""
        return timezone.localdate(self.sent_at)

    @property
    def said_since(self) -> StatusUpdate | None:
        """What was last said of the action, if that was after this answer was sent."""
        latest = self.action.latest_update
        if not latest or not self.sent_at or latest.made_on < self.said_on:
            return None
        if latest.made_on > self.said_on:
            return latest
        # Of the same day. An answer was said when it was sent, not when it was accepted.
        answer = getattr(latest, "answer", None)
        return latest if (answer.sent_at if answer else latest.made_at) > self.sent_at else None


class Evidence(models.Model):
    """A file or a link that shows what an answer says; it stays with the update."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="evidence")
    link = models.URLField(max_length=500, blank=True)
    # In the database, so that it is stored and backed up with the answer.
    file = models.BinaryField(null=True, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["answer", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=(~Q(link="") & Q(file=None, file_name=""))
                | (Q(link="", file__isnull=False) & ~Q(file_name="")),
                name="evidence_is_a_file_or_a_link",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or self.link


class PartnerQuestion(models.Model):
    """What an agency wants to know of an action before it answers, and what an officer replied."""

    request = models.ForeignKey(UpdateRequest, models.CASCADE, related_name="questions")
    action = models.ForeignKey(Action, models.CASCADE, related_name="partner_questions")
    text = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.EmailField(blank=True, help_text="The mailbox to which the reply goes")
    # Whoever has the link reads the reply on its page too, should the mailbox be forgotten.
    recipient = models.ForeignKey(
        Recipient, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reply="", replied_by=None, replied_at=None)
                | (~Q(reply="") & Q(replied_by__isnull=False, replied_at__isnull=False)),
                name="partner_question_reply_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.text
