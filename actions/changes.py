"""The writes that touch several rows: whole or not at all."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from actions.models import FINISHED, Action, Status, StatusUpdate
from actions.update_evidence import keep_with
from csp.versions import ChangedByAnother
from partners.models import User

Tell = Callable[[Action], object]
# Which apps above this one are told: see also_when_finished and also_when_open_again.
_of_finished: list[Tell] = []
_of_open_again: list[Tell] = []


def also_when_finished(tell: Tell) -> None:
    """Let an app above this one know that an action is finished.

    tell(action): called in the transaction that finishes it.
    """
    _of_finished.append(tell)


def also_when_open_again(tell: Tell) -> None:
    """Let an app above this one know that an action is not finished after all: the update that
    said so was struck out. tell(action): called in the transaction that does so.
    """
    _of_open_again.append(tell)


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
    evidence: Mapping[str, Any] | None = None,
    counts_once: bool = True,
    **of_file: str,
) -> StatusUpdate:
    """Add what was said of an action. It is the action's current word and status from now on,
    unless something was said on a later day: then it stands on its own day, and no more.

    reason: needed for a status in NEEDS_REASON. on: the day of which it is said. after: the id of
    the latest update that the writer has seen, None or "" if there was none. evidence: what shows
    it, as actions.update_evidence.keep_with takes it. counts_once: whether a form that was sent
    twice may have brought it, which counts once: the first update is returned. of_file: what one
    that was imported says of its file, which may give no reason.

    Raises ChangedByAnother if the latest update is not the one that the writer saw; `now` is None
    if there is none any more.
    """
    action = _locked(action)
    latest = action.latest_update
    is_changed = _version(latest) != str(after or "")
    said = {"status": status, "text": text, "reason": reason, "made_by": by, "made_on": on}
    # One of an earlier day has not become the latest.
    may_be_there = counts_once and (is_changed or (latest and on < latest.made_on))
    if may_be_there and (again := action.updates.filter(**said).first()):
        return again
    if is_changed:
        raise ChangedByAnother(latest)
    update = StatusUpdate.objects.create(action=action, **said, **of_file)
    if evidence:
        keep_with(update, **evidence)
    _take_latest(action)
    return update


@transaction.atomic
def say_nothing_new(
    action: Action, *, by: User, on: date, after: int | str | None = None
) -> StatusUpdate:
    """Add that there is nothing new of an action: its last word and status stand as they are, and
    it does not want an update so soon.

    on: the day of which it is said. after: as of add_update. Said twice on a day by one person it
    counts once. Raises ChangedByAnother as add_update does.
    """
    action = _locked(action)
    said = {"is_nothing_new": True, "made_by": by, "made_on": on}
    heard = action.updates.first()
    if heard and all(getattr(heard, name) == value for name, value in said.items()):
        return heard
    if _version(action.latest_update) != str(after or ""):
        raise ChangedByAnother(action.latest_update)
    update = StatusUpdate.objects.create(action=action, status=action.status, **said)
    _take_latest(action)
    return update


@transaction.atomic
def strike_out(
    update: StatusUpdate,
    *,
    strike: str,
    why: str,
    by: User,
    at: datetime,
    instead: dict[str, Any] | None = None,
) -> StatusUpdate:
    """Strike an update out: it is kept, and counts for nothing any more. The action is what the
    latest of those that are left says.

    strike: a StatusUpdate.Strike. why: for those who read it later. at: now. instead: the status,
    text and reason that stand in its place on its day, if any do.

    Returns the update. Sent twice it is struck out once; raises ChangedByAnother if somebody else
    has struck it out (`now` is the update as it is).
    """
    action = _locked(update.action)
    update = StatusUpdate.every.select_related("struck_by").get(pk=update.pk)
    if update.struck_at:
        if (update.strike, update.struck_reason, update.struck_by) == (strike, why, by):
            return update
        raise ChangedByAnother(update)
    update.strike, update.struck_reason = strike, why
    update.struck_by, update.struck_at = by, at
    update.save(update_fields=["strike", "struck_reason", "struck_by", "struck_at"])
    if instead:
        other = StatusUpdate.objects.create(
            action=action, made_by=by, made_on=update.made_on, **instead
        )
        update.evidence.update(update=other)
    _take_latest(action)
    return update


def take_latest_of_all(actions: Collection[int]) -> None:
    """Let actions say what the latest of their updates say, as of an import: nobody is told.

    actions: their ids.
    """
    heard = StatusUpdate.objects.filter(action=OuterRef("pk"))
    news = heard.news()
    Action.objects.filter(pk__in=actions).update(
        status=Coalesce(Subquery(news.values("status")[:1]), Value(Status.NOT_STARTED)),
        latest_update=Subquery(news.values("pk")[:1]),
        heard_on=Subquery(heard.values("made_on")[:1]),
    )


def _take_latest(action: Action) -> None:
    """Let an action, whose lock the caller holds, say what the latest of its updates says."""
    was = action.status
    news, heard = action.updates.news().first(), action.updates.first()
    now = {
        "status": news.status if news else Status.NOT_STARTED,
        "latest_update": news,
        "heard_on": heard.made_on if heard else None,
    }
    if all(getattr(action, name) == value for name, value in now.items()):
        return
    for name, value in now.items():
        setattr(action, name, value)
    action.save(update_fields=list(now))
    if action.status in FINISHED:
        for tell in _of_finished:
            tell(action)
    elif was in FINISHED:
        for tell in _of_open_again:
            tell(action)


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=["self"]).get(pk=action.pk)


def _version(latest: StatusUpdate | None) -> str:
    """What a form knows of the latest update that its writer has seen."""
    return str(latest.pk) if latest else ""
