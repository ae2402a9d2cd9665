"""script/bench: which parts there are, and running them."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from script.benches import loads, mails, pages, printing, raw_sql, report, talkative  # noqa: E402
from script.benches.bench import SCALES, Bench, Part  # noqa: E402
from script.benches.measuring import Row, tried  # noqa: E402

# By the titles of their tables.
PARTS = {
    "Printing": printing.PARTS,
    "Pages at national scale": [*pages.PARTS, *talkative.PARTS],
    "Beside SQL written by hand": raw_sql.PARTS,
    "E-mails": mails.PARTS,
    "Many people at once": loads.PARTS,
}
SERVER = "postgres://postgres@127.0.0.1:5432/postgres"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. arguments: those of the command line if none are given."""
    parser = _parser()
    options = parser.parse_args(arguments)
    known = {part.name: part for parts in PARTS.values() for part in parts}
    if unknown := set(options.names) - known.keys():
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    if options.list:
        for part in known.values():
            print(f"{part.name:20} {part.about}")
        return 0
    server = os.environ.get("TEST_POSTGRES_URL", SERVER)
    about = report.about(server)
    print(about)
    if not report.is_quiet():
        print("The machine is busy: what is found says little.")
    # As in production: pages name static files by what is in them.
    call_command("collectstatic", interactive=False, verbosity=0)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        bench = Bench(SCALES[options.scale], options.scale, server, Path(folder), options.keep)
        try:
            found = _run(bench, set(options.names), about if options.write else "")
        finally:
            bench.close()
    missed = [row for row in found if not row.holds]
    print(f"{len(missed)} of {len(found)} lines do not reach their bar.")
    return 0


def _run(bench: Bench, names: set[str], about: str) -> list[Row]:
    """Run the parts of these names, all if none are named.

    about: the machine, if what is found is to be written after each part: all take hours.
    """
    found: list[Row] = []
    titles = {part: f"{family}: {part.about}" for family, parts in PARTS.items() for part in parts}
    for part, title in titles.items():
        if part.name in names or not names:
            print(f"\n{title}", flush=True)
            rows = _rows_of(part, bench)
            print(report.table(rows), flush=True)
            if about:
                report.write(title, rows, bench.name, about, list(titles.values()))
            found.extend(rows)
    return found


def _rows_of(part: Part, bench: Bench) -> list[Row]:
    try:
        return tried(part.about, partial(part.run, bench))
    finally:
        bench.close_sides()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="parts; all if none is named")
    parser.add_argument("--scale", choices=SCALES, default="small")
    parser.add_argument("--list", action="store_true", help="say which parts there are")
    parser.add_argument("--keep", action="store_true", help="leave the databases for the next run")
    parser.add_argument("--write", action="store_true", help="keep what is found on that page")
    return parser


if __name__ == "__main__":
    sys.exit(main())
