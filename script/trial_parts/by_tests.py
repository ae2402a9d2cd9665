"""Trials that are tests: run as they are, with their sizes in the environment."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from script.benches import ROOT
from script.benches.measuring import Wrong
from script.trial_parts.trial import DATABASES, SQLITE, Ground, Line, Scale, Trial

# The tests' own, as script/test has them: e-mails are shown on a page in the demo alone.
SETTINGS = {"DEMO": "true", "EMAIL_URL": "filemail:///mail"}
# How many tests at least there are in the smallest of the files named here.
FEWEST = 1


@dataclass(frozen=True)
class Tests:
    """Files of tests, or some of their tests. sizes: of a scale, as the tests read them."""

    files: tuple[str, ...]
    only: str = ""
    sizes: Callable[[Scale], dict[str, int]] = lambda scale: {}
    fewest: int = FEWEST


def run(tests: Tests, ground: Ground) -> list[Line]:
    """Run the tests on the Ground's database; the line says how many have failed."""
    sizes = tests.sizes(ground.scale)
    output = _pytest(tests, ground, {name: str(size) for name, size in sizes.items()})
    passed, failed, broken = (
        sum(map(int, re.findall(rf"(\d+) {word}", output)))
        for word in ("passed", "failed", "errors?")
    )
    if passed + failed + broken < tests.fewest:
        raise Wrong(f"Only {passed + failed + broken} tests of {tests.files} have run:\n{output}")
    if failed + broken:
        print(output, flush=True)
    words = "".join(f", {size} {name.lower().replace('_', ' ')}" for name, size in sizes.items())
    return [Line(f"{passed + failed + broken} tests{words}", failed + broken, "failed")]


def _pytest(tests: Tests, ground: Ground, sizes: dict[str, str]) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests.files]
    if tests.only:
        command += ["-k", tests.only]
    if ground.database != SQLITE:
        command += ["-m", "not any_database"]
    database = "sqlite://:memory:" if ground.database == SQLITE else ground.empty().database
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | sizes | SETTINGS | {"DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def trial(
    name: str, row: str, *files: str, databases: tuple[str, ...] = DATABASES, **others: object
) -> Trial:
    tests = Tests(tuple(f"tests/{file}" for file in files), **others)  # type: ignore[arg-type]
    return Trial(name, row, partial(run, tests), databases)


ONCE = (SQLITE,)
PARTS = [
    trial(
        "fetches",
        "The renderer fetches or reads what it should not",
        "reports/test_hostile.py",
        databases=ONCE,
        fewest=100,
    ),
    trial(
        "bodies",
        "A huge or hostile text as a PDF, Word file and page",
        "reports/test_rendering_huge.py",
        databases=ONCE,
        fewest=50,
    ),
    trial(
        "formulas",
        "Formulas in exported cells",
        "test_formulas_in_files.py",
        "reports/test_action_tables.py",
        "partners/test_contacts_export.py",
        "csp/test_spreadsheets.py",
        fewest=12,
    ),
    trial(
        "script-in-text",
        "Script in text: every field of every row, on every page as HTML",
        "test_script_in_text.py",
        databases=ONCE,
        sizes=lambda scale: {"PASSES": scale.passes},
        fewest=2,
    ),
    trial(
        "apart",
        "One partnership sees another’s: every address as everybody",
        "test_access_as_everybody.py",
        fewest=5,
    ),
    trial(
        "stale-forms",
        "Two people save the same thing: every address that takes a form, one after another",
        "test_posts.py",
        "actions/test_two_managers.py",
        "partners/test_at_the_same_time.py",
        "partners/test_admin_versions.py",
        fewest=5,
    ),
    trial(
        "under-load",
        "Officers at once, with imports, an issue, PDFs and back-ups that are restored",
        "test_under_load.py",
        only="officers",
        sizes=lambda scale: {
            "OFFICERS": scale.officers,
            "UPDATES": scale.updates,
            "BACK_UPS": scale.back_ups,
            "KILLS": 1,
        },
    ),
    trial(
        "kills-posting",
        "The power goes during posts and imports",
        "test_under_load.py",
        only="killed",
        # Two officers keep on for as long as there are kills.
        sizes=lambda scale: {"OFFICERS": 6, "UPDATES": 3, "KILLS": scale.kills},
    ),
    trial(
        "back-ups",
        "The back-up does not restore: what is harmed, missing, half there, or in a bucket",
        "test_back_ups.py",
        fewest=5,
    ),
    trial(
        "killed-workers",
        "Background jobs vanish: the worker is killed while it sends",
        "partners/test_outbox_killed.py",
        databases=ONCE,
        sizes=lambda scale: {"MAILS": 5 * scale.kills, "KILLS": scale.kills},
        fewest=2,
    ),
    trial(
        "scanners",
        "A mail scanner follows the link",
        "actions/rounds/test_answer_link.py",
        "partners/test_taking_up.py",
        "partners/test_sign_in.py",
        fewest=20,
    ),
    trial(
        "guesses",
        "Password guessing",
        "partners/test_sign_in_guessing.py",
        sizes=lambda scale: {"GUESSES": scale.guesses},
        fewest=20,
    ),
    trial(
        "mail-limit",
        "Mail to somebody who did not ask",
        "partners/test_mail_limit.py",
        fewest=3,
    ),
    trial(
        "numbers",
        "Numbers, noughts and versions from outside, at every address and field",
        "test_hostile_input.py",
        fewest=10,
    ),
    trial(
        "restricted",
        "A restricted plan is heard of",
        "test_restricted_plans.py",
        fewest=5,
    ),
    trial(
        "days",
        "The wrong day: the year’s end, clock changes, a leap day",
        "actions/test_clock.py",
        "actions/rounds/test_round_clock.py",
        fewest=8,
    ),
    trial(
        "merges",
        "A merge loses the past: up to 13 partnerships of 5 years",
        "reports/test_merging_any.py",
        "partners/founding",
        databases=ONCE,
        fewest=10,
    ),
    trial(
        "accessible",
        "People cannot use it: axe on every page and state, by keyboard",
        "browser/test_accessibility.py",
        "browser/test_states.py",
        databases=ONCE,
        fewest=5,
    ),
    trial(
        "read-aloud",
        "The PDF cannot be read aloud",
        "reports/test_pdf_structure.py",
        "reports/test_pdf_variants.py",
        databases=ONCE,
        fewest=10,
    ),
]
