"""What a row of a list may become: a contact of a partner, or a partner itself."""

from dataclasses import dataclass

from django.db.models import Model

from partners.contact_import.columns import (
    BY_SPELLING,
    CONTACT_WORDS,
    DECIDING,
    LEFT_OUT,
    SPELLINGS,
    Vocabulary,
)
from partners.models import Agency, Contact, ContactImport
from partners.resources import ContactResource

# What a column of a list of partners may mean, as the page names it.
_OF_PARTNERS = {
    "agency": "Name of the partner",
    "abbreviation": "Abbreviation",
    "kind": "Kind",
    "telephones": "Telephone",
    "website": "Website",
    "address": "Postal address",
    "grid_position": "Place in the list of members",
}
_SPELLINGS_OF_PARTNERS = {
    "agency": f"{SPELLINGS['agency']} name fullname member memberagency title",
    "abbreviation": "abbreviation abbreviations abbreviated abbr shortname short acronym initials",
    "kind": "kind type sector category kindofpartner typeofpartner partnertype agencytype "
    "organisationtype typeoforganisation kindofagency",
    "website": "website web url site homepage webpage internet websiteurl",
    "address": "address postaladdress street town city county postcode postalcode headoffice "
    "addressline building",
    "grid_position": "position place order placeinthelistofmembers placeinthelist",
}


@dataclass(frozen=True)
class Subject:
    """one, many: what the rows are called. fields: of the model, which an import may change."""

    one: str
    many: str
    words: Vocabulary
    model: type[Model]
    fields: tuple[str, ...]

    @property
    def is_partners(self) -> bool:
        return self.model is Agency


CONTACTS = Subject(
    "contact",
    "contacts",
    CONTACT_WORDS,
    Contact,
    tuple(name for name in ContactResource.fields if name != "agency"),
)
PARTNERS = Subject(
    "partner",
    "partners",
    Vocabulary(
        _OF_PARTNERS,
        {"telephones", "address"},
        {"telephones", "address"},
        {
            spelling: meaning
            for spelling, meaning in BY_SPELLING.items()
            if meaning in ("telephones", LEFT_OUT)
        }
        | {
            spelling: meaning
            for meaning, words in _SPELLINGS_OF_PARTNERS.items()
            for spelling in words.split()
        },
        (
            (r"\be-?mail\b", LEFT_OUT),
            *((pattern, what) for pattern, what in DECIDING if what in ("telephones", LEFT_OUT)),
            (r"\bweb|\burl\b", "website"),
            (r"\baddress|\bpost ?code\b|\bstreet\b|\btown\b", "address"),
            (r"\babbreviat|\bacronym", "abbreviation"),
            (r"\bagency\b|organi[sz]ation\b|\bpartner\b", "agency"),
        ),
    ),
    Agency,
    ("abbreviation", "kind", "telephones", "website", "address", "grid_position"),
)
SUBJECTS = {
    ContactImport.Subject.CONTACTS.value: CONTACTS,
    ContactImport.Subject.PARTNERS.value: PARTNERS,
}
