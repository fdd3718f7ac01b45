"""Apply what is pending, so that a run that is killed at any moment leaves all of a transaction or nothing of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from sterna.history.model import History
from sterna.postgres.connection import SqlError
from sterna.postgres.target import Target
from sterna.problem import Problem
from sterna.runbook import names, tracking
from sterna.runbook.failure import Failed, told
from sterna.runbook.lost import rows_again
from sterna.runbook.outside import Cut, outside
from sterna.runbook.plan import Group, Plan
from sterna.runbook.run import NAME, Applied, Run
from sterna.runbook.transaction import together, whole
from sterna.runbook.turn import Patience, begin
from sterna.runbook.watcher import Watcher


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
    run = Run(target, history, plan, patience, watcher, built or {}, sleep)
    for group in plan.groups:
        try:
            _group(run, group)
        except Failed:
            raise
        except Problem as problem:
            if run.applied:
                problem.where = "\n".join(filter(None, [problem.where, told(run.applied, run.undone)]))
            raise
    if plan.takes_over and not plan.groups:
        _take_over(run)
    return tuple(run.done)


def _group(run: Run, group: Group) -> None:
    try:
        # Whoever got in once has a server that goes away, not a wrong password.
        enter = run.target.reconnect if run.done else run.target.connect
        with enter(name=NAME) as connection:
            try:
                (outside if group.alone else together)(run, connection, group)
            except SqlError as error:
                if connection.closed:
                    raise
                raise tracking.unwritten(connection, run.plan.standing.table, error) from error
    except (SqlError, Cut) as error:
        raise _lost(run, group, error.message) from error


def _take_over(run: Run) -> None:
    """Give the tracking table the columns of 1.0, where nothing is pending; raise Problem."""
    table = run.plan.standing.table
    with run.target.connect(name=NAME) as connection:
        try:
            begin(connection, table, run.patience)
            with whole(connection):
                names.give(connection, table, run.history)
                connection.run("COMMIT")
        except SqlError as error:
            if connection.closed:
                raise Problem(
                    f"The connection was lost: {error}.",
                    where=connection.address,
                    do="Run `sterna migrate` again: it sees whether the table has its columns.",
                    code=1,
                ) from error
            raise tracking.unwritten(connection, table, error) from error


def _lost(run: Run, group: Group, message: str) -> Failed:
    """Say what became of the transaction, or that it is not known where the server does not answer."""
    rows = rows_again(run.target, run.plan.standing.table, name=NAME, note=run.watcher.note, sleep=run.sleep)
    said = " ".join(message.split())
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
    undone = [tag for tag in run.undone if tag not in there]
    return Failed(
        "The connection was lost.",
        where=f"{said}\nThe server was asked again. {told(applied, undone)}",
        do="Run `sterna migrate` again: it goes on from there." if undone else "Nothing is left to do.",
        applied=tuple(applied),
    )
