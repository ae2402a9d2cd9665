"""Reading an owner cell: which agencies of the partnership it names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from csp.whole_numbers import whole_number
from partners.models import Agency

# Between names, where each of them is known; and where that has to be asked.
CERTAIN = re.compile(r"\s*;\s*|\s+/\s+|\s*\|\s*|\s*•\s*")
POSSIBLE = re.compile(r"\s*[,/&+;]\s*|\s+and\s+|\s+with\s+")
LEAD = re.compile(r"\s*(?:,\s*lead|\(\s*lead(?: agency)?\s*\)|\*+|[-–]\s*lead)$", re.I)
LEAD_BEFORE = re.compile(r"^lead(?: agency)?:\s*", re.I)
BULLET = re.compile(r"^[-–•·*]\s+")
LONGEST_UNIT = 100
MOST_LINES_OF_NAME = 4
LONGEST_NAME = 200

# What can be chosen for a text that names no known agency, besides the id of an agency.
NEW, SEVERAL, NOBODY = "new", "several", "nobody"


@dataclass(frozen=True)
class NamedOwner:
    """agency: its id; None if it is to be made, with this name."""

    agency: int | None
    name: str
    unit: str = ""
    is_lead: bool = False

    @property
    def key(self) -> tuple[int | None, str, str]:
        """Equal for two that are the same owner of an action."""
        return self.agency, key_of(self.name), self.unit


@dataclass(frozen=True)
class OwnersRead:
    """owners: in their order. met: texts that name no known agency; asked: those of them for
    which nothing was chosen."""

    owners: tuple[NamedOwner, ...] = ()
    asked: tuple[str, ...] = ()
    met: tuple[str, ...] = ()


class Agencies:
    """The agencies of a partnership by what they are called, and what was chosen for other names.

    rows: Agencies. choices: by key_of the text, the id of an agency as text, or NEW, SEVERAL,
    NOBODY.
    """

    def __init__(self, rows: Iterable[Agency], choices: dict[str, str]) -> None:
        self.rows = {agency.pk: agency for agency in rows}
        self.choices = choices
        self.known: dict[str, int] = {}
        # Most cells are like others of the file.
        self.read_before: dict[tuple[str, bool], OwnersRead] = {}
        for agency in self.rows.values():
            if agency.abbreviation:
                self.known[key_of(agency.abbreviation)] = agency.pk
        # A name is rather meant than the abbreviation of another.
        self.known |= {key_of(agency.name): agency.pk for agency in self.rows.values()}

    def read(self, cell: str, *, is_lead: bool = False) -> OwnersRead:
        """OwnersRead of a cell as it is written. is_lead: whether who stands first in it leads."""
        if (cell, is_lead) not in self.read_before:
            self.read_before[cell, is_lead] = self._read(cell, is_lead=is_lead)
        return self.read_before[cell, is_lead]

    def _read(self, cell: str, *, is_lead: bool) -> OwnersRead:
        owners: list[NamedOwner] = []
        asked: list[str] = []
        met: list[str] = []
        for text in self._parts(cell):
            self._add(text, owners, asked, met)
        if is_lead and owners and not any(one.is_lead for one in owners):
            owners[0] = replace(owners[0], is_lead=True)
        kept = together(owners, ())
        return OwnersRead(kept, tuple(dict.fromkeys(asked)), tuple(dict.fromkeys(met)))

    def _parts(self, cell: str) -> list[str]:
        """The texts of a cell that name an agency each: its lines, divided where that is sure."""
        whole = " ".join(cell.split())
        # A name may be broken into lines.
        if key_of(_without_lead(whole)[0]) in self.known:
            return [whole]
        parts: list[str] = []
        for line in self._lines(cell):
            divided = [part for part in CERTAIN.split(line) if part]
            is_sure = all(self._found(_without_lead(part)[0]) for part in divided)
            parts += divided if is_sure and not self._found(_without_lead(line)[0]) else [line]
        return parts

    def _lines(self, cell: str) -> list[str]:
        """The lines of a cell; those that are a known name together, as one."""
        left = [BULLET.sub("", line.strip()) for line in cell.splitlines()]
        left = [line for line in left if line]
        lines = []
        while left:
            together = (
                count
                for count in range(min(len(left), MOST_LINES_OF_NAME), 1, -1)
                if self._found(_without_lead(" ".join(left[:count]))[0])
            )
            count = next(together, 1)
            lines.append(" ".join(left[:count]))
            left = left[count:]
        return lines

    def _add(self, text: str, owners: list[NamedOwner], asked: list[str], met: list[str]) -> None:
        name, is_lead = _without_lead(text)
        if found := self._found(name):
            agency, unit = found
            owners.append(NamedOwner(agency, self.rows[agency].name, unit, is_lead))
            return
        base, unit = _base_and_unit(name)
        met.append(base)
        choice = self.choices.get(key_of(base), "")
        if choice == NEW and len(base) <= LONGEST_NAME:
            owners.append(NamedOwner(None, base, unit, is_lead))
        elif choice == SEVERAL and len(parts := self.divided(base)) > 1:
            for place, part in enumerate(parts):
                words = f"{part}, lead" if is_lead and not place else part
                self._add(words, owners, asked, met)
        elif (pk := whole_number(choice)) in self.rows:
            agency = self.rows[pk]
            owners.append(NamedOwner(agency.pk, agency.name, unit, is_lead))
        elif choice != NOBODY:
            asked.append(base)

    def divided(self, text: str) -> list[str]:
        """The names in a text, if it were a list of several; a known one is never divided."""
        signs = list(POSSIBLE.finditer(text))
        begins = [0, *(sign.end() for sign in signs)]
        ends = [*(sign.start() for sign in signs), len(text)]
        parts, place = [], 0
        while place < len(begins):
            # The longest known name that begins here, or what stands before the next sign.
            last = next(
                (
                    end
                    for end in range(len(ends) - 1, place, -1)
                    if self._found(_without_lead(text[begins[place] : ends[end]])[0])
                ),
                place,
            )
            parts.append(text[begins[place] : ends[last]])
            place = last + 1
        return [part for part in parts if part]

    def _found(self, name: str) -> tuple[int, str] | None:
        """(id, unit) of the agency that a name says, perhaps with a unit in brackets; or None."""
        if agency := self.known.get(key_of(name)):
            return agency, ""
        if not name.endswith(")"):
            return None
        for bracket in re.finditer(r"\s*\(", name):
            agency = self.known.get(key_of(name[: bracket.start()]))
            unit = name[bracket.end() : -1].strip()
            if agency and len(unit) <= LONGEST_UNIT and _is_balanced(unit):
                # “Kent Fire and Rescue Service (KFRS)” names no unit.
                return agency, "" if self.known.get(key_of(unit)) == agency else unit
        return None


def together(first: Iterable[NamedOwner], second: Iterable[NamedOwner]) -> tuple[NamedOwner, ...]:
    """NamedOwners of two cells, each once."""
    kept: list[NamedOwner] = []
    for one in (*first, *second):
        if one.key not in {other.key for other in kept}:
            kept.append(one)
    return tuple(kept)


@lru_cache(maxsize=2_000)
def key_of(text: str) -> str:
    """Equal for names that differ in capitals, spaces and apostrophes alone."""
    return " ".join(text.replace("’", "'").replace("&", " and ").split()).casefold()


def _without_lead(text: str) -> tuple[str, bool]:
    """(text, whether it says of itself that it leads)."""
    text = text.strip()
    without = LEAD_BEFORE.sub("", LEAD.sub("", text)).strip()
    return (without, True) if without and without != text else (text, False)


def _base_and_unit(name: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.+?)\s*\(([^()]*)\)", name)
    return (found[1], found[2]) if found and len(found[2]) <= LONGEST_UNIT else (name, "")


def _is_balanced(text: str) -> bool:
    """Whether each bracket is closed after it was opened."""
    open_ones = 0
    for letter in text:
        open_ones += (letter == "(") - (letter == ")")
        if open_ones < 0:
            return False
    return not open_ones
