"""The rules of the house that import contracts (`.ci/check`) cannot say, read from the source without running it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
TEMPLATES = ROOT / "templates"

DATABASE = "app/platform/database.py"
CLOCK = "app/platform/clock.py"
READ_THE_ENVIRONMENT = {"app/factory.py", "app/serving.py"}
ROOMS_WITHOUT_A_PURPOSE = {"common", "extensions", "helper", "helpers", "misc", "service", "services", "util", "utils"}
SHARED_TEMPLATES = {"components", "errors", "layout", "mail"}
# Libraries that read Markdown, files that people hand in, PDFs, answers of other sites; that migrate, compare and stem.
LOADED_LATE = {
    "PIL", "alembic", "authlib", "bleach", "fpdf", "html5lib", "lxml", "markdown_it", "mdit_py_plugins", "nh3", "pikepdf",
    "rapidfuzz", "requests", "Stemmer", "uharfbuzz", "webauthn", "yaml",
}  # fmt: skip
NOW = {("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}


def test_what_few_requests_need_is_not_loaded_at_the_start() -> None:
    start = "import sys, app.factory; print(*{name.partition('.')[0] for name in sys.modules})"
    said = subprocess.run([sys.executable, "-c", start], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(said.stdout.split()) & LOADED_LATE == set()


def test_a_package_says_in_one_docstring_what_it_is_and_imports_nothing() -> None:
    assert [
        path
        for path, tree in sources()
        if path.endswith("/__init__.py") and not (ast.get_docstring(tree) and len(tree.body) == 1)
    ] == []


def test_no_file_is_a_room_without_a_purpose() -> None:
    assert [path for path, _ in sources() if ROOMS_WITHOUT_A_PURPOSE & set(Path(path).with_suffix("").parts)] == []


def test_only_the_transaction_commits() -> None:
    assert [path for path in calling("commit") if path != DATABASE] == []


def test_the_edge_asks_queries_and_writes_no_select() -> None:
    assert [path for path, tree in sources() if is_edge(path) and "sqlalchemy" in imported_packages(tree)] == []


def test_only_the_factory_and_the_server_read_the_environment() -> None:
    readers = {path for path, tree in sources() if {"environ", "getenv"} & set(names(tree))}
    assert readers <= READ_THE_ENVIRONMENT


def test_only_the_clock_tells_the_time() -> None:
    assert [path for path, tree in sources() if path != CLOCK and NOW & set(attributes(tree))] == []


def test_every_folder_of_templates_belongs_to_a_feature() -> None:
    features = {views.parent.name for views in APP.glob("*/*views.py")}
    folders = {folder.name for folder in TEMPLATES.glob("*") if folder.is_dir()}
    assert folders - SHARED_TEMPLATES <= features


@cache
def sources() -> list[tuple[str, ast.Module]]:
    """Every file of the application: its path from the root, and its tree."""
    return [
        (path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(APP.rglob("*.py"))
    ]


def calling(method: str) -> list[str]:
    """The files in which something is called by this name."""
    return [
        path
        for path, tree in sources()
        if any(isinstance(node, ast.Call) and called(node) == method for node in ast.walk(tree))
    ]


def called(call: ast.Call) -> str | None:
    """The last name of what is called."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return None


def is_edge(path: str) -> bool:
    """Views and their like, whole or split by subject."""
    return path.endswith(("views.py", "api.py", "cli.py", "forms.py"))


def imported_packages(tree: ast.Module) -> set[str]:
    """The outermost packages that a file imports."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                found |= {alias.name.split(".")[0] for alias in aliases}
            case ast.ImportFrom(module=str(module)):
                found.add(module.split(".")[0])
    return found


def names(tree: ast.Module) -> Iterator[str]:
    """Every name that a file mentions: plain, after a dot, or imported."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                yield name


def attributes(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Every `owner.name` that a file mentions, with the last name of the owner."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name, value=ast.Name(id=owner) | ast.Attribute(attr=owner)):
                yield owner, name
