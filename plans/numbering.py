"""Numbers in the order of the plan: what each row has and what it would get, and writing that."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_update_with_history

from csp.versions import ChangedByAnother
from plans.changes import lock
from plans.kinds import PRIORITY, Kind
from plans.models import Plan


@dataclass(frozen=True)
class Numbered:
    """A row, the number (or reference) that it has, and the one that it would get."""

    row: Any
    old: object
    new: object

    @property
    def is_other(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class Numbering:
    """kind: whose rows are numbered. field: where they keep it.

    numbered: gives a plan's rows in their order. words: what to say if there are none.
    """

    kind: Kind
    field: str
    numbered: Callable[[Plan], list[Numbered]]
    words: str


def version_of_numbers(numbered: Iterable[Numbered]) -> str:
    """What a page of numbered rows shows, as its form keeps it."""
    return sha256(repr([(one.row.pk, one.old, one.new) for one in numbered]).encode()).hexdigest()


@transaction.atomic
def number_rows(plan: Plan, numbering: Numbering, *, seen: str) -> int:
    """Number the plan's rows in order. seen: the version_of_numbers that was shown.

    Returns how many got another number. Raises ChangedByAnother if other numbers were shown.
    """
    lock(plan)
    numbered = numbering.numbered(plan)
    if version_of_numbers(numbered) != seen:
        raise ChangedByAnother
    others = [one for one in numbered if one.is_other]
    rows = [one.row for one in others]
    model, field = numbering.kind.model, numbering.field
    if model._meta.get_field(field).null:
        # No two may have the same number, even for a moment.
        model.objects.filter(pk__in=[row.pk for row in rows]).update(**{field: None})
    for one in others:
        setattr(one.row, field, one.new)
    bulk_update_with_history(rows, model, [field])
    return len(rows)


def numbered_priorities(plan: Plan) -> list[Numbered]:
    """The plan's priorities in their order, numbered from 1."""
    return [
        Numbered(priority, priority.number, number)
        for number, priority in enumerate(plan.priorities.all(), start=1)
    ]


PRIORITIES = Numbering(PRIORITY, "number", numbered_priorities, "There is no priority yet.")
