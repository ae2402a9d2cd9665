from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.db.models import Model

from actions.statuses import Status
from plans.figures.strips import ALONE, Square

register = template.Library()


@register.filter
def squares(statuses: Iterable[Status]) -> list[tuple[Status, Square]]:
    """Each status with the square that stands for it in a strip."""
    return [(status, Square(status.value, 1, 1, ALONE)) for status in statuses]


@register.filter
def of_row(found: Mapping[int, Any], row: Model) -> Any:
    """What was found for a row, by its id; None if nothing was."""
    return found.get(row.pk)
