"""That a timescale of an agreed plan was moved: from what to what, why, and who agreed it."""

from collections.abc import Iterable
from typing import NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from actions.timescales import Timescale, TimescaleKind, parse
from csp.plain_text import plain
from plans.models import Plan
from plans.years import Period

LONGEST_TIMESCALE = 200
# “Third extension”; of more, the number.
ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
# Timescales of which nothing is known but their words.
BY_WORDS = (TimescaleKind.WORDS, TimescaleKind.RECURRING)


class Promise(NamedTuple):
    """A timescale in its words, and what they mean."""

    words: str
    read: Timescale

    @classmethod
    def of(cls, words: str, period: Period) -> Self:
        """What these words promise in a plan of that period."""
        return cls(words, parse(words, period))


def is_moved(before: Promise, after: Promise) -> bool:
    """Whether something else is promised than before: the same day in other words is not.

    Where nothing was promised, a first promise moves nothing.
    """
    if before.read.kind == TimescaleKind.NONE:
        return False
    is_by_words = before.read.kind in BY_WORDS
    others = plain(before.words).casefold() != plain(after.words).casefold()
    return before.read != after.read or (is_by_words and others)


def is_promised(plan: Plan) -> bool:
    """Whether the plan's timescales are promises: it is agreed, or was before it was opened again
    as a draft.
    """
    if plan.stage != Plan.Stage.DRAFTING:
        return True
    return plan.pk is not None and plan.history.filter(stage=Plan.Stage.AGREED).exists()


class Extension(models.Model):
    """A timescale of an agreed plan was moved: later, as a rule; or a mistake in it was put right.

    It is written together with the new timescale. Nobody changes it afterwards.
    """

    action = models.ForeignKey("actions.Action", models.CASCADE, related_name="extensions")
    before = models.CharField("from", max_length=LONGEST_TIMESCALE, blank=True)
    before_due_on = models.DateField("day before", null=True, blank=True)
    after = models.CharField("to", max_length=LONGEST_TIMESCALE, blank=True)
    after_due_on = models.DateField("day after", null=True, blank=True)
    is_correction = models.BooleanField("corrects a mistake", default=False)
    reason = models.TextField(blank=True)
    agreed_by = models.CharField(max_length=200, blank=True, help_text="A body or a person")
    made_on = models.DateField("day of the change")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said_by = models.CharField(
        max_length=200,
        blank=True,
        editable=False,
        help_text="Who changed it, if it came with a plan from elsewhere; made_by has put it in",
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["made_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_correction=True) | (~Q(reason="") & ~Q(agreed_by="")),
                name="extension_with_reason_and_who_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.in_words}"

    @property
    def what(self) -> str:
        """What was done: only what is promised for later is an extension."""
        if self.is_correction:
            return "Correction"
        if self.is_extension:
            return "Extension"
        is_earlier = bool(self.before_due_on and self.after_due_on)
        return "Brought forward" if is_earlier else "Change"

    @property
    def is_extension(self) -> bool:
        """Whether a promised day was given up for a later one or none."""
        if self.is_correction or not self.before_due_on:
            return False
        return not self.after_due_on or self.after_due_on > self.before_due_on

    @property
    def in_words(self) -> str:
        return f"from {_quoted(self.before)} to {_quoted(self.after)}"

    @property
    def by(self) -> str:
        """Who has written it down."""
        return self.said_by or str(self.made_by)


def of_action() -> "models.QuerySet[Extension]":
    """Those of the action that a query around it is about, the first first; no corrections."""
    return Extension.objects.filter(action=OuterRef("pk"), is_correction=False)


def times_moved() -> Coalesce:
    """For an annotation of actions: how often the timescale was moved."""
    counted = of_action().order_by().values("action").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def first_before() -> Coalesce:
    """For an annotation of actions: the timescale before the first move, or nothing."""
    return Coalesce(Subquery(of_action().values("before")[:1]), models.Value(""))


def moved_words(times: int) -> str:
    """“Moved twice”; nothing if it never was."""
    if not times:
        return ""
    return "Moved " + {1: "once", 2: "twice"}.get(times, f"{times} times")


def ordinal(number: int) -> str:
    """“Third”; above the sixth, “7th”."""
    if number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"


def named_moves(extensions: Iterable[Extension]) -> list[tuple[str, Extension]]:
    """Those of an action, the first first, each with what it is: “Third extension”."""
    moves, number = [], 0
    for one in extensions:
        number += one.is_extension
        moves.append((f"{ordinal(number)} extension" if one.is_extension else one.what, one))
    return moves


def _quoted(words: str) -> str:
    return f"“{words}”" if words else "no timescale"
