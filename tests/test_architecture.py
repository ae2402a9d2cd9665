"""The shape: partners <- plans <- actions <- (actions.rounds | actions.building |
actions.meetings) <- reports.

Imports run down alone, and so do templates and tag libraries. Up the chain lead links, by the names
of pages. What knows no app stands in csp, below them all. What is written is short enough to read.
"""

import ast
import re
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

from django.urls import URLResolver

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
# Each app's folder, lowest first, and the apps of which it may know.
APPS = {
    "csp": ("csp", ()),
    "partners": ("partners", ("csp",)),
    "plans": ("plans", ("csp", "partners")),
    "actions": ("actions", ("csp", "partners", "plans")),
    "rounds": ("actions/rounds", ("csp", "partners", "plans", "actions")),
    "building": ("actions/building", ("csp", "partners", "plans", "actions")),
    "meetings": ("actions/meetings", ("csp", "partners", "plans", "actions")),
    "reports": (
        "reports",
        ("csp", "partners", "plans", "actions", "rounds", "building", "meetings"),
    ),
}
FOLDERS = sorted(((folder, app) for app, (folder, _) in APPS.items()), reverse=True)


def app_of(path):
    """The app to which a file of ours belongs; "" if it is of none."""
    within = f"{path.relative_to(ROOT)}/"
    return next((app for folder, app in FOLDERS if within.startswith(f"{folder}/")), "")


def is_known(app, to):
    return to in ("", app, *APPS[app][1])


MODULES = [
    path
    for top in ("csp", "partners", "plans", "actions", "reports")
    for path in sorted((ROOT / top).rglob("*.py"))
    if "migrations" not in path.parts
]
BY_NAME = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in MODULES
}


@cache
def nodes_of(path):
    """All nodes of a module's tree. Read when a test asks: it takes seconds for all of them."""
    return [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


def imported(path):
    """The dotted names of what a module imports, wherever in it."""
    return names_in(nodes_of(path))


def imported_when_run(path):
    """The same without what is imported for the types alone."""
    for_types = {
        node
        for block in nodes_of(path)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    return names_in(node for node in nodes_of(path) if node not in for_types)


def names_in(nodes):
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{ast.unparse(node)} is relative"
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in BY_NAME else node.module


def strings(path):
    return (
        node.value
        for node in nodes_of(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def app_of_template(name):
    """The app to which a template belongs, “rounds” for “mail/rounds/request.html”."""
    folders = Path(name).parts[:-1]
    return next((folder for folder in folders[:2] if folder in APPS), "csp")


def test_an_app_imports_nothing_from_those_that_it_must_not_know():
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in MODULES
        for name in imported(path)
        if name in BY_NAME and not is_known(app_of(path), app_of(BY_NAME[name]))
    ]
    assert wrong == []


def test_no_modules_import_one_another_in_a_circle():
    graph = {
        path: [BY_NAME[name] for name in imported_when_run(path) if BY_NAME.get(name, path) != path]
        for path in MODULES
    }
    # It raises CycleError, which names the circle.
    TopologicalSorter(graph).prepare()


def test_a_template_uses_nothing_of_an_app_that_its_own_must_not_know():
    libraries = {path.stem: app_of(path) for path in MODULES if path.parent.name == "templatetags"}
    wrong = []
    for path in TEMPLATES.rglob("*.*"):
        name = str(path.relative_to(TEMPLATES))
        text = path.read_text(encoding="utf-8")
        used = re.findall(r"{%-?\s*(?:include|extends)\s+[\"']([^\"']+)", text)
        found = {other: app_of_template(other) for other in used}
        for loaded in re.findall(r"{%\s*load\s+([^%]+)%}", text):
            words = loaded.partition(" from ")[2].split() or loaded.split()
            found |= {library: libraries.get(library, "") for library in words}
        wrong += [
            f"{name} uses {other}"
            for other, app in found.items()
            if not is_known(app_of_template(name), app)
        ]
    assert wrong == []


def test_a_module_shows_no_template_of_an_app_that_its_own_must_not_know():
    wrong = [
        f"{path.relative_to(ROOT)} shows {text}"
        for path in MODULES
        for text in strings(path)
        if re.fullmatch(r"[\w/]+/([\w.]+\.(html|txt))?", text)
        and app_of_template(text) != "csp"
        and not is_known(app_of(path), app_of_template(text))
    ]
    assert wrong == []


def names_of_pages(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names_of_pages(pattern.url_patterns)
        else:
            yield pattern.name


def pages():
    """The names of all pages, and the app of each."""
    return {
        name: app
        for app, (folder, _) in APPS.items()
        if app != "csp"
        for name in names_of_pages(import_module(f"{folder.replace('/', '.')}.urls").urlpatterns)
    }


FOREIGN = ("account_", "admin:", "mfa_", "usersessions_")


def test_links_lead_to_pages_that_there_are():
    known = pages()
    linked = {
        name
        for path in TEMPLATES.rglob("*.*")
        for name in re.findall(r"{%\s*url\s+[\"']([\w:-]+)[\"']\s", path.read_text())
    }
    for path in MODULES:
        for node in nodes_of(path):
            if isinstance(node, ast.Call):
                linked |= set(_names_in(node))
    foreign = {name for name in linked if name.startswith(FOREIGN)}
    assert linked - foreign - known.keys() == set()
    assert {"workspace", "my-work", "member"} <= linked


def _names_in(call):
    """The names of pages in a call, as reverse("plan"), or page="workspace" of a kind."""
    called = getattr(call.func, "id", getattr(call.func, "attr", ""))
    first = call.args[:1] if called in {"reverse", "reverse_lazy", "redirect"} else []
    for node in [*first, *(keyword.value for keyword in call.keywords if keyword.arg == "page")]:
        if isinstance(node, ast.Constant) and re.fullmatch(r"[\w:-]+", str(node.value)):
            yield node.value


def test_nothing_asks_by_its_name_which_page_it_is_on():
    names = {"page", "url_name", "view_name"}
    wrong = [
        f"{path.relative_to(ROOT)}, line {node.lineno}"
        for path in MODULES
        for node in nodes_of(path)
        if isinstance(node, ast.Compare)
        and getattr(node.left, "id", getattr(node.left, "attr", "")) in names
        and any(isinstance(getattr(one, "value", None), str) for one in node.comparators)
    ]
    asked = re.compile(rf"\b({'|'.join(names)})\s*(==|!=|in)\s*[\"']")
    wrong += [
        str(path.relative_to(ROOT))
        for path in TEMPLATES.rglob("*.*")
        if asked.search(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


MOST_LINES = 400
MOST_LINES_OF_FUNCTION = 40


def test_no_file_and_no_function_is_longer_than_is_read_at_one_sitting():
    tops = ("actions", "csp", "partners", "plans", "reports", "script", "tests")
    files = [*ROOT.glob("*.py"), *(path for top in tops for path in (ROOT / top).rglob("*.py"))]
    wrong = []
    for path in files:
        if "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        if (lines := len(text.splitlines())) > MOST_LINES:
            wrong.append(f"{path.relative_to(ROOT)}: {lines} lines")
        wrong += [
            f"{path.relative_to(ROOT)}, line {node.lineno}: {node.name}, {lines} lines"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            and (lines := node.end_lineno - node.lineno + 1) > MOST_LINES_OF_FUNCTION
        ]
    assert wrong == []
