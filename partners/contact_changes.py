"""The writes on one contact. They wait for one another, and for an import."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from csp.versions import ChangedByAnother, version_of
from partners.contact_forms import ContactForm
from partners.models import Agency, Contact, Membership, Partnership

# What the apps above this one say of an agency whose contacts have changed: see also_warn.
_others: list[Callable[[Agency, Membership], list[str]]] = []


def also_warn(warn: Callable[[Agency, Membership], list[str]]) -> None:
    """Let an app above this one say what a change of an agency's contacts leaves to be done.

    warn(agency, membership): HTML for messages to that member; none if there is nothing to be
    said. Once for each.
    """
    _others.append(warn)


def warnings_of(agency: Agency, membership: Membership) -> list[str]:
    """What is left to be done since that member has changed contacts of the agency."""
    return [words for warn in _others for words in warn(agency, membership)]


@transaction.atomic
def save_contact(contact: Contact, typed: Mapping[str, Any]) -> tuple[ContactForm, bool]:
    """Save a contact as it was typed into a ContactForm.

    contact: new with its agency, or as it was read. Returns the form, and whether it was valid
    and so the contact is saved. One that somebody has removed meanwhile is a new one in the form.
    """
    _lock(contact.agency)
    now = Contact.objects.select_related("agency").filter(pk=contact.pk).first()
    form = ContactForm(typed, instance=now or Contact(agency=contact.agency))
    is_valid = form.is_valid()
    if is_valid:
        form.save()
    return form, is_valid


@transaction.atomic
def remove_contact(contact: Contact, *, seen: str) -> None:
    """Remove a contact.

    seen: the version_of the contact that the writer has read. Raises ChangedByAnother if it is
    another now, and Contact.DoesNotExist if it has been removed already.
    """
    _lock(contact.agency)
    contact = Contact.objects.get(pk=contact.pk)
    if version_of(contact) != seen:
        raise ChangedByAnother(contact)
    contact.delete()


def _lock(agency: Agency) -> None:
    Partnership.objects.select_for_update().get(pk=agency.partnership_id)
