"""Importing a list of contacts, whole, and the file of what is left out of it."""

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from csp.spreadsheets import excel_files
from partners.contact_import.choosing import preview_of
from partners.contact_import.preview import Preview
from partners.earlier_imports import new_reason
from partners.models import Agency, ContactImport, ContactListShape, Partnership

WHY = "Why"
BATCH = 500


@transaction.atomic
def write(started: ContactImport, *, agreed: str) -> tuple[Preview | None, bool]:
    """Import the rows of a list that can be, if that does exactly what was agreed to.

    started: saved, or of a command and not kept. agreed: digest of the Preview that was shown.
    Returns the Preview of now, and whether it was written; if not, the contacts or what was chosen
    have changed since. The Preview is None if the list was imported already.
    """
    # Imports go one after the other: two that add the same contact must see each other.
    partnership = Partnership.objects.select_for_update().get(pk=started.partnership_id)
    if started.pk:
        started = ContactImport.objects.select_for_update().get(pk=started.pk)
        if started.reason:
            return None, False
    started.partnership = partnership
    preview = preview_of(started, is_locking=True)
    if not preview.can_be_written or preview.digest != agreed:
        return preview, False
    reason = new_reason()
    _write_rows(preview, reason)
    _remember(preview)
    started.imported_at, started.reason = timezone.now(), reason
    started.counts = {outcome.value: count for outcome, count in preview.counts.items()}
    started.left_out = left_out(preview)
    # The contacts are where they belong; here they would only lie about.
    started.tables, started.choices = {}, {}
    if started.pk:
        started.save()
    return preview, True


def _write_rows(preview: Preview, reason: str) -> None:
    bulk_create_with_history(
        preview.partners, Agency, batch_size=BATCH, default_change_reason=reason
    )
    subject = preview.source.subject
    bulk_create_with_history(
        [row.becomes for row in preview.added],
        subject.model,
        batch_size=BATCH,
        default_change_reason=reason,
    )
    bulk_update_with_history(
        [row.becomes for row in preview.changed],
        subject.model,
        subject.fields,
        batch_size=BATCH,
        default_change_reason=reason,
    )


def _remember(preview: Preview) -> None:
    """Keep what the columns meant, for the next list with the same headings."""
    if preview.source.shape:
        ContactListShape.objects.update_or_create(
            partnership=preview.partnership,
            headings=preview.source.shape,
            defaults={"columns": preview.source.columns},
        )


def left_out(preview: Preview) -> list[list[str]]:
    """The headings and the rows that don't go in, as they were, each with its reason."""
    head = preview.source.head
    rows = [[*_to_width(row.texts, len(head)), row.why] for row in preview.refused]
    return [[*head, WHY], *rows] if rows else []


def _to_width(texts: list[str], width: int) -> list[str]:
    return [*texts, *[""] * (width - len(texts))][:width]


def file_of(rows: list[list[str]]) -> bytes:
    """An Excel file of what `left_out` gave: to be mended and imported again."""
    return excel_files.write(rows[0], rows[1:])
