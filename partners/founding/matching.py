"""Which agencies of several partnerships are one: proposed by their names, confirmed by people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from partners.agency_names import key_of, written_out
from partners.models import Agency

# The longest name of an agency.
LONGEST = 200


@dataclass
class Group:
    """An agency of the new partnership on its way. sources: what it is in the founders."""

    sources: list[Agency] = field(default_factory=list)
    name: str = ""

    def takes(self, others: Iterable[Agency]) -> bool:
        """Whether the others can be the same: no partnership has one agency twice."""
        own = {one.partnership_id for one in self.sources}
        return own.isdisjoint(one.partnership_id for one in others)


def groups_of(agencies: Iterable[Agency], choices: Mapping[str, Any]) -> list[Group]:
    """The agencies of all founders as those of the new partnership, each with its own name.

    Those of a name, or of an abbreviation and a kind, are one. choices: what people said of that:
    `parted`, the ids of those that are not the same as others of their name; `paired`, pairs of
    ids of those that are the same under different names.
    """
    agencies = list(agencies)
    parted = set(choices.get("parted", ()))
    groups: list[Group] = []
    by_key: dict[tuple[str, str], list[Group]] = {}
    by_agency: dict[int, Group] = {}
    for agency in agencies:
        keys = [] if agency.pk in parted else _keys(agency)
        found = (group for key in keys for group in by_key.get(key, ()))
        group = next((one for one in found if one.takes([agency])), None)
        if group is None:
            group = Group()
            groups.append(group)
        group.sources.append(agency)
        by_agency[agency.pk] = group
        for key in keys:
            if group not in by_key.setdefault(key, []):
                by_key[key].append(group)
    for first, second in choices.get("paired", ()):
        _join(by_agency, groups, first, second)
    _name(groups)
    return groups


def parted(choices: Mapping[str, Any], agency: int) -> dict[str, Any]:
    """The choices with an agency taken apart from all others. agency: its id."""
    pairs = [pair for pair in choices.get("paired", ()) if agency not in pair]
    return {"parted": sorted({*choices.get("parted", ()), agency}), "paired": pairs}


def paired(choices: Mapping[str, Any], first: int, second: int) -> dict[str, Any]:
    """The choices with two agencies said to be one. first, second: their ids."""
    pairs = [*choices.get("paired", ()), [first, second]]
    return {"parted": list(choices.get("parted", ())), "paired": pairs}


def _keys(agency: Agency) -> list[tuple[str, str]]:
    names = [(written_out(agency.name), "")]
    short = key_of(agency.abbreviation)
    return [*names, (short, agency.kind)] if short else names


def _join(by_agency: dict[int, Group], groups: list[Group], first: int, second: int) -> None:
    one, other = by_agency.get(first), by_agency.get(second)
    # An agency may have gone meanwhile.
    if one is None or other is None or one is other or not one.takes(other.sources):
        return
    one.sources += other.sources
    for agency in other.sources:
        by_agency[agency.pk] = one
    groups[:] = [group for group in groups if group is not other]


def _name(groups: list[Group]) -> None:
    """Give each the name of its first source, with the district where another has that name."""
    taken: set[str] = set()
    names = [group.sources[0].name.lower() for group in groups]
    for group in groups:
        source = group.sources[0]
        name = source.name
        if names.count(name.lower()) > 1:
            ending = f" ({source.partnership.district})"
            name = name[: LONGEST - len(ending)] + ending
        number = 1
        while name.lower() in taken:
            number += 1
            ending = f" {number}"
            name = source.name[: LONGEST - len(ending)] + ending
        taken.add(name.lower())
        group.name = name
