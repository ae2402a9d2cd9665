"""The comparison of a list of contacts with what there is."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError

from partners.agency_names import KnownPartners, key_of
from partners.contact_import.lists import ContactList
from partners.contact_import.preview import Outcome, Preview, Row, UnknownPartner
from partners.contact_import.rows import Draft, ListRows
from partners.models import Agency, Contact, Partnership
from partners.resources import (
    ContactResource,
    check_keep_until,
    identity,
    usual_keep_until,
    words_of,
)

# What may be chosen for a name that is no known partner's, besides the id of one; and for several
# addresses in one row.
ADD, LEAVE = "add", "leave"
EACH, FIRST = "each", "first"
LONGEST_NAME = 200
WORDS = ("role", "name", "email", "telephones")


class Ambiguous(ValueError):
    """A row may be about any of several contacts."""


class ContactsThere:
    """The contacts of a partnership, from one query.

    is_locking: nobody else changes one before the transaction ends.
    """

    def __init__(self, partnership: Partnership, *, is_locking: bool) -> None:
        contacts = Contact.objects.filter(agency__partnership=partnership).select_related("agency")
        if is_locking:
            contacts = contacts.select_for_update(of=("self",))
        self.by_identity: dict[Any, Contact] = {}
        self.by_mailbox: dict[Any, list[Contact]] = defaultdict(list)
        self.by_name: dict[Any, list[Contact]] = defaultdict(list)
        for one in contacts.order_by("pk"):
            one.telephones = one.telephones.replace("\r\n", "\n")
            whose = one.agency_id
            self.by_identity[identity(whose, one.email, one.role, one.name)] = one
            self.by_mailbox[whose, one.email.lower()].append(one)
            self.by_name[whose, one.role.lower(), one.name.lower()].append(one)

    def find(
        self, whose: int, words: dict[str, str], *, has_role: bool, has_email: bool, is_alone: bool
    ) -> Contact | None:
        """The contact that a row is about, or None if it is a new one.

        has_role: whether the row names one itself. has_email: whether the list has a column of
        addresses. is_alone: whether no other row has the same mailbox. Raises Ambiguous.
        """
        if words["email"]:
            found = self.by_mailbox.get((whose, words["email"].lower()), [])
            if not has_role:
                if len(found) > 1:
                    raise Ambiguous("Several contacts have this address. Enter the role")
                return found[0] if found else None
            exact = self.by_identity.get(identity(whose, **_identifying(words)))
            # Who alone has the mailbox, here and there, has another role now.
            return exact or (found[0] if len(found) == 1 and is_alone else None)
        if exact := self.by_identity.get(identity(whose, **_identifying(words))):
            return exact
        found = self.by_name.get((whose, words["role"].lower(), words["name"].lower()), [])
        return found[0] if len(found) == 1 and not has_email else None


def _identifying(words: dict[str, str]) -> dict[str, str]:
    return {name: words[name] for name in ("email", "role", "name")}


class Comparison:
    """Compares a ContactList with the contacts there are.

    today: until when contacts may be kept is counted from it. is_locking: as in ContactsThere.
    """

    def __init__(
        self,
        contacts: ContactList,
        partnership: Partnership,
        *,
        today: date,
        is_locking: bool = False,
    ) -> None:
        self.list = contacts
        self.partnership = partnership
        self.today = today
        self.known = KnownPartners(partnership.agencies.all())
        self.ids = {str(one.pk): one for one in self.known.agencies}
        self.is_locking = is_locking
        self.new: dict[str, Agency] = {}
        self.unknown: dict[str, UnknownPartner] = {}
        self.several: list[Row] = []
        # By what identifies a contact, the first row about it; how many rows have a mailbox.
        self.first_rows: dict[Any, int] = {}
        self.mailboxes: Counter[Any] = Counter()

    @cached_property
    def there(self) -> ContactsThere:
        return ContactsThere(self.partnership, is_locking=self.is_locking)

    @cached_property
    def given(self) -> list[str]:
        """The fields of a contact about which the list says something."""
        columns = set(self.list.columns)
        if {"first_name", "last_name"} & columns:
            columns.add("name")
        return [name for name in ContactResource.fields if name in columns and name != "agency"]

    def preview(self) -> Preview:
        reading = ListRows(self.list)
        meant = [(draft, self._agency(draft)) for draft in reading.drafts()]
        for draft, agency in meant:
            self.mailboxes.update((id(agency), email.lower()) for email in draft.emails)
        rows = [row for draft, agency in meant for row in self._rows(draft, agency)]
        used = {id(row.becomes.agency) for row in rows if row.becomes}
        return Preview(
            self.partnership,
            self.list,
            rows,
            self.notes_of(reading),
            list(self.unknown.values()),
            self.several,
            [one for one in self.new.values() if id(one) in used],
        )

    def notes_of(self, reading: ListRows) -> list[str]:
        """What is told of the list as a whole."""
        notes = list(self.list.notes)
        if reading.repeated:
            notes.append(f"The headings stand in the list {reading.repeated + 1} times.")
        return notes

    def _agency(self, draft: Draft) -> Agency | None:
        """The agency of a draft; None with what is wrong noted in it."""
        if not draft.agency:
            if not draft.problems:
                draft.problems.append((self._heading("agency"), "Enter the partner"))
            return None
        if agency := self.known.find(draft.agency):
            return agency
        asked = self._asked(draft.agency)
        asked.count += 1
        if asked.chosen == ADD:
            return self.new.setdefault(
                asked.key, Agency(partnership=self.partnership, name=asked.name)
            )
        if asked.chosen in self.ids:
            return self.ids[asked.chosen]
        told = f"There is no partner “{draft.agency}”. Select who is meant"
        left = f"The rows of “{draft.agency}” are left out, as chosen"
        draft.problems.append((self._heading("agency"), left if asked.chosen else told))
        return None

    def _asked(self, name: str) -> UnknownPartner:
        key = key_of(name) or name
        if key not in self.unknown:
            chosen = self.list.choices.partners.get(key, "")
            is_too_long = chosen == ADD and len(name) > LONGEST_NAME
            if is_too_long or chosen not in (ADD, LEAVE, *self.ids):
                chosen = ""
            self.unknown[key] = UnknownPartner(key, name, 0, self.known.near(name), chosen)
        return self.unknown[key]

    def _heading(self, meaning: str) -> str:
        """How the column of a meaning is headed."""
        columns = self.list.columns
        heading = self.list.head[columns.index(meaning)] if meaning in columns else ""
        own = "Partner" if meaning == "agency" else ContactResource.fields[meaning].column_name
        return heading or own

    def _rows(self, draft: Draft, agency: Agency | None) -> list[Row]:
        """The rows of a draft: one for each address that is taken."""
        emails = draft.emails
        if len(emails) > 1:
            self.several.append(
                Row(draft.number, Outcome.REFUSED, draft.texts, said=", ".join(emails))
            )
            choice = self.list.choices.addresses
            if choice == FIRST:
                draft.notes.append(f"{', '.join(emails[1:])}: left out, as chosen")
            elif choice != EACH:
                told = "as chosen" if choice == LEAVE else "until you say what becomes of them"
                words = f"{len(emails)} addresses: {', '.join(emails)}. Left out, {told}"
                draft.problems.append((self._heading("email"), words))
            if choice != EACH:
                emails = emails[:1]
        return [self._row(draft, agency, email) for email in emails or ("",)]

    def _row(self, draft: Draft, agency: Agency | None, email: str) -> Row:
        row = Row(draft.number, Outcome.REFUSED, draft.texts, problems=list(draft.problems))
        parts = (agency.name if agency else draft.agency, draft.role, draft.name)
        row.said = ", ".join(filter(None, parts)) or " | ".join(filter(None, draft.texts))
        words = dict(zip(WORDS, (draft.role, draft.name, email, draft.telephones), strict=True))
        is_empty = not (draft.agency or any(words.values()))
        for name, text in words.items() if not is_empty else ():
            try:
                ContactResource.fields[name].widget.clean(text)
            except ValueError as error:
                row.problems.append((self._heading(name), str(error)))
        if agency and not row.problems:
            try:
                self._compare(row, draft, agency, words)
            except ValueError as error:
                row.problems.append(("", str(error)))
        return row

    def _compare(self, row: Row, draft: Draft, agency: Agency, words: dict[str, str]) -> None:
        """Say whether the row's contact is new, changed, or the same. Raises ValueError."""
        contact = None
        if agency.pk:
            contact = self.there.find(
                agency.pk,
                words,
                has_role=draft.has_role,
                has_email="email" in self.given,
                is_alone=self.mailboxes[id(agency), words["email"].lower()] == 1,
            )
        self._check_it_is_first(row, agency, words, contact)
        said = {name: words[name] for name in self.given if name in words} | draft.values
        if not contact:
            contact = Contact(agency=agency, keep_until=usual_keep_until(self.today), **words)
            row.outcome = Outcome.ADDED
        elif not draft.has_role:
            said.pop("role", None)
        if row.outcome != Outcome.ADDED:
            row.changes = _changes(contact, said)
            row.outcome = Outcome.CHANGED if row.changes else Outcome.UNCHANGED
        for name, value in said.items():
            setattr(contact, name, value)
        if row.outcome != Outcome.UNCHANGED:
            try:
                check_keep_until(contact.keep_until, today=self.today)
            except ValidationError as error:
                row.outcome, row.changes = Outcome.REFUSED, []
                row.problems += [(self._heading("keep_until"), words) for words in error.messages]
                return
        row.becomes, row.notes = contact, draft.notes
        row.said = ", ".join(filter(None, (agency.name, contact.role, contact.name)))

    def _check_it_is_first(
        self, row: Row, agency: Agency, words: dict[str, str], contact: Contact | None
    ) -> None:
        key = contact.pk if contact else identity(id(agency), **_identifying(words))
        first = self.first_rows.setdefault(key, row.number)
        if first != row.number:
            raise ValueError(
                f"This is the same contact as in row {first}. Delete one of the two rows"
            )


def _changes(contact: Contact, said: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(column, from, to) of what a list says otherwise, in the order of the columns."""
    return [
        (ContactResource.fields[name].column_name, words_of(before), words_of(said[name]))
        for name in ContactResource.fields
        if name in said and (before := getattr(contact, name)) != said[name]
    ]


def names_of(agencies: Iterable[Agency]) -> set[str]:
    """What agencies are called, in small letters."""
    return {name.lower() for one in agencies for name in (one.name, one.abbreviation) if name}
