"""What this app shows on the pages of actions: who is asked, what waits, what was answered."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet

from actions.models import StatusUpdate
from actions.rounds.desk.decisions import desks_of
from actions.rounds.desk.signed_in import requests_of
from actions.rounds.links import is_open
from actions.rounds.models import Evidence
from actions.rounds.requests import with_answered
from partners.access import Permission
from partners.models import Membership
from plans.models import Plan


def asked_and_waiting(memberships: Sequence[Membership], today: date) -> dict[str, object]:
    """What a person is asked for their agencies, and what waits on their desks."""
    return {"requests": requests_of(memberships, on=today), "desks": desks_of(memberships)}


def with_answers(updates: QuerySet[StatusUpdate]) -> QuerySet[StatusUpdate]:
    """Updates with the answer that each was, if it was one, and its evidence without the files."""
    return updates.select_related("answer__request__agency").prefetch_related(
        Prefetch("answer__evidence", Evidence.objects.defer("file"))
    )


def current_round(plan: Plan, membership: Membership, today: date) -> dict[str, object]:
    """The latest round of the plan of which answers are taken on that day, with how many partners
    were asked and have answered; None if there is none. One query.
    """
    rounds = with_answered(plan.rounds.select_related("plan__partnership"))
    latest = rounds.order_by("-opened_at", "-pk")[:1]
    return {
        "round": next((one for one in latest if is_open(one, today)), None),
        "may_see": membership.may(Permission.SEE_ROUNDS),
    }
