from django import template

from actions.models import Status

register = template.Library()


@register.inclusion_tag("actions/status.html")
def status(value: str) -> dict[str, str]:
    """A status as a shape and a word; the class names its colour and shape (_status.scss)."""
    return {"label": Status(value).label, "css_class": value.replace("_", "-")}
