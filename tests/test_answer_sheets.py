"""What security people are told names tests and files that are there, and leaves nothing out."""

import re
from pathlib import Path

import pytest

from script.trial_parts.__main__ import TRIALS

ROOT = Path(__file__).parent.parent
SHEETS = [ROOT / "docs/asvs.md", ROOT / "docs/suppliers-answers.md", ROOT / "docs/threats.md"]
# Of each section of ASVS 5.0.0, the levels of its requirements in their order.
LEVELS = """
1.1 22  1.2 1111122223  1.3 112222222223  1.4 222  1.5 123
2.1 122  2.2 112  2.3 12223  2.4 23
3.1 3  3.2 113  3.3 12223  3.4 11222233  3.5 11122333  3.6 3  3.7 22333
4.1 12233  4.2 23333  4.3 22  4.4 1222
5.1 2  5.2 112333  5.3 113  5.4 222
6.1 122  6.2 111111112222  6.3 11223333  6.4 112233  6.5 22222333  6.6 2223  6.7 33  6.8 2222
7.1 222  7.2 1111  7.3 22  7.4 11222  7.5 223  7.6 22
8.1 1233  8.2 1123  8.3 133  8.4 23
9.1 111  9.2 1222
10.1 22  10.2 223  10.3 22223  10.4 1111122222233333  10.5 22222  10.6 22  10.7 222
11.1 2233  11.2 22233  11.3 11233  11.4 1222  11.5 23  11.6 23  11.7 33
12.1 12233  12.2 11  12.3 22223
13.1 2333  13.2 222223  13.3 2233  13.4 1222233
14.1 22  14.2 12223333  14.3 122
15.1 12233  15.2 12233  15.3 1222222  15.4 3333
16.1 2  16.2 22222  16.3 2222  16.4 222  16.5 2223
17.1 23  17.2 22223333  17.3 22
"""


def wanted():
    """The numbers of levels 1 and 2."""
    sections = re.findall(r"(\d+\.\d+) (\d+)", LEVELS)
    return [
        f"{section}.{number}"
        for section, levels in sections
        for number, level in enumerate(levels, 1)
        if level in "12"
    ]


def test_each_requirement_of_levels_1_and_2_stands_there_once():
    page = SHEETS[0].read_text().partition("\n## V1 ")[2]
    rows = re.findall(r"^\| (\d+\.\d+\.\d+) \|", page, re.MULTILINE)
    none = [
        number
        for paragraph in re.findall(r"^None: (.+?)(?:\n\n|\Z)", page, re.MULTILINE | re.DOTALL)
        for number in re.findall(r"\d+\.\d+\.\d+", paragraph)
    ]
    assert sorted(rows + none) == sorted(wanted())


def test_each_says_how_it_stands():
    rows = re.findall(r"^\| \d+\.\d+\.\d+ \|.*", SHEETS[0].read_text(), re.MULTILINE)
    stands = {row.split(" | ")[2] for row in rows}
    assert stands == {"yes", "setup", "in part", "no"}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_file_and_every_test_named_is_there(sheet):
    named = re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.\w+)(?:::(\w+))?`", sheet.read_text())
    named = [(path, test) for path, test in named if not path.startswith("/")]
    assert len(named) > 30
    lost = []
    for path, test in named:
        file = ROOT / path
        if not file.exists() or (test and f"def {test}(" not in file.read_text()):
            lost.append(f"{path}::{test}")
    assert lost == []


def test_every_trial_stands_beside_a_threat_with_a_test_of_its_own():
    rows = re.findall(r"^\| (.+) \|$", SHEETS[2].read_text(), re.MULTILINE)[2:]
    cells = [row.split(" | ") for row in rows]
    assert [row[0] for row in cells if len(row) != 4 or "`tests/" not in row[2]] == []
    assert {name for row in cells for name in row[3].split(", ")} == {one.name for one in TRIALS}
