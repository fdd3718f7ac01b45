"""Apply what is pending, so that a run that is killed at any moment leaves all of a transaction or nothing of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Final

from sterna.history.model import History, Migration
from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.target import Target
from sterna.problem import Problem
from sterna.runbook import names, tracking
from sterna.runbook.concurrent import Finder, perform
from sterna.runbook.failure import Failed, refused, told
from sterna.runbook.lookout import Lookout
from sterna.runbook.plan import Group, Plan
from sterna.runbook.position import State, locate
from sterna.runbook.turn import LOCK_NOT_AVAILABLE, Patience, begin, contested
from sterna.runbook.watcher import Watcher
from sterna.sql.statement import Statement

_DEADLOCK: Final = "40P01"
_AGAIN: Final = (LOCK_NOT_AVAILABLE, _DEADLOCK)
_RETURN: Final = 60.0
"""Seconds in which a server that went away may come back, to be asked what became of a transaction."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A migration that is applied: by this run, in `seconds`, or by another one while we waited (None)."""

    tag: str
    statements: int
    seconds: float | None


@dataclass(slots=True)
class _Run:
    """What all groups of one run share."""

    target: Target
    history: History
    plan: Plan
    patience: Patience
    watcher: Watcher
    built: Mapping[tuple[str, str], str]
    sleep: Callable[[float], None]
    done: list[Applied] = field(default_factory=list)

    @property
    def applied(self) -> list[str]:
        return [one.tag for one in self.done if one.seconds is not None]

    def undone(self) -> list[str]:
        done = {one.tag for one in self.done}
        return [migration.tag for migration in self.plan.migrations if migration.tag not in done]


class _Yield(Exception):
    """Another migrator waits to write its row; `pids` says who."""

    def __init__(self, pids: tuple[int, ...]) -> None:
        super().__init__()
        self.pids = pids


