"""The SQL of a page of changes, as the steps that it describes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from sterna.data import docs
from sterna.guide.document import parse
from sterna.history.model import History, Layout, Migration
from sterna.postgres import catalog, replay
from sterna.postgres.connection import Connection
from sterna.postgres.observation import Observation
from sterna.postgres.server import Server
from sterna.sql.split import split

PAGES = sorted(path for path in (docs() / "changes").glob("*.md") if path.stem != "index")


@dataclass(frozen=True)
class Fence:
    """A piece of SQL with the words after `sql`; `line` is that of the page."""

    words: tuple[str, ...]
    sql: str
    line: int

    @property
    def kind(self) -> str:
        """Return the first word, or the empty string for SQL that is only shown."""
        return self.words[0] if self.words else ""

    @property
    def alone(self) -> bool:
        """Tell whether it runs outside of a transaction, statement by statement."""
        return "alone" in self.words


@dataclass(frozen=True)
class State:
    """What a database holds: its schema as pg_dump prints it, and the rows of each table."""

    dump: str
    rows: dict[str, list[str]]


def fences(page: Path) -> list[Fence]:
    """Return the SQL of a page in its order."""
    return [
        Fence(tuple(fence.info.split()[1:]), fence.text, fence.line)
        for fence in parse(page).fences
        if fence.info.split()[:1] == ["sql"]
    ]


def migration(fence: Fence) -> Migration:
    """Return a fence as a migration of its own."""
    path = Path(f"line_{fence.line}.sql")
    return Migration(path.stem, path, 0, 0, 1, "", (fence.sql,), split(fence.sql, path))


def run(session: Connection, fence: Fence) -> None:
    """Run a fence: in one transaction, or statement by statement where it says so; raise SqlError."""
    if fence.alone:
        for statement in migration(fence).statements:
            session.run(statement.text)
    else:
        session.run(f"BEGIN;\n{fence.sql}\nCOMMIT;")


def try_out(session: Connection, fence: Fence) -> None:
    """Run a fence and take its rows back; raise SqlError."""
    session.run("BEGIN")
    try:
        session.rows(fence.sql)
    finally:
        session.run("ROLLBACK")


def watch(session: Connection, fence: Fence) -> tuple[History, dict[str, Observation]]:
    """Run a fence as the only pending migration, and return what a review needs to judge it."""
    pending = migration(fence)
    before = catalog.read(session)
    seen = replay.watch(session, pending.statements)
    observation = Observation(
        pending, before, catalog.read(session), seen.locks, seen.rewrites, seen.scans, seen.failure
    )
    return History(Path(), Layout.JOURNAL, (pending,), ()), {pending.tag: observation}


def state(server: Server, name: str) -> State:
    """Return what a database holds; columns are told by name, so that their order does not count."""
    with server.connect(name) as session:
        tables = [table.name for table in catalog.read(session).tables]
        rows = {}
        for table in tables:
            found = [row[0] or "{}" for row in session.rows(f'SELECT to_jsonb(t) FROM "{table}" AS t')]
            rows[table] = sorted(json.dumps(json.loads(row), sort_keys=True) for row in found)
    return State(server.dump(name), rows)
