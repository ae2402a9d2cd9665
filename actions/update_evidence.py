"""Files and links beside an update: kept with it, and meanwhile if its page has a mistake on it."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from actions.models import Action, StatusUpdate, UpdateEvidence
from csp.evidence_files import Checked
from partners.models import User

MOST_EVIDENCE = 5
# How long a file waits for its update.
WAITS = timedelta(days=1)


def waiting_for(action: Action, by: User) -> QuerySet[UpdateEvidence]:
    """The files that a person has chosen for an action, whose update is not saved; not read."""
    return UpdateEvidence.objects.filter(action=action, added_by=by, update=None).defer("file")


def keep_meanwhile(files: Iterable[Checked], *, action: Action, by: User) -> list[UpdateEvidence]:
    """Keep files until the update to which they belong is saved, for a day.

    A browser sends no file a second time by itself.
    """
    UpdateEvidence.objects.filter(update=None, added_at__lt=timezone.now() - WAITS).delete()
    return [
        UpdateEvidence.objects.create(action=action, added_by=by, **one._asdict()) for one in files
    ]


def keep_with(
    update: StatusUpdate,
    *,
    files: Iterable[Checked] = (),
    waiting: Iterable[int] = (),
    link: str = "",
) -> None:
    """Put beside an update what shows it: new files, those with these ids that waited, a link."""
    waiting_for(update.action, update.made_by).filter(pk__in=waiting).update(update=update)
    new = {"action": update.action, "update": update, "added_by": update.made_by}
    for one in files:
        UpdateEvidence.objects.create(**new, **one._asdict())
    if link:
        UpdateEvidence.objects.create(**new, link=link)
