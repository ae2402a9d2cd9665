"""Rows of a file on their way into the database."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import DataError, IntegrityError, transaction
from django.db.models import FileField, Model

from actions.models import Extension, StatusUpdate
from partners.models import Membership, User
from reports.transfer import pictures
from reports.transfer.checked import Problems, Row
from reports.transfer.kind import IMPORTER, LATER, Kind


@dataclass
class Bringing:
    """One import. by: who imports. reason: what the history calls it. is_archive: whether it is of
    a whole partnership, and has all kinds.

    user_of: the account of a person whom the file names, None if there is none. bytes_of: the
    bytes of which the file tells. notes: what the importer is told.
    """

    by: User
    reason: str
    is_archive: bool = False
    user_of: Callable[[Mapping[str, str]], User | None] = lambda said: None
    bytes_of: Callable[[Any], bytes] = lambda said: pictures.outside(said)
    members: Mapping[str, Membership] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    # Names in the media of what was stored: it is no part of the transaction.
    stored: list[str] = field(default_factory=list)

    def create(
        self, kind: Kind, rows: Sequence[Row], there: Mapping[str, Mapping[int, Any]], **owner: Any
    ) -> dict[int, Any]:
        """Make the rows of a kind, and return them by their ids in the file.

        there: the rows to which they lead, by kind and id. owner: the plan or partnership, where
        the kind has a field for it. Raises ValidationError.
        """
        problems = Problems()
        made = {row.id: self._made(kind, row, there, owner, problems) for row in rows}
        problems.stop()
        save(kind, list(made.values()))
        return made

    def _made(
        self,
        kind: Kind,
        row: Row,
        there: Mapping[str, Mapping[int, Any]],
        owner: Mapping[str, Any],
        problems: Problems,
    ) -> Model:
        made = kind.model(**row.values, **owner)
        for name, to in kind.linked.items():
            if row.links[name] is not None:
                setattr(made, name, self._linked(row, name, there.get(to), problems))
        for name in kind.people:
            self._put_person(made, name, row.people[name], kind.people[name])
        self.put_files(kind, made, row, problems)
        check_row(kind, made, row.place, problems)
        return made

    def put_files(self, kind: Kind, made: Model, row: Row, problems: Problems) -> None:
        """Fill the fields of a row that hold pictures or bytes."""
        for name in kind.files:
            if row.files[name] is not None:
                try:
                    content = self.bytes_of(row.files[name])
                    self.stored += pictures.put(made, name, content)
                except ValidationError as error:
                    problems.add(f"{row.place} “{name}”", error)

    def _linked(
        self, row: Row, name: str, there: Mapping[int, Any] | None, problems: Problems
    ) -> Any:
        value: Any = row.links[name]
        found = self.members.get(str(value).lower()) if there is None else there[value]
        if found is None:
            problems.add(f"{row.place} “{name}”", "is nobody among the people of the file")
        return found

    def _put_person(self, made: Any, name: str, said: Mapping[str, str], otherwise: str) -> None:
        """Who the file names, or, if that is nobody here, words or whoever imports."""
        user = self.user_of(said) if said else None
        can_be_empty = made._meta.get_field(name).null
        if user is None and ((otherwise == IMPORTER and said) or not can_be_empty):
            user = self.by
            if isinstance(made, StatusUpdate | Extension) and name == "made_by":
                made.said_by = said.get("name", "")
        setattr(made, name, user)

    def keep_history(self, kind: Kind, rows: Sequence[Any]) -> None:
        """Let the history of the rows begin with this import, once they are whole."""
        if hasattr(kind.model, "history"):
            kind.model.history.bulk_history_create(
                rows, default_user=self.by, default_change_reason=self.reason
            )

    @contextmanager
    def whole_or_not_at_all(self) -> Iterator[None]:
        """A transaction; if it fails, what was put into the media is taken out again, too."""
        try:
            with transaction.atomic():
                yield
        except BaseException:
            for name in self.stored:
                default_storage.delete(name)
            raise


def check_row(kind: Kind, made: Model, place: str, problems: Problems) -> None:
    """Find what the model does not take, but for what the database says of several rows."""
    asked = {*kind.values} - {*kind.files}
    others = {one.name for one in made._meta.fields} - asked
    try:
        made.full_clean(exclude=others, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            what = place if name == "__all__" else f"{place} “{name}”:"
            for message in messages:
                problems.add(what, message)


def save(kind: Kind, rows: Sequence[Any]) -> None:
    """Save new rows of a kind. Raises ValidationError if the database does not take them."""
    try:
        with transaction.atomic():
            if kind.files and not _has_pictures(kind):
                # Each may be large: they are not held in memory together.
                for row in rows:
                    row.save(force_insert=True)
                    for name in kind.files:
                        setattr(row, name, None)
            else:
                kind.model._default_manager.bulk_create(rows, batch_size=500)
    except (IntegrityError, DataError):
        raise ValidationError(_what_is_wrong(kind, rows)) from None


def fill_in(kind: Kind, rows: Sequence[Any], names: Sequence[str]) -> None:
    """Save fields of rows that were made without them. Raises ValidationError."""
    if not rows or not names:
        return
    try:
        with transaction.atomic():
            kind.model._default_manager.bulk_update(rows, names, batch_size=200)
    except IntegrityError:
        raise ValidationError(_what_is_wrong(kind, rows)) from None


def later_links(kind: Kind) -> list[str]:
    return [name for name in kind.links if name in LATER]


def _has_pictures(kind: Kind) -> bool:
    return any(isinstance(kind.model._meta.get_field(one), FileField) for one in kind.files)


def _what_is_wrong(kind: Kind, rows: Sequence[Any]) -> str:
    """Words for rows that the database has not taken: what is wrong with one, or with two."""
    for number, row in enumerate(rows, start=1):
        try:
            row.validate_constraints()
        except ValidationError as error:
            return f"“{kind.name}”, row {number}: {' '.join(error.messages)}"
    return f"“{kind.name}”: two rows say the same"
