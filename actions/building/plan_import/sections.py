"""The sections of a file: rows of actions under one row of headings, and what stands above them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from actions.building.models import PlanImport
from actions.building.plan_import.beside import side_by_side
from actions.building.plan_import.columns import counts_actions, is_head, seems_head
from actions.building.plan_import.heads import heads_of, over_their_columns
from csp.spreadsheets.grids import Grid, GridRow, Heading
from plans import years
from plans.models import Plan

# Chapters and captions, which name no priority.
GENERIC = re.compile(
    r"action plans?|^actions?\b|\breview of\b|^review\b|delivery plan|^priorities|^our priorities|"
    r"^plan\b|^progress|^updates?$|^introduction|^appendix|^sheet ?\d|^table ?\d|^the table\b|"
    r"^contents|^analysis$|^recommendations?$",
    re.I,
)
PRIORITY = re.compile(r"^(strategic )?priority\b", re.I)
THEME = re.compile(r"^theme\b", re.I)
# What stands above headings that call themselves priorities.
ABOVE_PRIORITY = re.compile(r"^(outcome|objective|aim|goal|pillar|ambition)s?\b", re.I)
# How our own documents mark the heading of a priority: this year's, or the reviewed one's.
MARK = re.compile(r"^(plan|review)-\d+$")
YEAR = re.compile(r"\b((?:19|20)\d\d)\s*(?:/|-|–|to)\s*(?:20)?(\d\d)\b")
# What a row, or the cell beside its title, says of a priority: by the first of its words.
ATTRIBUTE = re.compile(
    r"((?:success|overall|specific)(?= (?:indicator|measure|target))|indicators?)"
    r"(?: (?:indicators?|measures?|targets?))?\s*(?:[:–—-]\s*(\S.*)|:?$)",
    re.I | re.S,
)
ATTRIBUTES = {
    "success": "success_indicator",
    "indicator": "success_indicator",
    "indicators": "success_indicator",
    "overall": "overall_target",
    "specific": "specific_target",
}
# A row across the table that says how the action above it goes.
SAYS_PROGRESS = re.compile(
    r"(?:latest |year[- ]end )?(?:progress(?: (?:updates?|reports?|to date|made|so far))?|updates?"
    r"|current position|commentary)\b(?:\s*[:.–—-]\s*|\s+(?-i:(?=[A-Z0-9£])))",
    re.I,
)
SCOPE = re.compile(r"\s*\(((?:including|to include|includes|incl\.?)\s.*)\)$", re.I | re.S)


@dataclass(frozen=True)
class PassedOver:
    """A row that is in no section's rows. why: “it is hidden”."""

    row: GridRow
    why: str

    @property
    def text(self) -> str:
        return " | ".join(filter(None, self.row.cells))


@dataclass(frozen=True)
class Section:
    """number: its place in the file, from 0. head: the headings, () if there is no row of them;
    where they are not those of actions, that row may be no headings at all.

    where: “Table 3”. theme, priority: what is above says so, as far as it does; scope and note are
    the priority's. is_actions: whether the headings are those of actions. year: the financial year
    that is named above, or None. is_review: our own document reviews last year here. strapline: the
    theme's. attributes: texts of the priority by the name of their field. titles: the heading rows
    above its head, each with “priority”, “theme”, or "" if it gives neither. all_rows: of its
    table.
    """

    number: int
    where: str
    head: tuple[str, ...]
    rows: tuple[GridRow, ...]
    path: str = ""
    theme: str = ""
    priority: str = ""
    scope: str = ""
    note: str = ""
    is_actions: bool = False
    year: int | None = None
    is_review: bool = False
    passed_over: tuple[PassedOver, ...] = ()
    strapline: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    titles: tuple[tuple[GridRow, str], ...] = ()
    all_rows: tuple[GridRow, ...] = ()

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=len(self.head))

    @property
    def key(self) -> str:
        """Equal for sections whose columns mean the same."""
        return " | ".join(self.head) if self.head else f"{self.width} columns without headings"


