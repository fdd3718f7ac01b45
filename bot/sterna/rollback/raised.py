"""A copy of the database on which the migration ran, on tables that hold rows."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sterna.postgres import catalog as catalogs
from sterna.postgres import replay, undumped
from sterna.postgres.calls import Called, calls, since
from sterna.postgres.replay import Seen
from sterna.rollback import rows
from sterna.rollback.delta import compare
from sterna.rollback.mirror import mirror
from sterna.rollback.touched import behind, touched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.postgres.connection import Connection
    from sterna.postgres.observation import Failure
    from sterna.rollback.bench import Bench
    from sterna.rollback.stage import Stage


@dataclass(frozen=True, slots=True)
class Raised:
    """A copy on which the migration ran: what its statements took, which rows were there, and why none if none.

    `looked` are the tables whose rows were looked at, `filled` those that got rows. `activity`, `beside`, `views`
    (what materialized views held) and `calls` are of the time before, `called` is what the migration called.
    """

    database: str
    seen: Seen
    image: dict[tuple[str, str], rows.Image] | None
    unfilled: tuple[tuple[str, str], ...]
    with_rows: Failure | None
    looked: frozenset[int]
    filled: frozenset[int]
    activity: dict[int, str]
    beside: undumped.Undumped
    views: dict[tuple[str, str], rows.Image]
    calls: dict[int, Called]
    called: tuple[Called, ...]


class NotAgain(Exception):
    """A migration that ran on the history does not run on a copy of the same database."""

    def __init__(self, failure: Failure) -> None:
        """Keep what PostgreSQL said."""
        super().__init__(failure.message)
        self.failure = failure


def _filled(
    stack: ExitStack, bench: Bench, stage: Stage, filled: frozenset[int]
) -> tuple[str, Connection, tuple[tuple[str, str], ...]]:
    """Copy the database and fill tables: past their triggers where those make or drop objects for the rows they see."""
    quiet = False
    while True:
        database = stack.enter_context(bench.copied(stage.pristine))
        connection = stack.enter_context(bench.session(database))
        if not filled:
            return database, connection, ()
        with bench.limited(stage.migration.tag, f"{stage.migration.tag}: filling tables with rows"):
            found = rows.seed(connection, stage.before, tables=filled, seconds=bench.patience, quiet=quiet)
            if quiet or not stage.before.triggers:
                return database, connection, found.unfilled
            if compare(catalogs.read(connection, stage.before), stage.before).empty:
                return database, connection, found.unfilled
        quiet = True


@contextmanager
def raised(bench: Bench, stage: Stage, more: frozenset[int] = frozenset()) -> Iterator[Raised]:
    """Copy the database before the migration, fill what it touches, and run it: statement by statement, else as one.

    `more` are tables to fill and to look at besides. Where it does not run on rows, the table in question stays empty,
    else all do, and that is told.
    """
    with_rows: Failure | None = None
    failure: Failure | None = None
    tables = touched(stage.before, stage.after, stage.statements, stage.by_hand) | more
    choices = [tables, frozenset[int]()] if tables else [tables]
    while choices:
        filled = choices.pop(0)
        for apart in (True, False):
            bench.forget(stage.made)
            with ExitStack() as stack:
                database, connection, unfilled = _filled(stack, bench, stage, filled)
                image = None
                if filled:
                    with bench.limited(stage.migration.tag, f"{stage.migration.tag}: filling tables with rows"):
                        if stage.written is not None:
                            mirror(connection, stage.before, stage.statements)
                        undumped.leave_gaps(connection, filled)
                if tables:
                    # Without our rows there are still those that the history brought.
                    image = rows.fingerprint(connection, stage.before, tables)
                views = rows.fingerprint(connection, stage.before, stage.views) if stage.views else {}
                beside, activity = undumped.look(connection), undumped.activity(connection)
                before = calls(connection)
                if apart:
                    seen = replay.watch(connection, stage.statements, bench.guard(stage.migration.tag))
                else:
                    guard = bench.guard(stage.migration.tag)
                    seen = Seen(failure=replay.whole(connection, stage.migration, stage.statements, guard))
                called = since(before, calls(connection))
                undumped.activity(connection)
                connection.close()
                if seen.failure is None:
                    there = (activity, beside, views, before)
                    yield Raised(database, seen, image, unfilled, with_rows, tables, filled, *there, called)
                    return
                failure = seen.failure
        if with_rows is None and failure is not None and filled:
            with_rows = failure
            rest = filled - behind(stage.before, failure.statement)
            if rest and rest != filled:
                choices.insert(0, rest)
    if failure is not None:
        raise NotAgain(failure)
