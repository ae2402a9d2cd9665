"""What the documents say of files and settings is so."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob(".github/**/*.md")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files_that_are_there(document):
    links = re.findall(r"\]\(([^)#]+)", document.read_text())
    lost = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert lost == []


def test_every_setting_is_explained_and_every_explained_one_is_read():
    section = (ROOT / "docs/operating.md").read_text().partition("## Configuration")[2]
    explained = re.findall(r"^\| `([A-Z0-9_]+)`", section.partition("\n## ")[0], re.MULTILINE)
    read = re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', (ROOT / "csp/settings.py").read_text())
    assert sorted(explained) == sorted(set(read))


def test_what_a_clock_starts_is_the_same_with_containers_and_without():
    told = (ROOT / "docs/operating.md").read_text()
    nightly = set(re.findall(r"^    [\d*/]+ \S+ \* \* \*  .*manage\.py (\w+)", told, re.MULTILINE))
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    started = set(re.findall(r"manage\.py (\w+)", services["clock"]["command"][2]))
    assert started == nightly
    assert {"backup", "purge", "send_mail", "send_reminders"} == nightly


def test_back_ups_of_containers_are_kept_where_healthz_looks():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    (root,) = re.findall(
        r"^BACKUP_ROOT=(.+)", (ROOT / "docs/compose.env").read_text(), re.MULTILINE
    )
    assert services["clock"]["volumes"] == [f"backups:{root}"]
    assert services["web"]["volumes"] == [f"backups:{root}:ro"]


def test_every_decision_is_in_the_index():
    index = (ROOT / "docs/README.md").read_text()
    decisions = (ROOT / "docs/decisions").glob("*.md")
    assert [path.name for path in decisions if f"(decisions/{path.name})" not in index] == []
