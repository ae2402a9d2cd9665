"""The writes that touch several rows: whole or not at all."""

from django.db import transaction

from actions.models import FINISHED, Action, StatusUpdate
from actions.rounds.settling import settle_when_finished
from csp.versions import ChangedByAnother


@transaction.atomic
def add_update(action, *, status, text, reason="", by, on, after=None):
    """Add what was said of an action, and make it the action's current word and status.

    action: an Action; it is read again under a lock. status: a Status. reason: needed for those
    in NEEDS_REASON, left empty for others. by: the User. on: the day it is said. after: the id of
    the latest update that the writer has seen, be it as text, None or "" if there was none.

    Returns the StatusUpdate. A form that was sent twice counts once: the first update is
    returned. Raises ChangedByAnother if the latest update is not the one that the writer saw.
    """
    action = Action.objects.select_for_update().get(pk=action.pk)
    latest = action.latest_update
    if latest and str(latest.pk) != str(after):
        said = (latest.status, latest.text, latest.reason, latest.made_by_id)
        if said == (status, text, reason, by.pk):
            return latest
        raise ChangedByAnother(latest)
    update = StatusUpdate.objects.create(
        action=action, status=status, text=text, reason=reason, made_by=by, made_on=on
    )
    action.status = status
    action.latest_update = update
    action.save(update_fields=["status", "latest_update"])
    if status in FINISHED:
        settle_when_finished(action)
    return update
