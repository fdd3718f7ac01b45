"""The runbook on PostgreSQL 16, from the first migration to a restored backup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sterna.postgres.cluster import ADMIN
from sterna.postgres.server import Server
from tests.cli.histories import make
from tests.runbook.conftest import Production, database
from tests.servers import let_in

pytestmark = pytest.mark.slow

HISTORY = {
    "0000_users": "CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL);"
    "CREATE VIEW names AS SELECT users.name FROM users;",
    "0001_phone": "ALTER TABLE users ADD COLUMN phone text;",
    "0002_build": "CREATE INDEX CONCURRENTLY users_name ON users (name);",
}


@pytest.fixture(scope="module")
def let(server_16: Server) -> Server:
    """Let in whoever has a password."""
    let_in(server_16)
    return server_16


@pytest.fixture
def sixteen(let: Server, workshop: str) -> Iterator[Production]:
    """Make an empty database in production and drop it afterwards, with those that were made of it."""
    with database(let, workshop) as made:
        yield made
    for (name,) in let.rows_as_admin(f"SELECT datname FROM pg_database WHERE starts_with(datname, '{made.name}')"):
        let.drop_database(name or "")


def test_the_runbook(sixteen: Production, tmp_path: Path) -> None:
    """Each command does its work; what is proven on another version says so, and pg_dump 18 serves."""
    folder = make(tmp_path / "drizzle", HISTORY)

    def sterna(*words: str | Path, admin: bool = False, code: int = 0) -> str:
        user = {"DATABASE_URL": sixteen.url_of(ADMIN)} if admin else {}
        done = sixteen.sterna(*words, cwd=tmp_path, **user)
        assert done.returncode == code, (words, done.stdout, done.stderr)
        return done.stdout + done.stderr

    said = sterna("migrate", folder, "--yes")
    assert re.search(r"Run on PostgreSQL 18\.\d+ before; this server is 16\.", said)
    assert "applied  0002_build (1 statement, " in said
    sixteen.run("INSERT INTO users VALUES (1, 'a', '1'), (2, 'b', NULL)")
    said = sterna("status", folder, "--drift")
    assert "(PostgreSQL 16." in said
    assert "Every object is as the applied migrations make it." in said
    assert "drizzle: 3 warnings" in sterna("doctor", folder, "--no-database")  # It has no snapshots.
    assert "as sterna: 3 warnings." in sterna("doctor", folder, "--drift")
    said = sterna("backup", folder, "--output", "b.dump", "--verify", admin=True)
    assert "every object is there, every table has its rows" in said
    value = json.loads((tmp_path / "b.dump.json").read_text())
    assert value["server_version"].startswith("16.")
    assert value["rows"]["public.users"] == 2
    sterna("rollback", "0001_phone", "0002_build", "--write", "--folder", folder)
    assert "values of public.users.phone" in sterna(
        "rollback", "--apply", "--yes", "--to", "0000_users", "--folder", folder, code=1
    )
    sterna("rollback", "--apply", "--yes", "--to", "0000_users", "--lose-rows", "--folder", folder)
    assert len(sixteen.tracked()) == 1
    assert "restored" in sterna("restore", "b.dump", "--swap", "--yes", admin=True)
    assert sixteen.rows("SELECT id, phone FROM users ORDER BY id") == [("1", "1"), ("2", None)]
    assert len(sixteen.tracked()) == 3
    assert "3 applied." in sterna("status", folder, "--drift")
    sixteen.run("DELETE FROM drizzle.__drizzle_migrations WHERE id = 3")
    assert "marked  0002_build" in sterna("mark-applied", "0002_build", "--yes", "--folder", folder)
    assert "may only read" in sterna("read-only", "on", "--yes")
    assert "read-only off" in sterna("migrate", folder, "--yes", code=2)
    assert "may write again" in sterna("read-only", "off", "--yes")
