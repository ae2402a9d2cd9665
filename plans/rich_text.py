"""Rich text: the few tags that narrative may hold. Everything else is taken out."""

import re
from html import unescape

import nh3
from django.utils.html import linebreaks, strip_tags
from django.utils.safestring import SafeString, mark_safe
from lxml import html as lxml_html

from plans.links import address

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a"}
# How many lists may stand within one another. More of them, which only a paste or an attack brings,
# say nothing to a reader, and 150 take the layout of a PDF a quarter of a minute.
DEEPEST = 10


# What a paste from a word processor holds that its reader did not see as text, or was to be rid of:
# comments and what leads to them (of Word and of Google Docs), words that a tracked change deletes,
# hidden words, titles. In XPath, which the editor's script understands as well: there the marks
# must be looked at before the editor takes them away. {style} and {class} are made ready below.
PASTED_AND_UNSEEN = """
    //del | //title | //*[@hidden]
    | //*[contains({style}, ";mso-element:comment") or contains({style}, ";mso-hide:all")
        or contains({style}, ";display:none") or contains({style}, ";visibility:hidden")]
    | //*[contains({class}, " msocom") or contains({class}, " msodel ")
        or contains({class}, " msocommentreference ") or contains({class}, " msocommenttext ")
        or contains({class}, " msocommentsubject ")]
    | //*[preceding-sibling::comment()[1][contains(., "!supportAnnotations")]
        and following-sibling::comment()[1][contains(., "[endif]")]]
    | //a[starts-with(@href, "#_msocom_")] | //p[.//a[starts-with(@href, "#_msoanchor_")]]
    | //div[p[1]/a[starts-with(@href, "#cmnt_ref")]]
    | //*[self::a or self::sup[not(text())]/a][starts-with(descendant-or-self::a/@href, "#cmnt")]
"""
_CAPITALS = '"ABCDEFGHIJKLMNOPQRSTUVWXYZ\t\r\n", "abcdefghijklmnopqrstuvwxyz   "'
UNSEEN = PASTED_AND_UNSEEN.format(
    **{
        "class": f'concat(" ", translate(@class, {_CAPITALS}), " ")',
        # Without spaces, so that a declaration has but one way to be written.
        "style": f'concat(";", translate(translate(@style, {_CAPITALS}), " ", ""))',
    }
)
# Only what is pasted has such: text that was cleaned before is not taken apart once more.
MAY_BE_PASTED = re.compile(r"<!|<(?:del|title)\b|\b(?:class|style|hidden)\b|#cmnt|#_mso", re.I)
A_TAG = re.compile("<a(?: [^>]*)?>|</a>")


def clean(html: str) -> str:
    """The text with only the tags of TAGS, and links only to whole addresses (plans.links).

    Other links become their words. What a paste holds that nobody was to read (UNSEEN) is taken
    out. The items of lists deeper than DEEPEST become items of the list at that level.
    """
    cleaned = _with_tags_alone(_without_unseen(html))
    flat = _without_dead_links(_without_deeper_lists(cleaned))
    # Items within items without a list between: the parser sets them beside one another.
    return cleaned if flat == cleaned else _with_tags_alone(flat)


def dead_links(html: str) -> list[tuple[str, str]]:
    """The links that `clean` takes away: pairs of their words and where they were to lead."""
    links = _parsed(html).xpath("//a[@href]") if "href" in html.lower() else []
    return [
        (" ".join("".join(link.itertext()).split()), link.get("href"))
        for link in links
        if not address(link.get("href"))
    ]


def _parsed(html: str) -> lxml_html.HtmlElement:
    # In bytes, since text may not say its own encoding; huge, lest it is cut at a depth of 256.
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    written = f"<div>{html}</div>".encode(errors="replace")
    return lxml_html.document_fromstring(written, parser=parser)


def _without_unseen(html: str) -> str:
    if not MAY_BE_PASTED.search(html):
        return html
    root = _parsed(html)
    unseen = root.xpath(UNSEEN)
    for element in unseen:
        if element.getparent() is not None:
            element.drop_tree()
    return lxml_html.tostring(root, encoding="unicode") if unseen else html


def _with_tags_alone(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=lambda tag, attribute, value: address(value) or None,
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
        depth += tag[0] in ("<ul>", "<ol>")
        kept = tag[0] if depth <= DEEPEST else ""
        depth -= tag[0] in ("</ul>", "</ol>")
        return kept

    return re.sub("</?[uo]l>", keep, cleaned)


def as_html(html: str) -> SafeString:
    """Cleaned and marked safe, for templates: whatever wrote the row, nothing else gets out."""
    return mark_safe(clean(html))


def typed(text: str) -> str:
    """The rich text that somebody typed in the editor, or in the plain box that stands in for it.

    Text without paragraphs or lists gets paragraphs, at its empty lines. Without words it is "".
    """
    html = clean(text)
    if not strip_tags(html).strip():
        return ""
    return html if re.search("<(p|ul|ol)>", html) else linebreaks(html)


def as_text(html: str) -> str:
    """The words alone, a line for each paragraph and each item of a list."""
    lines = re.sub("<br>|<[uo]l>|</(p|li|ul|ol)>", "\n", re.sub("\\s+", " ", clean(html)))
    return re.sub("\\s*\n\\s*", "\n", unescape(strip_tags(lines))).strip()
