"""The frozen web page of an edition, cut into chapters at the parts of its document.

It is cut as text, so that what is shown is what was issued, letter by letter.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from django.utils.html import strip_tags
from django.utils.text import slugify

from csp.plain_text import plain

HEADER = re.compile(r'<header class="document">.*?</header>', re.DOTALL)
FOOTER = re.compile(r'<footer class="document">.*?</footer>', re.DOTALL)
CONTENTS = re.compile(r'<nav aria-label="Contents">.*?</nav>', re.DOTALL)
LAYOUT = re.compile(r'<div class="layout-[\w-]*">')
# Narrative holds no sections, and templates/reports/body.html none within another.
SECTION = re.compile(r'<section class="part part-.*?</section>', re.DOTALL)
TITLE = re.compile(r'<h2 class="part-title" id="([^"]*)"[^>]*>(.*?)</h2>', re.DOTALL)
ENTRY = re.compile(
    r'<h[3-5] class="(?:piece-title|priority)" id="([^"]*)"(?: data-title="([^"]*)")?[^>]*>'
    r"(.*?)</h[3-5]>",
    re.DOTALL,
)
HEADING = re.compile(r"<h1>.*?</h1>", re.DOTALL)
LONGEST_SLUG = 60


@dataclass(frozen=True)
class Chapter:
    """A part of the document. name: of its part, and the anchor of its heading. slug: of its page.

    entries: the anchors and headings within it. html: the part as it was issued.
    """

    name: str
    title: str
    slug: str
    html: str

    @cached_property
    def entries(self) -> list[tuple[str, str]]:
        found = ENTRY.findall(self.html)
        return [(anchor, unescape(title) or _text(inner)) for anchor, title, inner in found]


class FrozenPage:
    """A document's web page as it was issued. html: all of it."""

    def __init__(self, html: str) -> None:
        self.html = html

    @cached_property
    def chapters(self) -> list[Chapter]:
        """None in a page that has fewer than two: it is read as a whole."""
        sections = SECTION.findall(self.html)
        titles = [TITLE.search(section) for section in sections]
        if len(sections) < 2 or not all(titles):
            return []
        named = [(title[1], _text(title[2])) for title in titles if title]
        slugs = slugs_of(named)
        return [
            Chapter(name, title, slug, section)
            for (name, title), slug, section in zip(named, slugs, sections, strict=True)
        ]

    def chapter(self, slug: str) -> Chapter | None:
        return next((one for one in self.chapters if one.slug == slug), None)

    def named(self, name: str) -> Chapter | None:
        """The chapter that is this part of the document."""
        return next((one for one in self.chapters if one.name == name), None)

    def chapter_with(self, anchor: str) -> Chapter | None:
        """The chapter in which an element has this id."""
        return next((one for one in self.chapters if f' id="{anchor}"' in one.html), None)

    @property
    def head(self) -> str:
        """All before its body: the title, and the look with which it was issued."""
        return self.html.partition("</head>")[0]

    @property
    def header(self) -> str:
        """What stands above the parts, without the contents."""
        return CONTENTS.sub("", _found(HEADER, self.html))

    @property
    def heading(self) -> str:
        """The document's title, of what stands above the parts."""
        return _found(HEADING, self.header)

    @property
    def footer(self) -> str:
        return _found(FOOTER, self.html)

    @property
    def layout(self) -> str:
        """The tag that opens what is laid out in one way."""
        return _found(LAYOUT, self.html) or "<div>"


def slugs_of(named: list[tuple[str, str]]) -> list[str]:
    """A readable address for each of the (name, title), the same as long as the titles are.

    In Latin letters where the title has any, else in its own; a title of signs alone gets that of
    its name. Who comes second under a title has a number after it.
    """
    taken: set[str] = set()
    slugs = []
    for name, title in named:
        first = slug = _slug(title) or slugify(name.replace("_", "-")) or "chapter"
        number = 1
        while slug in taken:
            number += 1
            slug = f"{first}-{number}"
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _slug(title: str) -> str:
    title = plain(title).replace("/", "-")
    for slug in (slugify(title), slugify(title, allow_unicode=True)):
        if any(sign.isalpha() for sign in slug):
            if len(slug) > LONGEST_SLUG:
                slug = slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]
            return slug
    return ""


def _text(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


def _found(pattern: re.Pattern[str], html: str) -> str:
    match = pattern.search(html)
    return match[0] if match else ""
