"""Rich text: the few tags that narrative may hold. Everything else is taken out."""

import re
from html import unescape

import nh3
from django.utils.html import linebreaks, strip_tags
from django.utils.safestring import mark_safe

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a"}
# How many lists may stand within one another. More of them, which only a paste or an attack brings,
# say nothing to a reader, and 150 take the layout of a PDF a quarter of a minute.
DEEPEST = 10


def clean(html):
    """The text with only the tags of TAGS, links only to http, https, mailto and tel.

    The items of lists deeper than DEEPEST become items of the list at that level.
    """
    cleaned = _with_tags_alone(html)
    flat = _without_deeper_lists(cleaned)
    # Items within items without a list between: the parser sets them beside one another.
    return cleaned if flat == cleaned else _with_tags_alone(flat)


def _with_tags_alone(html):
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _without_deeper_lists(cleaned):
    depth = 0

    def keep(tag):
        nonlocal depth
        depth += tag[0] in ("<ul>", "<ol>")
        kept = tag[0] if depth <= DEEPEST else ""
        depth -= tag[0] in ("</ul>", "</ol>")
        return kept

    return re.sub("</?[uo]l>", keep, cleaned)


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
    lines = re.sub("<br>|<[uo]l>|</(p|li|ul|ol)>", "\n", re.sub("\\s+", " ", clean(html)))
    return re.sub("\\s*\n\\s*", "\n", unescape(strip_tags(lines))).strip()
