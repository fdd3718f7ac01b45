"""Plain SQL files run as psql runs them: what is proven of them, and what is said."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from sterna import history
from sterna.history import Layout
from sterna.postgres.server import Server
from sterna.pull_request.measured import impact
from sterna.pull_request.section import section
from sterna.report import down_file
from sterna.review import review
from sterna.rollback.chain import chain
from sterna.rollback.model import Rollback
from sterna.rollback.proof import prove
from tests.review.histories import GUIDE, judged

GIVEN = """
CREATE TYPE mood AS ENUM ('ok');
CREATE TABLE users (id bigint PRIMARY KEY, email text, age int, mood mood);
CREATE TABLE logs (at date) PARTITION BY RANGE (at);
INSERT INTO users VALUES (1, 'a@example.com', 40, 'ok');
"""
GIVEN_BACK = "DROP TABLE users, logs; DROP TYPE mood;"
INDEX = "CREATE INDEX CONCURRENTLY users_email_idx ON users (email);"
CHECK = "ALTER TABLE users ADD CONSTRAINT grown CHECK (age > 17) NOT VALID;"

CASES = {
    "an index built concurrently": (INDEX, "", "exact", []),
    "after another statement": (f"ALTER TABLE users ADD COLUMN phone text;\n{INDEX}", "", "exact", []),
    "NOT VALID and VALIDATE": (f"{CHECK} ALTER TABLE users VALIDATE CONSTRAINT grown;", "", "exact", []),
    "an enum value and its use": (
        "ALTER TYPE mood ADD VALUE 'sad'; ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'sad';",
        "",
        "exact",
        [],
    ),
    "a way back by hand that is no transaction": (INDEX, "DROP INDEX CONCURRENTLY users_email_idx;", "exact", []),
    "a way back by hand that counts on a transaction": (
        "CREATE SCHEMA app; CREATE TABLE app.a (id int);",
        "SET LOCAL search_path = app; DROP TABLE a; DROP SCHEMA app;",
        "by hand",
        ["rollback-not-proven"],
    ),
    "a way back by hand with its transaction": (
        "CREATE SCHEMA app; CREATE TABLE app.a (id int);",
        "BEGIN; SET LOCAL search_path = app; DROP TABLE a; COMMIT; DROP SCHEMA app;",
        "exact",
        [],
    ),
    "a way back by hand in two steps": (
        f"{CHECK} {INDEX}",
        "ALTER TABLE users DROP CONSTRAINT grown; DROP INDEX CONCURRENTLY users_email_idx;",
        "exact",
        [],
    ),
    "a way back by hand that leaves something": (
        f"{CHECK} ALTER TABLE users ADD COLUMN phone text;",
        "BEGIN; ALTER TABLE users DROP COLUMN phone; COMMIT;",
        "by hand",
        ["rollback-not-proven"],
    ),
    "CONCURRENTLY in the file's own transaction": (
        f"BEGIN;\n{INDEX}\nCOMMIT;",
        "",
        "failed",
        ["concurrently-in-transaction"],
    ),
    "an enum value and its use in the file's own transaction": (
        "BEGIN; ALTER TYPE mood ADD VALUE 'sad'; ALTER TABLE users ALTER COLUMN mood SET DEFAULT 'sad'; COMMIT;",
        "",
        "failed",
        ["enum-value-used-in-transaction"],
    ),
    "NOT VALID and VALIDATE in the file's own transaction": (
        f"BEGIN; {CHECK} ALTER TABLE users VALIDATE CONSTRAINT grown; COMMIT;",
        "",
        "exact",
        ["validate-in-same-transaction"],
    ),
    "an index that stops writers": (
        "CREATE INDEX users_email_idx ON users (email);",
        "",
        "exact",
        ["index-not-concurrent"],
    ),
    "a unique index over rows, which may or may not be equal": (
        "CREATE UNIQUE INDEX CONCURRENTLY users_email_unique ON users (email);",
        "",
        "exact",
        [],
    ),
    "an index on a partition that was attached empty": (
        (
            "CREATE TABLE logs_1 (LIKE logs);\n"
            "ALTER TABLE logs ATTACH PARTITION logs_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');\n"
            "CREATE INDEX logs_1_i ON logs_1 (at);"
        ),
        "",
        "exact",
        [],
    ),
    "an index on a partition that was attached with rows": (
        (
            "CREATE TABLE logs_1 (LIKE logs); INSERT INTO logs_1 SELECT '2026-01-02';\n"
            "ALTER TABLE logs ATTACH PARTITION logs_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');\n"
            "CREATE INDEX logs_1_j ON logs_1 (at);"
        ),
        "",
        "exact",
        ["attach-partition", "index-not-concurrent"],
    ),
    "what fails half way": ("CREATE TABLE a (id int); SELECT 1 / 0;", "", "failed", ["migration-fails"]),
}


@pytest.mark.parametrize(("up", "down", "verdict", "told"), CASES.values(), ids=CASES)
def test_a_plain_file(server: Server, tmp_path: Path, up: str, down: str, verdict: str, told: list[str]) -> None:
    """Each statement commits itself unless the file says otherwise, and nothing of Drizzle is said."""
    proven = _proven(server, _written(tmp_path, up, down), "0002_up")
    assert str(proven.verdict) == verdict, proven.reason
    found = review(GUIDE, history.read(tmp_path), ["0002_up"], rollbacks={proven.tag: proven})
    findings = [one for one in found.findings if one.level.rank]
    assert [one.rule for one in findings] == told
    said = " ".join(f"{one.summary} {one.detail} {one.advice}" for one in found.findings)
    text = down_file.write(history.read(tmp_path).migrations[1], proven, "a server")
    assert proven.together or "to the end)" not in text, "a lock is gone with its statement"
    assert "drizzle" not in f"{said} {text} {proven.reason}".lower()
    assert ("\nBEGIN;" in text) == (not down or "BEGIN;" in down), "what a person wrote is left as it stands"


def test_nothing_by_hand(server: Server, tmp_path: Path) -> None:
    """Where a page sends people to a console, a plain file is told that it needs none."""
    proven = _proven(server, _written(tmp_path, "CREATE INDEX i ON users (email);", ""), "0002_up")
    found, *_ = review(GUIDE, history.read(tmp_path), ["0002_up"], rollbacks={proven.tag: proven}).findings
    assert found.detail.endswith("so CONCURRENTLY can stand in it: nothing has to be done by hand.")


@pytest.mark.parametrize(
    ("begin", "commit", "downtime"), [("", "", "Short lock"), ("BEGIN;", "COMMIT;", "Needs a window")]
)
def test_how_long_a_lock_is_held(server: Server, tmp_path: Path, begin: str, commit: str, downtime: str) -> None:
    """The lock of a statement that commits itself is gone before the next one; in the file's transaction it is not."""
    up = f"{begin} {CHECK} ALTER TABLE users VALIDATE CONSTRAINT grown; {commit}"
    proven = _proven(server, _written(tmp_path, up, ""), "0002_up")
    felt = impact(proven.observation)
    notes = ["The file opens a transaction: each lock that it takes there is held until that ends"] if begin else []
    assert (str(felt.downtime), [str(note) for note in felt.notes]) == (downtime, notes)


