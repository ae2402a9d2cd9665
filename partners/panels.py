"""What the apps above this one show of an agency, on its page."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from partners.models import Agency, Membership

Find = Callable[[Agency, Membership, date], dict[str, object]]

_on_agency: list[tuple[str, Find]] = []


class Panel(NamedTuple):
    """found: what its template finds under this name."""

    template: str
    found: dict[str, object]


def on_agency(template: str, find: Find) -> None:
    """Let an app above this one show something of an agency, before its contacts.

    find(agency, membership, today): what it has for that member on that day; nothing for none.
    """
    _on_agency.append((template, find))


def panels_of_agency(agency: Agency, membership: Membership, *, on: date) -> list[Panel]:
    """The Panels of an agency for that member on that day."""
    panels = [Panel(template, find(agency, membership, on)) for template, find in _on_agency]
    return [panel for panel in panels if panel.found]
