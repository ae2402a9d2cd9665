"""Imports of contacts that were made, and taking one back. The contacts' history knows them."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from simple_history.utils import bulk_update_with_history

from partners.joining.links import columns_to
from partners.models import Agency, Contact, Partnership

PREFIX = "Import "
BATCH = 500


@dataclass(frozen=True)
class TakenBack:
    """How many contacts were removed again, given their former state, and left alone; and how many
    partners were removed.

    Left alone are those that somebody has changed or deleted since the import.
    """

    removed: int
    restored: int
    left: int
    partners: int


def new_reason() -> str:
    """What the history says of every contact that one import writes, and of no other."""
    return PREFIX + secrets.token_hex(8)


def imports(partnership: Partnership) -> QuerySet[Any]:
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

    The partners that it added go with them, unless somebody has changed or used them. Returns
    TakenBack; of zeros if there is no such import.
    """
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    written = _written_by_import(partnership).filter(history_change_reason=reason)
    left = written.filter(touched=True).count()
    added = list(written.filter(touched=False, history_type="+").values_list("id", flat=True))
    changed = written.filter(touched=False, history_type="~")
    before = (
        Contact.history.filter(id__in=changed.values("id"))
        .exclude(history_change_reason=reason)
        .order_by()
        .values("id")
        .annotate(last=Max("history_id"))
    )
    records = Contact.history.filter(history_id__in=before.values("last"))
    restored = [record.instance for record in records]
    fields = [field.name for field in Contact._meta.concrete_fields if not field.primary_key]
    bulk_update_with_history(restored, Contact, fields, batch_size=BATCH)
    Contact.objects.filter(pk__in=added).delete()
    return TakenBack(len(added), len(restored), left, _remove_partners(partnership, reason))


def _remove_partners(partnership: Partnership, reason: str) -> int:
    """Remove the partners that an import added and nobody has changed or used; how many."""
    later = Agency.history.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    records = Agency.history.filter(
        history_change_reason=reason, history_type="+", partnership=partnership
    )
    unused = set(records.exclude(Exists(later)).values_list("id", flat=True))
    for column in columns_to(Agency) if unused else ():
        users = column.model._base_manager.filter(**{f"{column.name}__in": unused})
        unused -= set(users.values_list(column.name, flat=True))
    Agency.objects.filter(pk__in=unused).delete()
    return len(unused)


def _written_by_import(partnership: Partnership) -> QuerySet[Any]:
    """The records of imports; `touched` says whether the contact has a later one."""
    later = Contact.history.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    # The partner may have been joined with another since.
    agencies = Agency.history.filter(partnership=partnership).values("id")
    return Contact.history.filter(
        history_change_reason__startswith=PREFIX, agency__in=agencies
    ).annotate(touched=Exists(later))
