"""What the migrations before did not do decides what is proven of those after them."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from sterna import history
from sterna.postgres.server import Server
from sterna.rollback.model import Rollback, Verdict
from sterna.rollback.proof import prove

GIVEN = "CREATE TABLE t (id integer PRIMARY KEY, a text);"
LAST = "ALTER TABLE t ADD COLUMN c text;"


@pytest.mark.parametrize(
    "before",
    [
        "CREATE INDEX CONCURRENTLY i ON t (a);",
        "CREATE TYPE e AS ENUM ('a'); ALTER TYPE e ADD VALUE 'b'; CREATE TABLE u (x e DEFAULT 'b');",
        "UPDATE t SET a = 'x'; COMMIT; CREATE INDEX CONCURRENTLY i ON t (a);",
    ],
)
@pytest.mark.parametrize("chosen", [True, False])
def test_what_one_transaction_refuses_is_run_apart(before: str, chosen: bool, server: Server, tmp_path: Path) -> None:
    """It exists all the same, so the next one is proven on the schema of the history, and nothing is missing."""
    last = _last(server, tmp_path, before, ["0001_before", "0002_last"] if chosen else ["0002_last"])
    assert (last.verdict, last.provided) == (Verdict.EXACT, ())


@pytest.mark.parametrize("chosen", [True, False])
def test_what_does_not_run_whole_is_named(chosen: bool, server: Server, tmp_path: Path) -> None:
    """What PostgreSQL refuses is not there, and each proof after it says where that was."""
    before = "CREATE TABLE u (id integer); ALTER TABLE nowhere ADD COLUMN b text; CREATE TABLE v (id integer);"
    last = _last(server, tmp_path, before, ["0001_before", "0002_last"] if chosen else ["0002_last"])
    place = f"{tmp_path / '0001_before.sql'}:1:30"
    assert (last.verdict, last.provided) == (
        Verdict.EXACT,
        (f"not provided: all of 0001_before, which stops at {place}",),
    )


@pytest.mark.parametrize("chosen", [True, False])
def test_what_could_not_be_run_leaves_nothing_proven(chosen: bool, server: Server, tmp_path: Path) -> None:
    """Nobody saw the schema that the next one meets, whether or not the missing one was asked for."""
    last = _last(server, tmp_path, None, ["0000_given", "0002_last"] if chosen else ["0002_last"])
    assert last.verdict is Verdict.NOT_PROVEN
    assert last.reason.startswith("0001_before, which comes before it, could not be run here: see there")
    assert last.observation is None


def test_what_comes_before_the_missing_one_is_proven(server: Server, tmp_path: Path) -> None:
    """A gap is in the way of what follows it and of nothing else."""
    first = _proven(server, tmp_path, None, ["0000_given"])["0000_given"]
    assert first.verdict is Verdict.EXACT


def _last(server: Server, folder: Path, before: str | None, chosen: list[str]) -> Rollback:
    return _proven(server, folder, before, chosen)["0002_last"]


def _proven(server: Server, folder: Path, before: str | None, chosen: list[str]) -> dict[str, Rollback]:
    """Prove the chosen ones; the second migration has this text, or its file is missing."""
    entries = []
    for number, (tag, text) in enumerate((("0000_given", GIVEN), ("0001_before", before), ("0002_last", LAST))):
        if text is not None:
            (folder / f"{tag}.sql").write_text(text)
        entries.append({"idx": number, "version": "7", "when": 1700000000000 + number, "tag": tag, "breakpoints": True})
    (folder / "meta").mkdir()
    journal = {"version": "7", "dialect": "postgresql", "entries": entries}
    (folder / "meta" / "_journal.json").write_text(json.dumps(journal))
    try:
        found = prove(history.read(folder), chosen, lambda: nullcontext(server))  # type: ignore[arg-type,return-value]
        return {one.tag: one for one in found}
    finally:
        for (name,) in server.rows_as_admin("SELECT datname FROM pg_database WHERE datname ~ '^s[0-9]+$'"):
            server.drop_database(name or "")
