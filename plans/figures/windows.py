"""Which of an indicator's figures a plan shows: its window."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plans.figures.periods import Period, period_of
from plans.models import Indicator, Observation, PlanIndicator


@dataclass(frozen=True)
class Window:
    """shown: what the plan shows, in order; outside: what it doesn't.

    before: the parts of the period before that of the parts shown, to compare them with.
    is_in_order: whether the figures stand by their periods, and nobody gives them their places.
    """

    shown: list[Observation]
    outside: list[Observation]
    before: list[Observation]
    is_in_order: bool


def window_of(one: PlanIndicator, ends_on: date) -> Window:
    """The window of a plan that ends on this day. No query, if the observations are prefetched.

    Of figures over periods: the last so many whose period ends with the plan or before. Of parts:
    those of the last such period. What has no period that can be read is always shown.
    """
    observations = list(one.indicator.observations.all())
    if one.indicator.kind == Indicator.Kind.SERIES:
        return _of_series(observations, one.periods, ends_on)
    return _of_parts(observations, ends_on)


def _of_series(observations: list[Observation], periods: int, ends_on: date) -> Window:
    dated = _by_period((one, one.label) for one in observations)
    is_in_order = len(dated) == len(observations)
    over = [one for one, period in dated if period.ends_on <= ends_on]
    recent = {one.pk for one in over[-periods:]}
    left = {one.pk for one, _ in dated} - recent
    in_order = [one for one, _ in dated] if is_in_order else observations
    return Window(
        shown=[one for one in in_order if one.pk not in left],
        outside=[one for one in in_order if one.pk in left],
        before=[],
        is_in_order=is_in_order,
    )


def _of_parts(observations: list[Observation], ends_on: date) -> Window:
    dated = _by_period((one, one.period) for one in observations)
    keys = {one.pk for one, _ in dated}
    undated = [one for one in observations if one.pk not in keys]
    sets: dict[Period, list[Observation]] = {}
    for one, period in dated:
        if period.ends_on <= ends_on:
            sets.setdefault(period, []).append(one)
    groups = [undated, *sets.values()] if undated else [*sets.values()]
    shown = groups[-1] if groups else []
    there = {one.pk for one in shown}
    return Window(
        shown=shown,
        outside=[one for one in observations if one.pk not in there],
        before=groups[-2] if len(groups) > 1 else [],
        is_in_order=False,
    )


def _by_period(
    labelled: Iterable[tuple[Observation, str]],
) -> list[tuple[Observation, Period]]:
    """Those whose label is a period, with it, in the order of the periods."""
    read = [(one, period) for one, label in labelled if (period := period_of(label))]
    return sorted(read, key=lambda pair: pair[1])
