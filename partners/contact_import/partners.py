"""The comparison of a list of partners with the partners there are."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from csp.spreadsheets.grids import GridRow
from csp.whole_numbers import whole_number
from partners.contact_import.cells import filled, is_nothing, tidy
from partners.contact_import.comparing import ADD, LONGEST_NAME, Comparison
from partners.contact_import.preview import Outcome, Preview, Row, UnknownPartner
from partners.contact_import.rows import Draft, ListRows
from partners.models import Agency

# What becomes of a partner who says otherwise than the list.
KEEP, TAKE = "keep", "take"
LARGEST_PLACE = 32_767
WRONG_WEBSITE = "Website must be a web address, like https://www.example.org"
# How lists say a kind, the first that is there.
KINDS = (
    (r"\bcounty\b", Agency.Kind.COUNTY),
    (r"\bcouncil\b|\bborough\b|\bdistrict\b|\bunitary\b|local authority", Agency.Kind.COUNCIL),
    (r"\bpolice\b", Agency.Kind.POLICE),
    (r"\bfire\b", Agency.Kind.FIRE),
    (r"\bprobation\b", Agency.Kind.PROBATION),
    (r"\bhealth\b|\bnhs\b", Agency.Kind.HEALTH),
    (r"\bhousing\b", Agency.Kind.HOUSING),
    (r"\bcharit|\bvolunt|third sector", Agency.Kind.VOLUNTARY),
    (r"\bbusiness\b|\bcompany\b|private sector", Agency.Kind.BUSINESS),
    (r"\bjustice\b|\bprison\b|\bcourts?\b", Agency.Kind.CRIMINAL_JUSTICE),
    (r"\bother\b", Agency.Kind.OTHER),
)
BY_LABEL = {kind.label.casefold(): kind for kind in Agency.Kind}


class PartnerRows(ListRows):
    """Reads the rows of a list of partners. What a Draft says besides is in its values."""

    def _read(self, draft: Draft, row: GridRow, above: str) -> None:
        draft.agency = self._joined(row.cells, "agency", " ")
        self._read_telephones(draft, row.cells)
        lines = [tidy(row.cells[place]) for place in self.places["address"]]
        said: dict[str, Any] = {
            "abbreviation": self._joined(row.cells, "abbreviation", " "),
            "kind": self._kind(draft, self._joined(row.cells, "kind", " ")),
            "telephones": draft.telephones,
            "website": self._website(draft, row.cells),
            "address": "\n".join(line for line in lines if line and not is_nothing(line)),
            "grid_position": self._place(draft, row.cells),
        }
        draft.values = {name: value for name, value in said.items() if value}

    def _kind(self, draft: Draft, text: str) -> str:
        folded = text.casefold()
        found = (kind for pattern, kind in KINDS if re.search(pattern, folded))
        kind = BY_LABEL.get(folded) or next(found, "")
        if text and not kind:
            draft.notes.append(f"“{text}” is no kind that is known, and left out")
        return str(kind)

    def _website(self, draft: Draft, cells: list[str]) -> str:
        for place in self.places["website"]:
            if text := filled(cells[place]):
                try:
                    return str(forms.URLField(assume_scheme="https", max_length=200).clean(text))
                except ValidationError:
                    draft.problems.append((self.list.head[place], WRONG_WEBSITE))
        return ""

    def _place(self, draft: Draft, cells: list[str]) -> int | None:
        for place in self.places["grid_position"]:
            if text := filled(cells[place]):
                number = whole_number(text.removesuffix(".0"))
                if number and number <= LARGEST_PLACE:
                    return number
                words = f"Enter a place such as 1 or 12, not “{text}”"
                draft.problems.append((self.list.head[place], words))
        return None


class PartnerComparison(Comparison):
    """Compares a list of partners with those there are: whoever is not known is added."""

    def preview(self) -> Preview:
        reading = PartnerRows(self.list)
        # By their abbreviations, in small letters: an abbreviation is one partner's.
        self.short = {one.abbreviation.lower(): one for one in self.known.agencies}
        rows = [self._partner_row(draft) for draft in reading.drafts()]
        asked = [one for one in self.unknown.values() if one.near or one.chosen != ADD]
        return Preview(self.partnership, self.list, rows, self.notes_of(reading), asked, [], [])

    def _asked(self, name: str) -> UnknownPartner:
        """Nobody is asked about a name that is like no other."""
        asked = super()._asked(name)
        if not asked.near and len(name) <= LONGEST_NAME:
            asked.chosen = ADD
        return asked

    def _heading(self, meaning: str) -> str:
        return self.list.subject.words.meanings[meaning]

    def _partner_row(self, draft: Draft) -> Row:
        row = Row(draft.number, Outcome.REFUSED, draft.texts)
        row.said = draft.agency or " | ".join(filter(None, draft.texts))
        agency = self._agency(draft)
        row.problems = draft.problems
        if agency:
            self._check(row, agency, draft.values)
        if agency and not row.problems:
            row.notes = draft.notes
            self._compare_partner(row, agency, draft.values)
            row.becomes, row.said = agency, agency.name
        return row

    def _check(self, row: Row, agency: Agency, values: dict[str, Any]) -> None:
        first = self.first_rows.setdefault(id(agency), row.number)
        if first != row.number:
            told = f"This is the same partner as in row {first}. Delete one of the two rows"
            row.problems.append(("", told))
        longest = Agency._meta.get_field("abbreviation").max_length or 0
        if len(values.get("abbreviation", "")) > longest:
            told = f"Abbreviation must be {longest} characters or fewer"
            row.problems.append((self._heading("abbreviation"), told))

    def _compare_partner(self, row: Row, agency: Agency, values: dict[str, Any]) -> None:
        """Fill what the partner leaves empty; of the rest, do as was chosen for the list."""
        is_new = agency.pk is None
        for name, value in values.items():
            before = getattr(agency, name)
            is_empty = not before or (name == "kind" and before == Agency.Kind.OTHER)
            if before == value or (name == "telephones" and _numbers(before) == _numbers(value)):
                continue
            if name == "abbreviation" and not self._is_free(agency, value):
                row.notes.append(f"Another partner has the abbreviation “{value}”: it is left out")
                continue
            words = self._heading(name), _words(name, before), _words(name, value)
            if not is_empty and not is_new:
                row.differs.append(words)
                if self.list.choices.differing != TAKE:
                    continue
            setattr(agency, name, value)
            if not is_new:
                row.changes.append(words)
        row.outcome = Outcome.ADDED if is_new else Outcome.UNCHANGED
        if row.changes:
            row.outcome = Outcome.CHANGED

    def _is_free(self, agency: Agency, abbreviation: str) -> bool:
        return self.short.setdefault(abbreviation.lower(), agency) is agency


def _numbers(lines: str) -> set[str]:
    """The numbers of telephones, however they are written."""
    return {re.sub(r"\D", "", line) for line in lines.splitlines()}


def _words(name: str, value: Any) -> str:
    return str(Agency.Kind(value).label) if name == "kind" else str(value or "")
