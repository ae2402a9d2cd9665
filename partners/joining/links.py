"""What points to a partner, and what becomes of it when two records of one are made one.

The same is asked of whatever comes together with them: where both have been asked in one round, of
the answers and mailboxes of the two requests. Each app declares the columns of its own models when
it is ready; a test sees to it that none is missing.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model
from simple_history.models import HistoricalChanges

from partners.models import Agency, Joining


def _nothing(*rows: Any) -> None:
    """What most rows need beside being moved."""


@dataclass(frozen=True, eq=False)
class Link:
    """A column by which rows point to what is joined. Without more, they point to what stays.

    one, many: what a row is called, “action owned”; "": it is not told of. name: which one it is.
    same: what two rows of one partner can't share; if they do, they become one. rank: the higher
    stays, else that of the partner who stays. merge(stays, goes): gives the one that stays what it
    is to have of the other. told(stays, goes): the outcome as a sentence, told before.
    moved(row, goes): a row is about to move from one that goes. gone(rows): they are about to go.
    fit(rows): sees that they may come back beside what is there by now, and says what it changes.
    is_told: whether all may know of a row; else it moves untold. related: what name and is_told
    read. unread: columns that are never read, such as a file.
    """

    model: type[Model]
    column: str
    one: str = ""
    many: str = ""
    name: Callable[[Any], str] = str
    is_told: Callable[[Any], bool] = lambda row: True
    same: Callable[[Any], Hashable] | None = None
    rank: Callable[[Any], Any] = lambda row: 0
    merge: Callable[[Any, Any], None] = _nothing
    told: Callable[[Any, Any], str] = lambda stays, goes: ""
    moved: Callable[[Any, Any], None] = _nothing
    gone: Callable[[list[Any]], None] = _nothing
    fit: Callable[[list[Any]], Iterable[str]] = lambda rows: ()
    related: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def attname(self) -> str:
        return f"{self.column}_id"

    @property
    def target(self) -> type[Model]:
        """The model to which it points."""
        return self.model._meta.get_field(self.column).related_model  # type: ignore[return-value]

    def rows_of(self, owners: Iterable[int], *, is_locked: bool) -> list[Any]:
        """The rows that point to these, by ids; is_locked: until the transaction ends."""
        rows = self.model._base_manager.filter(**{f"{self.column}__in": list(owners)})
        rows = rows.select_related(*self.related) if self.related else rows
        rows = rows.defer(*self.unread).order_by("pk")
        return list(rows.select_for_update(of=("self",)) if is_locked else rows)


_links: list[Link] = []


def declare(*links: Link) -> None:
    """Let rows of an app follow what is joined. Once for each column."""
    _links.extend(links)


def links_to(model: type[Model]) -> list[Link]:
    """The declared columns that point to the model."""
    return [link for link in _links if link.target is model]


def links_of(model: type[Model]) -> list[Link]:
    """The declared columns of the model itself."""
    return [link for link in _links if link.model is model]


def today_of(agencies: Iterable[int]) -> dict[int, int]:
    """Which agency each of these is today, by ids: itself, or with which it was joined.

    Those that are gone are left out. Two queries.
    """
    known = set(agencies)
    # A joining goes along with its agency: there is one step, however often that was joined.
    joined = Joining.objects.filter(former__in=known, taken_apart_at=None)
    there = Agency.objects.filter(pk__in=known).values_list("pk", "pk")
    return dict(joined.values_list("former", "agency")) | dict(there)


def columns_to(model: type[Model]) -> list[ForeignKey]:
    """All columns of the database that point to the model, but those of the history."""
    return [
        field
        for one in apps.get_models(include_auto_created=True)
        if not issubclass(one, HistoricalChanges)
        for field in one._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is model
    ]
