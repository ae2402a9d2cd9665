"""The shape: partners <- plans <- actions <- reports. Imports run down the chain alone."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CHAIN = ["partners", "plans", "actions", "reports"]


def imported_packages(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("app", CHAIN)
def test_an_app_imports_nothing_from_those_above_it(app):
    above = set(CHAIN[CHAIN.index(app) + 1 :])
    wrong = [
        f"{path.relative_to(ROOT)} imports {package}"
        for path in (ROOT / app).rglob("*.py")
        for package in imported_packages(path)
        if package in above
    ]
    assert wrong == []


def test_what_stands_below_all_apps_knows_none_of_them():
    wrong = [
        f"{path.relative_to(ROOT)} imports {package}"
        for path in (ROOT / "csp").rglob("*.py")
        for package in imported_packages(path)
        if package in CHAIN
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("library", "home"),
    [("weasyprint", "reports/pdf.py"), ("pypandoc", "reports/word.py")],
    ids=["weasyprint", "pandoc"],
)
def test_one_module_alone_knows_a_library(library, home):
    wrong = [
        str(path.relative_to(ROOT))
        for app in CHAIN
        for path in (ROOT / app).rglob("*.py")
        if library in imported_packages(path) and path != ROOT / home
    ]
    assert wrong == []


def test_no_module_is_longer_than_can_be_read_in_one_sitting():
    long = [
        str(path.relative_to(ROOT))
        for app in [*CHAIN, "csp"]
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and len(path.read_text().splitlines()) > 400
    ]
    assert long == []
