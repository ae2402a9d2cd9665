"""Processes killed while they work: what is lost, and what comes again. They take hours."""

import os
import re
import subprocess
import sys
from functools import partial

from script.benches import ROOT
from script.benches.bench import Bench, Part
from script.benches.measuring import Row, Wrong, compared

# What the tests make of it, at each scale: the smallest are the tests' own.
KILLED_WORKER = {
    "tiny": {"MAILS": "20", "KILLS": "3"},
    "small": {"MAILS": "100", "KILLS": "20"},
    "medium": {"MAILS": "1000", "KILLS": "200"},
}
UNDER_LOAD = {
    "tiny": {"OFFICERS": "4", "UPDATES": "3", "BACK_UPS": "1", "KILLS": "2"},
    "small": {"OFFICERS": "10", "UPDATES": "5", "BACK_UPS": "3", "KILLS": "5"},
    "medium": {"OFFICERS": "50", "UPDATES": "40", "BACK_UPS": "100", "KILLS": "200"},
}


def trial(file: str, sizes: dict[str, dict[str, str]], bench: Bench) -> list[Row]:
    """Run a file of tests in full size; the row says how many of them have failed."""
    size = sizes.get(bench.name, sizes["medium"])
    database = bench.database("trial")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", file],
        cwd=ROOT,
        env=os.environ | size | {"DATABASE_URL": database, "CONN_MAX_AGE": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout, flush=True)
    passed, failed = (
        sum(map(int, re.findall(rf"(\d+) {word}", done.stdout))) for word in ("passed", "failed")
    )
    if not passed + failed:
        raise Wrong(f"No test of {file} has run:\n{done.stdout}{done.stderr}")
    words = ", ".join(f"{number} {name.lower().replace('_', '-')}" for name, number in size.items())
    pair = [(float(failed), float(passed + failed))]
    return [compared(words, "all of its tests", "failed", pair, 0)]


PARTS = [
    Part(
        "killed-worker",
        "workers killed while they send e-mails: none is lost, one at most comes again for each",
        partial(trial, "tests/partners/test_outbox_killed.py", KILLED_WORKER),
        by_name=True,
    ),
    Part(
        "under-load",
        "officers, imports and back-ups at once, and a server that is killed: nothing is lost",
        partial(trial, "tests/test_under_load.py", UNDER_LOAD),
        by_name=True,
    ),
]
