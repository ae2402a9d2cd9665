"""Noting that nothing is left for an agency to answer, however it came: from then on it is neither
reminded nor late.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from actions.models import Action
from actions.rounds.letters import withdraw_reminders
from actions.rounds.models import UpdateRequest
from actions.rounds.requests import is_complete, locked, progress_of
from plans.models import Plan


def settle(request: UpdateRequest, *, at: datetime) -> bool:
    """Note on a request, whose lock the caller holds, that nothing is left to answer.

    at: now. Returns whether nothing is.
    """
    if request.answered_at is None and is_complete(request):
        request.answered_at = at
        request.save(update_fields=["answered_at"])
        withdraw_reminders(request)
    return request.answered_at is not None


def settle_when_finished(action: Action) -> None:
    """Settle the requests that the action was the last of, once its finishing is committed.

    Not before: whoever accepts an answer holds the lock on its request, then that on its action.
    """
    transaction.on_commit(lambda: _settle_all(action), robust=True)


def _settle_all(action: Action) -> None:
    waiting = UpdateRequest.objects.filter(
        round__plan__priorities__actions=action,
        round__plan__stage=Plan.Stage.AGREED,
        answered_at=None,
        revoked_at=None,
    ).select_related("round")
    progress = progress_of(waiting)
    for request in waiting:
        if progress[request.pk].is_complete:
            with transaction.atomic():
                settle(locked(request), at=timezone.now())


def unsettle_when_open_again(action: Action) -> None:
    """Ask the agencies again that were settled because the action was finished, which it is not:
    in rounds that go on, once that is committed. What a round that is over came to stays.
    """
    transaction.on_commit(lambda: _unsettle_all(action), robust=True)


def _unsettle_all(action: Action) -> None:
    settled = UpdateRequest.objects.filter(
        round__plan__priorities__actions=action,
        round__plan__stage=Plan.Stage.AGREED,
        round__closes_on__gte=timezone.localdate(),
        answered_at__isnull=False,
        revoked_at=None,
    ).select_related("round")
    progress = progress_of(settled)
    for request in settled:
        if not progress[request.pk].is_complete:
            UpdateRequest.objects.filter(pk=request.pk).update(answered_at=None)
