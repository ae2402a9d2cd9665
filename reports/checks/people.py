"""Personal data that would be printed.

What belongs to a contact of the partnership that is not marked as published, be it an e-mail
address, a telephone number or a name of two words or more, must not go out: it alone keeps a plan
from being issued. Numbers and mailboxes that a partner or the partnership itself gives to the
public are nobody's.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from partners.models import Contact
from reports.checks.findings import Finding, Place
from reports.checks.loaded import Loaded, plain

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(
    r"(?<!\d)(?:(?:\+|00)44[ -]?(?:\(0\))?|\(?0)(?:[ ().\u2010\u2013-]*\d){9,10}(?!\d)"
)
TITLE = re.compile(r"(?:(?:mr|mrs|ms|miss|mx|dr|prof|rev|cllr|sir|dame)\.?\s+)+(?=\S+\s)", re.I)
# Words of mailboxes that belong to an office, not to a person.
OFFICE = re.compile(
    r"admin|advice|antisocial|asb|anti|board|business|centre|child|children|"
    r"community|contact|council|csp|csu|customer|customers|domestic|duty|early|east|"
    r"enquiries|environment|events|feedback|health|help|hello|home|housing|info|"
    r"information|kent|law|licensing|local|mail|mediation|news|north|office|parking|"
    r"partnership|partnerships|police|press|prevent|project|public|reception|safe|"
    r"safeguarding|safer|safety|service|services|south|standards|street|support|team|"
    r"town|trading|unit|victim|victims|volunteer|volunteers|warden|wardens|watch|"
    r"west|youth"
)


def unpublished(loaded: Loaded) -> Iterator[Finding]:
    """Data of contacts that are not published. It blocks."""
    private = [contact for contact in loaded.contacts if not contact.published]
    public = [contact for contact in loaded.contacts if contact.published]
    emails = _emails(private) - _public_emails(loaded)
    numbers = _numbers(private) - _public_numbers(loaded, public)
    known = {_name(contact) for contact in public}
    known |= {_in_one_form(agency.name) for agency in loaded.agencies}
    names = {
        name: re.compile(r"\b" + r"\s+".join(map(re.escape, name.split())) + r"\b", re.I)
        for name in map(_name, private)
        if len(name.split()) > 1 and name not in known
    }

    def found_in(words: str) -> list[str]:
        words = _in_one_form(words)
        found = [one for one in _unique(EMAIL.findall(words)) if one.lower() in emails]
        found += [one for one in _telephones(words) if _digits(one) in numbers]
        return found + [name for name, pattern in names.items() if pattern.search(words)]

    told: set[str] = set()
    for text in loaded.texts:
        for datum in found_in("\n".join((text.all_words, *text.links))):
            told.add(datum)
            yield _unpublished(datum, text.place)
    # Whatever else is printed, such as a column's heading, can't be issued either.
    everything = "\0".join(
        form for words in _strings_in(loaded.document) for form in (words, plain(words))
    )
    for datum in found_in(everything):
        if datum not in told:
            yield _unpublished(datum, loaded.page("document", "The document"))


def _unpublished(datum: str, place: Place) -> Finding:
    words = (
        f"{place.where} says “{datum}”, which belongs to a contact that is not to be published. "
        "Take it out, or mark the contact as published."
    )
    return Finding("personal-data", words, place, datum, blocks=True)


def _strings_in(value: object) -> Iterator[str]:
    """The strings in a Document, or in whatever it is made of."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for one in fields(value):
            yield from _strings_in(getattr(value, one.name))
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings_in(one)


def mailboxes(loaded: Loaded) -> Iterator[Finding]:
    """E-mail addresses that look like a person's and belong to no contact."""
    known = _emails(loaded.contacts) | _public_emails(loaded)
    for text in loaded.texts:
        for email in _unique(EMAIL.findall("\n".join((text.all_words, *text.links)))):
            if email.lower() not in known and _looks_personal(email):
                words = (
                    f"{text.place.where} gives the address {email}, which looks like a person’s. "
                    "A shared mailbox outlasts whoever reads it."
                )
                yield Finding("mailbox", words, text.place, email)


def _looks_personal(email: str) -> bool:
    """Whether it is like “robin.lark@…” or “r.lark@…”."""
    parts = email.partition("@")[0].lower().split(".")
    return len(parts) == 2 and all(part.isalpha() and not OFFICE.fullmatch(part) for part in parts)


def _in_one_form(words: str) -> str:
    """The words with ordinary spaces and apostrophes, and one form of each letter."""
    return unicodedata.normalize("NFKC", words).replace("’", "'")


def _name(contact: Contact) -> str:
    """The name of a contact, without a title."""
    return TITLE.sub("", _in_one_form(contact.name), count=1)


def _unique(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))


def _emails(contacts: Iterable[Contact]) -> set[str]:
    return {contact.email.lower() for contact in contacts if contact.email}


def _public_emails(loaded: Loaded) -> set[str]:
    published = [contact for contact in loaded.contacts if contact.published]
    return _emails(published) | {loaded.plan.partnership.email.lower()}


def _numbers(contacts: Iterable[Contact]) -> set[str]:
    lines = [line for contact in contacts for line in contact.telephone_lines]
    return {_digits(number) for line in lines for number in _telephones(line)}


def _public_numbers(loaded: Loaded, published: Iterable[Contact]) -> set[str]:
    lines = [agency.telephones for agency in loaded.agencies]
    lines.append(loaded.plan.partnership.telephone)
    said = {_digits(number) for line in lines for number in _telephones(line)}
    return said | _numbers(published)


def _telephones(words: str) -> list[str]:
    return _unique(match.group().strip() for match in TELEPHONE.finditer(_in_one_form(words)))


def _digits(number: str) -> str:
    """The digits of a telephone number, as dialled within the country."""
    digits = re.sub(r"\D", "", number.replace("(0)", ""))
    return re.sub(r"^(?:00)?44", "0", digits)
