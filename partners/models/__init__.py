"""Who: partnerships, their agencies and contacts, the people who sign in; and mail to them."""

from partners.models.agencies import (
    CONTACT_FIELDS,
    DETAILS,
    RESERVED_SLUGS,
    Agency,
    Contact,
    NaturalKeyManager,
    Partnership,
    partner_of,
    validate_slug_is_free,
)
from partners.models.audit import AuditEntry
from partners.models.founding import FEWEST, MOST, Division, FormerDetails, Founder, Founding
from partners.models.joinings import Joining
from partners.models.lists import ContactImport, ContactListShape
from partners.models.mail import Mail
from partners.models.people import Membership, User, UserManager

__all__ = [
    "CONTACT_FIELDS",
    "DETAILS",
    "FEWEST",
    "MOST",
    "RESERVED_SLUGS",
    "Agency",
    "AuditEntry",
    "Contact",
    "ContactImport",
    "ContactListShape",
    "Division",
    "FormerDetails",
    "Founder",
    "Founding",
    "Joining",
    "Mail",
    "Membership",
    "NaturalKeyManager",
    "Partnership",
    "User",
    "UserManager",
    "partner_of",
    "validate_slug_is_free",
]
