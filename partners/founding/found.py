"""Founding a partnership: written whole or not at all. Nothing of the old ones moves."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from csp.versions import ChangedByAnother
from partners.access import Role
from partners.founding.coming import Coming, coming_of
from partners.founding.letters import tell_administrators
from partners.models import DETAILS, Agency, Contact, Founding, Membership, Partnership, User

# Rows that one statement writes: SQLite takes no more values.
BATCH = 500


class CannotFound(Exception):
    """Why a partnership cannot be founded, in words."""


class AddressTaken(Exception):
    """Another partnership has the address that the new one was to have."""


@transaction.atomic
def found(founding: Founding, *, slug: str, by: User, at: datetime, seen: str) -> Partnership:
    """Found the partnership that all founders have agreed to, and close them from its first day.

    slug: its address. by: an administrator of one of them. seen: the version of the Coming that
    they have read. The number of queries grows no faster than the rows that are written.

    Raises CannotFound, AddressTaken, and ChangedByAnother if something else would come by now.
    """
    founding = locked(founding)
    check_founders(founding, by=by)
    coming = coming_of(founding, on=timezone.localdate(at))
    if coming.version != seen:
        raise ChangedByAnother
    partnership = found_one(founding, coming, slug=slug, by=by, at=at)
    close(coming.founders, on=founding.begins_on)
    tell_administrators(founding, "founded", by=by)
    return partnership


def found_one(
    founding: Founding, coming: Coming, *, slug: str, by: User, at: datetime
) -> Partnership:
    """Write a new partnership with what comes. Raises AddressTaken."""
    if Partnership.objects.filter(slug=slug).exists():
        raise AddressTaken(slug)
    details = {name: getattr(founding, name) for name in DETAILS}
    partnership = Partnership(slug=slug, **details)
    partnership.full_clean()
    partnership.save()
    _write(partnership, coming)
    founding.partnership, founding.founded_by, founding.founded_at = partnership, by, at
    founding.save(update_fields=["partnership", "founded_by", "founded_at"])
    return partnership


def close(partnerships: Iterable[Partnership], *, on: date) -> None:
    """Close those from which others have been founded, from that day."""
    # Not a change of them: of that the founding itself tells.
    ids = [one.pk for one in partnerships]
    Partnership.objects.filter(pk__in=ids).update(closed_on=on)


def locked(founding: Founding) -> Founding:
    """The founding as it is now, while nobody else changes it or one of its founders."""
    ids = founding.founders.values("partnership")
    # In one order, lest two wait for each other.
    list(Partnership.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    found = Founding.objects.select_for_update(of=["self"]).filter(pk=founding.pk).first()
    if found is None:
        raise CannotFound("Somebody has withdrawn this proposal")
    if found.division_id:
        raise CannotFound(f"{found} is part of a division, and founded together with the others")
    return found


def check_founders(founding: Founding, *, by: User) -> None:
    """Raise CannotFound unless each founder agrees and is open, and the person may found it."""
    if founding.partnership_id:
        raise CannotFound(f"{founding} has been founded already")
    founders = list(founding.founders.select_related("partnership"))
    waiting = [one.asked_as for one in founders if not (one.agrees and one.partnership)]
    if waiting:
        raise CannotFound(f"These have not agreed: {'; '.join(waiting)}")
    partnerships = [one.partnership for one in founders if one.partnership]
    closed = [str(one) for one in partnerships if one.closed_on]
    if closed:
        words = "; ".join(closed)
        raise CannotFound(f"Another partnership has been founded meanwhile from: {words}")
    administered = Membership.objects.taken_up().filter(
        user=by, role=Role.ADMINISTRATOR, partnership__in=partnerships
    )
    if not administered.exists():
        raise CannotFound("You are not an administrator of any of these partnerships any more")


def _write(partnership: Partnership, coming: Coming) -> None:
    """Write what comes, in the order in which one needs another."""
    successors = [(one, one.successor) for one in coming.agencies if one.successor]
    for agency in coming.agencies:
        agency.partnership, agency.successor = partnership, None
    _create(Agency, coming.agencies)
    for agency, successor in successors:
        agency.successor = successor
    if successors:
        rows = [agency for agency, _ in successors]
        bulk_update_with_history(rows, Agency, ["successor"], batch_size=BATCH)
    _relate(Agency.members.through, [(group.pk, one.pk) for group, one in coming.members])
    _relate(Agency.different_from.through, [(one.pk, other.pk) for one, other in coming.unlike])
    _relate(Agency.came_from.through, [(new.pk, old) for old, new in coming.heirs.items()])
    for contact in coming.contacts:
        # Now that it has an id.
        contact.agency = contact.agency
    _create(Contact, coming.contacts)
    for membership in coming.memberships:
        membership.partnership, membership.agency = partnership, membership.agency
    _create(Membership, coming.memberships)


def _create(model: type[Model], rows: Sequence[Any]) -> None:
    if rows:
        bulk_create_with_history(rows, model, batch_size=BATCH)


def _relate(through: Any, pairs: list[tuple[int, int]]) -> None:
    rows = [through(from_agency_id=one, to_agency_id=other) for one, other in pairs]
    through.objects.bulk_create(rows, batch_size=BATCH)
