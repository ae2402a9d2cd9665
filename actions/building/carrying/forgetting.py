"""Forgetting what a partnership decided of those that it was founded from, when that is undone."""

from itertools import groupby
from typing import Any

from actions.building.carrying.decided import decided_in
from actions.models import Action
from partners.models import Partnership
from plans.models import Priority

FIELDS = ("fate", "fate_reason", "merged_into_id")
NOTHING_DECIDED = ("", "", None)


def forget_decisions(partnership: Partnership) -> None:
    """Let the other partnerships' rows say of their fate what they said before.

    So does their history, from which the decisions go.
    """
    for model in (Action, Priority):
        _forget(model, decided_in(partnership.pk))


def _forget(model: Any, reason: str) -> None:
    decided = model.history.filter(history_change_reason=reason)
    records = model.history.filter(id__in=decided.values("id")).order_by("id", "history_id")
    fates: dict[tuple[Any, ...], list[int]] = {}
    later: dict[tuple[Any, ...], list[int]] = {}
    for pk, group in groupby(records, key=lambda one: one.id):
        was: tuple[Any, ...] = NOTHING_DECIDED
        is_decided = False
        for record in group:
            is_decided = is_decided or record.history_change_reason == reason
            if is_decided:
                later.setdefault(was, []).append(record.history_id)
            else:
                was = tuple(getattr(record, name) for name in FIELDS)
        fates.setdefault(was, []).append(pk)
    for was, ids in fates.items():
        _update(model.objects, "pk", ids, was)
    # What somebody else has changed of a row since keeps its record.
    for was, ids in later.items():
        _update(model.history, "history_id", ids, was)
    decided.delete()


def _update(rows: Any, key: str, ids: list[int], fate: tuple[Any, ...]) -> None:
    for start in range(0, len(ids), 500):
        some = {f"{key}__in": ids[start : start + 500]}
        rows.filter(**some).update(**dict(zip(FIELDS, fate, strict=True)))
