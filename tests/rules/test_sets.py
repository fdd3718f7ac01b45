"""The pages, the checks, the evidence and the sources that tell findings fit together."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import sterna
from sterna.data import docs
from sterna.guide import Evidence, Harm, Source, read
from sterna.review import checks
from sterna.review.review import UNREADABLE
from sterna.review.rulebook import prove_readable

GUIDE = read(docs())
PACKAGE = Path(sterna.__file__).parent


def told_by_code(room: str) -> set[str]:
    """Return the string constants in a room's code that could be names of rules."""
    found = set()
    for path in sorted((PACKAGE / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_there_are_many() -> None:
    """The guide has a page for each of the hazards that it promises, and for each sort of harm."""
    assert len(GUIDE.rules) >= 40
    assert {rule.harm for rule in GUIDE.rules.values()} == set(Harm)


def test_all_readable() -> None:
    """Each pattern can be read and each check is there."""
    prove_readable(GUIDE)


def test_checks() -> None:
    """Each check is asked for by a page, and each page's check is there."""
    assert {rule.check for rule in GUIDE.rules.values() if rule.check} == checks.names()


def test_evidence() -> None:
    """Each evidence is asked for by an item; the reader refuses those that are not known."""
    assert {item.evidence for item in GUIDE.items(frozenset(GUIDE.rules))} == set(Evidence)


@pytest.mark.parametrize(
    ("source", "room"),
    [
        (Source.HISTORY, "history"),
        (Source.REPLAY, "review"),
        (Source.PROOF, "review"),
        (Source.REVIEW, "review"),
        (Source.PULL_REQUEST, "pull_request"),
    ],
)
def test_sources(source: Source, room: str) -> None:
    """A page that says who tells it is told there."""
    pages = {rule.name for rule in GUIDE.rules.values() if rule.source is source}
    assert pages
    assert pages <= told_by_code(room)


def test_faults() -> None:
    """Each fault that the reader of a folder can tell has a page, and each page that it is said to tell is told."""
    named = {
        node.args[0].value
        for path in sorted((PACKAGE / "history").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Fault"
        if isinstance(node.args[0], ast.Constant)
    }
    # Two readers may tell the same: SQL that cannot be read belongs to the review, which sees more of it.
    assert named - {UNREADABLE} == {rule.name for rule in GUIDE.rules.values() if rule.source is Source.HISTORY}
    assert UNREADABLE in GUIDE.rules


def test_links() -> None:
    """A link to another page leads to one."""
    for rule in GUIDE.rules.values():
        for target in re.findall(r"\]\(([^)#:]+\.md)", rule.text):
            assert (rule.path.parent / target).is_file(), f"{rule.name}: {target}"


def test_the_manual_is_linked() -> None:
    """Every page about PostgreSQL leads to its manual."""
    silent = {Harm.BOOKKEEPING, Harm.SCOPE}
    for rule in GUIDE.rules.values():
        if rule.source is Source.PULL_REQUEST:
            continue
        if rule.harm not in silent and rule.name not in ("rename-as-drop-and-add", "rows-lost"):
            assert "https://www.postgresql.org/docs/current/" in rule.section("More"), rule.name


def test_summaries_are_sentences() -> None:
    """A summary and an advice end like sentences; a title does not."""
    for rule in GUIDE.rules.values():
        assert rule.summary.endswith("."), rule.name
        assert rule.advice.endswith((".", "`.")), rule.name
        assert not rule.title.endswith("."), rule.name
