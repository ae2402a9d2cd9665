"""The list of contacts in a file: which sheet, where its headings are, what its columns mean, as
somebody has chosen or as it is proposed."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from csp.plain_text import folded
from csp.spreadsheets.grids import GridRow
from partners.contact_import import columns as headings_of_contacts
from partners.contact_import.cells import filled, tidy
from partners.contact_import.columns import LEFT_OUT, Vocabulary
from partners.contact_import.subjects import SUBJECTS
from partners.models import ContactImport

# Rows that may have the headings; more than these are offered nowhere.
MOST_ROWS_ABOVE = 30
# So many known headings make a row that of the headings without looking further.
SURELY_KNOWN = 3
MOST_SAMPLES = 20
SAMPLES_SHOWN = 2
# Of the rows: fewer without a partner are rather forgotten than meant to be below another.
LEAST_GAPS = 0.25
WORDS = ("role", "name", "first_name", "last_name")
# What the role of all is called unless somebody says otherwise.
USUAL_ROLE = "Contact"


@dataclass(frozen=True)
class Sheet:
    """A table of the file. best: the place of the row that has the headings, or None."""

    title: str
    rows: list[GridRow]
    words: Vocabulary

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)

    @cached_property
    def best(self) -> int | None:
        above = self.rows[:MOST_ROWS_ABOVE]
        found = [headings_of_contacts.is_head(row.cells, self.words) for row in above]
        surely = [place for place, known in enumerate(found) if known >= SURELY_KNOWN]
        if surely:
            return surely[0]
        most = max(found, default=0)
        return found.index(most) if most else None


@dataclass(frozen=True)
class Choices:
    """What was chosen of a list; None and empty where nothing was.

    sheet: its place. head: the number of the row of headings, 0 for none. columns: a meaning each.
    role, partner: for rows that have none of their own. below: whether a row without a partner
    belongs to the partner above. partners: by key_of a name, what is meant by it. addresses: what
    becomes of several in one cell. differing: whether the list is taken where a partner says
    otherwise.
    """

    sheet: int | None = None
    head: int | None = None
    columns: tuple[str, ...] = ()
    role: str | None = None
    partner: str = ""
    below: bool | None = None
    partners: Mapping[str, str] = field(default_factory=dict)
    addresses: str = ""
    differing: str = ""

    @classmethod
    def of(cls, started: ContactImport) -> "Choices":
        kept = dict(started.choices)
        return cls(**kept | {"columns": tuple(kept.get("columns", ()))})

    def as_json(self) -> dict[str, Any]:
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in vars(self).items()
            if value not in (None, "", (), {})
        }


class ContactList:
    """The list of a ContactImport.

    remembered: what the columns meant of lists with the same headings, by their shape. partners:
    what those of the partnership are called, in small letters.
    """

    def __init__(
        self,
        started: ContactImport,
        *,
        remembered: Mapping[str, list[str]] | None = None,
        partners: Collection[str] = (),
    ) -> None:
        self.subject = SUBJECTS[started.subject]
        self.notes = list(started.tables["notes"])
        self.sheets = [
            Sheet(grid["title"], [GridRow(**row) for row in grid["rows"]], self.subject.words)
            for grid in started.tables["grids"]
        ]
        self.choices = Choices.of(started)
        self.place = self._chosen_sheet()
        self.sheet = self.sheets[self.place]
        self.head_place = self._chosen_head()
        head = self.sheet.rows[self.head_place] if self.head_place is not None else None
        width = self.sheet.width
        self.head = [tidy(cell).replace("\n", " ") for cell in head.cells] if head else [""] * width
        self.head_number = head.number if head else 0
        below = 0 if self.head_place is None else self.head_place + 1
        self.rows = self.sheet.rows[below:]
        self._read_columns(remembered or {}, partners)

    def _chosen_sheet(self) -> int:
        if self.choices.sheet is not None and self.choices.sheet < len(self.sheets):
            return self.choices.sheet
        # The first with headings that are known.
        return next((n for n, sheet in enumerate(self.sheets) if sheet.best is not None), 0)

    def _chosen_head(self) -> int | None:
        if self.choices.head is None:
            return self.sheet.best
        numbers = [row.number for row in self.sheet.rows]
        return numbers.index(self.choices.head) if self.choices.head in numbers else None

    def _read_columns(self, remembered: Mapping[str, list[str]], partners: Collection[str]) -> None:
        self.samples = self._samples()
        kept = remembered.get(self.shape, [])
        self.is_remembered = not self.choices.columns and len(kept) == len(self.head)
        known = list(self.choices.columns) or (kept if self.is_remembered else [])
        if len(known) != len(self.head):
            known = headings_of_contacts.proposed(
                self.head, self.samples, partners, self.subject.words
            )
        meanings = self.subject.words.meanings
        self.columns = [one if one in meanings else LEFT_OUT for one in known]
        self.kinds = headings_of_contacts.kinds_of(self.head, self.columns)

    def _samples(self) -> list[list[str]]:
        """Some texts of each column, each once."""
        found: list[dict[str, None]] = [{} for _ in self.head]
        for row in self.rows:
            for texts, cell in zip(found, row.cells, strict=False):
                if cell and len(texts) < MOST_SAMPLES and (text := filled(cell)):
                    texts[text] = None
            if all(len(texts) >= MOST_SAMPLES for texts in found):
                break
        return [list(texts) for texts in found]

    @property
    def shape(self) -> str:
        """Equal for lists with the same headings of the same subject; "" without headings."""
        words = [folded(heading) for heading in self.head]
        if any(words) and self.subject.is_partners:
            words.append(self.subject.many)
        return hashlib.sha256("\n".join(words).encode()).hexdigest() if any(words) else ""

    @property
    def left_out(self) -> list[str]:
        """The headings of columns that hold something and aren't imported."""
        columns = zip(self.head, self.columns, self.samples, strict=True)
        return [
            heading or f"the column with “{samples[0]}”"
            for heading, meaning, samples in columns
            if meaning == LEFT_OUT and samples
        ]

    @property
    def role(self) -> str:
        """That of rows without one."""
        if self.choices.role is None:
            return "" if "role" in self.columns else USUAL_ROLE
        return self.choices.role

    @property
    def is_below(self) -> bool:
        """Whether a row without a partner belongs to the one above it."""
        if self.choices.below is None:
            return self.gaps >= LEAST_GAPS
        return self.choices.below

    @cached_property
    def gaps(self) -> float:
        """How many of the rows have no partner of their own, below one that has."""
        if self.subject.is_partners:
            return 0.0
        if "agency" not in self.columns:
            return float(any(self.is_across(row) for row in self.rows))
        place = self.columns.index("agency")
        cells = [bool(filled(row.cells[place])) for row in self.rows]
        return cells.count(False) / len(cells) if cells and cells[0] else 0.0

    def is_across(self, row: GridRow) -> bool:
        """Whether a row has a single text that is no contact's: a partner's name, or a remark."""
        places = [place for place, cell in enumerate(row.cells) if cell]
        if len(places) != 1 or len(self.head) == 1 or "@" in row.cells[places[0]]:
            return False
        meaning = self.columns[places[0]]
        if self.subject.is_partners:
            return row.is_heading or meaning == LEFT_OUT
        begins = places[0] == 0 and "agency" not in self.columns
        return row.is_heading or meaning in (LEFT_OUT, "agency") or (begins and meaning in WORDS)

    @property
    def rows_that_may_head(self) -> list[tuple[int, str]]:
        """(number, words) of the first rows of the sheet."""
        return [
            (row.number, " | ".join(filter(None, map(tidy, row.cells))))
            for row in self.sheet.rows[:MOST_ROWS_ABOVE]
        ]