def sections_of(plan_import: PlanImport) -> list[Section]:
    """All Sections of the file of a PlanImport, in its order."""
    read = (_grid_from_json(one) for one in plan_import.tables.get("grids", []))
    grids = [part for grid in read for part in side_by_side(grid)]
    chosen = plan_import.choices.get("heads", {})
    sections: list[Section] = []
    for grid in grids:
        theme = ("", "")
        head = chosen.get(grid.title)
        for part in _parts(grid, head):
            section = _section(len(sections), grid, part, theme)
            # Whoever says which row has the headings says that they are those of actions.
            sections.append(replace(section, is_actions=section.is_actions or bool(head)))
            theme = sections[-1].theme, sections[-1].strapline
    return sections


def attributes_of(row: GridRow) -> dict[str, str]:
    """What a row says of a priority, by the name of the field: alone, or beside its title.

    “Success indicator: …”, “Indicators | …”, “Burglary | Success indicator: …”.
    """
    filled = [cell for cell in row.cells if cell]
    found = ATTRIBUTE.fullmatch(filled[-1]) if 1 <= len(filled) <= 2 and row.cells[0] else None
    if found and found[2]:
        return {ATTRIBUTES[found[1].lower()]: found[2].strip()}
    label = ATTRIBUTE.fullmatch(filled[0]) if len(filled) == 2 and row.cells[0] else None
    if label and not label[2]:
        return {ATTRIBUTES[label[1].lower()]: filled[1]}
    return {}


def titled(row: GridRow) -> str:
    """The title that a heading row gives, perhaps with something of its priority beside it."""
    if not attributes_of(row):
        return single(row)
    filled = [cell for cell in row.cells if cell]
    return filled[0] if len(filled) == 2 and not ATTRIBUTE.fullmatch(filled[0]) else ""


def single(row: GridRow) -> str:
    """The text of a row that has but one cell with text, in one of its first two columns, or ""."""
    filled = [(column, cell) for column, cell in enumerate(row.cells) if cell]
    if len(filled) == 1 and (row.is_heading or filled[0][0] <= 1):
        return filled[0][1]
    return ""


def with_scope(title: str) -> tuple[str, str]:
    """A priority's title without the scope in brackets behind it: (title, scope)."""
    found = SCOPE.search(title)
    return (title[: found.start()], found[1]) if found else (title, "")


def named(section: Section) -> str:
    """The priority that is above a Section as people enter it: “Violence (including gangs)”."""
    return f"{section.priority} ({section.scope})" if section.scope else section.priority


@dataclass
class _Part:
    """A section on its way. titles: the heading rows right above its head."""

    head: tuple[str, ...]
    rows: list[GridRow]
    titles: list[GridRow]
    passed_over: list[PassedOver]


def _parts(grid: Grid, chosen: int | None) -> Iterator[_Part]:
    """Divide a grid where rows of headings stand. chosen: the number of the first of them."""
    rows = [row for row in grid.rows if not row.is_hidden]
    passed_over = [PassedOver(row, "it is hidden") for row in grid.rows if row.is_hidden]
    heads = heads_of(rows, chosen)
    if not heads:
        whole = _part_without_known_headings(rows)
        whole.passed_over += passed_over
        yield whole
        return
    begins = [head.first - _titles_above(rows, head.first) for head in heads]
    part: _Part | None = None
    # What stands before all headings, and isn't their title, is told of.
    passed_over += [PassedOver(row, "it stands above the headings") for row in rows[: begins[0]]]
    for head, begin, end in zip(heads, begins, [*begins[1:], len(rows)], strict=True):
        titles = rows[begin : head.first]
        body = rows[head.last + 1 : end]
        if part and tuple(head.cells) == part.head and not titles:
            # A table that goes on after a page's end has its headings again.
            again = rows[head.first : head.last + 1]
            part.passed_over += [PassedOver(row, "it repeats the headings") for row in again]
            part.rows += body
            continue
        if part:
            yield part
            passed_over = []
        part = _Part(tuple(head.cells), body, titles, passed_over)
    if part:
        yield part


def _titles_above(rows: list[GridRow], place: int) -> int:
    """How many heading rows stand right above one."""
    above = reversed(rows[:place])
    return len(list(takewhile(lambda row: _is_title(row), above)))


def _is_title(row: GridRow) -> bool:
    is_progress = row.is_heading and SAYS_PROGRESS.match(single(row))
    return bool(titled(row) or attributes_of(row)) and not is_progress


