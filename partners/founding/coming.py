"""What a new partnership begins with, as rows that are not saved yet: to be shown, then written."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Q

from partners.access import Role
from partners.founding.matching import Group, groups_of
from partners.founding.parts import What
from partners.models import (
    CONTACT_FIELDS,
    DETAILS,
    Agency,
    Contact,
    Founding,
    Membership,
    Partnership,
)
from partners.successors import successor_on

ROLES = list(Role)


@dataclass
class Coming:
    """agencies: a new Agency for each of groups. heirs: the new agency of an old one's id.

    members: of groups, pairs of new agencies; unlike: those of which somebody has said that they
    are not the same. left_contacts: how many are over their day already;
    left_invitations: how many nobody has taken up. version: changes with anything of it.
    """

    founders: list[Partnership]
    groups: list[Group]
    agencies: list[Agency]
    heirs: dict[int, Agency]
    members: list[tuple[Agency, Agency]]
    unlike: list[tuple[Agency, Agency]]
    contacts: list[Contact]
    memberships: list[Membership]
    left_contacts: int
    left_invitations: int
    version: str

    @property
    def joined(self) -> list[Group]:
        """Those agencies that several founders have."""
        return [group for group in self.groups if len(group.sources) > 1]

    @property
    def alone(self) -> list[Agency]:
        return [group.sources[0] for group in self.groups if len(group.sources) == 1]


def coming_of(
    founding: Founding, *, on: date, only: Mapping[What, Collection[int]] | None = None
) -> Coming:
    """What the new partnership would begin with if it were founded on that day.

    only: the ids of the partners, contacts and memberships that come; None for all. The number of
    queries is the same however many founders there are.
    """
    all_founders = founding.founders.select_related("partnership")
    founders = [one.partnership for one in all_founders if one.partnership]
    there = agencies_of(founders, founding.begins_on)
    if only is not None:
        there = [one for one in there if one.pk in only[What.PARTNERS]]
    groups = groups_of(there, founding.choices)
    agencies = [_agency(group) for group in groups]
    pairs = zip(groups, agencies, strict=True)
    heirs = {source.pk: agency for group, agency in pairs for source in group.sources}
    _abbreviate(agencies)
    _list(groups, agencies, founding.begins_on)
    _let_succeed(groups, heirs)
    old = list(Contact.objects.filter(agency__in=heirs).order_by("pk"))
    kept = [one for one in old if one.keep_until >= on]
    if only is not None:
        kept = [one for one in kept if one.pk in only[What.CONTACTS]]
    people = None if only is None else only[What.PEOPLE]
    memberships, invitations = _memberships(founders, founding.begins_on, heirs, people)
    return Coming(
        founders=founders,
        groups=groups,
        agencies=agencies,
        heirs=heirs,
        members=_pairs(Agency.members.through, heirs),
        unlike=_pairs(Agency.different_from.through, heirs),
        contacts=_contacts(kept, heirs),
        memberships=memberships,
        left_contacts=sum(one.keep_until < on for one in old),
        left_invitations=invitations,
        version=_version(founding, founders, groups, kept, memberships),
    )


def agencies_of(founders: list[Partnership], begins_on: date) -> list[Agency]:
    """The founders' agencies that are not over when the new partnership begins."""
    there = Agency.objects.filter(partnership__in=founders).filter(
        Q(ended_on=None) | Q(ended_on__gt=begins_on)
    )
    place = {one.pk: number for number, one in enumerate(founders)}
    found = there.select_related("partnership").order_by("grid_position", "name", "pk")
    return sorted(found, key=lambda one: place[one.partnership_id])


def _agency(group: Group) -> Agency:
    """The group's Agency: what one source doesn't say, another may."""
    sources = group.sources
    known = [one.kind for one in sources if one.kind != Agency.Kind.OTHER]
    began = [one.began_on for one in sources if one.began_on]
    ended = [one.ended_on for one in sources if one.ended_on]
    return Agency(
        name=group.name,
        abbreviation=next((one.abbreviation for one in sources if one.abbreviation), ""),
        kind=next(iter(known), Agency.Kind.OTHER),
        telephones=_lines(one.telephones for one in sources),
        website=next((one.website for one in sources if one.website), ""),
        address=next((one.address for one in sources if one.address), ""),
        began_on=min(began) if len(began) == len(sources) else None,
        ended_on=max(ended) if len(ended) == len(sources) else None,
    )


def _lines(texts: Iterable[str]) -> str:
    lines = (line.strip() for text in texts for line in text.splitlines())
    return "\n".join(dict.fromkeys(filter(None, lines)))


