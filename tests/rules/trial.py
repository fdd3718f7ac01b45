"""The SQL of a rule page, run on a real server and watched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from sterna.guide import LOCKS, Example, Rule
from sterna.history.model import History, Layout, Migration
from sterna.postgres import catalog, replay
from sterna.postgres.connection import Connection
from sterna.postgres.observation import Failure, Observation
from sterna.postgres.server import Server
from sterna.sql.concurrent import concurrently
from sterna.sql.split import split


@dataclass(frozen=True)
class Run:
    """Examples that were run as the files of one deploy."""

    history: History
    observations: dict[str, Observation]
    failure: Failure | None

    @property
    def lock(self) -> str:
        """Return the strongest lock on a table that was there; those of plain reading are not worth a word."""
        modes = [lock.mode for seen in self.observations.values() for lock in seen.locks]
        strongest = max(modes, key=LOCKS.index, default="")
        return "" if strongest in ("ACCESS SHARE", "ROW SHARE") else strongest

    @property
    def rewrote(self) -> bool:
        """Tell whether a table that was there was written anew."""
        return any(seen.rewrites for seen in self.observations.values())

    @property
    def scanned(self) -> bool:
        """Tell whether a table that was there was read as a whole under a lock that stops writers."""
        return any(
            lock.statement == scan.statement
            and lock.table == scan.table
            and LOCKS.index(lock.mode) >= LOCKS.index("SHARE")
            for seen in self.observations.values()
            for scan in seen.scans
            for lock in seen.locks
        )


@contextmanager
def database(server: Server, *, template: str | None = None) -> Iterator[str]:
    """Make a database, or a copy of one, and drop it afterwards."""
    name = f"rule_{uuid4().hex}"
    server.create_database(name, template=template)
    try:
        yield name
    finally:
        server.drop_database(name)


def prepare(server: Server, name: str, examples: Sequence[Example]) -> None:
    """Run the given SQL of a page."""
    with server.connect(name) as session:
        for example in examples:
            session.run(example.sql)


def migrations(rule: Rule, examples: Sequence[Example]) -> tuple[Migration, ...]:
    """Turn examples into migrations, one for each fence."""
    return tuple(
        Migration(
            tag=example.named or f"{number:04}_{example.kind}",
            path=Path(f"{number:04}_{example.kind}.sql"),
            index=number,
            idx=number,
            when=number + 1,
            hash="",
            chunks=(example.sql,),
            statements=split(example.sql, Path(f"{number:04}_{example.kind}.sql")),
        )
        for number, example in enumerate(examples)
    )


def deploy(server: Server, name: str, rule: Rule, examples: Sequence[Example]) -> Run:
    """Run examples as the files of one deploy: in one transaction, or alone where the page says so.

    A copy of the database is run statement by statement before, and watched, as the proof does it.
    """
    alone = any(example.alone for example in examples)
    pending = migrations(rule, examples)
    layout = Layout.PLAIN if alone else Layout.JOURNAL
    statements = [statement for migration in pending for statement in migration.statements]
    if alone:
        with server.connect(name) as session:
            before = catalog.read(session)
            for statement in statements:
                session.run(statement.text)
            after = catalog.read(session, before)
        unwatched = {migration.tag: Observation(migration, before, after) for migration in pending}
        return Run(History(Path(), layout, pending, ()), unwatched, None)
    if len(statements) == 1 and not concurrently(statements[0]):
        # The statement is a transaction of its own anyway, so the watch is the run.
        with server.connect(name) as session:
            seen = {migration.tag: watch(session, migration) for migration in pending}
        failure = next((one.failure for one in seen.values() if one.failure), None)
        return Run(History(Path(), layout, pending, ()), seen, failure)
    with database(server, template=name) as copy, server.connect(copy) as session:
        seen = {migration.tag: watch(session, migration) for migration in pending}
    with server.connect(name) as session:
        failure = replay.together(session, statements)
    if failure and failure.statement.path == pending[0].path:
        seen[pending[0].tag] = replace(seen[pending[0].tag], outside_transaction=failure)
    return Run(History(Path(), layout, pending, ()), seen, failure)


def observe(server: Server, name: str, pending: Sequence[Migration]) -> dict[str, Observation]:
    """Run migrations one after another as the proof does: each in one transaction on a copy, then watched."""
    seen = {}
    for migration in pending:
        with database(server, template=name) as copy, server.connect(copy) as session:
            refused = replay.run(session, migration).refused
        with server.connect(name) as session:
            seen[migration.tag] = replace(watch(session, migration), outside_transaction=refused)
    return seen


def watch(session: Connection, migration: Migration) -> Observation:
    """Run one migration and see what each statement does to the tables that are there."""
    before = catalog.read(session)
    seen = replay.watch(session, migration.statements)
    after = before if seen.failure else catalog.read(session, before)
    return Observation(migration, before, after, seen.locks, seen.rewrites, seen.scans, seen.failure)
