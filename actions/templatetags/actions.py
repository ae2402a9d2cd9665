from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from actions.statuses import IN_TROUBLE, NEEDS_REASON, Status

register = template.Library()


@register.simple_tag
def in_trouble() -> str:
    """The statuses that need a reason: “at risk or off track”."""
    return IN_TROUBLE


@register.simple_tag
def needing_reason() -> list[str]:
    """The values of the statuses that need a reason."""
    return [status.value for status in NEEDS_REASON]


@register.simple_tag
def status_box(value: str, accent: str, going: str) -> SafeString:
    """What makes a rectangle that of a status, in SVG; colours: those of status_bar.html."""
    return format_html(Status(value).traits.box, accent=accent, going=going or accent)


@register.filter
def status_mark(value: str) -> SafeString:
    """The sign of a status, in SVG."""
    return mark_safe(Status(value).traits.mark)


@register.simple_tag
@cache
def status(value: str) -> str:
    """A status as a shape and a word; the class names its colour and shape (_status.scss).

    Kept for each of the few, since tables have one in every row: it tells nothing else.
    """
    return render_to_string("actions/status.html", {"status": Status(value)})
