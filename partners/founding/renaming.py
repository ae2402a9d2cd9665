"""Renaming a partnership from a day on: what was so until then is kept."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from csp.versions import ChangedByAnother, version_of
from partners.models import DETAILS, FormerDetails, Partnership


@transaction.atomic
def rename(
    partnership: Partnership, *, details: Mapping[str, str], since: date, seen: str
) -> Partnership:
    """Give the partnership other details from that day on.

    details: of DETAILS. since: today or before, and after it was renamed last. seen: the
    version_of the partnership that the writer has read. Raises ChangedByAnother.
    """
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if version_of(partnership) != seen:
        raise ChangedByAnother(partnership)
    before = {name: getattr(partnership, name) for name in DETAILS}
    if before == {name: details[name] for name in DETAILS}:
        return partnership
    FormerDetails.objects.create(partnership=partnership, until=since, **before)
    for name in DETAILS:
        setattr(partnership, name, details[name])
    partnership.save()
    return partnership
