"""What this app shows on the pages of actions: who is asked, what waits, what was answered."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet

from actions.models import StatusUpdate
from actions.rounds.desk.decisions import desks_of
from actions.rounds.desk.signed_in import requests_of
from actions.rounds.models import Evidence
from partners.models import Membership


def asked_and_waiting(memberships: Sequence[Membership], today: date) -> dict[str, object]:
    """What a person is asked for their agencies, and what waits on their desks."""
    return {"requests": requests_of(memberships, on=today), "desks": desks_of(memberships)}


def with_answers(updates: QuerySet[StatusUpdate]) -> QuerySet[StatusUpdate]:
    """Updates with the answer that each was, if it was one, and its evidence without the files."""
    return updates.select_related("answer__request__agency").prefetch_related(
        Prefetch("answer__evidence", Evidence.objects.defer("file"))
    )
