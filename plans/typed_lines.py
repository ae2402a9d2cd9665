"""Lines of plain text as blocks.

Paragraphs at empty lines, sub-headings after “## ”, quotations after “> ”, and lists and tables
that were pasted as text. Word and Google Docs write an item as its sign or number, a tab or spaces,
and its words; they and Excel put tabs between the cells of a row.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from plans.prose import (
    HEADING,
    LINE_BREAK,
    QUOTATION,
    Block,
    Cell,
    Item,
    Paragraph,
    Run,
    Table,
    tidy,
)

# The last are those of Word's own fonts.
SIGNS = "•·▪▫◦‣∙●○■□➢✓\uf0b7\uf0a7\uf0d8\uf0fc\uf076"
CERTAIN = re.compile(rf"(\s*)([{SIGNS}]|(?:[-–—*o§]|\d{{1,3}}[.)]|[a-z][.)])(?=\t))\s+(.*)")
# An item only among others: people begin a line so as well.
LIKELY = re.compile(r"(\s*)([-–—*]|\d{1,3}[.)]) +(.*)")


KINDS = {"## ": HEADING, "> ": QUOTATION}


class Line(NamedTuple):
    """sign: of an item of a list, as it was written; "" if it is none."""

    words: str
    indent: str = ""
    sign: str = ""
    is_certain: bool = False

    @property
    def is_counted(self) -> bool:
        return self.sign[-1:] in (".", ")")

    @property
    def number(self) -> int | None:
        return int(self.sign[:-1]) if self.is_counted and self.sign[:-1].isdecimal() else None


def blocks_of(text: str) -> list[Block]:
    """The paragraphs, items of lists and tables that lines of plain text are."""
    blocks: list[Block] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    for number, (tabs, together) in enumerate(groupby(lines, key=_tabs)):
        some = list(together)
        if tabs and len(some) > 1:
            blocks.append(_table(some))
        else:
            blocks += _of_lines(some, number)
    return blocks


def _tabs(line: str) -> int:
    """How many cells of a table follow its first one."""
    return 0 if _read(line).sign else line.strip(" ").count("\t")


def _table(lines: list[str]) -> Table:
    rows = [line.strip(" ").split("\t") for line in lines]
    return Table(tuple(tuple(map(_cell, row)) for row in rows))


def _cell(words: str) -> Cell:
    runs = tidy([Run(words)])
    return Cell((Paragraph(runs),) if runs else ())


def _read(line: str) -> Line:
    if found := CERTAIN.fullmatch(line):
        return Line(found[3], found[1], found[2], is_certain=True)
    if found := LIKELY.fullmatch(line):
        return Line(found[3], found[1], found[2])
    return Line(line)


def _of_lines(lines: list[str], key: int) -> Iterator[Block]:
    read = list(map(_read, lines))
    for number, (is_item, together) in enumerate(groupby(read, key=lambda one: bool(one.sign))):
        some = list(together)
        if is_item and (len(some) > 1 or some[0].is_certain):
            yield from items(some, (key, number))
        else:
            yield from _paragraphs([f"{one.sign} {one.words}" for one in some])


def _paragraphs(lines: list[str]) -> Iterator[Block]:
    for has_words, together in groupby(lines, key=lambda line: bool(line.strip())):
        if not has_words:
            continue
        some = [line.strip() for line in together]
        sign = next((sign for sign in KINDS if some[0].startswith(sign)), "")
        # Each line of a quotation may have the sign, or the first alone.
        runs = [run for one in some for run in (Run(LINE_BREAK), Run(one.removeprefix(sign)))]
        yield Paragraph(tidy(runs), kind=KINDS.get(sign, ""))


def items(lines: list[Line], key: object) -> Iterator[Paragraph]:
    """Lines with signs as items of a list, in one another by their indents and signs."""
    # The signs and indents of the lists that an item stands within, from the outermost.
    within: list[tuple[str, str]] = []
    for line in lines:
        kind = (line.indent, "1" if line.is_counted else line.sign)
        while within and len(within[-1][0]) > len(line.indent):
            within.pop()
        if kind in within:
            del within[within.index(kind) + 1 :]
        else:
            within.append(kind)
        runs = tidy([Run(line.words)])
        if runs:
            tag = "ol" if line.is_counted else "ul"
            yield Paragraph(runs, Item(len(within), tag, key, line.number))
