"""Texts with marks (plans.marks), wherever they are shown: tests/test_marks_shown.py walks it."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from plans import marks

register = template.Library()

# For what is no page, and where there is no room for paragraphs: headings, links, labels.
register.filter("unmarked", marks.as_text)
register.filter("opening", marks.opening)


@register.filter
def rest(text: str) -> SafeString:
    """What follows a heading, or a link, that is the text's opening; of most texts nothing."""
    further = marks.rest(text)
    return format_html('<div class="app-rest">{}</div>', further) if further else further


@register.filter
def marked(text: str, label: str = "") -> SafeString:
    """A text as paragraphs and lists. label: in bold before its first words."""
    return marks.as_html(text, _bold(label))


@register.filter
def marked_in_cell(text: str, label: str = "") -> SafeString:
    """As `marked`, but one paragraph alone has no element around it."""
    return marks.in_cell(text, _bold(label))


@register.filter
def marked_line(text: str) -> SafeString:
    """As `marked_in_cell`, before other words of the cell."""
    html = marks.in_cell(text)
    return html if marks.is_in_blocks(html) else mark_safe(f"{html}<br>")


@register.simple_tag
def said(text: str, reason: str) -> SafeString:
    """What was said and why, each if it is there, as they stand in a cell."""
    both = [(text, ""), (reason, _bold("Why:"))]
    cells = [marks.in_cell(one, before) for one, before in both if one]
    if any(map(marks.is_in_blocks, cells)):
        return mark_safe("".join(marks.as_html(one, before) for one, before in both if one))
    return mark_safe("<br>".join(cells))


def _bold(label: str) -> str:
    return format_html("<strong>{}</strong> ", label) if label else ""
