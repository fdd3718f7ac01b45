"""Migrations in one transaction, which is tried again where it does not get a lock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sterna.history.model import Migration
from sterna.postgres.connection import Connection, SqlError
from sterna.runbook import names, tracking
from sterna.runbook.failure import Failed, refused
from sterna.runbook.lookout import Lookout
from sterna.runbook.plan import Group
from sterna.runbook.run import Run
from sterna.runbook.turn import LOCK_NOT_AVAILABLE, begin, contested
from sterna.sql.statement import Statement

_DEADLOCK: Final = "40P01"
AGAIN: Final = (LOCK_NOT_AVAILABLE, _DEADLOCK)
"""The SQLSTATEs after which a transaction is tried again."""


class _Yield(Exception):
    """Another migrator waits to write its row; `pids` says who."""

    def __init__(self, pids: tuple[int, ...]) -> None:
        super().__init__()
        self.pids = pids


@contextmanager
def whole(connection: Connection) -> Iterator[None]:
    """Roll back what a block leaves open when it fails."""
    try:
        yield
    except BaseException:
        if connection.in_transaction and not connection.closed:
            connection.run("ROLLBACK")
        raise


def together(run: Run, connection: Connection, group: Group) -> None:
    """Run a group in one transaction, again where it did not get a lock; raise Failed, Problem or SqlError."""
    attempt = 0
    while True:
        try:
            _transaction(run, connection, group)
            return
        except _Yield as other:
            pids = ", ".join(map(str, other.pids))
            run.watcher.note(f"gives way to another migrator (pid {pids}), which ran the same migrations and was first")
        except Failed as error:
            attempt += 1
            if error.sqlstate not in AGAIN or attempt > run.patience.retries or _refuses_to_wait(error, group):
                raise
            pause = run.patience.before(attempt)
            run.watcher.note(
                f"did not get a lock at {error.tag}; everything was rolled back; attempt {attempt + 1} of "
                f"{run.patience.retries + 1} in {pause:g} s"
            )
            run.sleep(pause)


def _refuses_to_wait(error: Failed, group: Group) -> bool:
    """Tell whether the migration itself said NOWAIT, so that waiting longer is not wanted."""
    migration = next(one for one in group.migrations if one.tag == error.tag)
    return any("NOWAIT" in statement.text.upper() for statement in migration.statements)


def _transaction(run: Run, connection: Connection, group: Group) -> None:
    table = run.plan.standing.table
    took: dict[str, float] = {}
    begin(connection, table, run.patience)
    with whole(connection):
        todo = run.still_pending(connection, group)
        names.give(connection, table, run.history)
        connection.run(f"SET LOCAL statement_timeout = '{round(run.patience.statement * 1000)}ms'")
        with Lookout(run.target, connection, run.watcher.note) as lookout:
            for migration in todo:
                started = time.monotonic()
                for statement in migration.statements:
                    _execute(run, connection, migration, statement, lookout)
                connection.run(tracking.insert(table, migration))
                took[migration.tag] = time.monotonic() - started
        others = contested(connection, table) if todo else ()
        if others:
            raise _Yield(others)
        try:
            connection.run("COMMIT")
        except SqlError as error:
            if connection.closed:
                raise
            raise refused(todo[-1], None, error, applied=run.applied, undone=run.undone) from error
    run.note_done(group, took)


def _execute(run: Run, connection: Connection, migration: Migration, statement: Statement, lookout: Lookout) -> None:
    run.watcher.starts(migration, statement)
    started = time.monotonic()
    try:
        connection.run(statement.text)
    except SqlError as error:
        if connection.closed:
            raise
        more = f"it waited for {lookout.seen}" if error.sqlstate in AGAIN and lookout.seen else ""
        raise refused(migration, statement, error, applied=run.applied, undone=run.undone, more=more) from error
    run.watcher.ended(time.monotonic() - started)
