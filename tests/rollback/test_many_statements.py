"""A migration of five hundred statements is proven as any other."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from sterna import history
from sterna.postgres.server import Server
from sterna.rollback.model import Verdict
from sterna.rollback.proof import prove


@pytest.mark.slow
def test_five_hundred_statements_come_back_as_one_drop_for_each_table(server: Server, tmp_path: Path) -> None:
    """What hangs on an added table goes with it, so that the way back is no longer than it must be."""
    up = [
        text.format(number)
        for number in range(100)
        for text in (
            'CREATE TABLE "t{0}" (id int PRIMARY KEY, n text, p int REFERENCES t);',
            'ALTER TABLE "t{0}" ADD COLUMN "m" varchar(20) DEFAULT \'x\' NOT NULL;',
            'CREATE INDEX "i{0}" ON "t{0}" (n, m);',
            'ALTER TABLE "t{0}" ENABLE ROW LEVEL SECURITY;',
            "COMMENT ON COLUMN \"t{0}\".n IS 'number {0}';",
        )
    ]
    (tmp_path / "meta").mkdir()
    entries = []
    for number, (tag, text) in enumerate(
        (("0000_t", "CREATE TABLE t (id int PRIMARY KEY);"), ("0001_many", "\n".join(up)))
    ):
        (tmp_path / f"{tag}.sql").write_text(text)
        entries.append({"idx": number, "version": "7", "when": 1700000000000 + number, "tag": tag})
    journal = {"version": "7", "dialect": "postgresql", "entries": entries}
    (tmp_path / "meta" / "_journal.json").write_text(json.dumps(journal))
    [rollback] = prove(history.read(tmp_path), ["0001_many"], lambda: nullcontext(server))  # type: ignore[arg-type,return-value]
    for (name,) in server.rows_as_admin("SELECT datname FROM pg_database WHERE datname ~ '^s[0-9]+$'"):
        server.drop_database(name or "")
    assert rollback.verdict is Verdict.EXACT, rollback.reason
    assert sorted(rollback.statements) == sorted(f'DROP TABLE "public"."t{number}"' for number in range(100))
