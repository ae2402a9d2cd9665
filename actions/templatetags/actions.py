from django import template

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


@register.inclusion_tag("actions/status.html")
def status(value: str) -> dict[str, str]:
    """A status as a shape and a word; the class names its colour and shape (_status.scss)."""
    return {"status": Status(value)}
