"""Whose turn it is: the locks that let one migrator work at a time, ours or Drizzle's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sterna.postgres.connection import Connection, SqlError
from sterna.problem import Problem
from sterna.runbook import tracking
from sterna.runbook.tracking import Table
from sterna.sql import quote

KEY: Final = 0x5374_6572_6E61
"""The advisory lock of all runs of ours in a database: `Sterna` in ASCII."""

LOCK_NOT_AVAILABLE: Final = "55P03"
_MADE_MEANWHILE: Final = ("23505", "42P06", "42P07")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for our turn, for one lock of a statement, for a statement; 0 is without end.

    A statement that does not get its lock is tried again `retries` times with its whole transaction, after `pause`
    seconds, then twice as long, and never longer than `longest`.
    """

    turn: float = 300
    lock: float = 5
    statement: float = 900
    retries: int = 8
    pause: float = 1
    longest: float = 30

    def before(self, attempt: int) -> float:
        """Return the seconds to wait before an attempt, counted from 1."""
        return float(min(self.pause * 2 ** (attempt - 1), self.longest))


def begin(connection: Connection, table: Table, patience: Patience) -> None:
    """Open a transaction in which nobody else migrates; raise Problem or SqlError.

    Runs of ours queue at the advisory lock. Drizzle takes no lock, but reads the tracking table first, and waits there.
    """
    if not tracking.exists(connection, table):
        _make(connection, table, patience)
    with _queue(connection, table, patience):
        connection.run(f"LOCK TABLE {table.sql} IN ACCESS EXCLUSIVE MODE")
    connection.run(f"SET LOCAL lock_timeout = '{round(patience.lock * 1000)}ms'")


@contextmanager
def _queue(connection: Connection, table: Table, patience: Patience) -> Iterator[None]:
    """Open a transaction and wait for our turn; raise Problem or SqlError."""
    # Read committed: under a snapshot from before the wait, we would not see what the other one did.
    connection.run("BEGIN ISOLATION LEVEL READ COMMITTED")
    try:
        connection.run(
            f"SET LOCAL lock_timeout = '{round(patience.turn * 1000)}ms'; SET LOCAL statement_timeout = 0;"
            " SET LOCAL idle_in_transaction_session_timeout = 0"
        )
        # A server notices sooner that we are gone, and gives our locks back.
        connection.run(
            "SELECT set_config('client_connection_check_interval', '2s', true)"
            " WHERE version() !~* 'windows|mingw|visual c'"
        )
        connection.run(f"SELECT pg_advisory_xact_lock({KEY})")
        yield
    except SqlError as error:
        if connection.in_transaction:
            connection.run("ROLLBACK")
        if error.sqlstate == LOCK_NOT_AVAILABLE:
            raise Problem(
                f"Another migrator has worked for more than {patience.turn:g} s; nothing was changed.",
                where=holding(connection, table),
                do="Wait for it, or end it if it hangs: SELECT pg_terminate_backend(pid)",
                code=1,
            ) from error
        if error.sqlstate == tracking.DENIED:
            raise tracking.denied(connection, table, "lock", error) from error
        raise


def contested(connection: Connection, table: Table) -> tuple[int, ...]:
    """Return the sessions that wait to write a row: each has run migrations at the same time as we, and was first.

    Asked before we commit. To give way to them means that they commit and find their work done once.
    """
    rows = connection.rows(
        "SELECT pid FROM pg_locks WHERE NOT granted AND locktype = 'relation' AND mode = 'RowExclusiveLock'"
        f" AND relation = {quote.literal(table.sql)}::regclass"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    return tuple(int(pid or 0) for (pid,) in rows)


def holding(connection: Connection, table: Table) -> str:
    """Say who holds the tracking table or our lock; empty where nobody does any more."""
    rows = connection.rows(
        "SELECT DISTINCT format('pid %s (%s, %s, %s since %s): %s', a.pid, a.usename, a.application_name, a.state,"
        " to_char(a.state_change, 'HH24:MI:SS'), left(regexp_replace(a.query, '\\s+', ' ', 'g'), 80))"
        " FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.granted AND a.pid <> pg_backend_pid() AND ("
        f"(l.locktype = 'relation' AND l.relation = to_regclass({quote.literal(table.sql)})"
        " AND l.mode <> 'AccessShareLock')"
        f" OR (l.locktype = 'advisory' AND l.classid = {KEY >> 32} AND l.objid = {KEY & 0xFFFF_FFFF}))"
    )
    return "\n".join(text or "" for (text,) in rows)


def _make(connection: Connection, table: Table, patience: Patience) -> None:
    """Make the tracking table, apart from the migrations as Drizzle does; another one may make it at the same time."""
    try:
        with _queue(connection, table, patience):
            tracking.make(connection, table)
            connection.run("COMMIT")
    except SqlError as error:
        if error.sqlstate not in _MADE_MEANWHILE or not tracking.exists(connection, table):
            raise
    except Problem:
        if connection.in_transaction:
            connection.run("ROLLBACK")
        raise