def _part_without_known_headings(rows: list[GridRow]) -> _Part:
    above = list(takewhile(single, rows))
    below = rows[len(above) :]
    if below and seems_head(over_their_columns(below[0])):
        return _Part(tuple(over_their_columns(below[0])), below[1:], above, [])
    return _Part((), rows, [], [])


def _attributes(part: _Part) -> dict[str, str]:
    """What the rows above a table say of its priority, by the names of the fields."""
    attributes: dict[str, str] = {}
    for row in part.titles:
        for name, text in attributes_of(row).items():
            attributes[name] = "\n".join(filter(None, [attributes.get(name), text]))
    return attributes


def _section(number: int, grid: Grid, part: _Part, before: tuple[str, str]) -> Section:
    """before: theme and strapline of the section before in the same table."""
    titles = [text for row in part.titles if (text := titled(row))]
    above = list(grid.above) + [Heading(10, text) for text in titles]
    if grid.is_sheet and not grid.above:
        name = re.sub(r"^Sheet “(.*)”(, columns .*)?$", r"\1", grid.title)
        above.insert(0, Heading(9, name))
    priority, theme = _priority_and_theme(above)
    title, scope = (priority.text, priority.scope) if priority else ("", "")
    if title and not scope:
        title, scope = with_scope(title)
    attributes = _attributes(part)
    if attributes and not theme:
        # Under a priority that is one without doubt; above the first of them stands the theme.
        named_above = [text for text in titles[:-1] if not GENERIC.search(text)]
        theme = named_above[-1] if named_above else "\n".join(before)
    theme, _, strapline = theme.partition("\n")
    marks = [found[1] for one in above if (found := MARK.match(one.mark))]
    named = [found for one in above if (found := YEAR.search(one.text))]
    return Section(
        number=number,
        where=grid.title,
        head=tuple(" ".join(text.split()) for text in part.head),
        rows=tuple(part.rows),
        path=" › ".join(one.text for one in above),
        theme=theme,
        priority=title,
        scope=scope,
        note=grid.note if grid.note.startswith("*") else "",
        is_actions=bool(part.head)
        and is_head(part.head)
        and not counts_actions(part.head, (row.cells for row in part.rows)),
        year=int(named[-1][1]) if named else None,
        is_review="review" in marks,
        passed_over=tuple(part.passed_over),
        titles=tuple((row, _named_by(row, priority, theme)) for row in part.titles),
        strapline=strapline.replace("\n", " "),
        attributes=attributes,
        all_rows=tuple(grid.rows),
    )


def _named_by(row: GridRow, priority: Heading | None, theme: str) -> str:
    """Whether a heading row gives the section's “priority” or “theme”; "" if neither."""
    text = titled(row)
    if not text or (priority and text == priority.text):
        return "priority"
    return "theme" if theme and text.partition("\n")[0] == theme else ""


def _priority_and_theme(above: list[Heading]) -> tuple[Heading | None, str]:
    """The Heading that is the priority's, or None, and the title of its theme, or ""."""
    ours = [place for place, one in enumerate(above) if MARK.match(one.mark)]
    called = [place for place, one in enumerate(above) if PRIORITY.match(one.text)]
    named = [place for place, one in enumerate(above) if not GENERIC.search(one.text)]
    places = ours or called or named
    if not places:
        return None, ""
    place = places[-1]
    if THEME.match(above[place].text):
        return None, above[place].text
    themes = [
        one.text
        for one in above[:place]
        # The outermost headings are chapters, unless they say otherwise.
        if THEME.match(one.text)
        or (called and ABOVE_PRIORITY.match(one.text))
        or (1 < one.level < 9 and not GENERIC.search(one.text))
    ]
    return above[place], themes[-1] if themes else ""


def _grid_from_json(one: dict[str, Any]) -> Grid:
    """A Grid as it is kept in PlanImport.tables."""
    return Grid(
        one["title"],
        [GridRow(**row) for row in one["rows"]],
        [Heading(**heading) for heading in one["above"]],
        one["note"],
        one["is_sheet"],
    )


def year_note(section: Section, plan: Plan) -> str:
    """Why a section of actions is not taken at first, in words."""
    if section.year is not None and section.year not in plan.period.financial_years:
        return f"because they stand under {years.label(section.year)}, not {plan.label}"
    return ""
