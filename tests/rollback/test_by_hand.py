"""Ways back that people wrote are proven as they stand, whatever else they do."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from sterna import history
from sterna.postgres.server import Server
from sterna.rollback.model import Rollback, Verdict
from sterna.rollback.proof import prove
from sterna.sql.split import split

GIVEN = """
CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);
CREATE TABLE u (id int PRIMARY KEY, x text);
CREATE SEQUENCE q;
"""
ADD = "ALTER TABLE t ADD COLUMN a int;"
DROP = "ALTER TABLE t DROP COLUMN a;"
ANEW = """
CREATE TABLE v (id int CONSTRAINT u_id_not_null NOT NULL, x text);
INSERT INTO v SELECT id, x FROM u WHERE x IS DISTINCT FROM 'boss';
DROP TABLE u;
ALTER TABLE v RENAME TO u;
ALTER TABLE u ADD CONSTRAINT u_pkey PRIMARY KEY (id);
"""
WIPING = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN DELETE FROM u WHERE id = 99; RETURN 1; END';"


@pytest.mark.parametrize(
    ("up", "down", "verdict", "told"),
    [
        (ADD, DROP, Verdict.EXACT, ""),
        ("UPDATE t SET n = n + 1;", "UPDATE t SET n = n - 1;", Verdict.EXACT, ""),
        (ADD, f"{DROP} DELETE FROM u;", Verdict.STRUCTURE, "rows of public.u"),
        (ADD, f"{DROP} DO $$ BEGIN DELETE FROM u; END $$;", Verdict.STRUCTURE, "rows of public.u"),
        (ADD, f"{DROP} UPDATE t SET n = 0;", Verdict.STRUCTURE, "values of public.t.n"),
        (ADD, f"{DROP} SELECT setval('q', 99);", Verdict.STRUCTURE, "the counter of sequence public.q"),
        (ADD, f"{DROP} SELECT lo_create(0);", Verdict.STRUCTURE, "large objects"),
        (
            ADD,
            f"{DROP} DELETE FROM drizzle.__drizzle_migrations;",
            Verdict.STRUCTURE,
            "rows of drizzle.__drizzle_migrations",
        ),
        (
            ADD,
            f"{DROP} ALTER ROLE CURRENT_USER SET work_mem = '1MB';",
            Verdict.STRUCTURE,
            "belongs to the whole server",
        ),
        (
            ADD,
            DROP + " DO $$ BEGIN EXECUTE 'ALTER ROLE ' || current_user || ' SET work_mem = ''3MB'''; END $$;",
            Verdict.STRUCTURE,
            "belongs to the whole server",
        ),
        (
            ADD,
            f"{DROP} DO $$ BEGIN IF (SELECT count(*) FROM u) > 1000 THEN DELETE FROM u; END IF; END $$;",
            Verdict.STRUCTURE,
            "rows that code may have changed (statement 2, DO) of the way back",
        ),
        (
            ADD,
            f"{DROP} DELETE FROM u WHERE x = 'boss';",
            Verdict.STRUCTURE,
            "rows of public.u (statement 2, DELETE) of the way back",
        ),
        (
            ADD,
            f"{DROP} WITH gone AS (DELETE FROM u WHERE x = 'boss' RETURNING 1) SELECT 1 FROM gone;",
            Verdict.STRUCTURE,
            "rows of public.u as they were (statement 2, WITH) of the way back",
        ),
        (
            ADD,
            f"{DROP} MERGE INTO u USING t ON u.id = t.id AND u.x = 'boss' WHEN MATCHED THEN DELETE;",
            Verdict.STRUCTURE,
            "rows of public.u as they were (statement 2, MERGE) of the way back",
        ),
        (
            ADD,
            f"{DROP} INSERT INTO u SELECT id + 900, 'x' FROM u WHERE x = 'boss';",
            Verdict.STRUCTURE,
            "rows added to public.u stay (statement 2, INSERT) of the way back",
        ),
        ("INSERT INTO u VALUES (990, 'a');", "DELETE FROM u WHERE id = 990;", Verdict.EXACT, ""),
        (
            "INSERT INTO u VALUES (990, 'a'), (991, 'b');",
            "DELETE FROM ONLY public.u WHERE x = 'a' AND id IN (990); DELETE FROM u WHERE id = 991;",
            Verdict.EXACT,
            "",
        ),
        (
            "INSERT INTO u VALUES (990, 'a');",
            "DELETE FROM u WHERE x = 'a';",
            Verdict.STRUCTURE,
            "rows of public.u (statement 1, DELETE) of the way back",
        ),
        (
            "INSERT INTO u VALUES (990, 'a') ON CONFLICT DO NOTHING;",
            "DELETE FROM u WHERE id = 990;",
            Verdict.STRUCTURE,
            "rows of public.u (statement 1, DELETE) of the way back",
        ),
        (
            (
                "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
                " 'BEGIN IF NEW.id > 5 THEN RETURN NEW; END IF; RETURN NULL; END';"
                " CREATE TRIGGER w BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION f();"
                " INSERT INTO u VALUES (990, 'a');"
            ),
            "DELETE FROM u WHERE id = 990; DROP TRIGGER w ON u; DROP FUNCTION f;",
            Verdict.STRUCTURE,
            "rows of public.u (statement 1, DELETE) of the way back",
        ),
        (
            "INSERT INTO u VALUES (990, 'a'); CREATE TABLE heir () INHERITS (u);",
            "DROP TABLE heir; DELETE FROM u WHERE id = 990;",
            Verdict.STRUCTURE,
            "rows of public.u (statement 2, DELETE) of the way back",
        ),
        (
            "INSERT INTO u VALUES (990, 'a');",
            "DELETE FROM u WHERE id IN (990, 12345);",
            Verdict.STRUCTURE,
            "rows of public.u (statement 1, DELETE) of the way back",
        ),
        (
            "INSERT INTO u VALUES (990, 'a');",
            "WITH gone AS (DELETE FROM u WHERE x = 'a' RETURNING 1) SELECT 1 FROM gone;",
            Verdict.STRUCTURE,
            "rows of public.u as they were (statement 1, WITH) of the way back",
        ),
        (ADD, f"{DROP} DO $$ BEGIN RAISE NOTICE 'done'; END $$;", Verdict.EXACT, ""),
        (ADD, f"SAVEPOINT s; {DROP} ROLLBACK TO SAVEPOINT s; {DROP}", Verdict.EXACT, ""),
        (ADD, f"{DROP} COMMIT; SELECT 1;", Verdict.BY_HAND, "one transaction, and this would end it at COMMIT"),
        (ADD, "SELECT 1;", Verdict.BY_HAND, "does not come back whole"),
        (
            ADD,
            f"{DROP} SET TRANSACTION READ ONLY;",
            Verdict.BY_HAND,
            'in a read-only transaction (SQLSTATE 25006) at DELETE FROM "drizzle"."__drizzle_migrations"',
        ),
        (
            ADD,
            f"{DROP} {ANEW}",
            Verdict.STRUCTURE,
            "perhaps rows of public.u (the way back makes it anew)",
        ),
        (ADD, f"{DROP} DROP SEQUENCE q; CREATE SEQUENCE q;", Verdict.STRUCTURE, "the counter of sequence public.q"),
        (
            ADD,
            f"{DROP} ALTER TABLE u ALTER x TYPE text USING CASE WHEN x = 'boss' THEN '' ELSE x END;",
            Verdict.STRUCTURE,
            "perhaps values of public.u.x (USING computes them, statement 2",
        ),
        (
            ADD,
            f"{DROP} {WIPING} CREATE TABLE v AS SELECT f(); DROP TABLE v; DROP FUNCTION f();",
            Verdict.STRUCTURE,
            "rows that f() may have changed",
        ),
    ],
)
def test_what_a_way_back_does_besides(
    up: str, down: str, verdict: Verdict, told: str, server: Server, tmp_path: Path
) -> None:
    """What it does to other rows, counters, the tracking table or the server is told, and it stays one transaction."""
    found = _proven(server, tmp_path, up, down)
    assert found.verdict is verdict, found.reason
    assert told in found.reason


def _proven(server: Server, folder: Path, up: str, down: str) -> Rollback:
    entries = []
    for number, (tag, text) in enumerate((("0000_given", GIVEN), ("0001_up", up))):
        (folder / f"{tag}.sql").write_text(text)
        entries.append({"idx": number, "version": "7", "when": 1700000000000 + number, "tag": tag, "breakpoints": True})
    (folder / "meta").mkdir()
    journal = {"version": "7", "dialect": "postgresql", "entries": entries}
    (folder / "meta" / "_journal.json").write_text(json.dumps(journal))
    written = {"0001_up": tuple(one.text for one in split(down, folder / "down.sql"))}
    try:
        [found] = prove(history.read(folder), ["0001_up"], lambda: nullcontext(server), written=written)  # type: ignore[arg-type,return-value]
        return found
    finally:
        for (name,) in server.rows_as_admin("SELECT datname FROM pg_database WHERE datname ~ '^s[0-9]+$'"):
            server.drop_database(name or "")
