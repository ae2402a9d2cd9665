"""Bringing a row of a plan back as it was in one record of its history, even if it is removed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from csp.versions import ChangedByAnother
from plans import places, removals
from plans.changes import lock
from plans.kinds import CannotBeRestored, Kind
from plans.models import Plan


@transaction.atomic
def restore_row(kind: Kind, record: Any, *, plan: Plan, seen: str, said: Any = None) -> list[Any]:
    """Make the row what the record says, as a new change; if it is removed, add it again.

    seen: the id of the row's latest record that the writer has read, as text. said: the form of
    kind.asked_of_restoring, valid, if it asks for anything.
    What was removed together with the row comes back with it. Returns the fields that were left
    empty because what they named is not there any more. Raises ChangedByAnother if somebody has
    changed the row, and CannotBeRestored if it can't be as it was.
    """
    lock(plan)
    latest = kind.model.history.filter(id=record.id).order_by("-history_id").first()
    if str(latest.history_id) != seen:
        raise ChangedByAnother
    row = kind.model.objects.filter(pk=record.id).first()
    is_removed = row is None
    if is_removed:
        row = kind.model(pk=record.id)
    lost = _as_it_was(row, kind, record)
    if kind.has_places:
        _give_place(row, kind, latest, is_removed=is_removed)
    row._change_reason = f"As in {record.history_id}"
    try:
        row.full_clean()
        row.save()
        if is_removed:
            removals.bring_back_beside(latest)
    except (ValidationError, IntegrityError) as error:
        # It was valid once: what can be wrong now is that another has what may stand there once.
        raise CannotBeRestored("Something else in the plan now has its name or number") from error
    kind.restore_beside(row, record)
    kind.keep_said(row, latest, said)
    return lost


def _as_it_was(row: Any, kind: Kind, record: Any) -> list[Any]:
    """Give the row the record's values. Returns the fields whose links had to be cut."""
    for field in record.tracked_fields:
        if field.name not in ("position", *kind.derived):
            setattr(row, field.attname, getattr(record, field.attname))
    lost, helpless = removals.cut_lost_links([row])
    if helpless:
        raise CannotBeRestored("What it belonged to has been removed")
    return lost


def _give_place(row: Any, kind: Kind, latest: Any, *, is_removed: bool) -> None:
    """Where it stood when it was removed; at the end of a sequence to which it returns."""
    others = places.neighbours(row, kind.sequence)
    if is_removed:
        at = sum(one.position < latest.position for one in others)
        places.put(row, at, others)
    elif any(getattr(row, name) != getattr(latest.instance, name) for name in kind.sequence):
        row.position = others[-1].position + 1 if others else 0
