"""Imports of contacts and partners that were made, and taking one back. The history knows them."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from simple_history.utils import bulk_update_with_history

from partners.contact_import.subjects import CONTACTS, PARTNERS
from partners.joining.links import columns_to
from partners.models import Agency, Contact, Partnership

PREFIX = "Import "
BATCH = 500


@dataclass(frozen=True)
class TakenBack:
    """How many contacts were removed again; how many contacts or partners were given their former
    state, and left alone; and how many partners were removed.

    Left alone are those that somebody has changed or deleted since the import.
    """

    removed: int
    restored: int
    left: int
    partners: int


def new_reason() -> str:
    """What the history says of every contact that one import writes, and of no other."""
    return PREFIX + secrets.token_hex(8)


def imports(partnership: Partnership) -> list[dict[str, Any]]:
    """The imports, latest first, as dictionaries of: history_change_reason, history_user__name
    (None for the command), made_at; subject, what was imported; added and changed, the numbers of
    these; and untouched, of how many of them nobody has changed since."""
    found: dict[str, dict[str, Any]] = {}
    # Partners that an import of contacts has added are told with their contacts.
    for subject in (CONTACTS, PARTNERS):
        counted = (
            _written_by_import(subject.model, partnership)
            .values("history_change_reason", "history_user__name")
            .annotate(
                made_at=Min("history_date"),
                added=Count("pk", filter=Q(history_type="+")),
                changed=Count("pk", filter=Q(history_type="~")),
                untouched=Count("pk", filter=Q(touched=False)),
            )
            .order_by()
        )
        for one in counted:
            found.setdefault(one["history_change_reason"], one | {"subject": subject})
    return sorted(found.values(), key=lambda one: one["made_at"], reverse=True)


@transaction.atomic
def take_back(partnership: Partnership, reason: str) -> TakenBack:
    """Undo one import, by its reason, for all contacts and partners that nobody has changed since.

    The partners that it added go with them, unless somebody has changed or used them. Returns
    TakenBack; of zeros if there is no such import.
    """
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    restored = left = 0
    for model in (Contact, Agency):
        written = _written_by_import(model, partnership).filter(history_change_reason=reason)
        before = _before(model, written.filter(touched=False, history_type="~"), reason)
        can_be = [row for row in before if model is Contact or not _is_taken(row)]
        left += written.filter(touched=True).count() + len(before) - len(can_be)
        fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        bulk_update_with_history(can_be, model, fields, batch_size=BATCH)
        restored += len(can_be)
    written = _written_by_import(Contact, partnership).filter(history_change_reason=reason)
    new = written.filter(touched=False, history_type="+")
    added = list(new.values_list("id", flat=True))
    Contact.objects.filter(pk__in=added).delete()
    return TakenBack(len(added), restored, left, _remove_partners(partnership, reason))


def _before(model: Any, changed: "QuerySet[Any]", reason: str) -> list[Any]:
    """The rows as they were before an import changed them."""
    before = (
        model.history.filter(id__in=changed.values("id"))
        .exclude(history_change_reason=reason)
        .order_by()
        .values("id")
        .annotate(last=Max("history_id"))
    )
    records = model.history.filter(history_id__in=before.values("last"))
    return [record.instance for record in records]


def _is_taken(agency: Agency) -> bool:
    """Whether another partner has its abbreviation by now."""
    others = Agency.objects.filter(partnership=agency.partnership_id).exclude(pk=agency.pk)
    short = agency.abbreviation
    return bool(short) and others.filter(abbreviation__iexact=short).exists()


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


def _written_by_import(model: Any, partnership: Partnership) -> QuerySet[Any]:
    """The records of imports; `touched` says whether the row has a later one."""
    later = model.history.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    # The partner of a contact may have been joined with another since.
    agencies = Agency.history.filter(partnership=partnership).values("id")
    of = {"agency__in": agencies} if model is Contact else {"partnership": partnership}
    written = model.history.filter(history_change_reason__startswith=PREFIX, **of)
    return written.annotate(touched=Exists(later))
