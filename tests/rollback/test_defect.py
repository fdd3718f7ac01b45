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
from sterna.postgres.server import Server, open_server
from sterna.rollback import judgement
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
    reads = iter(range(100))

    def fails_once(module: object, name: str, *, at: str) -> None:
        real = getattr(module, name)

        def failing(*told: object, **more: object) -> object:
            if at in repr(told) or (at == "second" and next(reads) == 1):
                raise KeyError("column 7")
            return real(*told, **more)

        monkeypatch.setattr(module, name, failing)

    if broken == "reading the catalog":
        fails_once(catalog, "read", at="second")
    elif broken == "running":
        fails_once(replay, "run", at="0001_odd")
    else:
        fails_once(judgement, "judge", at="0001_odd")
    again = broken == "running"  # then all begins anew, on another server
    found = {one.tag: one for one in _proven(None if again else server, tmp_path)}
    assert list(found) == list(FILES)
    defects = [one for one in found.values() if one.verdict is Verdict.NOT_PROVEN]
    assert len(defects) == 1
    assert "a defect in Sterna, please report it with this migration: KeyError: 'column 7' at " in defects[0].reason
    if broken == "running":
        # It could not even be run, so what builds on it fails by itself, and says so.
        assert found["0002_last"].verdict is Verdict.FAILED
    else:
        assert found["0002_last"].verdict is Verdict.EXACT


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
