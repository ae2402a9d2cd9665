"""The sections of a file: rows of actions under one row of headings, and what stands above them."""

import re
from dataclasses import dataclass
from itertools import takewhile

from actions.building.plan_import.columns import is_head, seems_head
from csp.spreadsheets.grids import Grid, GridRow, Heading
from plans import years

# Chapters and captions, which name no priority.
GENERIC = re.compile(
    r"action plans?|^actions?\b|\breview of\b|^review\b|delivery plan|^priorities|^our priorities|"
    r"^plan\b|^progress|^updates?$|^introduction|^appendix|^sheet ?\d|^table ?\d|^the table$|"
    r"^contents|^analysis$|^recommendations?$",
    re.I,
)
PRIORITY = re.compile(r"^(strategic )?priority\b", re.I)
THEME = re.compile(r"^theme\b", re.I)
# How our own documents mark the heading of a priority: this year's, or the reviewed one's.
MARK = re.compile(r"^(plan|review)-\d+$")
YEAR = re.compile(r"\b((?:19|20)\d\d)\s*(?:/|-|–|to)\s*(?:20)?(\d\d)\b")
SCOPE = re.compile(r"\s*\(((?:including|to include|includes|incl\.?)\s.*)\)$", re.I | re.S)


@dataclass(frozen=True)
class Section:
    """number: its place in the file, from 0. head: the headings, () if there is no row of them;
    where they are not those of actions, that row may be no headings at all.

    where: “Table 3”. theme, priority: what is above says so, as far as it does; scope and note are
    the priority's. is_actions: whether the headings are those of actions. year: the financial year
    that is named above, or None. is_review: our own document reviews last year here. passed_over:
    rows that are in no section, as (number, why).
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
    passed_over: tuple[tuple[int, str], ...] = ()

    @property
    def width(self):
        return max((len(row.cells) for row in self.rows), default=len(self.head))

    @property
    def key(self):
        """Equal for sections whose columns mean the same."""
        return " | ".join(self.head) if self.head else f"{self.width} columns without headings"


def sections_of(plan_import):
    """All Sections of the file of a PlanImport, in its order."""
    grids = [_grid_from_json(one) for one in plan_import.tables.get("grids", [])]
    parts = [(grid, part) for grid in grids for part in _parts(grid)]
    return [_section(number, grid, part) for number, (grid, part) in enumerate(parts)]


def single(row):
    """The text of a row that has but one cell with text, in one of its first two columns, or ""."""
    filled = [(column, cell) for column, cell in enumerate(row.cells) if cell]
    if len(filled) == 1 and (row.is_heading or filled[0][0] <= 1):
        return filled[0][1]
    return ""


def with_scope(title):
    """A priority's title without the scope in brackets behind it: (title, scope)."""
    found = SCOPE.search(title)
    return (title[: found.start()], found[1]) if found else (title, "")


def named(section):
    """The priority that is above a Section as people enter it: “Violence (including gangs)”."""
    return f"{section.priority} ({section.scope})" if section.scope else section.priority


@dataclass
class _Part:
    """A section on its way. titles: the texts of the heading rows right above its head."""

    head: tuple[str, ...]
    rows: list[GridRow]
    titles: list[str]
    passed_over: list[tuple[int, str]]


def _parts(grid):
    """Divide a grid where a row of headings stands: yields _Parts."""
    rows = grid.rows
    heads = _places_of_heads(rows)
    if not heads:
        yield _part_without_known_headings(rows)
        return
    begins = [place - _titles_above(rows, place) for place in heads]
    part = None
    # What stands before all headings, and isn't their title, is told of.
    passed_over = [(row.number, "it stands above the headings") for row in rows[: begins[0]]]
    for place, begin, end in zip(heads, begins, [*begins[1:], len(rows)], strict=True):
        head = tuple(rows[place].cells)
        titles = [single(row) for row in rows[begin:place]]
        body = rows[place + 1 : end]
        if part and head == part.head and not titles:
            # A table that goes on after a page's end has its headings again.
            part.passed_over.append((rows[place].number, "it repeats the headings"))
            part.rows += body
            continue
        if part:
            yield part
            passed_over = []
        part = _Part(head, body, titles, passed_over)
    yield part


def _places_of_heads(rows):
    """Where a row of headings stands: the first that is one, and all that are without doubt."""
    first = next((place for place, row in enumerate(rows) if is_head(row.cells)), None)
    if first is None:
        return []
    return [first] + [
        place
        for place, row in enumerate(rows[first + 1 :], start=first + 1)
        if row.cells == rows[first].cells or is_head(row.cells, beyond_doubt=True)
    ]


def _titles_above(rows, place):
    """How many rows with a single text stand right above one."""
    return len(list(takewhile(single, reversed(rows[:place]))))


def _part_without_known_headings(rows):
    above = list(takewhile(single, rows))
    head, *below = rows[len(above) :] or [None]
    if head and seems_head(head.cells):
        return _Part(tuple(head.cells), below, [single(row) for row in above], [])
    return _Part((), rows, [], [])


def _section(number, grid, part):
    above = list(grid.above) + [Heading(10, text) for text in part.titles]
    if grid.is_sheet and not grid.above:
        name = re.sub(r"^Sheet “(.*)”$", r"\1", grid.title)
        above.insert(0, Heading(9, name))
    priority, theme = _priority_and_theme(above)
    title, scope = (priority.text, priority.scope) if priority else ("", "")
    if title and not scope:
        title, scope = with_scope(title)
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
        is_actions=bool(part.head) and is_head(part.head),
        year=int(named[-1][1]) if named else None,
        is_review="review" in marks,
        passed_over=tuple(part.passed_over),
    )


def _priority_and_theme(above):
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
        if THEME.match(one.text) or (1 < one.level < 9 and not GENERIC.search(one.text))
    ]
    return above[place], themes[-1] if themes else ""


def _grid_from_json(one):
    """A Grid as it is kept in PlanImport.tables."""
    return Grid(
        one["title"],
        [GridRow(**row) for row in one["rows"]],
        [Heading(**heading) for heading in one["above"]],
        one["note"],
        one["is_sheet"],
    )


def year_note(section, plan):
    """Why a section of actions is not taken at first, in words."""
    if section.year is not None and section.year != plan.start_year:
        return f"because they stand under {years.label(section.year)}, not {plan.label}"
    return ""
