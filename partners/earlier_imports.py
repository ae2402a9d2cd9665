"""Imports of contacts that were made, and taking one back. The contacts' history knows them."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from partners.models import Contact, Partnership

PREFIX = "Import "


@dataclass(frozen=True)
class TakenBack:
    """How many contacts were removed again, given their former state, and left alone.

    Left alone are those that somebody has changed or deleted since the import.
    """

    removed: int
    restored: int
    left: int


def new_reason() -> str:
    """What the history says of every contact that one import writes, and of no other."""
    return PREFIX + secrets.token_hex(8)


def imports(partnership: Partnership) -> "QuerySet[Any]":
    """The imports, latest first, as dictionaries of: history_change_reason, history_user__name
    (None for the command), made_at; added and changed, the numbers of contacts; and untouched, of
    how many of them nobody has changed since."""
    return (
        _written_by_import(partnership)
        .values("history_change_reason", "history_user__name")
        .annotate(
            made_at=Min("history_date"),
            added=Count("pk", filter=Q(history_type="+")),
            changed=Count("pk", filter=Q(history_type="~")),
            untouched=Count("pk", filter=Q(touched=False)),
        )
        .order_by("-made_at")
    )


@transaction.atomic
def take_back(partnership: Partnership, reason: str) -> TakenBack:
    """Undo one import, by its reason, for all contacts that nobody has changed since.

    All numbers are zero if there is no such import.
    """
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    written = _written_by_import(partnership).filter(history_change_reason=reason)
    left = written.filter(touched=True).count()
    added = written.filter(touched=False, history_type="+")
    changed = written.filter(touched=False, history_type="~")
    restored = [record.prev_record.instance for record in changed]
    removed = [record.instance for record in added]
    for contact in restored:
        contact.save()
    for contact in removed:
        contact.delete()
    return TakenBack(len(removed), len(restored), left)


def _written_by_import(partnership: Partnership) -> "QuerySet[Any]":
    """The records of imports; `touched` says whether the contact has a later one."""
    later = Contact.history.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    return Contact.history.filter(
        history_change_reason__startswith=PREFIX, agency__partnership=partnership
    ).annotate(touched=Exists(later))
