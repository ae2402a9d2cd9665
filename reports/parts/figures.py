"""What was counted: figures with their direction, the change on the year before, and a chart."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.template.defaultfilters import pluralize

from plans.models import Indicator, Observation, Plan
from reports.parts.charts import NARROW, WIDTH, Bar, Chart, chart

BETTER = Indicator.Better
PERCENTAGES = {"per cent", "percent", "%"}


@dataclass(frozen=True)
class FigureRow:
    """A line of a figure's table, in words: “1,619”, “fewer than five”, “231 fewer (−12%)”."""

    label: str
    value: str
    share: str
    change: str
    comparison: str


@dataclass(frozen=True)
class Figure:
    """An indicator: its chart, its table, and a sentence that says which way it goes."""

    anchor: str
    title: str
    unit: str
    row_heading: str
    change_heading: str
    comparison_label: str
    rows: tuple[FigureRow, ...]
    total: str
    statement: str
    source: str
    chart: Chart
    narrow_chart: Chart

    @property
    def has_shares(self) -> bool:
        return any(row.share for row in self.rows)


def figures_of(
    plan: Plan | None, district: str, last_plan: Plan | None = None
) -> dict[int | None, tuple[Figure, ...]]:
    """The figures of a plan, by the id of their priority, if they have one. Two queries.

    district: what the legend of a comparison calls the figures themselves.
    last_plan: the plan of the year before, if any. Of parts of a whole (reports by area) the
    change is that on its indicator of the same title; of a series, that on the figure before.
    """
    if not plan:
        return {}
    ids = [one.pk for one in (plan, last_plan) if one]
    indicators = Indicator.objects.filter(plan__in=ids).prefetch_related("observations")
    earlier = {one.title: one for one in indicators if one.plan_id != plan.pk}
    by_priority: defaultdict[int | None, tuple[Figure, ...]] = defaultdict(tuple)
    for indicator in indicators:
        if indicator.plan_id == plan.pk and indicator.observations.all():
            figure = _figure(indicator, earlier.get(indicator.title), district, last_plan)
            by_priority[indicator.priority_id] += (figure,)
    return dict(by_priority)


def number(value: Decimal) -> str:
    """A number as it is read: “1,619”, “12.5”."""
    return f"{value.normalize():,f}"


def change_words(before: Decimal | None, after: Decimal | None, unit: str = "") -> str:
    """What became of a figure, in words: “231 fewer (−12%)”. Empty if either isn't known.

    Of percentages: “11 percentage points lower”.
    """
    if before is None or after is None:
        return ""
    if before == after:
        return "no change"
    size, direction = abs(after - before), "more" if after > before else "fewer"
    if unit in PERCENTAGES:
        points = f"percentage point{pluralize(size)}"
        return f"{number(size)} {points} {'higher' if after > before else 'lower'}"
    percentage = f" ({100 * (after - before) / before:+.0f}%)".replace("-", "−") if before else ""
    return f"{number(size)} {direction}{percentage}"


def judgement(better: str, before: Decimal | None, after: Decimal | None) -> str:
    """Whether a change is for the better: “Lower is better: this has got better.”"""
    if better == BETTER.NEITHER or before is None or after is None:
        return ""
    if before == after:
        verdict = "this has not changed"
    elif (after < before) == (better == BETTER.LOWER):
        verdict = "this has got better"
    else:
        verdict = "this has got worse"
    return f"{BETTER(better).label}: {verdict}."


