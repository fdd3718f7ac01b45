"""What is told where no PostgreSQL can be started."""

from __future__ import annotations

from pathlib import Path

import pytest

from sterna import history
from sterna.cli.options import Work
from sterna.cli.proving import prove
from sterna.cli.selection import select
from sterna.postgres.opening import Opening
from sterna.postgres.server import Server
from sterna.problem import Problem
from sterna.rollback.model import Verdict
from tests.cli.histories import make

WHY = "There is no PostgreSQL to run the migrations on"


class Nowhere(Opening):
    """A machine without PostgreSQL."""

    def __call__(self) -> Server:
        """Find nothing."""
        raise Problem(f"{WHY}.", do="Install one.")


def test_suggestions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the text alone tells is given, labelled not proven, with what it leaves out; the reason is told first."""
    folder = make(tmp_path, {"0000_a": "CREATE TABLE a (b int, c int);", "0001_b": "ALTER TABLE a DROP COLUMN b;"})
    selection = select(history.read(folder), (), base=None, everything=True)
    work = Work(pg_bin=None, url=None, deadline=60)
    first, second = prove(selection, work, Nowhere()).rollbacks
    assert capsys.readouterr().err == f"sterna: {WHY}.\n  Install one.\n"
    assert (first.verdict, first.statements) == (Verdict.NOT_PROVEN, ('DROP TABLE "a"',))
    assert first.reason == f"{WHY}; the SQL is a suggestion from the text alone"
    assert (second.verdict, second.statements) == (Verdict.NOT_PROVEN, ())
    left = "statement 1, ALTER TABLE ... DROP COLUMN"
    assert second.reason == f"{WHY}; the text alone does not tell the way back of {left}"


def test_server_by_name(tmp_path: Path) -> None:
    """A server that was asked for by name and is not there is an error, not a reason to guess."""
    folder = make(tmp_path, {"0000_a": "CREATE TABLE a (b int);"})
    selection = select(history.read(folder), (), base=None, everything=True)
    work = Work(pg_bin=tmp_path, url=None, deadline=60)
    with pytest.raises(Problem):
        prove(selection, work, work.opening())
