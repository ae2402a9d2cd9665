"""docs/trials.md: the lines of all trials, each of the last time that it was tried."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from script.benches import ROOT
from script.benches.report import machines
from script.trial_parts.trial import Line, Trial, told

PAGE = ROOT / "docs/trials.md"
HEADINGS = ("trial", "database", "scale", "on", "tried", "found", "at most", "", "seconds")
INTRODUCTION = """# What goes wrong in systems like this, tried

Written by `script/trials --write`: a line for each figure, of the last time that it was tried, with
the scale and the day. What each trial stands for: `script/trials --list`, and
`script/trial_parts/`. A line whose figure is above its bar says so. The seconds are of the whole
trial."""


@dataclass(frozen=True)
class Found:
    """A line of a trial, and how it came about."""

    trial: Trial
    database: str
    scale: str
    seconds: int
    line: Line


def write(found: Sequence[Found], about: str, order: Sequence[str], page: Path = PAGE) -> None:
    """Write the page anew. about: the day and the machine. order: of the trials' names.

    Lines of trials that were not tried this time stay, on the same database; so do the machines of
    their days, and what somebody has written from “## Notes” on.
    """
    before = page.read_text() if page.exists() else ""
    tried = {(one.trial.name, one.database) for one in found}
    kept = [cells for cells in _rows_in(before) if (cells[0], cells[1]) not in tried]
    rows = sorted([*kept, *map(_cells, found)], key=lambda cells: order_of(cells[0], order))
    notes = re.search(r"^## Notes$.*", before, re.MULTILINE | re.DOTALL)
    table = "\n".join([_row(HEADINGS), _row(["---"] * len(HEADINGS)), *map(_row, rows)])
    parts = [INTRODUCTION, table, "## Machines", machines(before, table, about)]
    parts += [notes[0].rstrip()] if notes else []
    page.write_text("\n\n".join(parts) + "\n")


def order_of(name: str, order: Sequence[str]) -> int:
    """Its place; of what there is no more, behind all others."""
    return list(order).index(name) if name in order else len(order)


def _rows_in(text: str) -> list[list[str]]:
    rows = [line[2:-2].split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [cells for cells in rows[2:] if len(cells) == len(HEADINGS)]


def _cells(found: Found) -> list[str]:
    line = found.line
    return [
        found.trial.name,
        found.database,
        found.scale,
        f"{date.today():%-d %B %Y}",
        line.tried,
        f"{told(line.figure)} {line.unit}",
        told(line.bar),
        "holds" if line.holds else "**falls short**",
        str(found.seconds),
    ]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
