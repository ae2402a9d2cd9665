"""The places of rows among their like, numbered by their field `position` from 0."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F
from simple_history.utils import bulk_update_with_history


def neighbours(row: Any, sequence: Iterable[str]) -> list[Any]:
    """The other rows of the row's sequence, in order.

    sequence: the names of the fields whose values all rows of it share, such as priority and
    strand.
    """
    shared = {name: getattr(row, name) for name in sequence}
    others = type(row)._default_manager.filter(**shared).exclude(pk=row.pk)
    return list(others.order_by("position", "pk"))


def put(row: Any, at: int, others: Sequence[Any]) -> None:
    """Give the row the place `at`, from 0, among the others, and number them anew with it.

    others: its neighbours. Those whose number changes are saved, the row itself is not. The
    plan must be locked.
    """
    in_order = [*others[:at], row, *others[at:]]
    beyond = max(len(in_order), *(one.position for one in in_order)) + 1
    moved = [one for place, one in enumerate(in_order) if one.position != place]
    rows = type(row)._default_manager
    # Where no two may have the same place, all leave theirs before any takes its new one.
    rows.filter(pk__in=[one.pk for one in moved]).update(position=F("position") + beyond)
    for place, one in enumerate(in_order):
        one.position = place
    others_moved = [one for one in moved if one is not row]
    bulk_update_with_history(others_moved, type(row), ["position"])
