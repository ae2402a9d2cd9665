"""What figures say in words: how many, which way they go, and how far from the target they are."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.template.defaultfilters import pluralize

from plans.figures.periods import period_of
from plans.figures.windows import Window
from plans.models import Indicator, Observation, PlanIndicator

BETTER = Indicator.Better
PERCENTAGES = {"per cent", "percent", "%"}


def number(value: Decimal) -> str:
    """A number as it is read: “1,619”, “12.5”."""
    return f"{value.normalize():,f}"


def words_of(observation: Observation) -> str:
    """The figure, or the words that stand for it."""
    if observation.words or observation.value is None:
        return observation.words
    return number(observation.value)


def total_of(observations: Sequence[Observation]) -> Decimal | None:
    """The sum of the parts; None if there are none, or one of them is given in words alone."""
    values = [one.value for one in observations if one.value is not None]
    return sum(values, Decimal(0)) if values and len(values) == len(observations) else None


def difference(before: Decimal, after: Decimal, unit: str = "") -> str:
    """By how much a figure is another: “231 fewer”, “0.2 lower”.

    Of percentages “11 percentage points lower”.
    """
    size = abs(after - before)
    said = number(size)
    if unit in PERCENTAGES:
        said += f" percentage point{pluralize(size)}"
    elif before % 1 == after % 1 == 0:
        return f"{said} {'more' if after > before else 'fewer'}"
    return f"{said} {'higher' if after > before else 'lower'}"


def change_words(before: Decimal | None, after: Decimal | None, unit: str = "") -> str:
    """What became of a figure, in words: “231 fewer (−12%)”. Empty if either isn't known.

    Of percentages: “11 percentage points lower”.
    """
    if before is None or after is None:
        return ""
    if before == after:
        return "no change"
    if unit in PERCENTAGES or not before:
        return difference(before, after, unit)
    percentage = (100 * (after - before) / before).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{difference(before, after, unit)} ({percentage:+}%)".replace("-", "−")


def verdict(better: str, before: Decimal | None, after: Decimal | None) -> str:
    """Whether a change is for the “better” or the “worse”; empty if it is neither."""
    if better == BETTER.NEITHER or before is None or after is None or before == after:
        return ""
    return "better" if (after < before) == (better == BETTER.LOWER) else "worse"


def fair_before(observations: Sequence[Observation], at: int) -> Observation | None:
    """The figure that one over periods is to be compared with: the one before it.

    None for the first, for one that was counted anew, and where both periods can be read and are
    not of one length, such as a quarter after a year.
    """
    one = observations[at]
    if not at or one.break_note:
        return None
    before = observations[at - 1]
    periods = [period_of(before.label), period_of(one.label)]
    lengths = {period.months for period in periods if period}
    return before if len(lengths) < 2 else None


def statement(one: PlanIndicator, window: Window) -> str:
    """The sentences that a figure's chart shows. Something must be in the window.

    “118 reports in 2025/26, 12 fewer than the target of 130; lower is better. 6 fewer (−5%) than
    in 2024/25: this has got better.”
    """
    is_series = one.indicator.kind == Indicator.Kind.SERIES
    said = _of_series(one, window.shown) if is_series else _of_parts(one, window)
    if one.target_words:
        said.append(f"Target: {one.target_words.rstrip('.')}.")
    return " ".join(said)


def baseline_words(one: PlanIndicator) -> str:
    """The baseline: “150 (2019/20)”. Empty if there is none."""
    if one.baseline is None:
        return ""
    of = f" ({one.baseline_label})" if one.baseline_label else ""
    return f"{number(one.baseline)}{of}"


def _of_series(one: PlanIndicator, observations: Sequence[Observation]) -> list[str]:
    indicator, latest = one.indicator, observations[-1]
    said = [_first(f"{words_of(latest)} {indicator.unit} in {latest.label}", one, latest.value)]
    before = fair_before(observations, len(observations) - 1)
    if before:
        said += _compared(before.value, latest.value, f"in {before.label}", indicator)
    elif latest.break_note and len(observations) > 1:
        earlier = observations[-2].label
        said.append(f"Not compared with {earlier}: there is a break in recording.")
    is_broken = any(other.break_note for other in observations[1:])
    return said + _from_baseline(one, None if is_broken else latest.value)


def _of_parts(one: PlanIndicator, window: Window) -> list[str]:
    indicator, total, earlier = one.indicator, total_of(window.shown), total_of(window.before)
    said = []
    if total is not None:
        of = window.shown[0].period
        when = f" in {of}" if of else ""
        said.append(_first(f"{number(total)} {indicator.unit} in all{when}", one, total))
        than = (window.before[0].period or "before") if window.before else ""
        said += _compared(earlier, total, f"in {than}" if than != "before" else than, indicator)
    known = [(part.value, part.label) for part in window.shown if part.value]
    if known:
        most, label = max(known, key=lambda pair: pair[0])
        said.append(f"The largest part is {label} ({number(most)}).")
    return said + _from_baseline(one, total)


def _first(figure: str, one: PlanIndicator, value: Decimal | None) -> str:
    """The figure, how far it is from the target, and which way is better."""
    said = f"{figure[:1].upper()}{figure[1:]}"
    if one.target is not None:
        target = f"the target of {number(one.target)}"
        if value is None:
            said += f" ({target[4:]})"
        elif value == one.target:
            said += f", equal to {target}"
        else:
            said += f", {difference(one.target, value, one.indicator.unit)} than {target}"
    if one.indicator.better != BETTER.NEITHER:
        label = BETTER(one.indicator.better).label
        said += f"; {label[:1].lower()}{label[1:]}"
    return f"{said}."


def _compared(
    before: Decimal | None, after: Decimal | None, when: str, indicator: Indicator
) -> list[str]:
    change = change_words(before, after, indicator.unit)
    if not change:
        return []
    if before == after:
        return [f"No change from {when.removeprefix('in ')}."]
    judged = verdict(indicator.better, before, after)
    return [f"{change} than {when}{f': this has got {judged}' if judged else ''}."]


def _from_baseline(one: PlanIndicator, value: Decimal | None) -> list[str]:
    if one.baseline is None:
        return []
    change = change_words(one.baseline, value, one.indicator.unit)
    now = {"": "", "no change": ": no change since"}.get(change, f": {change} since")
    return [f"The baseline is {baseline_words(one)}{now}."]
