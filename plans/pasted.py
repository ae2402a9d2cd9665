"""HTML of word processors, mail programs and web pages, read for what its writer meant.

Word (on Windows, on a Mac and on the web), Outlook, Google Docs and LibreOffice each have ways of
their own to say that something is a list, is bold, or is not to be read.
"""

import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.utils.text import Truncator
from lxml import etree
from lxml import html as lxml_html

from plans.links import address
from plans.marks_in_pastes import (
    ANNOTATIONS,
    LISTS,
    MARKERS,
    NEVER_WORDS,
    TO_NOTES,
    UNSEEN,
    marked,
)
from plans.pasted_tables import WIDEST, Spread, table_of
from plans.prose import (
    BLANK,
    HEADING,
    LINE_BREAK,
    QUOTATION,
    Block,
    Cell,
    Item,
    Paragraph,
    Run,
    tidy,
    words_of,
    written,
)

# How many links a sentence names.
NAMED = 3

LEFT_OUT = "Comments, and words that were deleted, struck out or hidden, have been left out."
PICTURES = "Pictures have been left out. Add each as a picture of its own."
NOTES = "Footnotes have become words."
NUMBERS = "Numbers such as “a)” or “1.1” are now counted 1, 2, 3."
# fmt: off
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "legend", "li", "main", "nav", "ol", "option", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}
# fmt: on
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
MARKED = {*HEADINGS, "p", "div"}
# Word's styles of quotations.
QUOTED = re.compile(r"\bMso(?:Intense)?Quote", re.I)
MSO_LIST = re.compile(r"mso-list:\s*(l\d+)\s+level(\d)\s+(lfo\d+)", re.I)
COUNTED = re.compile(r"[(\[]?(?:\d+|[a-z]+)(?:\.(?:\d+|[a-z]))*[.)\]:]+|\d+(?:\.\d+)*", re.I)
NOTE = re.compile(r"\[?(\d{1,3}|[ivxlc]{1,6}|[a-z]|[*†‡])\]?", re.I)
NOTE_PLACE = re.compile(r"#_?(?:sdfootnote|sdendnote|ftnt?|edn|fn|footnote|endnote)", re.I)
LANGUAGE = re.compile(r"([a-z]{2,3})((?:-[a-z0-9]{2,8})*)", re.I)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
SPACES = re.compile(r"[ \t\r\n\f]+")


def told_of_links(dead: list[tuple[str, str]]) -> list[str]:
    """In a sentence, which links became words. dead: their words and where they were to lead."""
    if not dead:
        return []
    names = [f"“{Truncator(words or written).chars(40)}”" for words, written in dead]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return [f"Links that lead nowhere have become words: {', '.join(names[:NAMED])}{more}."]


class Pasted(NamedTuple):
    """html: in few tags, still to be made safe. told: sentences of what was left out or changed."""

    html: str
    told: list[str]


class Look(NamedTuple):
    """What the words in an element inherit. is_heading: of what is bold whatever is said inside."""

    href: str = ""
    lang: str = ""
    bold: bool = False
    italic: bool = False
    is_heading: bool = False
    is_quoted: bool = False


@dataclass
class Columns:
    """A table as it is read; what was being read outside of it is kept for its end."""

    sink: list[Block]
    lists: list["Listing"]
    item: Item | None
    rows: list[list[Spread]] = field(default_factory=list)
    in_head: bool = False


@dataclass
class Listing:
    """A list as it is read. last: the number of its last item."""

    tag: str
    key: object
    last: int


def parsed(html: str) -> lxml_html.HtmlElement:
    html = CONTROL.sub("", html)
    # In bytes, since text may not say its own encoding; huge, lest it is cut at a depth of 256.
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    whole = html if re.search(r"<(?:html|body)\b", html, re.I) else f"<div>{html}</div>"
    return lxml_html.document_fromstring(whole.encode(errors="replace"), parser=parser)


def read(html: str) -> Pasted:
    """What HTML from elsewhere says, in our few tags. Words alone, if they are in no block, stay
    so.
    """
    reader = _reading(html)
    told = [*reader.told, *told_of_links(reader.dead)]
    match reader.sink:
        case [Paragraph(runs, None, "")] if not reader.has_blocks:
            return Pasted(words_of(runs), told)
    return Pasted(written(reader.sink), told)


def blocks(html: str) -> list[Block]:
    """What HTML from elsewhere says, as blocks."""
    return _reading(html).sink


