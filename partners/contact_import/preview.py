"""What the import of a list of contacts does, or would do, as values."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models

from partners.contact_import.lists import ContactList
from partners.models import Agency, Partnership
from partners.resources import words_of


class Outcome(models.TextChoices):
    ADDED = "added", "To be added"
    CHANGED = "changed", "To be changed"
    UNCHANGED = "unchanged", "The same already"
    REFUSED = "refused", "Left out"


@dataclass
class Row:
    """number: in the file. becomes: the contact or partner as it would be; None if the row is left
    out.

    texts: its cells as they were. notes: what was read otherwise than it is written. changes:
    column, from, to. differs: column, what the partner says, what the list says. problems: the
    column as it is headed (or nothing) and what is wrong.
    """

    number: int
    outcome: Outcome
    texts: list[str]
    becomes: Any = None
    said: str = ""
    notes: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    differs: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        """Who it is about."""
        return self.said

    @property
    def why(self) -> str:
        """The problems in one text."""
        return "\n".join(f"{one}: {words}" if one else words for one, words in self.problems)

    @property
    def reached(self) -> str:
        """Address and telephones of its contact, a line each."""
        contact = self.becomes
        return "\n".join(filter(None, (contact.email, contact.telephones))) if contact else ""

    @property
    def keep_until(self) -> str:
        return words_of(self.becomes.keep_until) if self.becomes else ""


@dataclass
class UnknownPartner:
    """A name that is no known partner's: of how many rows, and who may be meant."""

    key: str
    name: str
    count: int
    near: list[Agency]
    chosen: str = ""

    @property
    def is_proposed(self) -> bool:
        return bool(self.near) and not self.chosen


@dataclass(frozen=True)
class Preview:
    """What an import does, or would do: Rows in the order of the list.

    unknown: names of partners to be chosen, those that are chosen already too. several: the rows
    with several addresses. partners: Agencies to be added.
    """

    partnership: Partnership
    source: ContactList
    rows: list[Row]
    notes: list[str]
    unknown: list[UnknownPartner]
    several: list[Row]
    partners: list[Agency]

    @property
    def counts(self) -> dict[Outcome, int]:
        """Number of rows by outcome, in the order of Outcome."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in Outcome}

    def with_outcome(self, outcome: Outcome) -> list[Row]:
        return [row for row in self.rows if row.outcome == outcome]

    @cached_property
    def refused(self) -> list[Row]:
        return self.with_outcome(Outcome.REFUSED)

    @cached_property
    def changed(self) -> list[Row]:
        return self.with_outcome(Outcome.CHANGED)

    @cached_property
    def added(self) -> list[Row]:
        return self.with_outcome(Outcome.ADDED)

    @cached_property
    def unchanged(self) -> list[Row]:
        return self.with_outcome(Outcome.UNCHANGED)

    @property
    def good(self) -> int:
        """How many rows go in, or are here already."""
        return len(self.rows) - len(self.refused)

    @property
    def writing(self) -> int:
        """How many contacts would be added or changed."""
        return len(self.added) + len(self.changed)

    @property
    def unchosen(self) -> int:
        """For how many partners nothing is chosen."""
        return sum(not one.chosen for one in self.unknown)

    @property
    def left_out_columns(self) -> list[str]:
        return self.source.left_out

    @cached_property
    def noted(self) -> list[Row]:
        """The rows that go in, but were read otherwise than they are written."""
        return [row for row in self.rows if row.notes and row.becomes]

    @property
    def is_asking(self) -> bool:
        """Whether rows are left out only because nobody has answered yet."""
        asks_addresses = bool(self.several) and not self.source.choices.addresses
        return asks_addresses or bool(self.unchosen)

    @cached_property
    def differing(self) -> list[Row]:
        """The rows of partners that say otherwise."""
        return [row for row in self.rows if row.differs]

    @property
    def can_be_written(self) -> bool:
        return bool(self.writing)

    @property
    def digest(self) -> str:
        """Equal for two previews that say the same."""
        said = [
            (
                row.number,
                row.said,
                row.outcome,
                row.changes,
                row.problems,
                [str(getattr(row.becomes, name, "")) for name in self.source.subject.fields],
            )
            for row in self.rows
        ]
        shown = [said, [one.name for one in self.partners], self.source.left_out]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()
