"""Taking a founding back: all that came of the new partnership goes, the old ones open again."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import CASCADE, PROTECT, FileField, ForeignKey, Model
from simple_history.utils import get_history_manager_for_model

from partners.access import Role
from partners.founding.found import CannotFound, locked
from partners.founding.letters import tell_administrators
from partners.models import Founding, Membership, Partnership, User

# How many ids one statement names.
BATCH = 500

# What the apps above this one know of a partnership that is to go: see hinder.
_hindrances: list[Callable[[Partnership], str]] = []


def hinder(hindrance: Callable[[Partnership], str]) -> None:
    """Let an app above this one have its say when a founding is taken back.

    hindrance(partnership): why it cannot be, in words, "" if it can.
    """
    _hindrances.append(hindrance)


def why_not(founding: Founding) -> str:
    """Why a founding cannot be taken back, in words; "" if it can."""
    partnership = founding.partnership
    if partnership is None:
        return "It has been taken back already"
    if partnership.divisions.exists():
        return f"{partnership} is itself to be divided"
    if partnership.founder_of.exists():
        return f"{partnership} is itself asked to go into another partnership"
    return next(filter(None, (hindrance(partnership) for hindrance in _hindrances)), "")


@transaction.atomic
def take_back(founding: Founding, *, by: User) -> None:
    """Undo a founding: the database is as it was before, but for e-mails.

    The proposal waits to be founded again. by: an administrator of the new partnership. Raises
    CannotFound, in words.
    """
    founding = locked(founding)
    if reason := why_not(founding):
        raise CannotFound(reason)
    partnership = Partnership.objects.select_for_update().get(founding=founding)
    administered = Membership.objects.taken_up().filter(user=by, role=Role.ADMINISTRATOR)
    if not administered.filter(partnership=partnership).exists():
        raise CannotFound(f"You are not an administrator of {partnership} any more")
    tell_administrators(founding, "taken back", by=by)
    remove_founded(founding)
    Partnership.objects.filter(founder_of__founding=founding).update(closed_on=None)


def remove_founded(founding: Founding) -> None:
    """Remove its partnership with all that belongs to it and ever did, its history and its files.

    The database itself checks at the end that nothing else needs any of it.
    """
    partnership = founding.partnership
    if partnership is None:
        return
    founding.partnership = founding.founded_by = founding.founded_at = None
    founding.save(update_fields=["partnership", "founded_by", "founded_at"])
    belonging = _belonging(partnership)
    files = [name for model, ids in belonging.items() for name in _files(model, ids)]
    for model, ids in belonging.items():
        for some in _batches(ids):
            model._base_manager.filter(pk__in=some)._raw_delete("default")
            if history := _history_of(model):
                history.filter(id__in=some)._raw_delete("default")
    for field, name in files:
        if not _is_used(field, name):
            storage: Any = field.storage
            transaction.on_commit(partial(storage.delete, name))


def _belonging(partnership: Partnership) -> dict[Any, set[int]]:
    """The ids of all rows of each model that belong to the partnership, those that are gone too.

    A row belongs to another if it can't be without it.
    """
    found: dict[Any, set[int]] = {Partnership: {partnership.pk}}
    waiting: list[tuple[Any, set[int]]] = [(Partnership, {partnership.pk})]
    while waiting:
        above, ids = waiting.pop()
        for model, field in _below(above):
            new = set()
            for some in _batches(ids):
                named = {f"{field.name}__in": some}
                new |= set(model._base_manager.filter(**named).values_list("pk", flat=True))
                if history := _history_of(model):
                    new |= set(history.filter(**named).values_list("id", flat=True))
            new -= found.setdefault(model, set())
            if new:
                found[model] |= new
                waiting.append((model, new))
    return found


def _below(above: type[Model]) -> Iterator[tuple[Any, ForeignKey]]:
    """The models whose rows belong to those of this one, each with the field that says so."""
    for model in apps.get_models(include_auto_created=True):
        if hasattr(model, "history_id"):
            continue
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and field.related_model is above:
                relation: Any = field.remote_field
                if relation.on_delete in (CASCADE, PROTECT):
                    yield model, field


def _history_of(model: Any) -> Any:
    tracked = hasattr(model._meta, "simple_history_manager_attribute")
    return get_history_manager_for_model(model) if tracked else None


def _files(model: Any, ids: Iterable[int]) -> Iterator[tuple[FileField, str]]:
    for field in model._meta.local_fields:
        if isinstance(field, FileField):
            for some in _batches(ids):
                names = model._base_manager.filter(pk__in=some).values_list(field.name, flat=True)
                yield from ((field, name) for name in names.distinct() if name)


def _is_used(field: FileField, name: str) -> bool:
    """Whether another row has the file, or has had it and may be brought back with it."""
    named = {field.name: name}
    history = _history_of(field.model)
    is_there = field.model._base_manager.filter(**named).exists()
    return is_there or (history is not None and history.filter(**named).exists())


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    in_order = sorted(ids)
    for start in range(0, len(in_order), BATCH):
        yield in_order[start : start + BATCH]