def _reading(html: str) -> "_Reader":
    root = parsed(html)
    reader = _Reader()
    reader.prepare(root)
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            reader.begin(element)
        elif event == "end":
            reader.end(element)
        else:
            reader.add(element.tail)
    reader.flush()
    return reader


class _Reader:
    def __init__(self) -> None:
        self.sink: list[Block] = []
        self.runs: list[Run] = []
        # Of the paragraph that is being read, as its first words are: see Paragraph.
        self.kind = ""
        self.looks = [Look()]
        self.lists: list[Listing] = []
        self.item: Item | None = None
        self.outer_items: list[Item | None] = []
        # None for one within another: its cells are paragraphs.
        self.tables: list[Columns | None] = []
        self.markers: dict[lxml_html.HtmlElement, str] = {}
        self.has_blocks = False
        self.number_of_lists = 0
        self.dead: list[tuple[str, str]] = []
        # As an ordered set.
        self.told: dict[str, None] = {}

    def tell(self, words: str) -> None:
        self.told[words] = None

    def prepare(self, root: lxml_html.HtmlElement) -> None:
        """Take out what is not to be read, and mark notes and items of Word's lists."""
        for element in marked(root, NEVER_WORDS):
            _drop(element)
        for element in marked(root, UNSEEN, ANNOTATIONS):
            if element.text_content().strip(f"{BLANK}\t\r"):
                self.tell(LEFT_OUT)
            _drop(element)
        for link in marked(root, TO_NOTES):
            self._bracket(link)
        for marker in marked(root, MARKERS, LISTS):
            self._take_marker(marker)

    def _take_marker(self, marker: lxml_html.HtmlElement) -> None:
        """Take the sign or number before an item out of its words, but not before a heading."""
        above = next((one for one in marker.iterancestors() if one.tag in MARKED), None)
        if above is None or marker.getparent() is None:
            return
        sign = marker.text_content().strip(f"{BLANK}\t\r")
        if above.tag in HEADINGS:
            marker.text = f"{sign} "
            for child in list(marker):
                _drop(child)
        elif sign:
            self.markers[above] = self.markers.get(above, "") + sign
            marker.clear(keep_tail=True)

    def _bracket(self, link: lxml_html.HtmlElement) -> None:
        """Make “[1]” of a note's raised number, which would be taken for a part of the word."""
        number = NOTE.fullmatch(link.text_content().strip())
        is_raised = link.getparent().tag == "sup" or link.find(".//sup") is not None
        if not number or not (is_raised or NOTE_PLACE.match(link.get("href"))):
            return
        self.tell(NOTES)
        for child in list(link):
            _drop(child)
        link.text = f"[{number[1]}]"
        del link.attrib["href"]
        if link.getparent().text in (None, "") and link.tail and link.tail[0].isalnum():
            link.tail = f" {link.tail}"

    def begin(self, element: lxml_html.HtmlElement) -> None:
        tag = element.tag
        self.looks.append(self._look(element))
        if tag in BLOCKS:
            self.flush()
            is_wrapper = tag == "body" or (tag == "div" and element.getparent().tag == "body")
            self.has_blocks |= not is_wrapper
        if tag == "br":
            self.runs.append(Run(LINE_BREAK))
        elif tag == "img" and element.get("src"):
            self.tell(PICTURES)
        elif tag in ("ul", "ol"):
            self._begin_list(element)
        elif tag in ("li", "p", "div"):
            self.outer_items.append(self.item)
            self._begin_item(element)
        elif tag in ("table", "thead", "tr", "td", "th"):
            self._begin_of_table(element)
        self.add(element.text)

    def end(self, element: lxml_html.HtmlElement) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self.flush()
        if tag in ("ul", "ol"):
            self.lists.pop()
        elif tag in ("li", "p", "div"):
            self._end_item(element)
        elif tag in ("table", "thead", "td", "th"):
            self._end_of_table(element)
        self.looks.pop()
        self.add(element.tail)

    def add(self, text: str | None) -> None:
        if text:
            look = self.looks[-1]
            words = SPACES.sub(" ", text)
            if words.strip(BLANK) and not any(run.text.strip(BLANK) for run in self.runs):
                self.kind = HEADING if look.is_heading else QUOTATION if look.is_quoted else ""
            self.runs.append(Run(words, look.href, look.lang, look.bold, look.italic))

    def flush(self) -> None:
        """End the paragraph that is being read, if there is anything in it."""
        runs, self.runs = tidy(self.runs), []
        if runs:
            is_free = self.item is None and not self.tables
            self.sink.append(Paragraph(runs, self.item, self.kind if is_free else ""))
            if self.item:
                self.item = replace(self.item, begins=False)

    def _look(self, element: lxml_html.HtmlElement) -> Look:
        look, tag = self.looks[-1], element.tag
        style = _declarations(element.get("style", ""))
        if tag in ("b", "strong"):
            look = look._replace(bold=True)
        elif tag in ("i", "em", "cite", "dfn", "var"):
            look = look._replace(italic=True)
        elif tag in HEADINGS:
            look = look._replace(bold=True, is_heading=True)
        elif tag == QUOTATION or QUOTED.search(element.get("class", "")):
            look = look._replace(is_quoted=True)
        if (weight := style.get("font-weight")) and not look.is_heading:
            is_bold = weight.startswith("bold") or (weight.isdecimal() and int(weight) >= 600)
            look = look._replace(bold=is_bold)
        if slant := style.get("font-style"):
            look = look._replace(italic=slant.startswith(("italic", "oblique")))
        if language := LANGUAGE.fullmatch(element.get("lang", "").strip()):
            name, region = language[1].lower(), language[2]
            look = look._replace(lang="" if name == "en" else f"{name}{region}")
        if tag == "a" and (href := element.get("href")) is not None:
            look = look._replace(href=address(href))
            if not look.href:
                self.dead.append((" ".join(element.text_content().split()), href))
        return look

    def _begin_list(self, element: lxml_html.HtmlElement) -> None:
        self.number_of_lists += 1
        first = _whole(element.get("start"), 1)
        self.lists.append(Listing(element.tag, self.number_of_lists, first - 1))

    def _begin_item(self, element: lxml_html.HtmlElement) -> None:
        if element.tag == "li":
            listing = self.lists[-1] if self.lists else Listing("ul", "none", 0)
            listing.last = _whole(element.get("value"), listing.last + 1)
            # Word on the web has a list for each item, and says which belong together.
            said = element.get("data-aria-level") or element.get("aria-level")
            level = _whole(said, len(self.lists) or 1)
            key = element.get("data-listid") or listing.key
            self.item = Item(level, listing.tag, key, listing.last)
            return
        marker = self.markers.get(element, "")
        place = MSO_LIST.search(element.get("style", ""))
        if place or marker:
            level, key = (int(place[2]), place[1] + place[3]) if place else (1, "marked")
            is_counted = bool(COUNTED.fullmatch(marker))
            figures = re.findall(r"\d+", marker)
            if is_counted and not re.fullmatch(r"\d+[.)]?", marker):
                self.tell(NUMBERS)
            number = int(figures[-1]) if is_counted and figures and len(figures[-1]) < 5 else None
            self.item = Item(level, "ol" if is_counted else "ul", key, number)

    def _end_item(self, element: lxml_html.HtmlElement) -> None:
        before = self.outer_items.pop()
        is_own = (
            element.tag == "li"
            or element in self.markers
            or MSO_LIST.search(element.get("style", ""))
        )
        if is_own or before is None:
            self.item = before

    def _begin_of_table(self, element: lxml_html.HtmlElement) -> None:
        tag = element.tag
        if tag == "table":
            is_outermost = not self.tables and element.get("role") != "presentation"
            self.tables.append(Columns(self.sink, self.lists, self.item) if is_outermost else None)
        elif table := self.tables[-1] if self.tables else None:
            if tag == "thead":
                table.in_head = True
            elif tag == "tr" or not table.rows:
                table.rows.append([])
            if tag in ("td", "th"):
                self.sink, self.lists, self.item = [], [], None

    def _end_of_table(self, element: lxml_html.HtmlElement) -> None:
        tag = element.tag
        table = self.tables[-1] if self.tables else None
        if tag == "table":
            self.tables.pop()
            if table:
                blocks, told = table_of(table.rows)
                self.sink += blocks
                self.told |= dict.fromkeys(told)
        elif table and tag == "thead":
            table.in_head = False
        elif table:
            cell = Cell(tuple(self.sink), tag == "th" or table.in_head)
            across, down = _span(element.get("colspan")), _span(element.get("rowspan"))
            table.rows[-1].append((cell, across, down))
            self.sink, self.lists, self.item = table.sink, table.lists, table.item


def _drop(element: lxml_html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _declarations(style: str) -> dict[str, str]:
    pairs = (one.partition(":") for one in style.lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _whole(written: str | None, otherwise: int) -> int:
    return int(written) if written and re.fullmatch(r"\d{1,4}", written, re.A) else otherwise


def _span(written: str | None) -> int:
    return min(max(_whole(written, 1), 1), WIDEST)
