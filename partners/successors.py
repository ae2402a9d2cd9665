"""Who speaks for an agency: who took over when it ended, and who belongs to it if a group."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from partners.models import Agency, Partnership


def successor_on(day: date, agency: Agency | None, agencies: Mapping[int, Agency]) -> Agency | None:
    """The agency itself, if it is in being on that day, or who took over; None if nobody did.

    agencies: all of the partnership's, by id.
    """
    seen: set[int] = set()
    while agency and agency.ended_on and agency.ended_on <= day:
        if agency.pk in seen:
            return None
        seen.add(agency.pk)
        agency = agencies.get(agency.successor_id or 0)
    return agency


class Heirs:
    """What agencies have become, in their own partnership or in one that was founded from it.

    others: ids of the partnerships whose agencies are asked for, besides its own. Two queries.
    """

    def __init__(self, partnership: Partnership, others: Iterable[int] = ()) -> None:
        of_all = Agency.objects.filter(partnership__in={partnership.pk, *others})
        self._agencies = of_all.in_bulk()
        self._partnership = partnership.pk
        became = Agency.came_from.through.objects.filter(from_agency__partnership=partnership)
        self._became = dict(became.values_list("to_agency", "from_agency"))

    def of(self, agency: Agency | None, *, on: date) -> Agency | None:
        """Who is in the partnership on that day what the agency was; None if nobody is."""
        found = successor_on(on, agency, self._agencies)
        if found and found.partnership_id != self._partnership:
            found = self._agencies.get(self._became.get(found.pk, 0))
            found = successor_on(on, found, self._agencies)
        return found


def spoken_for(agencies: Iterable[int]) -> set[int]:
    """All for which one of the agencies speaks: itself, whom it took over from, and its groups.

    agencies: ids, as what is returned. What StandIns.of says the other way round. A query for each
    step away, and one that finds no more.
    """
    found: set[int] = set()
    latest = set(agencies)
    while latest:
        found |= latest
        # In one query, as a union: with OR a database reads all agencies that there are.
        before = Agency.objects.filter(successor__in=latest).order_by().values_list("pk")
        groups = Agency.members.through.objects.filter(to_agency__in=latest)
        latest = {pk for (pk,) in before.union(groups.values_list("from_agency"))} - found
    return found


class StandIns:
    """Who speaks for the agencies of some partnerships. Two queries, whatever their number."""

    def __init__(self, partnerships: Iterable[int]) -> None:
        # Whoever has a successor has ended: agency_with_successor_has_ended.
        ended = Agency.objects.filter(partnership__in=partnerships, ended_on__isnull=False)
        ended = ended.exclude(successor=None)
        self._successors = {
            pk: (ended_on, successor)
            for pk, ended_on, successor in ended.values_list("pk", "ended_on", "successor")
        }
        self._members = defaultdict(set)
        groups = Agency.objects.filter(partnership__in=partnerships).exclude(members=None)
        for group, member in groups.order_by().values_list("pk", "members"):
            self._members[group].add(member)

    def of(self, agency: int, *, on: date | None = None) -> set[int]:
        """The ids of the agency, of who took over from it, and of the members of these and theirs.

        on: who has taken over by that day; None: whoever takes over, be it later.
        """
        speaking: set[int] = set()
        waiting = [agency]
        while waiting:
            one = waiting.pop()
            if one not in speaking:
                speaking.add(one)
                waiting.extend(self._members[one])
                ended_on, successor = self._successors.get(one, (None, None))
                if successor and (on is None or (ended_on and ended_on <= on)):
                    waiting.append(successor)
        return speaking
