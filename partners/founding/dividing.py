"""Dividing a partnership into several: proposed, founded and taken back together, or not at all."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from csp.versions import ChangedByAnother
from partners.access import Role
from partners.founding.coming import Coming, coming_of
from partners.founding.found import CannotFound, close, found_one
from partners.founding.letters import tell_of_division
from partners.founding.parts import (
    Placed,
    What,
    chosen_for,
    left_out,
    placing_of,
    version_of_placing,
    without_administrator,
)
from partners.founding.taking_back import remove_founded, why_not
from partners.models import DETAILS, Division, Founder, Founding, Membership, Partnership, User


@transaction.atomic
def propose_division(
    partnership: Partnership, *, districts: Sequence[str], begins_on: date, by: User, at: datetime
) -> Division:
    """Propose to divide a partnership into one for each district; its names are proposed too.

    Raises CannotFound, in words.
    """
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    _check_is_free(partnership)
    division = Division.objects.create(partnership=partnership)
    for district in districts:
        part = Founding.objects.create(
            division=division,
            name=f"{district} Community Safety Partnership",
            district=district,
            district_kind=partnership.district_kind,
            council=f"{district} Council",
            policing_body=partnership.policing_body,
            begins_on=begins_on,
            proposed_by=by,
        )
        agreed = {"agrees": True, "answered_by": by, "answered_at": at}
        Founder.objects.create(
            founding=part, partnership=partnership, asked_as=partnership.name, **agreed
        )
    tell_of_division(division, "to be divided", by=by)
    return division


def _check_is_free(partnership: Partnership) -> None:
    if partnership.closed_on:
        raise CannotFound(f"Another partnership has been founded meanwhile from {partnership}")
    agreed = Founding.objects.filter(
        division=None, partnership=None, founders__partnership=partnership, founders__agrees=True
    ).first()
    if agreed:
        raise CannotFound(
            f"{partnership} has agreed to go into {agreed}. Decline or withdraw that first"
        )


def locked_division(division: Division) -> tuple[Division, list[Founding]]:
    """The division and its parts as they are now, while nobody else changes them.

    Raises CannotFound if it is withdrawn.
    """
    Partnership.objects.select_for_update().get(pk=division.partnership_id)
    found = Division.objects.select_for_update().filter(pk=division.pk).first()
    if found is None:
        raise CannotFound("Somebody has withdrawn this proposal")
    return found, list(Founding.objects.select_for_update().filter(division=found).order_by("pk"))


def _locked_open(division: Division) -> tuple[Division, list[Founding]]:
    division, parts = locked_division(division)
    if any(part.partnership_id for part in parts):
        raise CannotFound(f"{division.partnership} has been divided already")
    return division, parts


@transaction.atomic
def withdraw_division(division: Division) -> None:
    """Withdraw the proposal. Raises CannotFound if it is divided by now, or withdrawn."""
    division, _ = _locked_open(division)
    division.delete()


@transaction.atomic
def change_part(part: Founding, *, details: Mapping[str, str], seen: str) -> None:
    """Change what a part will be called. seen: the version_of_part that the writer has read.

    Raises CannotFound, and ChangedByAnother if it is another now.
    """
    if part.division is None:
        raise CannotFound(f"{part} is no part of a division")
    _, parts = _locked_open(part.division)
    now = next(one for one in parts if one.pk == part.pk)
    if version_of_part(now) != seen:
        raise ChangedByAnother(now)
    for name in DETAILS:
        setattr(now, name, details[name])
    now.save(update_fields=DETAILS)


def version_of_part(part: Founding) -> str:
    return sha256(repr([getattr(part, name) for name in DETAILS]).encode()).hexdigest()


@transaction.atomic
def choose_parts(
    division: Division,
    *,
    what: What,
    goes: Mapping[int, Collection[int]],
    on: date,
    seen: str,
) -> None:
    """Keep where some partners, contacts or people go. goes: the ids of the parts, by a row's.

    seen: the version_of_placing of these rows that the writer has read. Raises CannotFound, and
    ChangedByAnother if it is another by now.
    """
    division, parts = _locked_open(division)
    placing = placing_of(division, parts, on=on)[what]
    rows = [one for pk, one in placing.items() if pk in goes]
    if version_of_placing(parts, rows) != seen:
        raise ChangedByAnother
    for part in parts:
        part.choices = left_out(part, what, rows, goes)
        part.save(update_fields=["choices"])


def rows_of(
    division: Division, parts: Collection[Founding], what: What, *, on: date
) -> list[Placed]:
    """The partners, contacts or people, each with where it goes."""
    return list(placing_of(division, parts, on=on)[what].values())


def comings_of(division: Division, parts: Sequence[Founding], *, on: date) -> list[Coming]:
    """What each part would begin with, in their order, if it were divided on that day."""
    placing = placing_of(division, parts, on=on)
    return [coming_of(part, on=on, only=chosen_for(part, placing)) for part in parts]


def version_of_comings(comings: Sequence[Coming]) -> str:
    return sha256(repr([one.version for one in comings]).encode()).hexdigest()


@transaction.atomic
def divide(
    division: Division, *, slugs: Mapping[int, str], by: User, at: datetime, seen: str
) -> list[Partnership]:
    """Found all parts, and close the partnership that is divided from their first day.

    slugs: their addresses, by the ids of the parts. seen: the version_of_comings that `by`, one of
    its administrators, has read. The number of queries grows no faster than the rows written.

    Raises CannotFound, AddressTaken, and ChangedByAnother if something else would come by now.
    """
    division, parts = _locked_open(division)
    check_division(division, parts, by=by, on=timezone.localdate(at))
    comings = comings_of(division, parts, on=timezone.localdate(at))
    if version_of_comings(comings) != seen or {part.pk for part in parts} != {*slugs}:
        raise ChangedByAnother
    new = [
        found_one(part, coming, slug=slugs[part.pk], by=by, at=at)
        for part, coming in zip(parts, comings, strict=True)
    ]
    close([division.partnership], on=parts[0].begins_on)
    tell_of_division(division, "divided", by=by)
    return new


def check_division(division: Division, parts: Collection[Founding], *, by: User, on: date) -> None:
    """Raise CannotFound unless it is open, each part is administered, and the person may do it."""
    if any(part.partnership_id for part in parts):
        raise CannotFound(f"{division.partnership} has been divided already")
    _check_is_free(division.partnership)
    _check_administers(division, by)
    people = rows_of(division, parts, What.PEOPLE, on=on)
    if nobodys := without_administrator(parts, people):
        names = "; ".join(map(str, nobodys))
        raise CannotFound(f"Select an administrator who goes into each of these: {names}")


def _check_administers(division: Division, by: User) -> None:
    administered = Membership.objects.taken_up().filter(
        user=by, role=Role.ADMINISTRATOR, partnership=division.partnership_id
    )
    if not administered.exists():
        raise CannotFound(f"You are not an administrator of {division.partnership} any more")


def why_not_back(parts: Collection[Founding]) -> str:
    """Why a division cannot be taken back, in words; "" if it can."""
    return next(filter(None, map(why_not, parts)), "")


@transaction.atomic
def take_division_back(division: Division, *, by: User) -> None:
    """Undo a division: the database is as it was before, but for e-mails.

    The proposal waits to be founded again. by: an administrator of the partnership that was
    divided, as it was left. Raises CannotFound, in words.
    """
    division, parts = locked_division(division)
    if reason := why_not_back(parts):
        raise CannotFound(reason)
    _check_administers(division, by)
    tell_of_division(division, "put together again", by=by)
    for part in parts:
        remove_founded(part)
    Partnership.objects.filter(pk=division.partnership_id).update(closed_on=None)
