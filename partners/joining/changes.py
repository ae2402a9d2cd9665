"""The writes: two records are made one whole or not at all, and taken apart likewise."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from csp.versions import ChangedByAnother
from partners.joining.apart import Apart
from partners.joining.links import links_of
from partners.joining.planned import Planned
from partners.models import Agency, Joining, Partnership, User


class CannotBeJoined(Exception):
    """Says why in the words of the page."""


def why_not(stays: Agency, goes: Agency) -> str:
    """Why two records of a partnership are not one partner, as a sentence; "" if they may be.

    Two queries.
    """
    groups = Agency.members.through.objects.filter(from_agency__in=[stays, goes])
    members = set(groups.values_list("from_agency", "to_agency"))
    is_group = [any(group == one.pk for group, _ in members) for one in (stays, goes)]
    if {(stays.pk, goes.pk), (goes.pk, stays.pk)} & members:
        return "One of them is a member of the other"
    if is_group[0] != is_group[1]:
        return "One of them is a group of partners, and the other is not"
    ended = Agency.objects.filter(partnership=stays.partnership_id).exclude(successor=None)
    successors = dict(ended.values_list("pk", "successor"))
    for one, other in ((stays, goes), (goes, stays)):
        seen: set[int] = set()
        at = successors.get(one.pk)
        while at and at not in seen:
            if at == other.pk:
                return f"{other} took over from {one}: they are two bodies, one after the other"
            seen.add(at)
            at = successors.get(at)
    return ""


@transaction.atomic
def join(stays: Agency, goes: Agency, *, by: User, seen: str) -> Joining:
    """Let everything that points to `goes` point to `stays`, and keep what was moved.

    seen: the version of the Planned that the writer has read. Raises ChangedByAnother if it is
    another now, CannotBeJoined, and Agency.DoesNotExist if one is not there any more.
    """
    _lock(stays.partnership_id)
    agencies = Agency.objects.select_for_update().order_by("pk").in_bulk([stays.pk, goes.pk])
    if len(agencies) < 2:
        raise Agency.DoesNotExist
    stays, goes = agencies[stays.pk], agencies[goes.pk]
    if words := why_not(stays, goes):
        raise CannotBeJoined(words)
    planned = Planned(stays, goes, is_locked=True)
    if planned.version != seen:
        raise ChangedByAnother
    for link, row, left in planned.moved:
        link.moved(row, left)
    joining = Joining.objects.create(
        agency=stays,
        made_into=stays.pk,
        former=goes.pk,
        former_name=goes.name,
        joined_by=by,
        steps=planned.steps(),
    )
    for keys in planned.in_order():
        model = keys[0][0]
        rows = [planned.row(key) for key in keys]
        if keys[0] in planned.lost:
            for link in links_of(model):
                link.gone(rows)
            model._base_manager.filter(pk__in=[row.pk for row in rows]).delete()
        else:
            names = {name for key in keys for name in planned.changed(key)}
            _update(model, rows, names, f"Joined {joining.pk}")
    return joining


@transaction.atomic
def take_apart(joining: Joining, *, by: User, seen: str) -> None:
    """Give the former rows back as they were, except what has changed since.

    seen: the version of the Apart that the writer has read. Raises ChangedByAnother if it is
    another now, and CannotBeJoined if the records can't be two.
    """
    _lock(joining.agency.partnership_id)
    joining = Joining.objects.select_for_update().get(pk=joining.pk)
    apart = Apart(joining, is_locked=True)
    if words := apart.why_not:
        raise CannotBeJoined(words)
    if apart.version != seen:
        raise ChangedByAnother
    reason = f"Taken apart {joining.pk}"
    try:
        with transaction.atomic():
            for model, rows, names in apart.writes:
                if names is None:
                    _create(model, rows, reason)
                else:
                    _update(model, rows, names, reason)
    except IntegrityError:
        raise CannotBeJoined(
            "What was added since stands where the former rows would. Change that first"
        ) from None
    joining.taken_apart_at, joining.taken_apart_by = timezone.now(), by
    joining.save()


@transaction.atomic
def say_they_differ(one: Agency, other: Agency) -> None:
    """Keep that two partners whose names are alike are two. Said twice it is once."""
    one.different_from.add(other)


def _lock(partnership: int) -> None:
    Partnership.objects.select_for_update().get(pk=partnership)


def _update(model: type[Model], rows: list[Any], names: set[str], reason: str) -> None:
    by_column = {field.attname: field.name for field in model._meta.concrete_fields}
    fields = sorted(by_column[name] for name in names)
    if hasattr(model, "history"):
        bulk_update_with_history(rows, model, fields, default_change_reason=reason)
    else:
        model._base_manager.bulk_update(rows, fields)


def _create(model: type[Model], rows: list[Any], reason: str) -> None:
    if hasattr(model, "history"):
        bulk_create_with_history(rows, model, default_change_reason=reason)
    else:
        model._base_manager.bulk_create(rows)
