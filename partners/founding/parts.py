"""What goes into which part of a division: everything into all, save what people have left out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from partners.access import Role
from partners.models import Agency, Contact, Division, Founding, Membership
from partners.successors import successor_on


class What(StrEnum):
    """What is chosen for the parts, each by its word in the address and in Founding.choices."""

    PARTNERS = "partners"
    CONTACTS = "contacts"
    PEOPLE = "people"


@dataclass(frozen=True)
class Placed:
    """A partner, contact or person of the partnership that is divided.

    about: more words on it. offered: the ids of the parts that it can go into, chosen: of those
    that it goes into, never none. pk: of the row; of people, of the membership.
    """

    pk: int
    name: str
    about: str
    offered: list[int]
    chosen: list[int]
    is_administrator: bool = False


# By what it is, and its id.
Placing = dict[What, dict[int, Placed]]


def placing_of(division: Division, parts: Collection[Founding], *, on: date) -> Placing:
    """Where everything goes that would come if it were divided on that day. Three queries.

    Contacts go only where their partner goes, and so do contributors. What would go nowhere, since
    its partner goes elsewhere by now, goes wherever that does.
    """
    begins_on = next((part.begins_on for part in parts), on)
    agencies = Agency.objects.filter(partnership=division.partnership_id).in_bulk()
    partners = _partners(agencies.values(), parts, begins_on)
    goes = {pk: one.chosen for pk, one in partners.items()}
    return {
        What.PARTNERS: partners,
        What.CONTACTS: _contacts(goes, parts, on),
        What.PEOPLE: _people(division, agencies, goes, parts, begins_on),
    }


def _partners(
    agencies: Iterable[Agency], parts: Collection[Founding], begins_on: date
) -> dict[int, Placed]:
    everywhere = [part.pk for part in parts]
    there = [one for one in agencies if one.ended_on is None or one.ended_on > begins_on]
    return {
        one.pk: Placed(
            one.pk,
            one.name,
            one.get_kind_display(),
            everywhere,
            _chosen(parts, What.PARTNERS, one.pk, everywhere),
        )
        for one in sorted(there, key=lambda one: one.name.lower())
    }


def _contacts(
    goes: Mapping[int, list[int]], parts: Collection[Founding], on: date
) -> dict[int, Placed]:
    """goes: the ids of the parts that a partner goes into, by its own."""
    found = Contact.objects.filter(agency__in=goes, keep_until__gte=on).select_related("agency")
    return {
        one.pk: Placed(
            one.pk,
            ", ".join(filter(None, [one.role, one.name])),
            one.agency.name,
            goes[one.agency_id],
            _chosen(parts, What.CONTACTS, one.pk, goes[one.agency_id]),
        )
        for one in found.order_by("agency__name", "role", "pk")
    }


def _people(
    division: Division,
    agencies: Mapping[int, Agency],
    goes: Mapping[int, list[int]],
    parts: Collection[Founding],
    begins_on: date,
) -> dict[int, Placed]:
    """Those who are members; who is invited only does not come. goes: as in _contacts."""
    everywhere = [part.pk for part in parts]
    placed = {}
    members = Membership.objects.taken_up().filter(partnership=division.partnership_id)
    for one in members.select_related("user", "agency").order_by("user__name", "pk"):
        speaking = successor_on(begins_on, one.agency, agencies)
        offered = goes.get(speaking.pk, everywhere) if speaking else everywhere
        placed[one.pk] = Placed(
            one.pk,
            str(one.user),
            ", ".join(filter(None, [one.get_role_display(), str(one.agency or "")])),
            offered,
            _chosen(parts, What.PEOPLE, one.pk, offered),
            one.role == Role.ADMINISTRATOR,
        )
    return placed


def _chosen(parts: Iterable[Founding], what: What, pk: int, offered: list[int]) -> list[int]:
    left = {part.pk for part in parts if pk in part.choices.get(what, ())}
    return [part for part in offered if part not in left] or offered


def chosen_for(part: Founding, placing: Placing) -> dict[What, set[int]]:
    """The ids of what goes into the part."""
    return {
        what: {pk for pk, one in rows.items() if part.pk in one.chosen}
        for what, rows in placing.items()
    }


def without_administrator(parts: Iterable[Founding], people: Iterable[Placed]) -> list[Founding]:
    """The parts into which no administrator goes."""
    administered = {pk for one in people if one.is_administrator for pk in one.chosen}
    return [part for part in parts if part.pk not in administered]


def left_out(
    part: Founding, what: What, rows: Iterable[Placed], goes: Mapping[int, Collection[int]]
) -> dict[str, Any]:
    """The part's choices with those of some rows. goes: the ids of the parts, by a row's."""
    rows = list(rows)
    seen = {one.pk for one in rows}
    left = {one.pk for one in rows if part.pk not in goes[one.pk]}
    others = set(part.choices.get(what, ())) - seen
    return part.choices | {what.value: sorted(others | left)}


def version_of_placing(parts: Iterable[Founding], rows: Iterable[Placed]) -> str:
    """Which rows somebody has seen, and where everything went."""
    shown = [
        sorted((part.pk, sorted(part.choices.items())) for part in parts),
        [(one.pk, one.offered) for one in rows],
    ]
    return sha256(repr(shown).encode()).hexdigest()
