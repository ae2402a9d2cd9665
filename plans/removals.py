"""Removing a row with all that belongs to it, so that it can be brought back with all of it.

What is removed with a row, and what loses its link to it, bears the same words in its history.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, router, transaction
from django.db.models import RESTRICT, Max, Model
from django.db.models.deletion import Collector
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

PREFIX = "Removal "


def remove(row: Model) -> None:
    """Remove the row and what belongs to it. The plan must be locked.

    Raises django.db.models.ProtectedError if something needs it that does not belong to it.
    """
    collector = _collected(row)
    reason = PREFIX + secrets.token_hex(8)
    for (field, _), found in collector.field_updates.items():
        if _has_history(field.model):
            stay = {one for some in found for one in some} - set(collector.data[field.model])
            for one in stay:
                setattr(one, field.name, None)
            bulk_update_with_history(
                list(stay), field.model, [field.name], default_change_reason=reason
            )
    for rows in collector.data.values():
        for one in rows:
            one._change_reason = reason
    collector.delete()


def goes_with(row: Model) -> list[tuple[str, bool]]:
    """What is removed with the row: pairs of how many of what (“3 strands”) and whether they can
    be brought back. Raises django.db.models.ProtectedError as `remove` does."""
    collector = _collected(row)
    removed = (one for rows in collector.data.values() for one in rows if one != row)
    counts = Counter((type(one), _comes_back(one)) for one in removed)
    for rows in collector.fast_deletes:
        counts[rows.model, _has_history(rows.model)] += rows.count()
    return [
        (f"{count} {_called(model, count)}", comes_back)
        for (model, comes_back), count in counts.items()
        if count and not model._meta.auto_created
    ]


def bring_back_beside(record: Any) -> None:
    """Bring back what was removed together with the row of this record, which is there again.

    What somebody has changed since stays as it is. The plan must be locked. Raises
    django.db.IntegrityError if something stands in its place.
    """
    reason = record.history_change_reason or ""
    if not reason.startswith(PREFIX):
        return
    for model in apps.get_models():
        if _has_history(model):
            records = model.history.filter(history_change_reason=reason)  # type: ignore[attr-defined]
            _insert_again(model, records.filter(history_type="-"))
            _link_again(model, records.filter(history_type="~"))


def cut_lost_links(rows: Sequence[Any]) -> tuple[list[Any], set[Any]]:
    """Empty those links of the rows, all of one model, that lead to what is not there any more.

    Returns the fields of the links, and the rows that cannot be without one of theirs.
    """
    fields, helpless = [], set()
    for field in rows[0]._meta.concrete_fields if rows else []:
        if not field.is_relation:
            continue
        keys = {getattr(one, field.attname) for one in rows} - {None}
        there = field.related_model._default_manager.filter(pk__in=keys).values_list(
            "pk", flat=True
        )
        lost = keys - set(there)
        if lost:
            fields.append(field)
        for one in rows:
            if getattr(one, field.attname) in lost:
                setattr(one, field.attname, None)
                if not field.null or _is_needed(field):
                    helpless.add(one)
    return fields, helpless


def _collected(row: Model) -> Any:
    # Any: django-stubs knows it as it was before Django 4.2.
    collector: Any = Collector(using=router.db_for_write(type(row), instance=row), origin=row)
    collector.collect([row])
    return collector


def _has_history(model: Any) -> bool:
    return hasattr(model._meta, "simple_history_manager_attribute")


def _is_needed(link: Any) -> bool:
    """Whether a row that has such a link is nothing without it, as an answer that was accepted
    without the update that it became."""
    return link.remote_field.on_delete is RESTRICT


def _comes_back(row: Model) -> bool:
    """Whether a row that is removed with another can be brought back with it."""
    return _has_history(type(row)) and not any(
        link.is_relation
        and _is_needed(link)
        and getattr(row, link.attname) is not None
        and not _has_history(link.related_model)
        for link in row._meta.concrete_fields
    )


def _called(model: type[Model], count: int) -> str:
    return f"{model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"


def _insert_again(model: Any, records: Iterable[Any]) -> None:
    rows = [record.instance for record in records]
    keys = [one.pk for one in rows]
    there = set(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
    back = [one for one in rows if one.pk not in there]
    _, helpless = cut_lost_links(back)
    back = [one for one in back if one not in helpless]
    try:
        with transaction.atomic():
            bulk_create_with_history(back, model)
    except IntegrityError:
        if not any(field.name == "position" for field in model._meta.concrete_fields):
            raise
        # Others have taken the places meanwhile: it follows them.
        plan = {"plan": back[0].plan} if hasattr(back[0], "plan_id") else {}
        last = model._default_manager.filter(**plan).aggregate(last=Max("position"))["last"]
        for place, one in enumerate(back, start=last + 1):
            one.position = place
        bulk_create_with_history(back, model)


def _link_again(model: Any, records: Iterable[Any]) -> None:
    links = [field for field in model._meta.concrete_fields if field.is_relation]
    rows = []
    for record in records:
        row = model._default_manager.filter(pk=record.id).first()
        if row is None or row.history.order_by("-history_id").first() != record:
            continue
        before = record.prev_record
        for field in links:
            if getattr(record, field.attname) is None:
                setattr(row, field.attname, getattr(before, field.attname))
        rows.append(row)
    bulk_update_with_history(rows, model, [field.name for field in links])
