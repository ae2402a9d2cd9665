"""Where agencies are changed: on pages of an app above this one, which plans are of."""

from collections.abc import Callable
from datetime import date

from partners.models import Agency

# See changed_at.
_addresses: list[Callable[[Agency, date], str]] = []


def changed_at(address: Callable[[Agency, date], str]) -> None:
    """Let an app above this one change agencies.

    address(agency, today): the address of its page for one, "" if it has none that day.
    """
    _addresses.append(address)


def address_to_change(agency: Agency, *, on: date) -> str:
    """Where the agency is changed on that day, "" for nowhere."""
    return next(filter(None, (address(agency, on) for address in _addresses)), "")
