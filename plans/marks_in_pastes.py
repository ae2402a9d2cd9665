"""Marks of word processors in what is pasted: of what nobody was to read, of items and of notes."""

import itertools
import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

# What a paste holds that its reader did not see as text, or was to be rid of: comments and what
# leads to them (of Word and of Google Docs), words that a tracked change deletes or moves away,
# words struck out, hidden words. {style} and {class} are made ready below.
_UNSEEN = """
    //del | //s | //strike | //*[@hidden]
    | //*[contains({style}, ";mso-element:comment") or contains({style}, ";mso-hide:all")
        or contains({style}, ";display:none") or contains({style}, ";visibility:hidden")]
    | //*[contains(substring-after({style}, ";text-decoration:"), "line-through")
        and contains(substring-before(concat(
            substring-after({style}, ";text-decoration:"), ";"), ";"), "line-through")]
    | //*[contains({style}, ";text-decoration-line:line-through")]
    | //*[contains({class}, " msocom") or contains({class}, " msodel ")
        or contains({class}, " msocommentreference ") or contains({class}, " msocommenttext ")
        or contains({class}, " msocommentsubject ")]
    | //a[starts-with(@href, "#_msocom_")] | //p[.//a[starts-with(@href, "#_msoanchor_")]]
    | //div[p[1]/a[starts-with(@href, "#cmnt_ref")]]
    | //*[self::a or self::sup[not(text())]/a][starts-with(descendant-or-self::a/@href, "#cmnt")]
"""
_MARKER = '//*[contains({style}, ";mso-list:ignore")]'
_CAPITALS = '"ABCDEFGHIJKLMNOPQRSTUVWXYZ\t\r\n", "abcdefghijklmnopqrstuvwxyz   "'
_PREPARED = {
    "class": f'concat(" ", translate(@class, {_CAPITALS}), " ")',
    # Without spaces, so that a declaration has but one way to be written.
    "style": f'concat(";", translate(translate(@style, {_CAPITALS}), " ", ""))',
}
# One by one: libxml2 takes the square of the time to unite many.
UNSEEN, MARKERS, NEVER_WORDS = (
    [
        etree.XPath(one)
        for one in re.split(r"\n    \| | \| (?=//)", paths.format(**_PREPARED).strip())
    ]
    for paths in (_UNSEEN, _MARKER, "//script | //style | //title | //template | //noscript")
)
TO_NOTES = [etree.XPath('//a[starts-with(@href, "#")]')]
# What Word puts between comments for programs that don't know better.
ANNOTATIONS, LISTS = "!supportAnnotations", "!supportLists"


def marked(
    root: lxml_html.HtmlElement, paths: list[etree.XPath], between: str = ""
) -> Iterator[lxml_html.HtmlElement]:
    """The elements that one of the paths leads to. They may be taken out meanwhile.

    between: also those between a comment that says this and the next one.
    """
    for path in paths:
        yield from path(root)
    begins = [one for one in root.iter(etree.Comment) if between and between in one.text]
    for comment in begins:
        found = itertools.takewhile(
            lambda one: one.tag is not etree.Comment, comment.itersiblings()
        )
        yield from [one for one in found if isinstance(one.tag, str)]
