"""What Word is to know of the tables of a page, which pandoc does not tell it."""

import re
from calendar import month_abbr
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import html as lxml_html

from reports.document import Document
from reports.word_styles import is_turned

# How many letters go on a line of a table across the page, about; of a page that is turned.
LINE, LARGE_LINE, WIDE_LINE = 92, 52, 138

# The class of a table that is a grid, and has neither a head nor lines.
GRID = "grid"
# Beyond so many letters a cell takes further lines.
MOST_LETTERS = 26
# By how much a capital is wider than another letter.
CAPITAL = 0.35
# A day, as tables have it: “14 Sep 2026”.
DAY = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(month_abbr[1:])}) \d{{4}}\b")


@dataclass(frozen=True)
class TableLook:
    """has_row_heads: the first cell of each row is what the row is about. is_grid: see GRID.

    is_told: those first cells are a heading each, in bold; in tables of actions they are not.
    """

    has_row_heads: bool = False
    is_grid: bool = False
    is_told: bool = False


def looks_of(page: str) -> list[TableLook]:
    """The TableLooks of the tables of a page, in their order."""
    root = lxml_html.document_fromstring(page)
    return [_look_of(table) for table in root.iter("table")]


def _look_of(table: lxml_html.HtmlElement) -> TableLook:
    classes = table.get("class", "").split()
    rows = [row for body in table.iter("tbody") for row in body.iter("tr")]
    firsts = [row[0] for row in rows if len(row) and row[0].get("scope") != "rowgroup"]
    is_told = bool(firsts) and all(first.tag == "th" for first in firsts)
    return TableLook(is_told or "actions" in classes, GRID in classes, is_told)


def letters_across(document: Document) -> int:
    """How many letters go on a line of a table across the page, about."""
    if document.is_large_print:
        return LARGE_LINE
    return WIDE_LINE if is_turned(document) else LINE


def wanted_widths(table: lxml_html.HtmlElement) -> list[float]:
    """How wide its columns want to be, in letters: the longest word has room in each."""
    widths: list[float] = []
    for row in table.iter("tr"):
        if any(cell.get("colspan") for cell in row):
            continue
        widths += [0.0] * (len(row) - len(widths))
        for place, cell in enumerate(row):
            words = " ".join(" ".join(cell.itertext()).split())
            # Bold letters are wider than others.
            wanted = max(1.2 * _longest_word(cell), min(len(words), MOST_LETTERS))
            widths[place] = max(widths[place], wanted)
    return widths


def with_room(parts: Sequence[float], table: lxml_html.HtmlElement, line: int) -> list[float]:
    """The per cents of a table's width that its columns have: its parts, but room for each word.

    line: how many letters go on a line across the table.
    """
    shares = [100 * part / sum(parts) for part in parts]
    least = [100 * (1.1 * longest + 2) / line for longest in _longest_words(table, len(parts))]
    if sum(least) >= 100:
        return [100 * one / sum(least) for one in least]
    narrow = {place for place, share in enumerate(shares) if share < least[place]}
    while narrow:
        taken = sum(least[place] for place in narrow)
        left = sum(shares[place] for place in range(len(shares)) if place not in narrow)
        for place in range(len(shares)):
            shares[place] = (
                least[place] if place in narrow else shares[place] * (100 - taken) / left
            )
        more = {place for place, share in enumerate(shares) if share < least[place] - 0.01}
        if more <= narrow:
            break
        narrow |= more
    return shares


def _longest_words(table: lxml_html.HtmlElement, count: int) -> list[float]:
    """How many letters the longest word of each column has."""
    longest = [1.0] * count
    for row in table.iter("tr"):
        if len(row) == count and not any(cell.get("colspan") for cell in row):
            for place, cell in enumerate(row):
                longest[place] = max(longest[place], _longest_word(cell))
    return longest


def _longest_word(cell: lxml_html.HtmlElement) -> float:
    """How many letters its longest word has. A status is one, and so is a day."""
    # The words of its elements stand apart: some have a line of their own.
    text = " ".join(cell.itertext()).replace("\u200b", "")
    text = DAY.sub(lambda day: day[0].replace(" ", "\xa0"), text)
    for status in cell.find_class("app-status"):
        label = status.text_content()
        text = text.replace(label, label.replace(" ", "\xa0"))
    words = re.split(r"[ \t\n\r]+|(?<=[-/])", text)
    return max(len(word) + CAPITAL * sum(map(str.isupper, word)) for word in words)


def set_members(members: lxml_html.HtmlElement, document: Document) -> None:
    """Make a grid of a list of members, as the PDF has it: as many columns as hold each word."""
    if document.design.names_members_only:
        return
    items = list(members.iter("li"))
    most = 2 if document.is_large_print else 3 if document.design.has_addresses_of_members else 4
    longest = max(map(_longest_word, items), default=1)
    count = max(1, min(most, int(letters_across(document) / (longest + 2))))
    table = lxml_html.Element("table", {"class": GRID})
    for _ in range(count):
        table.append(lxml_html.Element("col"))
    for first in range(0, len(items), count):
        row = lxml_html.Element("tr")
        for item in items[first : first + count]:
            item.tag = "td"
            row.append(item)
        for _ in range(count - len(row)):
            row.append(lxml_html.Element("td"))
        table.append(row)
    table.tail = members.tail
    members.getparent().replace(members, table)
