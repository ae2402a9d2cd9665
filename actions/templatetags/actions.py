from django import template

from actions.statuses import IN_TROUBLE, Status

register = template.Library()


@register.simple_tag
def in_trouble() -> str:
    """The statuses that need a reason: “at risk or off track”."""
    return IN_TROUBLE


@register.inclusion_tag("actions/status.html")
def status(value: str) -> dict[str, str]:
    """A status as a shape and a word; the class names its colour and shape (_status.scss)."""
    return {"status": Status(value)}
