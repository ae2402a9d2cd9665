"""Rich text: the few tags that narrative may hold. Everything else is taken out."""

import re
from html import unescape

import nh3
from django.utils.html import linebreaks, strip_tags
from django.utils.safestring import mark_safe

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a"}


def clean(html):
    """The text with only the tags of TAGS, links only to http, https, mailto and tel."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def as_html(html):
    """Cleaned and marked safe, for templates: whatever wrote the row, nothing else gets out."""
    return mark_safe(clean(html))


def typed(text):
    """The rich text that somebody typed in the editor, or in the plain box that stands in for it.

    Text without paragraphs or lists gets paragraphs, at its empty lines. Without words it is "".
    """
    html = clean(text)
    if not strip_tags(html).strip():
        return ""
    return html if re.search("<(p|ul|ol)>", html) else linebreaks(html)


def as_text(html):
    """The words alone, a line for each paragraph and each item of a list."""
    lines = re.sub("<br>|</(p|li|ul|ol)>", "\n", re.sub("\\s+", " ", clean(html)))
    return re.sub("\\s*\n\\s*", "\n", unescape(strip_tags(lines))).strip()
