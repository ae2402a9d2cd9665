"""What was measured, as a table, and docs/performance.md."""

import os
import platform
import re
import subprocess
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg
import pypandoc

from script.benches import ROOT
from script.benches.measuring import Row
from tests.serving import chromium

PAGE = ROOT / "docs/performance.md"
HEADINGS = ("work", "against", "unit", "work’s", "other’s", "found", "from – to", "bar", "")
PACKAGES = ("Django", "weasyprint", "gunicorn", "psycopg")
# More than this of each core was at work before the bench began: what it measures is in doubt.
QUIET = 0.25

INTRODUCTION = """# How fast it is

Written by `script/bench --write`: a table for each part, of the last time that it was measured.
What the parts are: `script/bench --list`, and `script/benches/`. Each line was measured in turn
with what it stands against, in the same run: the work’s and the other’s figures are medians;
*found* is the median of what the pairs say (their ratio, if nothing else is said), between the
lowest and the highest. CPU is that of whole trees of processes, memory the most that they have at
once, with what they share counted once. A line whose bar is not reached says so.
"""


def table(rows: Iterable[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = [_line(HEADINGS), _line(["---"] * len(HEADINGS))]
    for row in rows:
        bar = "" if row.bar is None else f"{'≥' if row.at_least else '≤'} {row.bar:g}"
        lines.append(
            _line(
                [
                    row.work,
                    row.against,
                    row.unit,
                    _number(row.first),
                    _number(row.second),
                    _number(row.figure),
                    f"{_number(min(row.figures))} – {_number(max(row.figures))}",
                    bar,
                    "" if row.bar is None else "holds" if row.holds else "**not reached**",
                ]
            )
        )
    return "\n".join(lines)


def write(
    title: str, rows: Iterable[Row], scale: str, about: str, order: Sequence[str], page: Path = PAGE
) -> None:
    """Write the table of the part of this title into docs/performance.md; all others stay.

    about: the day and the machine. order: the titles of all parts there are. What somebody has
    written below, from “## Notes” on, stays.
    """
    before = page.read_text() if page.exists() else ""
    sections = dict(re.findall(r"^## (.*)\n\n((?:(?!## ).*\n?)*)", before, re.MULTILINE))
    sections[title] = f"At {scale} scale, on {_day()}.\n\n{table(rows)}"
    measured = "\n".join(sections[one] for one in order if one in sections)
    sections["Machines"] = machines(before, measured, about)
    known = [*order, "Machines", "Notes"]
    parts = [f"## {one}\n\n{sections[one].rstrip()}\n" for one in known if one in sections]
    page.write_text("\n".join([INTRODUCTION, *parts]))


def machines(before: str, tables: str, about: str) -> str:
    """A line for the machine of each day, today’s last.

    before: the page with those of other days, which stay if the new tables tell of that day.
    """
    days = {day: line for line, day in re.findall(r"^(- On ([^,]*),.*)$", before, re.MULTILINE)}
    others = [line for day, line in days.items() if f" {day}" in tables and day != _day()]
    return "\n".join([*others, f"- {about}"])


def about(server: str) -> str:
    """On what it was measured: the day, versions, the kind of machine, and how busy it was."""
    versions = [f"Python {platform.python_version()}"]
    versions += [f"{name} {version(name)}" for name in PACKAGES]
    with psycopg.connect(server) as connection:
        (number,) = connection.execute("SHOW server_version").fetchone() or ("",)
    versions.append(f"PostgreSQL {number.split()[0]}")
    versions += [found for found in (_of_program(chromium()), _of_pandoc()) if found]
    where = "on this machine" if _is_here(server) else "on another machine"
    return (
        f"On {_day()}, {_machine()}, {load()}; {', '.join(versions)}; PostgreSQL "
        f"{where}, as it comes ({_memory_of(server)} of shared buffers)."
    )


def load() -> str:
    """How busy the machine is, in words."""
    return f"{os.getloadavg()[0]:.2f} processes at work before it began"


def is_quiet() -> bool:
    return os.getloadavg()[0] <= QUIET * (os.cpu_count() or 1)


def _day() -> str:
    return f"{date.today():%-d %B %Y}"


def _machine() -> str:
    words = Path("/proc/cpuinfo").read_text()
    model = re.search(r"^model name\s*: (.*)$", words, re.MULTILINE)
    memory = psutil.virtual_memory().total / 1024**3
    return f"{os.cpu_count()} cores ({model[1] if model else platform.machine()}), {memory:.0f} GB"


def _memory_of(server: str) -> str:
    with psycopg.connect(server) as connection:
        (size,) = connection.execute("SHOW shared_buffers").fetchone() or ("",)
    return str(size)


def _is_here(server: str) -> bool:
    return urlsplit(server).hostname in (None, "127.0.0.1", "localhost", "::1")


def _of_program(path: str | None) -> str:
    if not path:
        return ""
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    return " ".join(done.stdout.split()[:2])


def _of_pandoc() -> str:
    return f"pandoc {pypandoc.get_pandoc_version()}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _number(value: float) -> str:
    """Three digits of it, as people read them."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
