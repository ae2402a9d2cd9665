"""The rows of a list of contacts as drafts: what each says, before it is known who is meant."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from csp.spreadsheets.grids import GridRow
from partners.contact_import.cells import addresses, filled, telephones, tidy
from partners.contact_import.lists import ContactList
from partners.resources import ContactResource

HIDDEN = "The row is hidden in the spreadsheet. Show it there to import it"
NO_CONTACT = "Only this stands in the row, which names no contact"
WRONG_ADDRESS = "Enter an email address in the correct format, like name@example.org"
# The meanings whose cells the widgets of the export read.
WITH_WIDGET = ("receives_update_requests", "published", "keep_until")


@dataclass
class Draft:
    """What a row says.

    texts: its cells as they were. agency: a partner's name. emails: addresses, each once. has_role:
    whether it names a role of its own. values: those of WITH_WIDGET that are said. notes: what was
    read otherwise than it is written. problems: (heading, words).
    """

    number: int
    texts: list[str]
    agency: str = ""
    role: str = ""
    has_role: bool = False
    name: str = ""
    emails: tuple[str, ...] = ()
    telephones: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


class ListRows:
    """Reads the rows of a ContactList. repeated: how many rows were headings once more."""

    def __init__(self, contacts: ContactList) -> None:
        self.list = contacts
        self.places: dict[str, list[int]] = {
            meaning: [] for meaning in contacts.subject.words.meanings
        }
        for place, meaning in enumerate(contacts.columns):
            if meaning in self.places:
                self.places[meaning].append(place)
        self.repeated = 0

    def drafts(self) -> Iterator[Draft]:
        above = ""
        heading = [cell for cell in self.list.head if cell]
        first = heading[0] if heading else ""
        for row in self.list.rows:
            is_like_it = first and tidy(next(filter(None, row.cells))) == first
            if is_like_it and [tidy(cell) for cell in row.cells if cell] == heading:
                self.repeated += 1
                continue
            draft = Draft(row.number, row.cells)
            if row.is_hidden:
                draft.problems.append(("", HIDDEN))
            elif self.list.is_across(row):
                if self.list.is_below:
                    above = next(filter(None, map(filled, row.cells)), above)
                    continue
                draft.problems.append(("", NO_CONTACT))
            else:
                self._read(draft, row, above)
                above = draft.agency or above
            yield draft

    def _read(self, draft: Draft, row: GridRow, above: str) -> None:
        cells = row.cells
        draft.agency = self._joined(cells, "agency", " ")
        if not draft.agency and self.list.is_below and above:
            draft.agency = above
            if self.places["agency"]:
                draft.notes.append(f"The partner is that of a row above, {above}")
        draft.agency = draft.agency or self.list.choices.partner
        draft.role = self._joined(cells, "role", ", ")
        draft.has_role = bool(draft.role)
        draft.role = draft.role or self.list.role
        draft.name = self._joined(cells, "name", " ") or " ".join(
            filter(None, (self._joined(cells, part, " ") for part in ("first_name", "last_name")))
        )
        self._read_addresses(draft, cells)
        self._read_telephones(draft, cells)
        for meaning in WITH_WIDGET:
            self._read_value(draft, cells, meaning)

    def _joined(self, cells: list[str], meaning: str, sign: str) -> str:
        places = self.places[meaning]
        if len(places) < 2:
            return filled(cells[places[0]]) if places else ""
        texts = (filled(cells[place]) for place in places)
        return sign.join(dict.fromkeys(filter(None, texts)))

    def _read_addresses(self, draft: Draft, cells: list[str]) -> None:
        found: dict[str, str] = {}
        for place in self.places["email"]:
            read = addresses(cells[place])
            if read.other:
                draft.problems.append((self.list.head[place], WRONG_ADDRESS))
            for address in read.found:
                found.setdefault(address.lower(), address)
            if read.name and not draft.name:
                draft.name = read.name
                draft.notes.append(f"“{read.name}”, written before the address, is the name")
            elif read.name and read.name.casefold() != draft.name.casefold():
                draft.notes.append(f"“{read.name}”, written before the address, is left out")
            if read.remark:
                draft.notes.append(f"“{read.remark}”, written beside the address, is left out")
        draft.emails = tuple(found.values())

    def _read_telephones(self, draft: Draft, cells: list[str]) -> None:
        lines: list[str] = []
        for place in self.places["telephones"]:
            try:
                read = telephones(cells[place], self.list.kinds[place])
            except ValueError as error:
                draft.problems.append((self.list.head[place], str(error)))
                continue
            lines += read.lines
            draft.notes += (f"{before} is read as {after}" for before, after in read.mended)
        draft.telephones = "\n".join(dict.fromkeys(lines))

    def _read_value(self, draft: Draft, cells: list[str], meaning: str) -> None:
        for place in self.places[meaning]:
            text = tidy(cells[place])
            if text.casefold() in ("n/a", "none"):
                continue
            try:
                value = ContactResource.fields[meaning].widget.clean(text)
            except ValueError as error:
                draft.problems.append((self.list.head[place], str(error)))
            else:
                if value is not None:
                    draft.values[meaning] = value
