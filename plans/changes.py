"""The writes on a plan's rows: one person after another, and nobody over what they haven't seen."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Model

from csp.versions import ChangedByAnother, version_of
from partners.models import Partnership, User
from plans import places, removals
from plans.forms.rows import RowForm
from plans.models import Plan

Form = TypeVar("Form", bound=RowForm)


@transaction.atomic
def save_row(
    form_class: type[Form],
    typed: Mapping[str, Any],
    *,
    row: Model,
    plan: Plan,
    files: Mapping[str, Any] | None = None,
    by: User | None = None,
) -> tuple[Form, bool]:
    """Save a row of the plan as it was typed into a RowForm, while nobody else changes one.

    typed: the form's fields; files: those that came with them. row: new, or as it was read.
    by: who saves it, for forms that keep that. Returns the form and whether it was valid, and so
    the row is saved.
    """
    lock(plan)
    _read_again(row)
    form = form_class(typed, files, instance=row)
    form.by = by
    is_valid = form.is_valid()
    if is_valid:
        form.save()
    return form, is_valid


@transaction.atomic
def move_row(row: Any, *, plan: Plan, sequence: Sequence[str], by: int, seen: str) -> None:
    """Move a row of the plan among its neighbours.

    sequence: see plans.places.neighbours. by: -1 for one place up, 1 for one down; at the end
    nothing happens. seen: the position that the row had on the mover's page, as text. Raises
    ChangedByAnother if it has another now, or is removed.
    """
    lock(plan)
    if not _read_again(row) or str(row.position) != seen:
        raise ChangedByAnother
    others = places.neighbours(row, sequence)
    now = sum((one.position, one.pk) < (row.position, row.pk) for one in others)
    at = min(max(now + by, 0), len(others))
    if at != now:
        places.put(row, at, others)
        row.save()


@transaction.atomic
def remove_row(row: Model, *, plan: Plan, seen: str) -> None:
    """Remove a row of the plan, with whatever belongs to it; see plans.removals.

    seen: the version_of the row that the writer has read. Raises ChangedByAnother if it is
    another now, and django.db.models.ProtectedError if something needs it.
    """
    lock(plan)
    if version_of(row) != seen:
        raise ChangedByAnother
    removals.remove(row)


def lock(plan: Plan) -> None:
    """Let nobody else write to the plan's rows before this transaction ends.

    Nor to those that all plans of its partnership share, such as its agencies. Others may still
    write what only points to the partnership (no_key), such as an e-mail.
    """
    Partnership.objects.select_for_update(no_key=True).get(pk=plan.partnership_id)
    Plan.objects.select_for_update().get(pk=plan.pk)


def _read_again(row: Model) -> bool:
    """Read a row that is saved as it is now, under the lock. False: it is not there (any more)."""
    if row._state.adding:
        return False
    try:
        row.refresh_from_db()
    except ObjectDoesNotExist:
        return False
    return True
