"""The few marks in the texts of actions and of what was said of them: typed, and shown as meant.

An empty line parts paragraphs. Lines that begin with a bullet, or two or more that begin with a
dash or a star, are a list; so are two or more that are counted. **Words** are bold, and an address
of the web is a link, also as [words](https://example.org/). All else is what was typed.

docs/decisions/marks.md says why, and what is no mark.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from django.template.defaultfilters import linebreaksbr
from django.utils.safestring import SafeString, mark_safe

from plans import pasted
from plans.links import LONGEST, address
from plans.prose import (
    BLANK,
    HEADING,
    LINE_BREAK,
    Block,
    Item,
    Paragraph,
    Run,
    Table,
    tidy,
    words_of,
    written,
)
from plans.typed_lines import SIGNS, Line, items

# Without any of these a text is one paragraph, and says what it shows.
MAY_BE_MARKED = re.compile(rf"\n|\*\*|://|mailto:|www\.|^\s*[{SIGNS}]", re.I)
# By itself an item, or only among others.
CERTAIN = re.compile(rf"(\s*)([{SIGNS}]|[-–—*o§](?=\t))\s+(\S.*)")
LIKELY = re.compile(r"(\s*)([-–—*]|\d{1,3}[.)])[ \t]+(\S.*)")
DASHES = "-–—*"
# Of the item in the line before.
GOES_ON = re.compile(r"(?: {2}|\t)\s*(\S.*)")
INLINE = re.compile(
    r"\[(?P<words>[^\[\]\n]{1,300})\]"
    r"\((?P<to>(?:https?://|mailto:|tel:)[^\s()<>\"]*(?:\([^\s()<>\"]*\)[^\s()<>\"]*)*)\)"
    r"|(?<![\w@./:-])(?P<address>(?:https?://|mailto:|www\.)(?:(?!\*\*)[^\s<>\"“”\[\]])+)"
    r"|(?<![\w*])\*\*(?P<bold>(?=[^\s*])(?:[^*\n]|\*(?!\*))*(?<=[^\s*]))\*\*(?![\w*])",
    re.I,
)
# At the end of an address they are of the sentence; so is a bracket that it did not open.
ENDS = ".,;:!?'’…"
BULLET = "•"
PLAIN = Run("")
BRACKETS = str.maketrans("[]", "()")


def as_html(text: str, before: str = "") -> SafeString:
    """A text as paragraphs and lists. before: HTML at the beginning of its first paragraph."""
    html = in_cell(text, before)
    return html if is_in_blocks(html) else mark_safe(f"<p>{html}</p>")


def in_cell(text: str, before: str = "") -> SafeString:
    """As as_html, but one paragraph alone is its words, without an element around them."""
    blocks = blocks_of(text)
    match blocks:
        case [Paragraph(runs, None)] if any(run.bold or run.href for run in runs):
            html = before + words_of(runs)
        case [] | [Paragraph(_, None)]:
            html = before + linebreaksbr(text, autoescape=True)
        case [Paragraph(_, None), *_]:
            html = written(blocks).replace("<p>", f"<p>{before}", 1)
        case _:
            html = (f"<p>{before.rstrip()}</p>" if before else "") + written(blocks)
    return mark_safe(html)


def is_in_blocks(html: str) -> bool:
    """Whether what in_cell gives is paragraphs and lists, not words alone."""
    return html.startswith(("<p>", "<ul>", "<ol"))


def as_text(text: str, *, with_addresses: bool = True) -> str:
    """A text without its marks, but for bullets and numbers. with_addresses: of links, too."""
    if not MAY_BE_MARKED.search(text):
        return text

    def linked(words: str, href: str) -> str:
        is_named = with_addresses and address(words) != href
        return f"{words} ({href})" if is_named else words

    return _typed(blocks_of(text), Style(lambda words: words, linked))


def opening(text: str) -> str:
    """The words of the first paragraph or item: by what the text is called."""
    return "".join(run.text for one in blocks_of(text)[:1] for run in one.runs).strip()


def rest(text: str) -> SafeString:
    """What follows the opening, as paragraphs and lists; of most texts nothing."""
    return mark_safe(written(blocks_of(text)[1:]))


def of_html(html: str) -> str:
    """HTML that was pasted, from wherever, as text with our marks."""
    return _typed(pasted.blocks(html), Style(_bold, _link))


class Read(NamedTuple):
    """A line as it was typed, and as it is read. is_apart: after an empty one."""

    typed: str
    line: Line
    is_apart: bool


def blocks_of(text: str) -> list[Paragraph]:
    """The paragraphs, and items of lists, that a text is."""
    if not MAY_BE_MARKED.search(text):
        return [Paragraph((Run(text),))] if text.strip() else []
    blocks: list[Paragraph] = []
    lines: list[str] = []

    def end_paragraph() -> None:
        runs = [run for line in lines for run in (Run(LINE_BREAK), *_runs(line))]
        if made := tidy(runs):
            blocks.append(Paragraph(made))
        lines.clear()

    for key, part in enumerate(_parts(text)):
        if listed := _listed(part, key):
            end_paragraph()
            blocks += listed
            continue
        for one in part:
            if one.is_apart:
                end_paragraph()
            lines += one.typed.split("\n")
    end_paragraph()
    return blocks


def _parts(text: str) -> Iterator[list[Read]]:
    """Lines that follow one another, and either may be one list or are none."""
    part: list[Read] = []
    is_apart = False
    for typed in text.replace("\r\n", "\n").split("\n"):
        if not typed.strip():
            is_apart = True
            continue
        one = _read(typed, is_apart)
        last = part[-1] if part else None
        is_item = bool(last and last.line.sign)
        further = GOES_ON.fullmatch(typed) if is_item and not one.line.sign else None
        if last and further and not is_apart:
            words = last.line._replace(words=f"{last.line.words}\n{further[1]}")
            part[-1] = last._replace(typed=f"{last.typed}\n{typed}", line=words)
        else:
            # Between the items of a list may be empty lines.
            is_alike = last and last.line.is_counted == one.line.is_counted
            if last and (bool(one.line.sign) != is_item or (is_apart and is_item and not is_alike)):
                yield part
                part = []
            part.append(one)
        is_apart = False
    if part:
        yield part


def _read(typed: str, is_apart: bool) -> Read:
    if found := CERTAIN.fullmatch(typed):
        return Read(typed, Line(found[3], found[1], found[2], is_certain=True), is_apart)
    if found := LIKELY.fullmatch(typed):
        sign = "-" if found[2] in DASHES else found[2]
        return Read(typed, Line(found[3], found[1], sign), is_apart)
    return Read(typed, Line(typed), is_apart)


def _listed(part: Sequence[Read], key: int) -> list[Paragraph]:
    """The items that lines are; none, if they begin like items by chance.

    That is one alone, unless its sign is a bullet, and numbers that are not counted on: shown as a
    list they would be others.
    """
    lines = [one.line for one in part]
    if not lines[0].sign or (len(lines) == 1 and not lines[0].is_certain):
        return []
    listed = list(items(lines, key))
    counted: dict[int, int] = {}
    for one in listed:
        assert one.item
        level, number = one.item.level, one.item.number
        counted = {other: last for other, last in counted.items() if other <= level}
        if number is not None and number != counted.get(level, number - 1) + 1:
            return []
        counted[level] = number or 0
    return [replace(one, runs=_of_lines(one.runs)) for one in listed]


def _of_lines(runs: Iterable[Run]) -> tuple[Run, ...]:
    lines = "".join(run.text for run in runs).split("\n")
    return tidy(run for line in lines for run in (Run(LINE_BREAK), *_runs(line)))


def _runs(line: str, look: Run = PLAIN) -> Iterator[Run]:
    """The runs of a line without an end. look: what it stands in, a link or what is bold."""
    end = 0
    for found in INLINE.finditer(line):
        runs, rest = _of_mark(found, look)
        if runs:
            yield look._replace(text=line[end : found.start()])
            yield from runs
            end = found.end() - rest
    yield look._replace(text=line[end:])


def _of_mark(found: re.Match[str], look: Run) -> tuple[list[Run], int]:
    """The runs of what looks like a mark, none if it is none; how many letters at its end are not
    of it.
    """
    if bold := found["bold"]:
        return list(_runs(bold, look._replace(bold=True))), 0
    if look.href:
        return [], 0
    if found["words"]:
        href = address(found["to"])
        return (list(_runs(found["words"], look._replace(href=href))) if href else []), 0
    written_so = found["address"]
    kept = written_so if len(written_so) <= LONGEST else ""
    while kept.endswith(tuple(ENDS)) or (kept.endswith(")") and kept.count(")") > kept.count("(")):
        kept = kept[:-1]
    href = address(kept)
    runs = [look._replace(text=kept, href=href)] if href else []
    return runs, len(written_so) - len(kept)


class Style(NamedTuple):
    """How words that are bold are typed, and how those of a link to an address."""

    bold: Callable[[str], str]
    link: Callable[[str, str], str]


def _bold(words: str) -> str:
    return words if "**" in words else _within(words, "**", "**")


def _link(words: str, href: str) -> str:
    if address(words.strip(BLANK)) == href:
        return words
    to = href.replace("(", "%28").replace(")", "%29")
    return _within(words.translate(BRACKETS), "[", f"]({to})")


def _within(words: str, before: str, after: str) -> str:
    """Words between marks, with no spaces at their ends."""
    core = words.strip(BLANK)
    if not core:
        return words
    begin, end = words.split(core, 1)
    return f"{begin}{before}{core}{after}{end}"


def _typed(blocks: Iterable[Block], style: Style) -> str:
    """Blocks as somebody types them."""
    text = ""
    above: Item | None = None
    for block in blocks:
        item = None if isinstance(block, Table) else block.item
        words = _rows(block, style) if isinstance(block, Table) else _words(block, style)
        if item:
            before, further = "  " * (item.level - 1), "  " * item.level
            sign = f"{item.number or 1}." if item.tag == "ol" else BULLET
            words = words.replace("\n", f"\n{further}")
            words = f"{before}{sign} {words}" if item.begins else f"{further}{words}"
        is_other_list = item and above and above.level == item.level and above.tag != item.tag
        text += "" if not text else "\n" if item and not is_other_list else "\n\n"
        text += words
        above = item
    return text


def _rows(table: Table, style: Style) -> str:
    """A line for each row of a table."""
    cells = ((" ".join(_typed(one.blocks, style).split()) for one in row) for row in table.rows)
    return "\n".join(" | ".join(filter(None, row)) for row in cells)


def _words(paragraph: Paragraph, style: Style) -> str:
    text = ""
    pieces: list[tuple[str, str]] = []
    for run, after in zip(paragraph.runs, [*paragraph.runs[1:], PLAIN], strict=True):
        # Within a word two stars would be two stars.
        is_apart = not (_go_on(text, run.text) or _go_on(run.text, after.text))
        is_bold = (run.bold or paragraph.kind == HEADING) and is_apart
        pieces.append((run.href, style.bold(run.text) if is_bold else run.text))
        text = run.text
    return "".join(
        style.link(words, href) if href else words
        for href, alike in groupby(pieces, key=lambda piece: piece[0])
        for words in ["".join(words for _, words in alike)]
    )


def _go_on(text: str, other: str) -> bool:
    """Whether a word of the one goes on in the other."""
    return text[-1:].isalnum() and other[:1].isalnum()
