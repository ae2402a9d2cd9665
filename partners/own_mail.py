"""What people decide for themselves: how often they are written to, and where their calendar is."""

import secrets
from datetime import date, timedelta

from django.db import transaction

from csp.working_days import is_working_day
from partners.models import User


def new_calendar_key(user: User) -> str:
    """Give the person's calendar an address that nobody knows; an earlier one holds no more."""
    return _keep_key(user, secrets.token_urlsafe(32))


def stop_calendar(user: User) -> None:
    """Let the person's calendar have no address."""
    _keep_key(user, "")


@transaction.atomic
def _keep_key(user: User, key: str) -> str:
    user = User.objects.select_for_update().get(pk=user.pk)
    user.calendar_key = key
    user.save(update_fields=["calendar_key"])
    return key


@transaction.atomic
def choose_digests(user: User, *, digests: str) -> None:
    """Let the person be told of answers as often as that. digests: of User.Digests."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.digests = digests
    user.save(update_fields=["digests"])


def wants_digest(user: User, *, on: date) -> bool:
    """Whether the person wants to be told on that working day: of a week, on its first."""
    if user.digests == User.Digests.WEEKLY:
        earlier = [on - timedelta(days=days) for days in range(1, on.weekday() + 1)]
        return not any(map(is_working_day, earlier))
    return user.digests == User.Digests.DAILY