def migrate(
    target: Target,
    history: History,
    plan: Plan,
    *,
    patience: Patience,
    watcher: Watcher,
    built: Mapping[tuple[str, str], str] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> tuple[Applied, ...]:
    """Run the groups of a plan one after another and return what is applied; raise Failed or another Problem.

    `built` holds definitions of indexes, as PostgreSQL prints them, by schema and name: those that statements outside
    a transaction make. A run that goes on after another one was killed compares what it finds with them.
    """
    run = _Run(target, history, plan, patience, watcher, built or {}, sleep)
    for group in plan.groups:
        with target.connect(name="sterna migrate") as connection:
            try:
                if group.alone:
                    _alone(run, connection, group)
                else:
                    _together(run, connection, group)
            except SqlError as error:
                if not connection.closed:
                    raise
                raise _lost(run, group, error) from error
    if plan.takes_over and not plan.groups:
        _take_over(run)
    return tuple(run.done)


def _take_over(run: _Run) -> None:
    """Give the tracking table the columns of 1.0, where nothing is pending; raise Problem or SqlError."""
    table = run.plan.standing.table
    with run.target.connect(name="sterna migrate") as connection:
        begin(connection, table, run.patience)
        try:
            names.give(connection, table, run.history)
            connection.run("COMMIT")
        except SqlError as error:
            raise Problem(f"{table} was left as it was: {error}.", where=connection.address) from error
        finally:
            if connection.in_transaction and not connection.closed:
                connection.run("ROLLBACK")


def _together(run: _Run, connection: Connection, group: Group) -> None:
    """Run a group in one transaction, again where it did not get a lock."""
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
            if error.sqlstate not in _AGAIN or attempt > run.patience.retries or _refuses_to_wait(error, group):
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


def _transaction(run: _Run, connection: Connection, group: Group) -> None:
    table = run.plan.standing.table
    begin(connection, table, run.patience)
    try:
        todo = _still_pending(run, connection, group)
        seconds = []
        names.give(connection, table, run.history)
        connection.run(f"SET LOCAL statement_timeout = '{round(run.patience.statement * 1000)}ms'")
        with Lookout(run.target, _pid(connection), run.watcher.note) as lookout:
            for migration in todo:
                started = time.monotonic()
                for statement in migration.statements:
                    _execute(run, connection, migration, statement, lookout)
                connection.run(tracking.insert(table, migration))
                seconds.append(time.monotonic() - started)
        others = contested(connection, table) if todo else ()
        if others:
            raise _Yield(others)
        try:
            connection.run("COMMIT")
        except SqlError as error:
            if connection.closed:
                raise
            raise refused(todo[-1], None, error, applied=run.applied, undone=run.undone()) from error
    except BaseException:
        if connection.in_transaction and not connection.closed:
            connection.run("ROLLBACK")
        raise
    _note_done(run, group, todo, seconds)


def _still_pending(run: _Run, connection: Connection, group: Group) -> list[Migration]:
    """Look again under the lock: return what is still to be done; raise Problem where more than that changed."""
    rows = tracking.read(connection, run.plan.standing.table)
    position = locate(run.history, rows)
    states = {place.tag: place.state for place in position.places}
    for tag in group.tags:
        if states[tag] is State.AGAIN or (states[tag] is State.SKIPPED and tag not in run.plan.late):
            raise Problem(
                f"The tracking table changed since the plan was made: {tag} would be skipped now.",
                do="See `sterna status`, then run `sterna migrate` again.",
                code=1,
            )
    return [migration for migration in group.migrations if states[migration.tag] in (State.PENDING, State.SKIPPED)]


def _execute(run: _Run, connection: Connection, migration: Migration, statement: Statement, lookout: Lookout) -> None:
    run.watcher.starts(migration, statement)
    started = time.monotonic()
    try:
        connection.run(statement.text)
    except SqlError as error:
        if connection.closed:
            raise
        more = f"it waited for {lookout.seen}" if error.sqlstate in _AGAIN and lookout.seen else ""
        connection.run("ROLLBACK")
        raise refused(migration, statement, error, applied=run.applied, undone=run.undone(), more=more) from error
    run.watcher.ended(time.monotonic() - started)


def _alone(run: _Run, connection: Connection, group: Group) -> None:
    """Run a migration whose statements refuse a transaction.

    This session holds the locks in an open transaction and adds the row at the end; another one runs the statements. An
    open transaction without a snapshot keeps no CONCURRENTLY waiting.
    """
    table = run.plan.standing.table
    [migration] = group.migrations
    begin(connection, table, run.patience)
    try:
        if connection.pid != _pid(connection):
            raise Problem(
                f"{migration.tag} runs outside of transactions, which a connection pooler does not bear.",
                do="Name the server itself, not the pooler, in the URL.",
            )
        todo = _still_pending(run, connection, group)
        started = time.monotonic()
        if todo:
            with ExitStack() as stack:
                worker = stack.enter_context(run.target.connect(name="sterna migrate (alone)"))
                worker.run(
                    "SET client_connection_check_interval = '2s'; SET lock_timeout = 0; SET statement_timeout = 0"
                )
                stack.enter_context(Lookout(run.target, _pid(worker), run.watcher.note))
                find = Finder(worker, run.built, run.watcher.note, run.patience.turn, run.sleep)
                for statement in migration.statements:
                    run.watcher.starts(migration, statement)
                    begun = time.monotonic()
                    try:
                        perform(find, statement)
                    except SqlError as error:
                        if worker.closed:
                            raise _lost(run, group, error) from error
                        raise refused(
                            migration,
                            statement,
                            error,
                            applied=run.applied,
                            undone=run.undone(),
                            more=find.left_behind(statement),
                        ) from error
                    run.watcher.ended(time.monotonic() - begun)
            names.give(connection, table, run.history)
            connection.run(tracking.insert(table, migration))
        connection.run("COMMIT")
    except BaseException:
        if connection.in_transaction and not connection.closed:
            connection.run("ROLLBACK")
        raise
    _note_done(run, group, todo, [time.monotonic() - started])


def _note_done(run: _Run, group: Group, todo: list[Migration], seconds: list[float]) -> None:
    took = dict(zip([migration.tag for migration in todo], seconds, strict=False))
    for migration in group.migrations:
        run.done.append(Applied(migration.tag, len(migration.statements), took.get(migration.tag)))
        if migration.tag not in took:
            run.watcher.note(f"{migration.tag} was applied by another migrator meanwhile")


def _lost(run: _Run, group: Group, error: SqlError) -> Failed:
    """Ask the server, when it is back, what became of the transaction; say it is not known where it does not answer."""
    rows: tuple[tracking.Row, ...] | None = None
    limit = time.monotonic() + _RETURN
    pause = 0.2
    while rows is None:
        try:
            with run.target.reconnect(name="sterna migrate") as connection:
                table = run.plan.standing.table
                # Lost before the table was made, or before it got its names, there is less to read.
                if tracking.exists(connection, table):
                    named = tracking.is_named(connection, table)
                    rows = tracking.read(connection, replace(table, named=named))
                else:
                    rows = ()
        except SqlError:
            if time.monotonic() > limit:
                break
            run.sleep(pause)
            pause = min(pause * 2, 5.0)
    said = " ".join(error.message.split())
    if rows is None:
        return Failed(
            "The connection was lost, and the server does not come back.",
            where=f"{said}\nWhether {', '.join(group.tags)} is applied is not known: "
            "a transaction that was not committed will be rolled back.",
            do="When the server is back: `sterna status` says what is applied, and `sterna migrate` goes on.",
            applied=tuple(run.applied),
        )
    hashes = {(row.hash, row.created_at) for row in rows}
    there = [migration.tag for migration in group.migrations if (migration.hash, migration.when) in hashes]
    applied = [*run.applied, *there]
    undone = [tag for tag in run.undone() if tag not in there]
    return Failed(
        "The connection was lost.",
        where=f"{said}\nThe server was asked again. {told(applied, undone)}",
        do="Run `sterna migrate` again: it goes on from there." if undone else "Nothing is left to do.",
        applied=tuple(applied),
    )


def _pid(connection: Connection) -> int:
    [(pid,)] = connection.rows("SELECT pg_backend_pid()")
    return int(pid or 0)
