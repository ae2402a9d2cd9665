"""Rich text as blocks: paragraphs, items of lists and simple tables, and how they are written.

A paragraph may be a sub-heading, or words that are quoted.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import NamedTuple

# How many lists may stand within one another. More of them, which only a paste or an attack brings,
# say nothing to a reader, and 150 take the layout of a PDF a quarter of a minute.
DEEPEST = 10
LINE_BREAK = "\n"
# What a paragraph outside of lists and tables may be.
HEADING, QUOTATION = "h3", "blockquote"
# As spaces beyond a text's ends, and where nothing else is said.
BLANK = " \xa0\n"


class Run(NamedTuple):
    """Words of one look. lang: their language, "" for English. A line's end is a run of its own."""

    text: str
    href: str = ""
    lang: str = ""
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Item:
    """Which item of a list a paragraph is, or is a further paragraph of.

    level: 1 for the outermost list. key: tells its list from others. number: as it was counted.
    """

    level: int
    tag: str
    key: object
    number: int | None = None
    begins: bool = True


@dataclass(frozen=True)
class Paragraph:
    """kind: HEADING, QUOTATION or "", and "" for all in lists and tables."""

    runs: tuple[Run, ...]
    item: Item | None = None
    kind: str = ""


@dataclass(frozen=True)
class Cell:
    blocks: tuple["Block", ...] = ()
    is_heading: bool = False

    @property
    def is_emphatic(self) -> bool:
        """Whether it is a heading, or looks like one: all of its words are bold."""
        runs = [run for one in self.blocks if isinstance(one, Paragraph) for run in one.runs]
        return self.is_heading or all(run.bold or not run.text.strip(BLANK) for run in runs)


@dataclass(frozen=True)
class Table:
    """The first row has the headings. All rows have as many cells."""

    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Table


def tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs without spaces that nobody sees: at their ends, at those of lines, and second ones."""
    kept: list[Run] = []
    for run in runs:
        at_start = not kept or kept[-1].text.endswith((" ", LINE_BREAK))
        text = run.text.lstrip(" ") if at_start else run.text
        if text == LINE_BREAK:
            _end(kept, " ")
        if text:
            kept.append(run._replace(text=text))
    _end(kept, BLANK)
    while kept and not (text := kept[0].text.lstrip(BLANK)):
        del kept[0]
    if kept:
        kept[0] = kept[0]._replace(text=text)
    return tuple(kept)


def _end(runs: list[Run], blank: str) -> None:
    while runs and not (text := runs[-1].text.rstrip(blank)):
        runs.pop()
    if runs:
        runs[-1] = runs[-1]._replace(text=text)


def written(blocks: Iterable[Block]) -> str:
    """Blocks as HTML."""
    page = _Page()
    for block in blocks:
        page.add(block)
    page.close()
    return "".join(page.written)


class _Page:
    def __init__(self) -> None:
        self.written: list[str] = []
        self.open: list[Item] = []
        self.is_quoting = False

    def add(self, block: Block) -> None:
        item = None if isinstance(block, Table) else block.item
        self._quote(isinstance(block, Paragraph) and block.kind == QUOTATION)
        if item is None:
            self.close_lists()
        else:
            self.close_lists(deeper_than=item.level)
        if isinstance(block, Table):
            self.written.append(_table(block))
        elif item is not None and item.begins:
            self._begin(item)
            self.written.append(words_of(block.runs))
        elif block.kind == HEADING:
            self.written.append(f"<h3>{words_of(_not_bold(block.runs))}</h3>")
        else:
            self.written.append(f"<p>{words_of(block.runs)}</p>")

    def _begin(self, item: Item) -> None:
        above = self.open[-1] if self.open else None
        is_next = above is not None and above.level == item.level
        is_same = is_next and above and (above.tag, above.key) == (item.tag, item.key)
        if is_same or (len(self.open) == DEEPEST and not is_next):
            self.written.append("</li><li>")
        else:
            if is_next:
                self._close()
            begins_later = item.tag == "ol" and item.number and item.number != 1
            start = f' start="{item.number}"' if begins_later else ""
            self.written.append(f"<{item.tag}{start}><li>")
            self.open.append(item)

    def _close(self) -> None:
        self.written.append(f"</li></{self.open.pop().tag}>")

    def _quote(self, is_quoted: bool) -> None:
        """Begin or end a quotation; its paragraphs stand in one."""
        if is_quoted != self.is_quoting:
            self.close_lists()
            self.written.append(f"<{'' if is_quoted else '/'}{QUOTATION}>")
            self.is_quoting = is_quoted

    def close_lists(self, *, deeper_than: int = 0) -> None:
        while self.open and self.open[-1].level > deeper_than:
            self._close()

    def close(self) -> None:
        self.close_lists()
        self._quote(False)


def _table(table: Table) -> str:
    head, *rows = table.rows
    headings = "".join(f'<th scope="col">{_cell(cell, is_heading=True)}</th>' for cell in head)
    body = "".join(f"<tr>{''.join(_cells(row))}</tr>" for row in rows)
    return f"<table><thead><tr>{headings}</tr></thead><tbody>{body}</tbody></table>"


def _cells(row: Iterable[Cell]) -> Iterator[str]:
    for number, cell in enumerate(row):
        if cell.is_heading and number == 0:
            yield f'<th scope="row">{_cell(cell, is_heading=True)}</th>'
        else:
            yield f"<td>{_cell(cell)}</td>"


def _cell(cell: Cell, is_heading: bool = False) -> str:
    blocks = [_without_bold(one) if is_heading else one for one in cell.blocks]
    match blocks:
        case [Paragraph(runs, None, _)]:
            return words_of(runs)
    return written(blocks)


def _without_bold(block: Block) -> Block:
    """A heading is bold by itself."""
    if isinstance(block, Table):
        return block
    return Paragraph(_not_bold(block.runs), block.item)


def _not_bold(runs: Iterable[Run]) -> tuple[Run, ...]:
    return tuple(run._replace(bold=False) for run in runs)


# From the outside to the inside.
_MARKS: list[tuple[str, Callable[[Run], str], Callable[[str], str]]] = [
    ("a", lambda run: run.href, lambda href: f' href="{escape(href)}"'),
    ("span", lambda run: run.lang, lambda lang: f' lang="{escape(lang)}"'),
    ("strong", lambda run: "yes" if run.bold else "", lambda _: ""),
    ("em", lambda run: "yes" if run.italic else "", lambda _: ""),
]


def words_of(runs: Iterable[Run]) -> str:
    """Runs as HTML, without a paragraph around them."""
    return _marked(runs, 0)


def _marked(runs: Iterable[Run], place: int) -> str:
    if place == len(_MARKS):
        words = "".join(run.text for run in runs)
        return escape(words, quote=False).replace(LINE_BREAK, "<br>")
    tag, value_of, attribute = _MARKS[place]
    parts = []
    for value, alike in groupby(runs, key=value_of):
        inner = _marked(alike, place + 1)
        parts.append(f"<{tag}{attribute(value)}>{inner}</{tag}>" if value else inner)
    return "".join(parts)