def _figure(
    indicator: Indicator, earlier: Indicator | None, district: str, last_plan: Plan | None
) -> Figure:
    observations = list(indicator.observations.all())
    is_series = indicator.kind == Indicator.Kind.SERIES
    befores = _befores(observations, earlier, is_series)
    total = None if is_series else _total(observations)
    has_comparison = any(one.comparison is not None for one in observations)
    tell = _series_statement if is_series else _parts_statement
    return Figure(
        anchor=f"figure-{indicator.pk}",
        title=indicator.title,
        unit=indicator.unit,
        row_heading="Period" if is_series else _what_parts_are(indicator.title),
        change_heading=_change_heading(befores, is_series, last_plan),
        comparison_label=(indicator.comparison_label or "Comparison") if has_comparison else "",
        rows=tuple(
            FigureRow(
                label=one.label,
                value=_words(one),
                share=f"{100 * one.value / total:.0f}%" if total and one.value is not None else "",
                change=change_words(before, one.value, indicator.unit),
                comparison="" if one.comparison is None else number(one.comparison),
            )
            for one, before in zip(observations, befores, strict=True)
        ),
        total="" if total is None else number(total),
        statement=tell(
            indicator,
            observations,
            _total(list(earlier.observations.all())) if earlier else None,
        ),
        source=indicator.source,
        chart=_chart(indicator, observations, district, WIDTH),
        narrow_chart=_chart(indicator, observations, district, NARROW),
    )


def _words(observation: Observation) -> str:
    if observation.words or observation.value is None:
        return observation.words
    return number(observation.value)


def _total(observations: list[Observation]) -> Decimal | None:
    """The sum of the parts; None if there are none, or one of them is given in words alone."""
    values = [one.value for one in observations if one.value is not None]
    return sum(values, Decimal(0)) if values and len(values) == len(observations) else None


def _befores(
    observations: list[Observation], earlier: Indicator | None, is_series: bool
) -> list[Decimal | None]:
    """The figure that each observation is compared with, where there is one."""
    if is_series:
        return [None, *(one.value for one in observations[:-1])]
    known = {one.label: one.value for one in earlier.observations.all()} if earlier else {}
    return [known.get(one.label) for one in observations]


def _change_heading(befores: list[Decimal | None], is_series: bool, last_plan: Plan | None) -> str:
    if all(before is None for before in befores):
        return ""
    return f"Change on {last_plan.label}" if last_plan and not is_series else "Change"


def _what_parts_are(title: str) -> str:
    """“Reports by area” has areas for its parts."""
    words = title.rpartition(" by ")[2] if " by " in title else "part"
    return words[:1].upper() + words[1:]


def _series_statement(
    indicator: Indicator, observations: list[Observation], earlier_total: Decimal | None
) -> str:
    *earlier, latest = observations
    said = f"{latest.label}: {_words(latest)} {indicator.unit}"
    before = earlier[-1].value if earlier else None
    if change := change_words(before, latest.value, indicator.unit):
        than = "the same as in" if before == latest.value else f"{change} than in"
        said += f", {than} {earlier[-1].label}"
    return f"{said}. {judgement(indicator.better, before, latest.value)}".strip()


def _parts_statement(
    indicator: Indicator, observations: list[Observation], earlier_total: Decimal | None
) -> str:
    known = [(one.value, one.label) for one in observations if one.value]
    total = _total(observations)
    said = [] if total is None else [f"{number(total)} {indicator.unit} in all"]
    if total is not None and (change := change_words(earlier_total, total, indicator.unit)):
        than = "as many as" if total == earlier_total else f"{change} than"
        said.append(f"{than} the year before")
    if known:
        most, label = max(known, key=lambda pair: pair[0])
        said.append(f"the largest part {label} ({number(most)})")
    words = ", ".join(said)
    words = f"{words[:1].upper()}{words[1:]}." if words else ""
    return f"{words} {judgement(indicator.better, earlier_total, total)}".strip()


def _chart(
    indicator: Indicator, observations: list[Observation], district: str, width: float
) -> Chart:
    is_series = indicator.kind == Indicator.Kind.SERIES
    last = len(observations) - 1
    bars = [
        Bar(
            label=one.label,
            value=one.value or Decimal(0),
            words=_words(one),
            comparison=one.comparison,
            is_earlier=is_series and place < last,
        )
        for place, one in enumerate(observations)
    ]
    listed = "; ".join(f"{bar.label}: {bar.words}" for bar in bars)
    return chart(
        f"Bar chart: {indicator.title}, in {indicator.unit}",
        listed,
        bars,
        legend=(district, indicator.comparison_label or "Comparison"),
        width=width,
    )
