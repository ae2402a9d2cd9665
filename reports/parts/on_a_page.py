"""The plan on one page: its priorities, who leads each, its measures, and how the actions stand."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import ClassVar

from django.template.defaultfilters import pluralize

from actions.models import Action, Status
from actions.summary import bar_of, bar_unit, in_words
from plans.figures.charts import WIDTH, Stack
from plans.figures.shown import windows_of
from plans.figures.windows import Window
from plans.figures.words import difference, fair_before, number, total_of, verdict, words_of
from plans.marks import as_text
from plans.models import Indicator, Observation, PlanIndicator, Priority
from reports.parts import Context, Part
from reports.parts.columns import PADDING, width_of
from reports.parts.results import Results, results_of

MOST = 3  # measures of a priority
CUT = "…"
# How the target of a figure begins, also where the text is cut behind it.
TARGET = re.compile(r"[,:] target(?=:| \d|$)")
# In millimetres: a line of a table, what stands around those of a row, and the least of a row, in
# which a bar and its words stand.
LINE, AROUND, LEAST = 4.85, 2.6, 14.4
# How wide words are, of what columns.width_of says at most: in bold, and not. Other scripts are
# taken to need all of it.
BOLD, REGULAR = 0.87, 0.81
# Of a text no more is looked at than a page may hold.
MOST_LETTERS = 600


@dataclass(frozen=True)
class Sheet:
    """A page: in millimetres how high the rows may be, and how wide the first two columns are.

    steps: how many measures of each priority there are, and in how many lines, as it fills up.
    bar, bar_of_all: how wide the drawings of bars are, in the units of charts: so that their
    letters are of 9 points or more.
    """

    height: float
    priority: float
    measures: float
    steps: tuple[tuple[int, int], ...]
    bar: float
    bar_of_all: float


# Turned, and upright.
POSTER = Sheet(103, 66, 125, ((3, 9), (3, 2), (3, 1), (2, 1), (1, 1)), 270, 900)
OPENING = Sheet(176, 44, 82, ((3, 9), (3, 2), (2, 2), (1, 2), (1, 1)), 190, WIDTH)


@dataclass(frozen=True)
class PageRow:
    """A priority. bar: of its actions, None if none has begun."""

    title: str
    lead: str
    measures: tuple[str, ...]
    actions: int
    results: Results | None
    bar: Stack | None

    @property
    def counted(self) -> str:
        """Its actions in words: “5 complete, 1 at risk”."""
        return in_words(dict(self.results.counts)) if self.results else "No actions"


@dataclass(frozen=True, kw_only=True)
class OnAPage(Part):
    """The rows as there is room for them; fitting: how many of them one page holds."""

    rows: tuple[PageRow, ...]
    results: Results | None
    bar: Stack | None
    fitting: int
    template: ClassVar[str] = "reports/parts/on_a_page.html"

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def fits(self) -> bool:
        return self.fitting == len(self.rows)

    @property
    def cut(self) -> list[str]:
        """The measures that end before their end."""
        return [one for row in self.rows for one in row.measures if one.endswith(CUT)]

    @property
    def summary(self) -> str:
        count = len(self.rows)
        priorities = f"{count} {pluralize(count, 'priority,priorities')}"
        return f"{priorities} on one page" if self.fits else f"{priorities}: {self.fitting} fit"


def on_a_page(context: Context) -> Part | None:
    """The priorities of the plan and how they stand, on one page or as many as they take."""
    sheet = POSTER if context.layout.is_one_page else OPENING
    figures = windows_of(context.plan)
    rows = tuple(_row(one, figures) for one in context.priorities)
    unit = bar_unit([dict(row.results.counts) for row in rows if row.results], sheet.bar)
    rows = tuple(replace(row, bar=_bar(row.results, sheet.bar, unit, row.title)) for row in rows)
    actions = [one for priority in context.priorities for one in priority.actions.all()]
    results = results_of(actions)
    of_all = bar_unit([dict(results.counts)] if results else [], sheet.bar_of_all)
    shown, fitting = fitted(rows, sheet)
    if context.is_large_print:
        # It takes as many pages as it needs.
        shown, fitting = rows, len(rows)
    return context.part(
        "on_a_page",
        OnAPage,
        rows=shown,
        results=results,
        bar=_bar(results, sheet.bar_of_all, of_all, "All actions", has_key=True),
        fitting=fitting,
    )


def fitted(rows: Sequence[PageRow], sheet: Sheet) -> tuple[tuple[PageRow, ...], int]:
    """The rows with as much of their measures as a page has room for, and how many it holds.

    All have the same, and from the first on more as long as there is room. Where there are too
    many, each has as little as may be.
    """
    fuller: list[PageRow] = []
    for step in sheet.steps:
        shown = [_with_less(row, sheet, *step) for row in rows]
        room = sheet.height - sum(height_of(row, sheet) for row in shown)
        if room >= 0:
            for place, row in enumerate(fuller):
                more = height_of(row, sheet) - height_of(shown[place], sheet)
                if more <= room:
                    shown[place] = row
                    room -= more
            return tuple(shown), len(shown)
        fuller = shown
    room, fitting = sheet.height - height_of(fuller[0], sheet), 0
    while room >= 0:
        fitting += 1
        room -= height_of(fuller[fitting], sheet)
    return tuple(fuller), fitting


def _with_less(row: PageRow, sheet: Sheet, count: int, lines: int) -> PageRow:
    return replace(row, measures=tuple(_cut(one, sheet, lines) for one in row.measures[:count]))


def height_of(row: PageRow, sheet: Sheet) -> float:
    """How high a row is, in millimetres."""
    titles = sum(_lines(one, sheet.priority, BOLD) for one in (row.title, row.lead) if one)
    measures = sum(_lines(one, sheet.measures, REGULAR) for one in row.measures)
    return max(AROUND + LINE * max(titles, measures), LEAST)


def _lines(text: str, width: float, weight: float) -> int:
    """How many lines of this width, in millimetres, a text takes at most."""
    width -= PADDING
    lines, left = 1, width
    for word in text.split():
        own = width_of(f"{word} ") * (weight if word.isascii() else 1)
        if own <= left:
            left -= own
        else:
            lines += ceil(own / width)
            left = width - own % width
    return lines


def _cut(text: str, sheet: Sheet, lines: int) -> str:
    """As much of a text as so many lines hold, cut after a word, or within it if there is one.

    Of a figure, half a target or change may be taken for another: it is left out.
    """
    words = text[:MOST_LETTERS].split()
    whole = " ".join(words)
    if len(text) <= MOST_LETTERS and _lines(whole, sheet.measures, REGULAR) <= lines:
        return whole
    while len(words) > 1 and _lines(f"{' '.join(words)}{CUT}", sheet.measures, REGULAR) > lines:
        words.pop()
    if len(words) == 1:
        # Four millimetres hold the widest letter.
        words = [words[0][: int(lines * sheet.measures / 4)]]
    left = TARGET.split(" ".join(words))[0]
    if left.count("(") > left.count(")"):
        left = left.rpartition("(")[0] or left
    return f"{left.rstrip(' ,;:')}{CUT}"


def _row(priority: Priority, figures: list[tuple[PlanIndicator, Window]]) -> PageRow:
    actions = list(priority.actions.all())
    own = [_figure(one, window) for one, window in figures if one.priority_id == priority.pk]
    measures = dict.fromkeys(filter(None, (*own, *_aims(priority), *_measures(actions))))
    wordings = dict.fromkeys(as_text(one.wording) for one in actions)
    return PageRow(
        title=str(priority),
        lead=_lead(priority, actions),
        measures=tuple(measures or wordings)[:MOST],
        actions=len(actions),
        results=results_of(actions),
        bar=None,
    )


def _figure(one: PlanIndicator, window: Window) -> str:
    """What a figure says: “Reports: 118 in 2025/26 (6 fewer, better), target 130 or fewer”."""
    indicator, target = one.indicator, ""
    figure = _latest(window, indicator) if window.shown else ""
    if one.target_words:
        target = f", target: {one.target_words.rstrip('.')}"
    elif one.target is not None:
        direction = {"higher": " or more", "lower": " or fewer"}.get(indicator.better, "")
        target = f", target {number(one.target)}{direction}"
    said = f"{figure}{target}".removeprefix(", ")
    return f"{indicator.title}: {said}" if said else ""


def _latest(window: Window, indicator: Indicator) -> str:
    """The latest figure with its change, or the sum of its parts; empty if they have none."""
    latest = window.shown[-1]
    if indicator.kind == Indicator.Kind.SERIES:
        before = fair_before(window.shown, len(window.shown) - 1)
        return f"{words_of(latest)} in {latest.label}{_change(before, latest, indicator)}"
    total = total_of(window.shown)
    when = f" in {latest.period}" if latest.period else ""
    return "" if total is None else f"{number(total)}{when}"


def _change(before: Observation | None, latest: Observation, indicator: Indicator) -> str:
    """“ (6 fewer, better)”; empty where there is nothing fair to compare it with."""
    values = (before.value if before else None, latest.value)
    if None in values or values[0] == values[1]:
        return ""
    judged = verdict(indicator.better, *values)
    words = (difference(*values, indicator.unit), judged)  # type: ignore[arg-type]
    return f" ({', '.join(filter(None, words))})"


def _aims(priority: Priority) -> tuple[str, ...]:
    return (priority.success_indicator, priority.specific_target, priority.overall_target)


def _measures(actions: list[Action]) -> Iterator[str]:
    for one in actions:
        yield as_text(one.outcome or one.measure)


def _lead(priority: Priority, actions: list[Action]) -> str:
    """Who leads it, or else leads most of its actions; empty if nobody is named."""
    if priority.lead:
        return str(priority.lead)
    leads = Counter(str(own) for one in actions for own in one.owners.all() if own.is_lead)
    return leads.most_common(1)[0][0] if leads else ""


def _bar(
    results: Results | None, width: float, unit: float, title: str, *, has_key: bool = False
) -> Stack | None:
    if results is None or _is_beginning(results):
        return None
    return bar_of(title, dict(results.counts), width=width, unit=unit, has_key=has_key)


def _is_beginning(results: Results) -> bool:
    """Whether no action has begun."""
    return dict(results.counts).get(Status.NOT_STARTED, 0) == results.total
