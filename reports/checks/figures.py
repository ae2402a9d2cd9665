"""Indicators of which there is nothing to print."""

from collections.abc import Iterator

from plans.figures.shown import windows_of
from plans.models import Block
from reports.checks.findings import Finding
from reports.checks.loaded import Loaded


def lacking(loaded: Loaded) -> Iterator[Finding]:
    """What the plans whose year is told show, and have no figure for."""
    if not {"figures", Block.Part.REVIEW} & loaded.context.titles.keys():
        return
    for plan in loaded.context.reviewed_plans:
        for one, window in windows_of(plan):
            if not window.shown:
                place = loaded.row("plan-indicator", one, f"{plan.label}, figures: {one}", plan)
                words = f"“{one}” has no figure for {plan.label} or before, so it is not printed."
                yield Finding("no-figure", words, place, str(one))
