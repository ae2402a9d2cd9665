"""What becomes of the rows of this app: contacts, people, groups, and what the agency says itself.

Consent is never widened: who agreed to be published, or asked, or kept, agreed for one record.
"""

from typing import Any

from partners.joining.links import Link, declare
from partners.models import Agency, Contact, Joining, Membership
from partners.resources import identity

# What the record that goes says, where the one that stays says nothing. Not the abbreviation: all
# plans would print that instead of the name.
FILLED = ("website", "address")
# By these it stands in the list of members: all of one record, or all of the other.
LISTED = ("grid_position", "listed_from", "listed_until")


def merge_agencies(stays: Agency, goes: Agency) -> None:
    """Give the agency that stays what it doesn't say itself."""
    for name in FILLED:
        setattr(stays, name, getattr(stays, name) or getattr(goes, name))
    stays.telephones = _both(stays, goes)
    if stays.kind == Agency.Kind.OTHER:
        stays.kind = goes.kind
    if stays.grid_position is None:
        for name in LISTED:
            setattr(stays, name, getattr(goes, name))


def _both(stays: Agency | Contact, goes: Agency | Contact) -> str:
    """The telephone numbers of both, each once."""
    return "\n".join(dict.fromkeys([*stays.telephone_lines, *goes.telephone_lines]))


def _merge_contacts(stays: Contact, goes: Contact) -> None:
    # A name that may not be published does not join one that may.
    stays.name = stays.name or goes.name
    stays.telephones = _both(stays, goes)
    stays.keep_until = min(stays.keep_until, goes.keep_until)
    stays.published = stays.published and goes.published
    stays.receives_update_requests = (
        stays.receives_update_requests and goes.receives_update_requests
    )
    stays.signs_off = stays.signs_off or goes.signs_off


def _told_of_contacts(stays: Contact, goes: Contact) -> str:
    """What the one contact is like; it has been merged."""
    asked = "receives" if stays.receives_update_requests else "does not receive"
    published = "can" if stays.published else "cannot"
    return (
        f"Both have the contact {stays.role}, {stays.email or stays.name or 'without an address'}: "
        f"one stays. It is kept until {stays.keep_until:%-d %B %Y}, {asked} update requests and "
        f"{published} be published: the earlier date and the narrower consent"
    )


def _identity(contact: Contact) -> tuple[Any, ...]:
    return identity(None, contact.email, contact.role, contact.name)


def _role(contact: Contact) -> str:
    return f"{contact.role}, {contact.name}" if contact.name else contact.role


def declare_own() -> None:
    """Called once, when the app is ready."""
    declare(
        Link(
            Contact,
            "agency",
            "contact",
            "contacts",
            name=_role,
            same=_identity,
            merge=_merge_contacts,
            told=_told_of_contacts,
        ),
        Link(
            Membership,
            "agency",
            "person who speaks for it",
            "people who speak for it",
            name=lambda membership: membership.called,
            related=("user",),
        ),
        Link(Agency, "successor", "partner that it replaced", "partners that it replaced"),
        Link(Joining, "agency", "earlier joining", "earlier joinings"),
    )
    _declare_between_agencies()


def _declare_between_agencies() -> None:
    groups, unlike = Agency.members.through, Agency.different_from.through
    past = Agency.came_from.through
    declare(
        Link(
            groups,
            "from_agency",
            "member of the group",
            "members of the group",
            name=lambda row: str(row.to_agency),
            same=lambda row: row.to_agency_id,
            told=lambda stays, goes: f"Both have the member {stays.to_agency}: it is one once",
            related=("to_agency",),
        ),
        Link(
            groups,
            "to_agency",
            "group that it belongs to",
            "groups that it belongs to",
            name=lambda row: str(row.from_agency),
            same=lambda row: row.from_agency_id,
            told=lambda stays, goes: f"Both belong to {stays.from_agency}: it is a member once",
            related=("from_agency",),
        ),
        Link(unlike, "from_agency", same=lambda row: row.to_agency_id),
        Link(unlike, "to_agency", same=lambda row: row.from_agency_id),
        Link(past, "from_agency", same=lambda row: row.to_agency_id),
        Link(past, "to_agency", same=lambda row: row.from_agency_id),
    )
