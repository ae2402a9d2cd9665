"""The words of a chapter, block by block, by what kind of words they are."""

from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

from reports.frozen.pages import Chapter

WORDS, FIGURES, MEMBERS = "words", "figures", "members"
# Of elements of a class: what kind of words they hold.
KINDS = {
    **dict.fromkeys(("figure", "results", "numbers", "achieved", "results-list"), FIGURES),
    "members": MEMBERS,
}
# Actions are compared one by one, and charts say what the tables below them say.
LEFT_OUT = {"actions", "action-blocks", "gathered", "counted-actions", "chart"}
BLOCKS = {"h2", "h3", "h4", "h5", "p", "li", "tr", "caption", "figcaption"}

Texts = dict[str, list[str]]


def texts_of(chapter: Chapter) -> Texts:
    """The blocks of a chapter, in order, by WORDS, FIGURES and MEMBERS."""
    texts: Texts = {WORDS: [], FIGURES: [], MEMBERS: []}
    for kind, text in _blocks(html.fragment_fromstring(chapter.html), WORDS):
        texts[kind].append(text)
    return texts


def _blocks(element: HtmlElement, kind: str) -> Iterator[tuple[str, str]]:
    if not isinstance(element.tag, str) or element.tag == "svg":
        return
    classes = set(element.get("class", "").split())
    if classes & LEFT_OUT:
        return
    kind = next((KINDS[one] for one in classes if one in KINDS), kind)
    if element.tag in BLOCKS or (element.text or "").strip():
        between = " · " if element.tag == "tr" else " "
        text = between.join(" ".join(one.split()) for one in element.itertext() if one.strip())
        if text:
            yield kind, text
        return
    if element.tag == "img" and element.get("alt"):
        yield kind, f"Picture: {element.get('alt')}"
    for child in element:
        yield from _blocks(child, kind)
