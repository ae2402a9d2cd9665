"""The writes that touch several rows: whole or not at all."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from actions.models import FINISHED, Action, StatusUpdate
from csp.versions import ChangedByAnother
from partners.models import User

# Which apps above this one are told of a finished action: see also_when_finished.
_others: list[Callable[[Action], object]] = []


def also_when_finished(tell: Callable[[Action], object]) -> None:
    """Let an app above this one know that an action is finished.

    tell(action): called in the transaction that finishes it.
    """
    _others.append(tell)


@transaction.atomic
def add_update(
    action: Action,
    *,
    status: str,
    text: str,
    reason: str = "",
    by: User,
    on: date,
    after: int | str | None = None,
    **of_file: str,
) -> StatusUpdate:
    """Add what was said of an action. It is the action's current word and status from now on,
    unless something was said on a later day: then it stands on its own day, and no more.

    action: it is read again under a lock. reason: needed for a status in NEEDS_REASON. on: the day
    it was said. after: the id of the latest update that the writer has seen, None or "" if there
    was none. of_file: what an update that was imported says of its file, which may give no reason.

    A form that was sent twice counts once: the first update is returned. Raises ChangedByAnother if
    the latest update is not the one that the writer saw.
    """
    action = Action.objects.select_for_update().get(pk=action.pk)
    latest = action.latest_update
    if latest and str(latest.pk) != str(after):
        said = (latest.status, latest.text, latest.reason, latest.made_by_id, latest.made_on)
        if said == (status, text, reason, by.pk, on):
            return latest
        raise ChangedByAnother(latest)
    update = StatusUpdate.objects.create(
        action=action, status=status, text=text, reason=reason, made_by=by, made_on=on, **of_file
    )
    if latest and latest.made_on > on:
        return update
    action.status = status
    action.latest_update = update
    action.save(update_fields=["status", "latest_update"])
    if status in FINISHED:
        for tell in _others:
            tell(action)
    return update
