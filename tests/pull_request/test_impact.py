"""The performance impact is what was measured."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sterna.postgres.observation import Failure
from sterna.postgres.server import Server
from sterna.pull_request.impact import Downtime
from sterna.pull_request.measured import impact
from tests.pull_request.observed import watch

USERS = "CREATE TABLE users (id integer PRIMARY KEY, name text);"
AUDIT = """CREATE TABLE audit_logs (id bigint PRIMARY KEY, user_id integer NOT NULL);
ALTER TABLE audit_logs ADD FOREIGN KEY (user_id) REFERENCES users (id);
CREATE INDEX ON audit_logs (user_id);"""
WRITTEN = (
    "reads and writes of users wait while it is written anew (statement 1, line 1); on a small table that is a moment"
)
HELD = (
    "reads and writes of users wait while it is read as a whole (statement 2, line 1), because the lock of statement 1 "
    "is held until the end; on a small table that is a moment"
)


@pytest.mark.parametrize(
    ("change", "summary", "downtime", "reasons"),
    [
        ("CREATE TABLE t (id integer PRIMARY KEY)", "Minimal (new table, no ALTER on existing tables)", "None", []),
        (AUDIT, "Minimal (new table, no ALTER on existing tables)", "None", []),
        ("CREATE TYPE mood AS ENUM ('fine')", "Minimal (no ALTER on existing tables)", "None", []),
        (
            "ALTER TABLE users ADD COLUMN phone text",
            "Low (short locks on users; no table is read or written as a whole)",
            "Short lock",
            ["reads and writes of users wait for a moment"],
        ),
        (
            "CREATE INDEX ON users (name)",
            "Grows with the size of users (writes wait while the whole table is read)",
            "Short lock",
            ["writes to users wait while it is read as a whole; plan a window if it is large"],
        ),
        (
            "ALTER TABLE users ALTER COLUMN id TYPE bigint",
            "High (users is written anew as a whole)",
            "Needs a window",
            [WRITTEN],
        ),
        (
            "ALTER TABLE users ADD COLUMN a text; CREATE INDEX ON users (a)",
            "Grows with the size of users (writes wait while the whole table is read)",
            "Needs a window",
            [HELD],
        ),
        (
            "ALTER TABLE users RENAME COLUMN name TO full_name",
            "Low (short locks on users; no table is read or written as a whole)",
            "Needs a window",
            ["running code still uses column users.name, which is called full_name afterwards"],
        ),
        (
            "DROP TABLE users",
            "Low (short locks on users; no table is read or written as a whole)",
            "Needs a window",
            ["running code may still use table users, which is gone"],
        ),
        (
            "UPDATE users SET name = 'x'",
            "Grows with the size of users (read as a whole, but nobody waits)",
            "None",
            [],
        ),
    ],
)
def test_the_impact_of_a_change(server: Server, change: str, summary: str, downtime: str, reasons: list[str]) -> None:
    """Locks, scans and rewrites on tables that were there make the summary, the downtime and its reasons."""
    found = impact(watch(server, USERS, change))
    assert (str(found.summary), str(found.downtime), list(map(str, found.reasons))) == (summary, downtime, reasons)


def test_a_lock_is_told_with_what_it_blocks(server: Server) -> None:
    """The foreign key of a new table stops writes to the table that it points to, and the section says so."""
    found = impact(watch(server, USERS, AUDIT))
    assert [str(touch.sentence) for touch in found.touches] == [
        "ALTER TABLE ... ADD FOREIGN KEY (statement 2, line 2) takes SHARE ROW EXCLUSIVE on users: writes wait"
    ]
    assert [str(note) for note in found.notes] == [
        "All pending migrations run in one transaction: each lock is held until the last statement is done"
    ]


def test_a_required_column_breaks_running_code(server: Server) -> None:
    """Code that does not know a NOT NULL column without default cannot insert any more."""
    found = impact(watch(server, USERS, "ALTER TABLE users ADD COLUMN a integer NOT NULL"))
    assert "running code does not fill users.a, which is required and has no default" in map(str, found.reasons)


def test_what_did_not_run_is_not_known(server: Server) -> None:
    """Nothing is called minimal that was not measured."""
    seen = watch(server, USERS, "SELECT 1")
    failed = replace(seen, failure=Failure(seen.migration.statements[0], "42P01", "no such table"))
    for found in (impact(None), impact(failed)):
        assert found.downtime is Downtime.UNKNOWN
        assert str(found.summary).startswith("Not known")
