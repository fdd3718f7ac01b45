"""What a change of SQL was seen to do, by a real PostgreSQL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sterna.history.model import Migration
from sterna.postgres import replay
from sterna.postgres.catalog import read
from sterna.postgres.connection import Connection
from sterna.postgres.observation import Observation
from sterna.postgres.server import Server
from sterna.sql.split import split

PATH = Path("migrations/0001_change.sql")


@dataclass(frozen=True, slots=True)
class Case:
    """A change of SQL on top of what is given, and the sentences that are told of it."""

    title: str
    given: str
    change: str
    told: tuple[str, ...]


def cases(folder: Path) -> list[Case]:
    """Read the cases of a folder: `-- # title`, SQL, `-- change`, SQL, `-- told`, a comment for each sentence."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        for block in re.split(r"^-- # ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, _, rest = block.partition("\n")
            given, _, rest = rest.partition("-- change\n")
            change, _, told = rest.partition("-- told\n")
            lines = [line.removeprefix("--   ") for line in told.splitlines() if line.startswith("--   ")]
            found.append(Case(title, given, change, tuple(lines)))
    return found


def migration(sql: str) -> Migration:
    """Return a migration of one chunk."""
    return Migration("0001_change", PATH, 1, 1, 1768210867000, "ab" * 32, (sql,), split(sql, PATH))


def observe(connection: Connection, given: str, change: str) -> Observation:
    """Run the change in a transaction that leaves nothing behind, and return the catalog before and after it."""
    connection.run("BEGIN")
    try:
        connection.run(given)
        before = read(connection)
        connection.run(change)
        after = read(connection)
    finally:
        connection.run("ROLLBACK")
    return Observation(migration(change), before, after)


def watch(server: Server, given: str, change: str) -> Observation:
    """Run the change statement by statement in a database of its own, with the locks that were seen."""
    server.create_database("watched")
    try:
        with server.connect("watched") as connection:
            connection.run(given)
            before = read(connection)
            run = migration(change)
            seen = replay.watch(connection, run.statements)
            after = read(connection)
    finally:
        server.drop_database("watched")
    return Observation(run, before, after, seen.locks, seen.rewrites, seen.scans, seen.failure)
