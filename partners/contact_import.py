"""The import of contacts: what a table would change, and changing it whole or not at all."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import tablib
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.formats import date_format

from csp.spreadsheets.tables import Table
from partners.contact_columns import columns_of
from partners.models import Contact, Partnership, User
from partners.resources import ContactResource


class Outcome(models.TextChoices):
    REFUSED = "refused", "Refused"
    CHANGED = "changed", "To be changed"
    ADDED = "added", "To be added"
    UNCHANGED = "unchanged", "Unchanged"


@dataclass
class Row:
    """number: in the spreadsheet. contact: as it would be; None if the row is refused.

    cells: a refused row's text by column. changes: column, from, to. problems: the column as it
    is headed (or nothing) and what is wrong.
    """

    number: int
    outcome: Outcome
    contact: Contact | None = None
    cells: dict[str, Any] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        """Who it is about."""
        if self.contact:
            parts = [self.contact.agency.name, self.contact.role, self.contact.name]
        else:
            parts = [str(self.cells.get(column, "")) for column in ("Agency", "Role", "Name")]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Preview:
    """What an import does, or would do: Rows in the order of the spreadsheet."""

    partnership: Partnership
    rows: list[Row]
    notes: list[str]

    @property
    def counts(self) -> dict[Outcome, int]:
        """Number of rows by outcome, in the order of Outcome."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in Outcome}

    def with_outcome(self, outcome: Outcome) -> list[Row]:
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def refused(self) -> list[Row]:
        return self.with_outcome(Outcome.REFUSED)

    @property
    def changed(self) -> list[Row]:
        return self.with_outcome(Outcome.CHANGED)

    @property
    def added(self) -> list[Row]:
        return self.with_outcome(Outcome.ADDED)

    @property
    def unchanged(self) -> list[Row]:
        return self.with_outcome(Outcome.UNCHANGED)

    @property
    def can_be_written(self) -> bool:
        return not self.refused and bool(self.changed or self.added)

    @property
    def digest(self) -> str:
        """Equal for two previews that say the same."""
        said = [(str(row), row.outcome, row.changes, row.problems) for row in self.rows]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def preview(table: Table, *, partnership: Partnership) -> Preview:
    """What importing a table of contacts would do. Writes nothing.

    Raises ValidationError if the headings aren't those of contacts.
    """
    return _run(table, partnership, writes=False)


@transaction.atomic
def write(table: Table, *, partnership: Partnership, agreed: str) -> tuple[Preview, bool]:
    """Import a table of contacts, if that does exactly what was agreed to.

    agreed: digest of the Preview that was shown. Returns the Preview of now, and whether it was
    written; if not, a row is refused or the contacts have changed since.
    """
    # Imports go one after the other: two that add the same contact must see each other.
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    outcome = _run(table, partnership, writes=True)
    written = outcome.can_be_written and outcome.digest == agreed
    if not written:
        transaction.set_rollback(True)
    return outcome, written


def seal(table: Table, agreed: str, *, partnership: Partnership, by: User) -> str:
    """A table and the digest of its Preview as signed text, which waits in the browser.

    So no contact lies about on the server that nobody confirmed. It counts for the same person
    and partnership, for a day.
    """
    content = {"headings": table.headings, "rows": table.rows, "notes": table.notes}
    return signing.dumps(
        {"table": content, "agreed": agreed}, salt=_salt(partnership, by), compress=True
    )


def unseal(sealed: str, *, partnership: Partnership, by: User) -> tuple[Table, str]:
    """The table and the digest that were sealed. Raises signing.BadSignature."""
    content = signing.loads(sealed, salt=_salt(partnership, by), max_age=timedelta(days=1))
    return Table(**content["table"]), content["agreed"]


def _salt(partnership: Partnership, by: User) -> str:
    return f"contact import {partnership.pk} {by.pk}"


def _run(table: Table, partnership: Partnership, writes: bool) -> Preview:
    columns = columns_of(table.headings)
    dataset = tablib.Dataset(*(cells for _, cells in table.rows), headers=columns)
    numbers = [number for number, _ in table.rows]
    resource = ContactResource(partnership, numbers, writes)
    result = resource.import_data(dataset, dry_run=not writes, rollback_on_validation_errors=True)
    for error in result.base_errors + [
        error for _, errors in result.row_errors() for error in errors
    ]:
        # What is wrong with a row is a validation error: this is a mistake of ours.
        raise error.error
    headings = dict(zip(columns, table.headings, strict=True))
    rows = [
        _row(resource, number, found, headings)
        for number, found in zip(numbers, result.rows, strict=True)
    ]
    return Preview(partnership, rows, table.notes)


def _row(resource: ContactResource, number: int, found: Any, headings: Mapping[str, str]) -> Row:
    """found: a RowResult of django-import-export. headings: as written, by column."""
    if found.validation_error:
        return Row(
            number,
            Outcome.REFUSED,
            cells=dict(found.row_values),
            problems=[
                (_heading(resource, name, headings), message)
                for name, messages in _messages(found.validation_error).items()
                for message in messages
            ],
        )
    if found.is_skip():
        return Row(number, Outcome.UNCHANGED, found.instance)
    if found.is_new():
        return Row(number, Outcome.ADDED, found.instance)
    changes = [
        (column.column_name, words_of(before), words_of(after))
        for column in resource.get_import_fields()
        if (before := column.get_value(found.original))
        != (after := column.get_value(found.instance))
    ]
    return Row(number, Outcome.CHANGED, found.instance, changes=changes)


def _messages(error: ValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return error.message_dict
    return {NON_FIELD_ERRORS: error.messages}


def _heading(resource: ContactResource, name: str, headings: Mapping[str, str]) -> str:
    """How the column of a field is headed in the spreadsheet, if it is there."""
    if name not in resource.fields:
        return ""
    column = resource.fields[name].column_name
    return headings.get(column, column)


def words_of(value: object) -> str:
    """A value of a contact as pages say it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value)
