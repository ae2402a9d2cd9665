"""Two ways of doing the same, measured in turn; and what processes cost with all their children."""

import json
import math
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import psutil

from script.benches import ROOT

# Seconds between two looks at the memory of a tree.
LOOK = 0.03


class Wrong(Exception):
    """What was measured did not do what it should; its time says nothing."""


@dataclass(frozen=True)
class Row:
    """What was measured of a piece of work, beside what, and the bar for it.

    first, second: medians in `unit` of the work and of what it stands against, as they are told.
    figures: what was found in each pair, mostly the ratio, which the bar is for. at_least: whether
    the figure must not be below the bar, instead of not above it. bar: None where there is none.
    """

    work: str
    against: str
    unit: str
    first: float
    second: float
    figures: tuple[float, ...]
    bar: float | None = None
    at_least: bool = False

    @property
    def figure(self) -> float:
        return median(self.figures)

    @property
    def holds(self) -> bool:
        if self.bar is None:
            return True
        return self.figure >= self.bar if self.at_least else self.figure <= self.bar


def compared(
    work: str,
    against: str,
    unit: str,
    pairs: Sequence[tuple[float, float]],
    bar: float | None = None,
    figure: Callable[[float, float], float] = lambda first, second: first / second,
    at_least: bool = False,
) -> Row:
    """The Row of what was measured in pairs. figure: what is made of a pair, mostly its ratio."""
    firsts, seconds = zip(*pairs, strict=True)
    figures = tuple(figure(first, second) for first, second in pairs)
    return Row(work, against, unit, median(firsts), median(seconds), figures, bar, at_least)


def in_turn(
    first: Callable[[], float],
    second: Callable[[], float],
    number: int,
    *,
    is_warm: bool = False,
) -> list[tuple[float, float]]:
    """What both measure, in so many pairs; each comes first in every other pair.

    is_warm: whether what a process does once is done.
    """
    if not is_warm:
        first(), second()
    pairs = []
    for turn in range(number):
        if turn % 2:
            later = second()
            pairs.append((first(), later))
        else:
            pairs.append((first(), second()))
    return pairs


def tried(work: str, measure: Callable[[], list[Row]]) -> list[Row]:
    """The rows of a piece of work; of one that goes wrong, which is told, one that says so."""
    try:
        return measure()
    except Wrong as wrong:
        print(f"{work} went wrong: {wrong}", flush=True)
        return [Row(work, "", "went wrong", 0, 0, (math.inf,), bar=0)]


class Called(NamedTuple):
    """What a function in a Side has returned, its seconds, and those of the processors.

    cpu: of the whole tree, children that have ended too.
    """

    result: Any
    seconds: float
    cpu: float


class Side:
    """A process with a database and a folder of its own, in which functions are called.

    Each is one of the module's own functions, takes and returns what JSON can say, and raises
    what ends the measuring.
    """

    def __init__(self, database: str, folder: Path, **environment: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        own = {"DATABASE_URL": database, "RENDERINGS_ROOT": str(folder / "renderings")}
        self.log = (folder / "log").open("a")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "script.benches.side"],
            cwd=ROOT,
            env=os.environ | own | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )

    def call(self, function: Callable[..., Any], **arguments: Any) -> Called:
        before = cpu_of(self.process.pid)
        answer = self._ask(function, arguments)
        cpu = cpu_of(self.process.pid) - before
        return Called(answer["result"], answer["seconds"], cpu)

    def peak_of(self, function: Callable[..., Any], **arguments: Any) -> tuple[float, float]:
        """The most memory, in MB, that all its children have at once meanwhile, and it itself.

        What several processes share counts once. Looking costs time: nothing is timed meanwhile.
        """
        asked = threading.Thread(target=self._ask, args=(function, arguments))
        asked.start()
        of_children, own = 0.0, 0.0
        while asked.is_alive():
            root = psutil.Process(self.process.pid)
            of_children = max(of_children, sum(map(memory_of, root.children(recursive=True))))
            own = max(own, memory_of(root))
            time.sleep(LOOK)
        asked.join()
        return of_children, own

    def _ask(self, function: Callable[..., Any], arguments: dict[str, Any]) -> dict[str, Any]:
        name = f"{function.__module__}:{function.__qualname__}"
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"function": name, "arguments": arguments}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise Wrong(f"{name}: the process has ended; see {self.log.name}")
        found: dict[str, Any] = json.loads(answer)
        if "error" in found:
            raise Wrong(f"{name}({arguments}):\n{found['error']}")
        return found

    def close(self) -> None:
        """End it with all its children."""
        with suppress(psutil.NoSuchProcess):
            for one in psutil.Process(self.process.pid).children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    one.kill()
        self.process.kill()
        # Closes what leads to it, too.
        self.process.communicate()
        self.log.close()


def cpu_of(pid: int) -> float:
    """Seconds of the processors that a process and all its children have used, ended ones too."""
    root = psutil.Process(pid)
    used = 0.0
    for one in [root, *root.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            used += times.user + times.system + times.children_user + times.children_system
    return used


def memory_of(process: psutil.Process) -> float:
    """MB of a process, with its part of what it shares with others (PSS)."""
    try:
        return float(process.memory_full_info().pss) / 1024**2
    except (psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):
        return 0.0
