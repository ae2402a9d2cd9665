"""Writes docs/dependencies.md: what is served or built of others' work, and under which licence.

    .venv/bin/python -m script.dependencies

After a change of requirements.txt or package-lock.json, with both installed. A test holds the page
to these files. Tools of tests alone are not in it: nobody is given them.
"""

import json
import re
from datetime import date
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/dependencies.md"
# Installed on other systems or versions of Python alone, by their own pages.
ELSEWHERE = {"async-timeout": "Apache-2.0", "brotlicffi": "MIT", "colorama": "BSD-3-Clause"}
# What their own words leave open, by the licence in their package.
SAID_BETTER = {
    "crispy-forms-gds": "MIT",
    "django-import-export": "BSD-2-Clause",
    "fido2": "BSD-2-Clause; parts Apache-2.0 and MPL-2.0",
    "pyphen": "GPL-2.0-or-later, LGPL-2.1-or-later or MPL-1.1, as we choose: MPL-1.1",
    "pypandoc-binary": "MIT; pandoc in it, which is run as a program: GPL-2.0-or-later",
    "python-dateutil": "Apache-2.0 or BSD-3-Clause",
}
TEXT = """# Dependencies

What is served or built of others' work, each version pinned by hash, with its licence. Written by
`script/dependencies.py` on {on:%-d %B %Y}; `tests/test_dependencies.py` fails when a package or a
version is another.

`script/audit` asks for known holes in all of these and in the tools of tests (pip-audit and npm
audit). It runs with every change of them and every week (`.github/workflows/audit.yml`). Where no
advisories can be reached it says so, and that this list is as of the day above.

What has a hole that can be used here is replaced within two working days if strangers can use it,
within ten if only members can, else with the next monthly renewal (`.github/dependabot.yml`).

## Python (`requirements.txt`)

| package | version | licence |
| --- | --- | --- |
{python}

## Styles, fonts and scripts (`package-lock.json`)

They are built into `static/built`; nothing of npm runs on the server.

| package | version | licence |
| --- | --- | --- |
{built}
"""


def python_packages(lock: str) -> dict[str, str]:
    """Versions by name, of a requirements file with hashes."""
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^ \\;]+)", lock, re.MULTILINE))


def built_packages(lock: str) -> dict[str, tuple[str, str]]:
    """Versions and licences by name, of a package-lock.json."""
    packages = json.loads(lock)["packages"]
    return {
        path.rpartition("node_modules/")[2]: (one["version"], one["license"])
        for path, one in packages.items()
        if path
    }


def licence_of(name: str) -> str:
    """In SPDX's words, as far as the package says it so. Raises PackageNotFoundError."""
    if known := SAID_BETTER.get(name) or ELSEWHERE.get(name):
        return known
    told: Any = metadata(name)
    classifiers = [
        one.rpartition(" :: ")[2]
        for one in told.get_all("Classifier") or ()
        if one.startswith("License")
    ]
    written = (told.get("License") or "").strip()
    short = written if len(written.splitlines()) == 1 else ""
    return told.get("License-Expression") or short or ", ".join(classifiers) or "not said"


def text(*, on: date) -> str:
    """The page, as of that day."""
    python = python_packages((ROOT / "requirements.txt").read_text())
    built = built_packages((ROOT / "package-lock.json").read_text())
    return TEXT.format(
        on=on,
        python="\n".join(
            f"| {name} | {version} | {licence_of(name)} |" for name, version in python.items()
        ),
        built="\n".join(
            f"| {name} | {version} | {licence} |" for name, (version, licence) in built.items()
        ),
    )


if __name__ == "__main__":
    try:
        PAGE.write_text(text(on=date.today()))
    except PackageNotFoundError as error:
        raise SystemExit(f"dependencies: {error.name} is not installed; run script/setup") from None
