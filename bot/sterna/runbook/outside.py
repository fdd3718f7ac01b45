"""A migration whose statements refuse a transaction, run outside of one."""

from __future__ import annotations

import time

from sterna.history.model import Migration
from sterna.postgres.connection import Connection, SqlError
from sterna.problem import Problem
from sterna.runbook import names, tracking
from sterna.runbook.concurrent import Finder, perform
from sterna.runbook.failure import refused
from sterna.runbook.lookout import Lookout
from sterna.runbook.plan import Group
from sterna.runbook.run import NAME, Run
from sterna.runbook.transaction import whole
from sterna.runbook.turn import begin


class Cut(Exception):
    """The session in which the statements run was lost, and not the one that holds the locks."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def outside(run: Run, connection: Connection, group: Group) -> None:
    """Run a migration whose statements refuse a transaction; raise Cut, Failed, Problem or SqlError.

    This session holds the locks in an open transaction and adds the row at the end; another one runs the statements. An
    open transaction without a snapshot keeps no CONCURRENTLY waiting.
    """
    table = run.plan.standing.table
    [migration] = group.migrations
    took: dict[str, float] = {}
    begin(connection, table, run.patience)
    with whole(connection):
        if connection.pid != connection.serving():
            raise Problem(
                f"{migration.tag} runs outside of transactions, which a connection pooler does not bear.",
                do="Name the server itself, not the pooler, in the URL.",
            )
        if run.still_pending(connection, group):
            started = time.monotonic()
            _perform(run, migration)
            names.give(connection, table, run.history)
            connection.run(tracking.insert(table, migration))
            took[migration.tag] = time.monotonic() - started
        connection.run("COMMIT")
    run.note_done(group, took)


def _perform(run: Run, migration: Migration) -> None:
    """Run the statements in a session of their own, each as far as it is not done already."""
    with run.target.connect(name=f"{NAME} (alone)") as worker:
        at = migration.statements[0]
        find = Finder(worker, run.built, run.watcher.note, run.patience.turn, run.sleep)
        try:
            worker.run("SET client_connection_check_interval = '2s'; SET lock_timeout = 0; SET statement_timeout = 0")
            with Lookout(run.target, worker, run.watcher.note):
                for at in migration.statements:
                    run.watcher.starts(migration, at)
                    started = time.monotonic()
                    perform(find, at)
                    run.watcher.ended(time.monotonic() - started)
        except SqlError as error:
            if worker.closed:
                raise Cut(error.message) from error
            raise refused(
                migration, at, error, applied=run.applied, undone=run.undone, more=find.left_behind(at)
            ) from error
