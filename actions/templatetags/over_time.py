from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.db.models import Model

from actions.statuses import Status
from plans.figures.charts import LETTER
from plans.figures.strips import ALONE, Square, Strip

register = template.Library()

# Of the letters of a strip, and of large print, in CSS pixels.
LETTERS, LARGE_LETTERS = 13, 24
# Those of the statuses' signs on the same pages, not a partnership's own.
COLOURS = {
    "accent": Status.COMPLETE.traits.shape,
    "going": Status.ON_TRACK.traits.shape,
}


@register.inclusion_tag("actions/over_time/strip.html")
def strip(one: Strip, is_larger: bool = False) -> dict[str, Any]:
    """A strip as it is drawn on a page, or with letters of large print."""
    scale = LARGE_LETTERS / LETTERS if is_larger else 1
    size = {"width": one.width * scale, "height": one.height * scale, "is_larger": is_larger}
    return COLOURS | size | {"strip": one}


@register.inclusion_tag("actions/over_time/drawn_key.html")
def drawn_key(statuses: Iterable[Status], is_larger: bool = False) -> dict[str, Any]:
    """Each of the statuses with its square, as drawings: for print, where lists are lines."""
    scale = LARGE_LETTERS / LETTERS if is_larger else 1
    drawn = []
    for status in statuses:
        long = ALONE + 20 + len(status.label) * LETTER
        size = {"long": long, "width": long * scale, "height": (ALONE + 2) * scale}
        drawn.append({"status": status, "square": Square(status.value, 1, 1, ALONE)} | size)
    return COLOURS | {"drawn": drawn, "is_larger": is_larger}


@register.inclusion_tag("actions/over_time/key.html")
def strip_key() -> dict[str, Any]:
    """Each status with the square that stands for it in a strip."""
    squares = [(status, Square(status.value, 1, 1, ALONE)) for status in Status]
    return COLOURS | {"squares": squares}


@register.filter
def of_row(found: Mapping[int, Any], row: Model) -> Any:
    """What was found for a row, by its id; None if nothing was."""
    return found.get(row.pk)
