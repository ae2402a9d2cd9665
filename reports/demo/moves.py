"""Loading how timescales of the demo were moved."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from actions.extensions import Extension, Promise
from actions.models import Action
from partners.models import User


def load_moves(
    action: Action, entries: Sequence[Mapping[str, Any]], *, users: Mapping[str, User], on: date
) -> None:
    """Write the moves of an action, the first first; each ends where the next begins."""
    said = [*(entry["from"] for entry in entries), action.timescale]
    period = action.plan.period
    for entry, to in zip(entries, said[1:], strict=True):
        before, after = Promise.of(entry["from"], period), Promise.of(to, period)
        move = Extension(
            action=action,
            before=before.words,
            before_due_on=before.read.due_on,
            after=after.words,
            after_due_on=after.read.due_on,
            is_correction=entry.get("is_correction", False),
            reason=(entry.get("reason") or "").strip(),
            agreed_by=entry.get("agreed_by") or "",
            made_on=max(on - timedelta(days=entry["days_ago"]), action.plan.starts_on),
            made_by=users[entry["by"]],
        )
        move.full_clean()
        move.save()
