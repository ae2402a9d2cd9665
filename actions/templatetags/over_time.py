from collections.abc import Mapping
from typing import Any

from django import template
from django.db.models import Model

from actions.statuses import Status
from plans.figures.strips import ALONE, Square, Strip

register = template.Library()

# Those of the statuses' signs on the same pages, not a partnership's own.
COLOURS = {
    "accent": Status.COMPLETE.traits.shape,
    "going": Status.ON_TRACK.traits.shape,
}


@register.inclusion_tag("actions/over_time/strip.html")
def strip(one: Strip) -> dict[str, Any]:
    """A strip as it is drawn on a page."""
    return COLOURS | {"strip": one}


@register.inclusion_tag("actions/over_time/key.html")
def strip_key() -> dict[str, Any]:
    """Each status with the square that stands for it in a strip."""
    squares = [(status, Square(status.value, 1, 1, ALONE)) for status in Status]
    return COLOURS | {"squares": squares}


@register.filter
def of_row(found: Mapping[int, Any], row: Model) -> Any:
    """What was found for a row, by its id; None if nothing was."""
    return found.get(row.pk)
