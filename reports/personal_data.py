"""How long files are kept that are made of plans, in which contacts may stand."""

from datetime import date, timedelta
from functools import partial

from django.db import transaction

from partners.purging import Kept
from reports.models import Rendering

FILES_KEPT = timedelta(days=30)


def delete_files(*, on: date) -> int:
    """Delete PDF and Word files that were asked for before FILES_KEPT; they can be made anew.

    The files themselves go when the transaction is done.
    """
    old = Rendering.objects.filter(
        asked_at__date__lt=on - FILES_KEPT, state__in=Rendering.OVER
    ).defer("document")
    files = [(one.file.storage, one.file.name) for one in old if one.file.name]
    count = old.delete()[0]
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))
    return count


FILES = Kept(
    "PDF and Word files made of a plan, but for issued editions",
    "after somebody asked for them",
    "Whoever asks next need not wait",
    after=FILES_KEPT,
    delete=lambda on: delete_files(on=on),
)
