"""What actions are counted for beside their status; each count is a filter of lists."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from actions.models import (
    OVERDUE_AFTER,
    UPDATE_AFTER,
    Action,
    is_open,
    said_nothing_since,
    wants_update,
)
from actions.statuses import NEEDS_REASON, Status
from actions.timescales import TimescaleKind

ACHIEVED = Q(status=Status.COMPLETE) | Q(
    status=Status.ON_TRACK, timescale_kind=TimescaleKind.ONGOING
)


def is_achieved(action: Action) -> bool:
    """The same as ACHIEVED, of one action."""
    goes_on = action.timescale_kind == TimescaleKind.ONGOING
    return action.status == Status.COMPLETE or (goes_on and action.status == Status.ON_TRACK)


@dataclass(frozen=True)
class Count:
    """label: as the filter offers it. picks(on): those that are counted on a day."""

    label: str
    picks: Callable[[date], Q]


def _is_late(on: date) -> Q:
    return is_open(on) & Q(due_on__lt=on)


def _is_silent(on: date) -> Q:
    return is_open(on) & said_nothing_since(on - OVERDUE_AFTER)


COUNTS = {
    "late": Count("Past their date, not finished", _is_late),
    "silent": Count("No update for a quarter", _is_silent),
    "behind": Count(
        "At risk, off track, past their date or without an update",
        lambda on: Q(status__in=NEEDS_REASON) | _is_late(on) | _is_silent(on),
    ),
    "achieved": Count("Achieved", lambda on: ACHIEVED),
    "counted": Count("Not taken out of the plan", lambda on: ~Q(status=Status.NOT_PURSUED)),
}
# What My work counts.
WANTED = {
    "overdue": Count("Update overdue", lambda on: wants_update(on, OVERDUE_AFTER)),
    "due": Count(
        "Due an update, not overdue",
        lambda on: wants_update(on, UPDATE_AFTER) & ~wants_update(on, OVERDUE_AFTER),
    ),
}
FILTERS = COUNTS | WANTED
