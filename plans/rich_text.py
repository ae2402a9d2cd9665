"""Rich text: the few tags that narrative may hold. Everything else is taken out."""

import re
from html import unescape

import nh3
from django.utils.html import linebreaks, strip_tags
from django.utils.safestring import SafeString, mark_safe

from csp.typed_text import without_invisible
from plans import pasted, pasted_tables
from plans.links import address
from plans.pasted import BLOCKS, Pasted
from plans.prose import DEEPEST, written
from plans.typed_lines import blocks_of

TAGS = {"p", "h3", "blockquote", "br", "ul", "ol", "li", "strong", "em", "a", "span"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
LANGUAGE = "[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
# The values that attributes may have. Those of href are addresses (plans.links).
ATTRIBUTES = {
    ("span", "lang"): LANGUAGE,
    ("ol", "start"): r"\d{1,4}",
    ("th", "scope"): "row|col",
}
# Text in which all tags are these, and in their places, is not taken apart once more.
OURS = re.compile(
    r"</?(?:p|h3|blockquote|br|[uo]l|li|strong|em)>|</(?:a|span)>"
    f'|<a href="[^">#][^">]*">|<span lang="{LANGUAGE}">|<ol start="[0-9]{{1,4}}">'
)
# Twice what a piece of narrative may have. Thousands of levels take the cleaning minutes.
LONGEST_OURS = 40_000
ELSEWHERE = re.compile(r"<[a-z!/?]", re.I)
# Lists beside items, paragraphs in items, and more than words in sub-headings and quotations.
MISPLACED = re.compile(
    r"(?:</li>|<[uo]l[^>]*>)\s*<[uo]l\b|<li>\s*<(?:p|h3|blockquote)>"
    r"|<h3>(?:(?!</h3>).)*<(?:p|h3|blockquote|[uo]l)\b"
    r"|<blockquote>(?:(?!</blockquote>).)*<(?:h3|blockquote|[uo]l)\b",
    re.S,
)
HREF = re.compile(r"\bhref\b", re.I)
A_TAG = re.compile("<a(?: [^>]*)?>|</a>")
TAG_OF_BLOCK = re.compile(f"<(?:{'|'.join(BLOCKS)}|html|br)\\b", re.I)


def clean(html: str) -> str:
    """The text with only the tags of TAGS, and links only to whole addresses (plans.links).

    Other links become their words. What comes from elsewhere, such as a word processor, is read for
    what its writer meant (plans.pasted): lists, tables, what is bold; what nobody was to read is
    taken out. The items of lists deeper than DEEPEST become items of the list at that level.
    """
    return read(html).html


def read(html: str) -> Pasted:
    """The text as `clean` makes it, and sentences that tell what was left out or changed."""
    if len(html) <= LONGEST_OURS and not ELSEWHERE.search(OURS.sub("", html)):
        safe = _made_safe(html)
        if not MISPLACED.search(safe):
            return Pasted(safe, pasted.told_of_links(dead_links(html)))
    unsafe, told = pasted.read(html)
    return Pasted(_made_safe(unsafe), told)


def dead_links(html: str) -> list[tuple[str, str]]:
    """The links that `clean` takes away: pairs of their words and where they were to lead."""
    links = pasted.parsed(html).xpath("//a[@href]") if HREF.search(html) else []
    return [
        (" ".join("".join(link.itertext()).split()), link.get("href"))
        for link in links
        if not address(link.get("href"))
    ]


def _made_safe(html: str) -> str:
    cleaned = _with_tags_alone(html)
    flat = _without_dead_links(_without_deeper_lists(cleaned))
    # Items within items without a list between: the parser sets them beside one another.
    return without_invisible(cleaned if flat == cleaned else _with_tags_alone(flat))


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return address(value) or None
    return value if re.fullmatch(ATTRIBUTES[tag, attribute], value, re.A) else None


def _with_tags_alone(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}} | {tag: {name} for tag, name in ATTRIBUTES},
        attribute_filter=_allowed,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _without_dead_links(cleaned: str) -> str:
    """Cleaned text in which a link that leads nowhere is its words alone."""
    are_kept: list[bool] = []

    def keep(tag: re.Match[str]) -> str:
        if tag[0] != "</a>":
            # One within another, which no browser makes, is a link to nowhere too.
            are_kept.append(tag[0] != "<a>" and not any(are_kept))
            return tag[0] if are_kept[-1] else ""
        return tag[0] if are_kept.pop() else ""

    return A_TAG.sub(keep, cleaned)


def _without_deeper_lists(cleaned: str) -> str:
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        depth += not tag[0].startswith("</")
        kept = tag[0] if depth <= DEEPEST else ""
        depth -= tag[0].startswith("</")
        return kept

    return re.sub("</?[uo]l[^>]*>", keep, cleaned)


def as_html(html: str) -> SafeString:
    """Cleaned and marked safe, for templates: whatever wrote the row, nothing else gets out."""
    return mark_safe(clean(html))


def at_level(html: SafeString, level: int) -> SafeString:
    """Text of as_html with its sub-headings at a level of the page, 6 at most."""
    tag = f"h{min(level, 6)}"
    headed = html.replace("<h3>", f'<{tag} class="sub-heading">').replace("</h3>", f"</{tag}>")
    return mark_safe(headed)


def typed(text: str) -> Pasted:
    """The rich text that somebody typed in the editor, or in the plain box that stands in for it.

    Text without paragraphs or lists gets them as its lines say (plans.typed_lines). Without words
    it is "".
    """
    if TAG_OF_BLOCK.search(text):
        made = read(text)
    elif ELSEWHERE.search(text):
        made = read(linebreaks(text.strip()))
    else:
        made = Pasted(_made_safe(written(blocks_of(unescape(text)))), [])
        if "<table>" in made.html:
            made.told.append(pasted_tables.FIRST_ROW)
    return made if strip_tags(made.html).strip() else Pasted("", made.told)


def as_text(html: str) -> str:
    """The words alone, a line for each paragraph, each item of a list and each row of a table."""
    words = re.sub("\\s+", " ", clean(html))
    words = re.sub("(?:<(?:p|br)>|</p>|\\s)*</t[hd]>(?=<t[hd])", " | ", words)
    lines = re.sub("<br>|<[uo]l[^>]*>|</(p|h3|li|ul|ol|tr)>", "\n", words)
    return re.sub("\\s*\n\\s*", "\n", unescape(strip_tags(lines))).strip()
