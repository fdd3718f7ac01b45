"""A defect of ours at one migration is told there, and the others are proven all the same.

No input is known that breaks the engine, so it is broken here by hand.
"""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from sterna import history
from sterna.postgres import catalog, replay
from sterna.postgres.connection import SqlError
from sterna.postgres.opening import open_server
from sterna.postgres.server import Server
from sterna.rollback import defect, judgement
from sterna.rollback.model import Rollback, Verdict
from sterna.rollback.proof import prove

FILES = {
    "0000_first": "CREATE TABLE a (id integer);",
    "0001_odd": "CREATE TABLE odd (id integer);",
    "0002_last": "ALTER TABLE odd ADD COLUMN b text;",
}


@pytest.mark.parametrize("broken", ["reading the catalog", "running", "judging"])
def test_the_others_are_proven(broken: str, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What breaks is named with its place; the run goes on behind it."""
    failed: list[str] = []

    def fails(module: object, name: str, *, once: bool = False) -> None:
        real = getattr(module, name)

        def failing(*told: object, **more: object) -> object:
            if once:
                found = real(*told, **more)
                if failed or found.table("public", "odd") is None:
                    return found
            elif "0001_odd" not in repr(told):
                return real(*told, **more)
            failed.append(name)
            raise KeyError("column 7")

        monkeypatch.setattr(module, name, failing)

    if broken == "reading the catalog":
        fails(catalog, "read", once=True)
    elif broken == "running":
        fails(replay, "run")
    else:
        fails(judgement, "judge")
    again = broken == "running"  # then all begins anew, on another server
    found = {one.tag: one for one in _proven(None if again else server, tmp_path)}
    assert list(found) == list(FILES)
    told = found["0001_odd"]
    assert told.verdict is Verdict.NOT_PROVEN
    assert "a defect in Sterna, please report it with this migration: KeyError: 'column 7' at " in told.reason
    last = found["0002_last"]
    if again:
        # It could not even be run, so nothing is proven on what is there without it.
        assert last.verdict is Verdict.NOT_PROVEN
        assert last.reason.startswith("0001_odd, which comes before it, could not be run here")
    else:
        assert last.verdict is Verdict.EXACT


def test_a_full_disk_is_no_defect() -> None:
    """A server without room is not reported as a fault of ours: what it said, and where its room is."""
    full = SqlError("53100", 'could not write to file "base/1": No space left on device')
    assert defect.told(full) == (
        'the server that proves it has no room left: could not write to file "base/1": No space left on device '
        "(SQLSTATE 53100); a private one lies in TMPDIR"
    )


def _proven(server: Server | None, folder: Path) -> list[Rollback]:
    entries = []
    for number, (tag, text) in enumerate(FILES.items()):
        (folder / f"{tag}.sql").write_text(text)
        entries.append({"idx": number, "version": "7", "when": 1700000000000 + number, "tag": tag, "breakpoints": True})
    (folder / "meta").mkdir()
    journal = {"version": "7", "dialect": "postgresql", "entries": entries}
    (folder / "meta" / "_journal.json").write_text(json.dumps(journal))

    if server is None:
        return list(prove(history.read(folder), tuple(FILES), open_server))
    try:
        return list(prove(history.read(folder), tuple(FILES), lambda: nullcontext(server)))  # type: ignore[arg-type,return-value]
    finally:
        for (name,) in server.rows_as_admin("SELECT datname FROM pg_database WHERE datname ~ '^s[0-9]+$'"):
            server.drop_database(name or "")
