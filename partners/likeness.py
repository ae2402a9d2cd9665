"""Partners of one partnership that may be one and the same, by what they are called."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from partners.agency_names import BRACKET, initials, key_of, written_out
from partners.models import Agency

# What a name says or not: “Kent Police” is “Kent Police Force”.
GENERAL = {"force", "service", "limited", "plc", "team", "and", "of", "for", "the"}
# Two letters are the beginnings of too many names.
SHORTEST_INITIALS = 3


def alike(agencies: Iterable[Agency]) -> list[tuple[Agency, Agency]]:
    """Pairs whose names are alike, the older record first.

    Not those that somebody has said to differ, that are one after the other, or of which only one
    is a group, or one a member of the other. The members and different_from of the agencies must
    be prefetched.
    """
    agencies = sorted(agencies, key=lambda one: one.pk)
    by_key = defaultdict(list)
    # Beginnings and abbreviations count where another's name is nothing else.
    names = {key_of(one.name) for one in agencies}
    for agency in agencies:
        short = {one for one in initials(agency) if len(one) >= SHORTEST_INITIALS}
        short |= {key_of(agency.abbreviation)}
        for key in {_core(agency.name), key_of(agency.name)} | (short & names - {""}):
            by_key[key].append(agency)
    pairs = {pair: None for some in by_key.values() for pair in combinations(some, 2)}
    return [pair for pair in pairs if _may_be_one(*pair)]


def _core(name: str) -> str:
    """A name without what is said or not, and a bracket."""
    bracket = BRACKET.fullmatch(name)
    words = written_out(bracket[1] if bracket else name).split()
    return " ".join(word for word in words if word not in GENERAL) or key_of(name)


def _may_be_one(one: Agency, other: Agency) -> bool:
    members = [{member.pk for member in agency.members.all()} for agency in (one, other)]
    return (
        other not in one.different_from.all()
        and bool(members[0]) == bool(members[1])
        and other.pk not in members[0]
        and one.pk not in members[1]
        and not _is_before(one, other)
        and not _is_before(other, one)
    )


def _is_before(one: Agency, other: Agency) -> bool:
    """Whether the one has ended when the other begins, or was taken over by it."""
    if one.ended_on is None:
        return False
    return one.successor_id == other.pk or bool(other.began_on and other.began_on >= one.ended_on)
