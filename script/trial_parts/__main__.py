"""script/trials: what goes wrong in systems like this, tried; and how much of it went wrong."""

import argparse
import math
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import django

django.setup()

from script.benches import report  # noqa: E402
from script.benches.__main__ import SERVER  # noqa: E402
from script.benches.measuring import Wrong  # noqa: E402
from script.trial_parts import (  # noqa: E402
    by_tests,
    exporters,
    huge,
    issuing,
    page,
    payloads,
    races,
    restores,
    spreadsheets,
    upgrades,
    uploads,
)
from script.trial_parts.trial import DATABASES, SCALES, Ground, Line, Scale, Trial  # noqa: E402

FAMILIES = (huge, spreadsheets, uploads, payloads, races, issuing, upgrades, restores, exporters)
TRIALS = [*by_tests.PARTS, *(trial for family in FAMILIES for trial in family.PARTS)]

COULD_NOT = [Line("It could not be tried", math.inf, "found")]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 1 if a figure misses its bar. arguments: of the command line if None."""
    parser = _parser()
    options = parser.parse_args(arguments)
    known = {trial.name: trial for trial in TRIALS}
    if unknown := set(options.names) - known.keys():
        parser.error(f"there is no trial {', '.join(sorted(unknown))}")
    if options.write and options.write.name in known:
        parser.error(f"{options.write} is a trial, not a page: trials come before --write")
    if options.list:
        for trial in TRIALS:
            print(f"{trial.name:16} {trial.row} ({' and '.join(trial.databases)})")
        return 0
    server = os.environ.get("TEST_POSTGRES_URL", SERVER)
    wanted = [known[name] for name in options.names] or TRIALS
    databases = DATABASES if options.database == "both" else (options.database,)
    # As it is before the trials themselves are at work.
    about = report.about(server) if options.write else ""
    found = []
    for lines in _run(wanted, databases, SCALES[options.scale], server):
        found += lines
        # After each: a run of many hours that is cut off keeps what it has found.
        if options.write:
            page.write(lines, about, [trial.name for trial in TRIALS], options.write)
    short = [one for one in found if not one.line.holds]
    print(f"{len(short)} of {len(found)} lines fall short.")
    return 1 if short else 0


def _run(
    wanted: Sequence[Trial], databases: Sequence[str], scale: Scale, server: str
) -> Iterator[list[page.Found]]:
    """Try each on each of the databases on which it says something, and print what was found.

    Yields the lines of one trial on one database at a time.
    """
    with tempfile.TemporaryDirectory(prefix="trials-") as folder, ExitStack() as at_end:
        for database in databases:
            ground = Ground(scale, database, Path(folder) / database, server)
            at_end.callback(ground.close)
            for trial in [one for one in wanted if database in one.databases]:
                begun = time.monotonic()
                lines = tried(trial, ground)
                seconds = round(time.monotonic() - begun)
                for line in lines:
                    print(f"{trial.name:16} {database:10} {scale.name:5} {line.words}", flush=True)
                yield [page.Found(trial, database, scale.name, seconds, line) for line in lines]


def tried(trial: Trial, ground: Ground) -> list[Line]:
    """The lines of a trial; if it could not be tried, which is told, one that falls short."""
    try:
        return trial.run(ground)
    except Wrong as wrong:
        print(f"{trial.name} went wrong: {wrong}", flush=True)
        return COULD_NOT
    # Whatever it stumbles over: the others are tried, and this one has not held.
    except Exception:
        traceback.print_exc()
        return COULD_NOT
    finally:
        ground.close_sides()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="script/trials", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="trials; all if none is named")
    parser.add_argument("--scale", choices=SCALES, default="small")
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    parser.add_argument("--list", action="store_true", help="say which trials there are")
    parser.add_argument(
        "--write",
        type=Path,
        nargs="?",
        const=page.PAGE,
        metavar="PAGE",
        help="put the lines in docs/trials.md, or in a page like it, in place of their last, after "
        "each trial",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
