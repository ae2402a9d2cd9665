"""The figures that a plan shows, as plain values: a chart, a table, and sentences for each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from plans.figures.charts import NARROW, SMALL, WIDTH, Bar, Chart, Target, chart
from plans.figures.windows import Window, window_of
from plans.figures.words import (
    baseline_words,
    change_words,
    fair_before,
    number,
    statement,
    total_of,
    verdict,
    words_of,
)
from plans.models import Indicator, Observation, Plan, PlanIndicator


@dataclass(frozen=True)
class FigureRow:
    """A line of a figure's table, in words: “1,619”, “fewer than five”, “231 fewer (−12%)”.

    note: which of the notes tells of a break before it: “note 1”, or empty.
    """

    label: str
    value: str
    share: str
    change: str
    comparison: str
    note: str


@dataclass(frozen=True)
class Figure:
    """An indicator in a plan: its chart, its table, and sentences that say which way it goes.

    aims: baseline and target, each with what it is called. notes: of breaks in recording.
    """

    anchor: str
    title: str
    unit: str
    row_heading: str
    change_heading: str
    comparison_label: str
    rows: tuple[FigureRow, ...]
    total: str
    aims: tuple[tuple[str, str], ...]
    statement: str
    notes: tuple[str, ...]
    source: str
    chart: Chart
    narrow_chart: Chart
    small_chart: Chart
    is_series: bool

    @property
    def latest(self) -> FigureRow:
        return self.rows[-1]

    @property
    def before(self) -> FigureRow | None:
        """The row before the latest."""
        return self.rows[-2] if len(self.rows) > 1 else None

    @property
    def target(self) -> str:
        return dict(self.aims).get("Target", "")

    @property
    def has_shares(self) -> bool:
        return any(row.share for row in self.rows)


def windows_of(plan: Plan) -> list[tuple[PlanIndicator, Window]]:
    """What the plan shows, in order, each with its window. Two queries."""
    shown = plan.indicators.select_related("indicator", "priority")
    rows = shown.prefetch_related("indicator__observations").order_by("position", "pk")
    return [(one, window_of(one, plan.ends_on)) for one in rows]


def figures_of(plan: Plan | None, district: str) -> dict[int | None, tuple[Figure, ...]]:
    """The figures of a plan, by the id of their priority, if they have one. Two queries.

    district: what the legend of a comparison calls the figures themselves. An indicator of which
    nothing is in the plan's window is left out.
    """
    by_priority: defaultdict[int | None, tuple[Figure, ...]] = defaultdict(tuple)
    for one, window in windows_of(plan) if plan else []:
        if window.shown:
            by_priority[one.priority_id] += (figure_of(one, window, district),)
    return dict(by_priority)


def figure_of(one: PlanIndicator, window: Window, district: str) -> Figure:
    """The figure of an indicator in a plan. Something must be in the window."""
    indicator, observations = one.indicator, window.shown
    is_series, notes = indicator.kind == Indicator.Kind.SERIES, _notes(observations)
    befores = _befores(window, is_series)
    total = None if is_series else total_of(observations)
    draw = partial(_chart, one, observations, notes, district)
    return Figure(
        anchor=f"figure-{one.pk}",
        title=indicator.title,
        unit=indicator.unit,
        row_heading="Period" if is_series else _what_parts_are(indicator.title),
        change_heading=_change_heading(befores, window),
        comparison_label=_compared_with(indicator, observations),
        rows=tuple(
            FigureRow(
                label=other.label,
                value=words_of(other),
                share=_share(other.value, total),
                change=_change(before, other.value, indicator),
                comparison="" if other.comparison is None else number(other.comparison),
                note=f"note {notes[other.pk]}" if other.pk in notes else "",
            )
            for other, before in zip(observations, befores, strict=True)
        ),
        total="" if total is None else number(total),
        aims=_aims(one),
        statement=statement(one, window),
        notes=tuple(
            f"Note {notes[other.pk]}. Break in recording at {other.label}: "
            f"{other.break_note.rstrip('.')}."
            for other in observations
            if other.pk in notes
        ),
        source=indicator.source.rstrip("."),
        chart=draw(WIDTH),
        narrow_chart=draw(NARROW),
        small_chart=draw(SMALL),
        is_series=is_series,
    )


def _compared_with(indicator: Indicator, observations: Sequence[Observation]) -> str:
    """What the figures are compared with; empty if none is."""
    if all(one.comparison is None for one in observations):
        return ""
    return indicator.comparison_label or "Comparison"


def _notes(observations: Sequence[Observation]) -> dict[int, int]:
    """The numbers of the notes that tell of breaks, by the key of the observation."""
    broken = [one.pk for one in observations if one.break_note]
    return {key: place for place, key in enumerate(broken, start=1)}


def _befores(window: Window, is_series: bool) -> list[Decimal | None]:
    """The figure that each observation is compared with, where there is one."""
    if is_series:
        others = (fair_before(window.shown, at) for at in range(len(window.shown)))
        return [other.value if other else None for other in others]
    known = {one.label: one.value for one in window.before}
    return [known.get(one.label) for one in window.shown]


def _change(before: Decimal | None, after: Decimal | None, indicator: Indicator) -> str:
    judged = verdict(indicator.better, before, after)
    return change_words(before, after, indicator.unit) + (f", {judged}" if judged else "")


def _change_heading(befores: list[Decimal | None], window: Window) -> str:
    if all(before is None for before in befores):
        return ""
    period = window.before[0].period if window.before else ""
    return f"Change on {period}" if period else "Change"


def _share(value: Decimal | None, total: Decimal | None) -> str:
    return f"{100 * value / total:.0f}%" if total and value is not None else ""


def _aims(one: PlanIndicator) -> tuple[tuple[str, str], ...]:
    baseline = f"Baseline ({one.baseline_label})" if one.baseline_label else "Baseline"
    aims = ((baseline, one.baseline), ("Target", one.target))
    return tuple((name, number(value)) for name, value in aims if value is not None)


def _what_parts_are(title: str) -> str:
    """“Reports by area” has areas for its parts."""
    words = title.rpartition(" by ")[2] if " by " in title else "part"
    return words[:1].upper() + words[1:]


def _chart(
    one: PlanIndicator,
    observations: Sequence[Observation],
    notes: dict[int, int],
    district: str,
    width: float,
) -> Chart:
    indicator = one.indicator
    is_series = indicator.kind == Indicator.Kind.SERIES
    last = len(observations) - 1
    bars = [
        Bar(
            label=other.label,
            value=other.value or Decimal(0),
            words=words_of(other),
            comparison=other.comparison,
            is_earlier=is_series and place < last,
            note=f"note {notes[other.pk]}" if other.pk in notes else "",
        )
        for place, other in enumerate(observations)
    ]
    # The target of parts is that of all of them together, for which there is no bar.
    target = Target(number(one.target), one.target) if is_series and one.target else None
    return chart(
        f"Bar chart: {indicator.title}, in {indicator.unit}",
        _listed(one, bars),
        bars,
        legend=(district, indicator.comparison_label or "Comparison"),
        target=target,
        width=width,
    )


def _listed(one: PlanIndicator, bars: list[Bar]) -> str:
    """What the chart shows, in words."""
    said = [
        f"{bar.label}{f' (break in recording, {bar.note})' if bar.note else ''}: {bar.words}"
        for bar in bars
    ]
    if one.target is not None:
        of = " of all" if one.indicator.kind == Indicator.Kind.PARTS else ""
        said.append(f"Target{of}: {number(one.target)}")
    if baseline := baseline_words(one):
        said.append(f"Baseline: {baseline}")
    if one.indicator.better != Indicator.Better.NEITHER:
        said.append(one.indicator.get_better_display())
    return "; ".join(said)
