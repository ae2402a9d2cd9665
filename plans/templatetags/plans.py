from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from plans import amounts, marks, rich_text, years

register = template.Library()

register.filter("rich_text", rich_text.as_html)
register.filter("plain_text", rich_text.as_text)
register.filter("year_label", years.label)
register.filter("figure", amounts.figure)
register.filter("pounds", amounts.pounds)
register.filter("unmarked", marks.as_text)
register.filter("opening", marks.opening)
register.filter("rest", marks.rest)


@register.filter
def marked(text: str, label: str = "") -> SafeString:
    """A text with marks as paragraphs and lists. label: in bold before its first words."""
    return marks.as_html(text, _bold(label))


@register.filter
def marked_in_cell(text: str, label: str = "") -> SafeString:
    """As `marked`, but one paragraph alone has no element around it."""
    return marks.in_cell(text, _bold(label))


def _bold(label: str) -> str:
    return format_html("<strong>{}</strong> ", label) if label else ""
