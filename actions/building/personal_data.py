"""How long the cells of a plan's file are kept, which may name anybody."""

from datetime import date, timedelta

from actions.building.models import PlanImport
from partners.purging import Kept

TABLES_KEPT = timedelta(days=90)


def forget_tables(*, on: date) -> int:
    """Delete imports that nobody finished, and empty the tables of the others, after TABLES_KEPT.

    What an import has made stays, and can still be undone. Returns how many imports that were.
    """
    old = PlanImport.objects.filter(started_at__date__lt=on - TABLES_KEPT)
    unfinished = old.filter(state=PlanImport.State.CHOOSING).delete()[0]
    return unfinished + old.exclude(tables={}).update(tables={}, choices={})


TABLES = Kept(
    "Tables of plans that were uploaded, as they were read",
    "after they were uploaded; the plan that was made of them stays",
    "Whoever imports them can finish later, or see where something came from",
    after=TABLES_KEPT,
    delete=lambda on: forget_tables(on=on),
)
