"""Run migrations as Drizzle or psql does, and see what each statement does."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sterna.postgres.connection import SqlError
from sterna.postgres.locks import Watch
from sterna.postgres.observation import Failure, Lock, Rewrite, Scan
from sterna.sql.kind import Kind, kind
from sterna.sql.names import roles_dropped
from sterna.sql.quote import literal
from sterna.sql.verb import verb

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sterna.history.model import Migration
    from sterna.postgres.connection import Connection
    from sterna.sql.statement import Statement

DEPENDED_ON: Final = "2BP01"
"""What PostgreSQL says where something holds what is to be dropped."""
_HELD_HERE: Final = """
SELECT 1 FROM pg_catalog.pg_shdepend d, pg_catalog.pg_database b
WHERE b.datname = current_database() AND d.refclassid = 'pg_catalog.pg_authid'::regclass
  AND d.refobjid IN (SELECT oid FROM pg_catalog.pg_roles WHERE rolname IN ({roles}))
  AND (d.dbid = b.oid OR (d.dbid = 0 AND (d.classid <> 'pg_catalog.pg_database'::regclass OR d.objid = b.oid)))
LIMIT 1"""


def unguarded(_statement: Statement) -> AbstractContextManager[None]:
    """Set no deadline."""
    return nullcontext()


@dataclass(frozen=True, slots=True)
class Run:
    """How a migration went: what one transaction answered, and what ended it even statement by statement."""

    refused: Failure | None = None
    failure: Failure | None = None


def run(
    connection: Connection,
    migration: Migration,
    guard: Callable[[Statement], AbstractContextManager[None]] = unguarded,
) -> Run:
    """Run a migration in one transaction; where PostgreSQL refuses, statement by statement, past what fails.

    A `COMMIT` inside the file is honoured, as Drizzle does. A file of a plain folder runs as psql runs it.
    """
    if not migration.layout.drizzle:
        return Run(failure=as_psql(connection, migration.statements, guard))
    refused = together(connection, migration.statements, guard)
    if refused is None:
        return Run()
    failure = None
    for statement in migration.statements:
        if kind(statement) is Kind.TRANSACTION:
            continue
        failed = execute(connection, statement, guard)
        if connection.in_transaction:
            connection.run("ROLLBACK")
        failure = failure or failed
    return Run(refused, failure)


def whole(
    connection: Connection,
    migration: Migration,
    statements: Sequence[Statement],
    guard: Callable[[Statement], AbstractContextManager[None]] = unguarded,
) -> Failure | None:
    """Run statements of a migration as those who run its file do, and return what failed."""
    return (together if migration.layout.drizzle else as_psql)(connection, statements, guard)


def as_psql(
    connection: Connection,
    statements: Sequence[Statement],
    guard: Callable[[Statement], AbstractContextManager[None]] = unguarded,
) -> Failure | None:
    """Run statements as they stand, each in the transaction that the file opens or in its own; return what failed.

    Goes on past what fails, for those that come after. A transaction that the file does not end is rolled back.
    """
    first = None
    for statement in statements:
        failure = execute(connection, statement, guard)
        if failure is not None and connection.in_transaction:
            connection.run("ROLLBACK")
        first = first or failure
    if connection.in_transaction:
        connection.run("ROLLBACK")
    return first


def together(
    connection: Connection,
    statements: Sequence[Statement],
    guard: Callable[[Statement], AbstractContextManager[None]] = unguarded,
) -> Failure | None:
    """Run statements in one transaction, or leave none of it and return what failed."""
    connection.run("BEGIN")
    for statement in statements:
        failure = execute(connection, statement, guard)
        if failure is not None:
            if connection.in_transaction:
                connection.run("ROLLBACK")
            return failure
    if connection.in_transaction and statements:
        try:
            connection.run("COMMIT")
        except SqlError as error:  # a deferred constraint speaks up here
            return _failure(statements[-1], error)
    elif connection.in_transaction:
        connection.run("COMMIT")
    return None


@dataclass(frozen=True, slots=True)
class Seen:
    """What the statements of a migration were seen to take, write anew and read whole; or the one that failed."""

    locks: tuple[Lock, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    scans: tuple[Scan, ...] = ()
    failure: Failure | None = None


def watch(
    connection: Connection,
    statements: Sequence[Statement],
    guard: Callable[[Statement], AbstractContextManager[None]] = unguarded,
) -> Seen:
    """Run each statement in a transaction of its own and look at its locks before it commits.

    One by one, because a lock that an earlier statement of the same transaction holds would hide the next one's.
    Stops at the first failure; what came before it stays.
    """
    eye = Watch(connection)
    locks: list[Lock] = []
    rewrites: list[Rewrite] = []
    scans: list[Scan] = []
    for statement in statements:
        if kind(statement) is Kind.TRANSACTION:
            continue
        try:
            with guard(statement):
                sight = eye.look(statement)
        except SqlError as error:
            if connection.in_transaction:
                connection.run("ROLLBACK")
            return Seen(tuple(locks), tuple(rewrites), tuple(scans), _failure(statement, error))
        locks += sight.locks
        rewrites += sight.rewrites
        scans += sight.scans
    return Seen(tuple(locks), tuple(rewrites), tuple(scans))


def execute(
    connection: Connection, statement: Statement, guard: Callable[[Statement], AbstractContextManager[None]]
) -> Failure | None:
    """Run one statement; return what PostgreSQL refused.

    A role that only copies of this database still hold counts as dropped: elsewhere there are no such copies.
    """
    roles = sorted(roles_dropped(statement.text)) if verb(statement).startswith("DROP") else []
    nested = bool(roles) and connection.in_transaction
    try:
        if nested:
            connection.run("SAVEPOINT sterna_role")
        with guard(statement):
            connection.run(statement.text)
    except SqlError as error:
        if not roles or error.sqlstate != DEPENDED_ON or connection.closed:
            return _failure(statement, error)
        if nested:
            connection.run("ROLLBACK TO SAVEPOINT sterna_role")
        if connection.rows(_HELD_HERE.format(roles=", ".join(map(literal, roles)))):
            return _failure(statement, error)
    return None


def _failure(statement: Statement, error: SqlError) -> Failure:
    return Failure(statement, error.sqlstate, error.message, error.detail, error.hint)