def _abbreviate(agencies: list[Agency]) -> None:
    """Leave an abbreviation to the first agency that has it: it must mean one."""
    taken: set[str] = set()
    for agency in agencies:
        if agency.abbreviation.lower() in taken:
            agency.abbreviation = ""
        taken.add(agency.abbreviation.lower())


def _list(groups: list[Group], agencies: list[Agency], on: date) -> None:
    """Number those that one of the founders lists as its member, in the founders' order."""
    place = 0
    for group, agency in zip(groups, agencies, strict=True):
        if any(_is_listed(source, on) for source in group.sources):
            place += 1
            agency.grid_position = place


def _is_listed(agency: Agency, on: date) -> bool:
    is_over = agency.listed_until is not None and agency.listed_until <= on
    return agency.grid_position is not None and not is_over


def _let_succeed(groups: list[Group], heirs: dict[int, Agency]) -> None:
    """Keep the successors of those that end later, where both have come."""
    for group in groups:
        agency = heirs[group.sources[0].pk]
        after = [heirs.get(one.successor_id or 0) for one in group.sources]
        successor = next((one for one in after if one is not None and one is not agency), None)
        if agency.ended_on:
            agency.successor = successor


def _pairs(through: Any, heirs: dict[int, Agency]) -> list[tuple[Agency, Agency]]:
    """The new agencies that are to each other what two old ones are, by that table."""
    both = through.objects.filter(from_agency__in=heirs, to_agency__in=heirs)
    pairs = both.order_by("pk").values_list("from_agency", "to_agency")
    new = ((heirs[group], heirs[member]) for group, member in pairs)
    unique = {(id(group), id(member)): (group, member) for group, member in new}
    return [(group, member) for group, member in unique.values() if group is not member]


def _contacts(old: list[Contact], heirs: dict[int, Agency]) -> list[Contact]:
    """Those of a mailbox and a role are one. It is kept, asked and printed no longer, and no more,
    than each of them said.
    """
    joined: dict[tuple[int, str, str], Contact] = {}
    for one in old:
        agency = heirs[one.agency_id]
        words = (one.email or f"{one.name} without a mailbox").lower()
        key = (id(agency), words, one.role.lower())
        new = joined.get(key)
        if new is None:
            joined[key] = Contact(
                agency=agency,
                **{name: getattr(one, name) for name in CONTACT_FIELDS},
            )
            continue
        new.name = new.name or one.name
        new.telephones = _lines([new.telephones, one.telephones])
        new.keep_until = min(new.keep_until, one.keep_until)
        new.published = new.published and one.published
        new.signs_off = new.signs_off or one.signs_off
        new.receives_update_requests = new.receives_update_requests and one.receives_update_requests
    return list(joined.values())


def _memberships(
    founders: list[Partnership],
    begins_on: date,
    heirs: dict[int, Agency],
    only: Collection[int] | None,
) -> tuple[list[Membership], int]:
    """The people with the highest role that each has in a founder, and how many are invited only.

    only: the ids of the memberships that come; None for all.

    A contributor whose agency has gone speaks for nobody any more, and reads.
    """
    rows = Membership.objects.filter(partnership__in=founders).select_related("user", "agency")
    agencies = Agency.objects.filter(partnership__in=founders).in_bulk()
    by_user: dict[int, list[Membership]] = defaultdict(list)
    invited = 0
    for row in rows.order_by("pk"):
        if row.taken_up_at and only is not None and row.pk not in only:
            continue
        if row.taken_up_at:
            by_user[row.user_id].append(row)
        else:
            invited += 1
    new = []
    for held in by_user.values():
        best = max(held, key=lambda one: ROLES.index(Role(one.role)))
        role, agency = Role(best.role), None
        if role == Role.CONTRIBUTOR:
            speaking = successor_on(begins_on, best.agency, agencies)
            agency = heirs.get(speaking.pk) if speaking else None
            role = role if agency else Role.READER
        taken_up_at = min(one.taken_up_at for one in held if one.taken_up_at)
        new.append(Membership(user=best.user, role=role, agency=agency, taken_up_at=taken_up_at))
    return new, invited


def _version(
    founding: Founding,
    founders: list[Partnership],
    groups: list[Group],
    contacts: list[Contact],
    memberships: list[Membership],
) -> str:
    shown = [
        [str(getattr(founding, name)) for name in (*DETAILS, "begins_on")],
        [(one.pk, one.closed_on) for one in founders],
        [(one.name, [source.pk for source in one.sources]) for one in groups],
        [(one.pk, *(str(getattr(one, name)) for name in CONTACT_FIELDS)) for one in contacts],
        [(one.user_id, one.role, one.agency and one.agency.name) for one in memberships],
    ]
    return sha256(repr(shown).encode()).hexdigest()
