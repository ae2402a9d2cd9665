"""Keeping what was chosen of a list, by one person after another, and what it then is."""

import hashlib
import json
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils import timezone

from csp.spreadsheets.grids import Grids
from csp.versions import ChangedByAnother
from partners.contact_import.comparing import Comparison, names_of
from partners.contact_import.lists import Choices, ContactList
from partners.contact_import.partners import PartnerComparison
from partners.contact_import.preview import Preview
from partners.models import ContactImport, Partnership, User


def begin(
    grids: Grids,
    *,
    partnership: Partnership,
    file_name: str,
    by: User,
    subject: str = ContactImport.Subject.CONTACTS,
) -> ContactImport:
    """Keep what was read of a file until somebody imports it or leaves it."""
    return ContactImport.objects.create(
        partnership=partnership,
        file_name=file_name[-200:],
        started_by=by,
        subject=subject,
        tables=asdict(grids),
    )


def list_of(started: ContactImport) -> ContactList:
    """The ContactList of a ContactImport that is not imported yet. Two queries."""
    partnership = started.partnership
    shapes = partnership.contact_list_shapes.values_list("headings", "columns")
    names = names_of(partnership.agencies.all())
    return ContactList(started, remembered=dict(shapes), partners=names)


def preview_of(
    started: ContactImport, *, today: date | None = None, is_locking: bool = False
) -> Preview:
    """What importing it would do. Writes nothing. is_locking: as in ContactsThere."""
    contacts = list_of(started)
    comparison = PartnerComparison if contacts.subject.is_partners else Comparison
    return comparison(
        contacts,
        started.partnership,
        today=today or timezone.localdate(),
        is_locking=is_locking,
    ).preview()


def version_of_choices(started: ContactImport) -> str:
    """What was chosen so far, as a form keeps it."""
    shown = [bool(started.reason), started.choices]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def save_choices(started: ContactImport, choices: Choices, *, seen: str) -> None:
    """Keep these choices of a ContactImport.

    seen: the version_of_choices that the writer has read. Raises ChangedByAnother, with the
    ContactImport as it is, if somebody has chosen otherwise or imported the list, and
    ContactImport.DoesNotExist if it has been deleted.
    """
    now = ContactImport.objects.select_for_update().get(pk=started.pk)
    kept = choices.as_json()
    if now.reason or (version_of_choices(now) != seen and now.choices != kept):
        raise ChangedByAnother(now)
    now.choices = kept
    now.save(update_fields=["choices"])
    started.choices = kept


@transaction.atomic
def discard(started: ContactImport, *, seen: str) -> None:
    """Delete what was read of a list, imported or not. seen, raises: as in save_choices."""
    now = ContactImport.objects.select_for_update().filter(pk=started.pk).first()
    if now and version_of_choices(now) != seen:
        raise ChangedByAnother(now)
    if now:
        now.delete()
