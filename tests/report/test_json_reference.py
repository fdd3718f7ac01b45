"""The page on JSON names exactly the members that are printed."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from sterna import data
from sterna.cli import applying_back, examining, previewing, switching
from sterna.postgres.server import Server
from sterna.report import deployment, json_report, production
from sterna.runbook.manifest import Manifest
from tests.pull_request.observed import watch
from tests.report.made import rolled_back, told

PAGE = (data.docs() / "reference" / "json.md").read_text(encoding="utf-8")
REVIEW = json.loads((Path(__file__).parent / "golden" / "review.json").read_text(encoding="utf-8"))


def documented(title: str) -> list[str]:
    """Return the members in the table below a heading."""
    part = re.split(r"^#+ ", PAGE, flags=re.MULTILINE)
    [found] = [text for text in part if text.startswith(f"{title}\n")]
    return re.findall(r"^\| `(\w+)` \|", found, re.MULTILINE)


@pytest.fixture(scope="module")
def described(server: Server) -> dict[str, Any]:
    """Describe a change that touches a table."""
    seen = watch(server, "CREATE TABLE t (a integer)", "ALTER TABLE t ALTER COLUMN a TYPE bigint")
    text = json_report.section(told((seen.migration, rolled_back(seen.migration, "SELECT 1", observation=seen))), "")
    value: dict[str, Any] = json.loads(text)
    return value


def test_review() -> None:
    """The tables of the review are its members, in their order."""
    assert documented("Review") == list(REVIEW)
    assert documented("Finding") == list(REVIEW["findings"][0])
    assert documented("Ignored") == list(REVIEW["ignored"][0])


def test_describe_and_rollback(described: dict[str, Any]) -> None:
    """So are those of a description, down to the locks."""
    [migration] = described["migrations"]
    assert documented("Describe") == list(migration)
    assert documented("Rollback") == list(migration["rollback"])
    assert documented("Touch") == list(migration["impact"]["touches"][0])
    for member in (*described, *migration["testing"][0], *migration["impact"], *migration["downtime"]):
        assert f"`{member}`" in PAGE


def keys(*functions: Callable[..., object]) -> set[str]:
    """Return the members that functions write: the keys of the dictionaries in their text."""
    trees = [ast.parse(inspect.getsource(function).strip()) for function in functions]
    found = (node.keys for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Dict))
    return {str(key.value) for names in found for key in names if isinstance(key, ast.Constant)}


def test_production() -> None:
    """What the commands of the runbook print has its name on the page, and the tables hold nothing else."""
    part = PAGE.partition("\n## Production\n")[2]
    written = keys(
        *(production.status_json, production._place, production._row_json),  # noqa: SLF001 (read, not called)
        *(deployment.plan_json, deployment._migration_json, deployment.applied_json),  # noqa: SLF001
        *(examining.doctor, examining._json),  # noqa: SLF001
        *(applying_back.apply, previewing.preview, switching.read_only),
    )
    assert {"looked_at", "takes_over", "taken_back", "seconds", "ended"} <= written
    assert [name for name in sorted(written) if f"`{name}`" not in part] == []
    assert set(documented("Production")) | set(documented("Place")) <= written | {"drift"}
    assert documented("Manifest") == [field.name for field in fields(Manifest)]
