"""Nothing of others' work is served that docs/dependencies.md does not name, with its licence."""

import re
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from script import dependencies

ROOT = Path(__file__).parent.parent


def test_page_is_in_step_with_what_is_installed():
    page = dependencies.PAGE.read_text()
    on = datetime.strptime(re.search(r"on (\d+ \w+ \d{4});", page)[1], "%d %B %Y")
    assert page == dependencies.text(on=on)


def test_every_licence_is_known_and_none_is_for_ourselves_to_follow():
    """GPL and AGPL would bind us, but for what is a program of its own or may be had otherwise."""
    rows = re.findall(
        r"^\| (\S+) \| \d\S* \| (.+) \|$", dependencies.PAGE.read_text(), re.MULTILINE
    )
    assert len(rows) > 80
    odd = {name for name, licence in rows if re.search(r"\bA?GPL|not said|Proprietary", licence)}
    assert odd == {"pypandoc-binary", "pyphen"}


def test_a_new_package_is_found_in_a_lock():
    lock = "new==1.0 \\\n    --hash=sha256:0\nother==2 ; python_version < '3'\n    # via new\n"
    assert dependencies.python_packages(lock) == {"new": "1.0", "other": "2"}


@pytest.mark.any_database
@pytest.mark.parametrize(("required", "code"), [("", 0), ("1", 1)])
def test_audit_says_where_no_advisories_can_be_reached(required, code, tmp_path):
    """Programs that cannot reach them stand in for pip-audit and npm."""
    for name, said in (("pip-audit", "could not be audited"), ("npm", "audit endpoint returned")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho '{said}'\nexit 1\n")
        program.chmod(0o755)
    run = subprocess.run(
        [ROOT / "script/audit"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin", "REQUIRE_ADVISORIES": required},
        capture_output=True,
        text=True,
    )
    assert run.returncode == code
    assert run.stdout.count("no advisories could be reached") == 2
    assert "docs/dependencies.md" in run.stdout


@pytest.mark.any_database
def test_audit_fails_where_there_is_a_hole(tmp_path):
    for name, code in (("pip-audit", 1), ("npm", 0)):
        program = tmp_path / name
        program.write_text(
            f"#!/bin/sh\necho 'Found 1 known vulnerability; 2 could not be audited'\nexit {code}\n"
        )
        program.chmod(0o755)
    run = subprocess.run(
        [ROOT / "script/audit"], env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, capture_output=True
    )
    assert run.returncode == 1