def test_what_was_committed_stays(server: Server, tmp_path: Path) -> None:
    """A file that fails half way has changed what stands before, and its description says so."""
    up = "CREATE TABLE a (id int);\nSELECT 1 / 0;"
    proven = _proven(server, _written(tmp_path, up, ""), "0002_up")
    [entry] = section([(history.read(tmp_path).migrations[1], proven)], (), "a server").entries
    said = str(entry.failure)
    assert said.startswith("None but what was committed before, because it fails at statement 2, line 2: ")
    assert proven.observation is not None
    assert proven.observation.after.table("public", "a") is not None


def test_the_whole_chain(server: Server, tmp_path: Path) -> None:
    """The history goes down to empty by the files beside it and up again."""
    found = history.read(_written(tmp_path, INDEX, "DROP INDEX CONCURRENTLY users_email_idx;"))
    ways = {one.tag: down_file.statements(one) for one in found.migrations}
    links = chain(found, ways, lambda: nullcontext(server), deadline=60)  # type: ignore[arg-type,return-value]
    assert [(link.tag, link.way, link.differs) for link in links] == [
        ("0002_up", "down", ""),
        ("0001_given", "down", ""),
        ("0001_given", "up again", ""),
        ("0002_up", "up again", ""),
    ]
    _clean(server)


def test_a_session_for_each_file() -> None:
    """What one file sets is over with it."""
    files = ("SET lock_timeout = '2s';", "ALTER TABLE t ADD COLUMN a int;")
    for layout, told in ((Layout.PLAIN, ["missing-lock-timeout"]), (Layout.JOURNAL, [])):
        assert [one.rule for one in judged(*files, layout=layout).findings] == told
    assert judged(" ".join(files), layout=Layout.PLAIN).findings == ()


def test_set_local_does_nothing_outside_of_a_transaction() -> None:
    """In a plain file it counts within the file's own transaction alone, and the advice is to write `SET`."""
    local = "SET LOCAL lock_timeout = '2s'; ALTER TABLE t ADD COLUMN a int;"
    [found] = judged(local, layout=Layout.PLAIN).findings
    assert (found.rule, found.detail) == (
        "missing-lock-timeout",
        "Outside of a transaction it is `SET`: `SET LOCAL` does nothing there.",
    )
    assert judged(f"BEGIN; {local} COMMIT;", layout=Layout.PLAIN).findings == ()


def _written(folder: Path, up: str, down: str) -> Path:
    files = {"0001_given.up.sql": GIVEN, "0001_given.down.sql": GIVEN_BACK, "0002_up.up.sql": up}
    for name, text in (files | ({"0002_up.down.sql": down} if down else {})).items():
        (folder / name).write_text(text)
    return folder


def _proven(server: Server, folder: Path, tag: str) -> Rollback:
    found = history.read(folder)
    written = {one.tag: ways for one in found.migrations if (ways := down_file.of_a_person(one)) is not None}
    try:
        [proven] = prove(found, [tag], lambda: nullcontext(server), written=written)  # type: ignore[arg-type,return-value]
    finally:
        _clean(server)
    return proven


def _clean(server: Server) -> None:
    for (name,) in server.rows_as_admin("SELECT datname FROM pg_database WHERE datname ~ '^s[0-9]+$'"):
        server.drop_database(name or "")
