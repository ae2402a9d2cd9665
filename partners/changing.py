"""Where agencies are added and changed: on pages of an app above this one, which plans are of."""

from collections.abc import Callable
from datetime import date

from partners.models import Agency, Membership

# See changed_at and added_at.
_addresses: list[Callable[[Agency, Membership, date], str]] = []
_addresses_to_add: list[Callable[[Membership], str]] = []


def changed_at(address: Callable[[Agency, Membership, date], str]) -> None:
    """Let an app above this one change agencies.

    address(agency, membership, today): the address of its page for one, "" if it has none that day
    for that member.
    """
    _addresses.append(address)


def added_at(address: Callable[[Membership], str]) -> None:
    """Let an app above this one add agencies.

    address(membership): the address of its page, "" if it has none for that member.
    """
    _addresses_to_add.append(address)


def address_to_change(agency: Agency, membership: Membership, *, on: date) -> str:
    """Where the member changes the agency on that day, "" for nowhere."""
    return next(filter(None, (address(agency, membership, on) for address in _addresses)), "")


def address_to_add(membership: Membership) -> str:
    """Where the member adds an agency, "" for nowhere."""
    return next(filter(None, (address(membership) for address in _addresses_to_add)), "")
