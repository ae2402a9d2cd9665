"""What can be found of meetings: what they decided, and what came of it."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format

from actions.meetings.models import MeetingDecision
from partners.models import Membership
from plans.access import seen_by
from plans.searching.sources import Found, Source, Told

PLAN = "minutes__meeting__body__plan"


def _decisions(memberships: list[Membership]) -> "QuerySet[MeetingDecision]":
    seen = MeetingDecision.objects.filter(seen_by(memberships, PLAN))
    return seen.select_related(f"{PLAN}__partnership").order_by("-minutes__meeting__held_on", "pk")


def _decision(decision: MeetingDecision, membership: Membership) -> Told:
    meeting = decision.minutes.meeting
    plan = meeting.body.plan
    address = reverse("meeting-decision", args=[plan.partnership.slug, plan.address, decision.pk])
    beside = f"{meeting.body.name}, {date_format(meeting.held_on, 'j F Y')}"
    return Told(decision.text, address, [decision.outcome], plan.partnership, plan, beside)


SOURCES = (
    Source(
        *(Found.DECISIONS, MeetingDecision, "meeting_decision_words"),
        rows=_decisions,
        told=_decision,
        plan=PLAN,
    ),
)
