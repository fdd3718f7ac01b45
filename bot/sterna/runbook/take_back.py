"""Take migrations back, newest first, with their rows, in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sterna.history.model import History
from sterna.postgres.connection import Connection, SqlError
from sterna.postgres.target import Target
from sterna.problem import Problem
from sterna.runbook import tracking
from sterna.runbook.failure import Failed, refused, told
from sterna.runbook.lookout import Lookout
from sterna.runbook.losses import held
from sterna.runbook.lost import rows_again
from sterna.runbook.position import Place, locate
from sterna.runbook.recast import watched
from sterna.runbook.standing import Standing
from sterna.runbook.steps_back import Step
from sterna.runbook.transaction import AGAIN, whole
from sterna.runbook.turn import Patience, begin
from sterna.runbook.watcher import Watcher
from sterna.sql.concurrent import concurrently
from sterna.sql.kind import ends_transaction
from sterna.sql.statement import Statement


@dataclass(frozen=True, slots=True)
class Going:
    """What a way back needs: where it happens, its steps, newest first, and whether data may be lost."""

    target: Target
    history: History
    standing: Standing
    steps: Sequence[Step]
    lose_rows: bool
    patience: Patience
    watcher: Watcher

    @property
    def tags(self) -> list[str]:
        """Return the tags, newest first."""
        return [step.migration.tag for step in self.steps]


def take_back(going: Going, sleep: Callable[[float], None] = time.sleep) -> None:
    """Run the ways back in their order and remove the rows.

    Raises Failed or another Problem; unless it says otherwise, nothing happened then.
    """
    for step in going.steps:
        for statement in step.way.statements:
            if ends_transaction(statement):
                raise Problem(
                    "A way back is one transaction, and this statement would end it.",
                    where=statement.place,
                    do="Take it out of the down file, and prove the file again.",
                )
            if concurrently(statement):
                raise Problem(
                    "CONCURRENTLY refuses a transaction, and a way back is one.",
                    where=statement.place,
                    do="Take the word out of the down file, or run the statement by hand.",
                )
    attempt = 0
    with going.target.connect(name="sterna rollback") as connection:
        while True:
            try:
                _transaction(going, connection)
            except Failed as error:
                attempt += 1
                if error.sqlstate not in AGAIN or attempt > going.patience.retries:
                    raise
                pause = going.patience.before(attempt)
                going.watcher.note(f"did not get a lock at {error.tag}; all is as it was; again in {pause:g} s")
                sleep(pause)
            except SqlError as error:
                if connection.closed:
                    raise _lost(going, error, sleep) from error
                raise tracking.unwritten(connection, going.standing.table, error) from error
            else:
                return


def _transaction(going: Going, connection: Connection) -> None:
    table = going.standing.table
    begin(connection, table, going.patience)
    with whole(connection):
        position = locate(going.history, tracking.read(connection, table))
        _unchanged(going.standing, position.applied, going.tags)
        connection.run(f"SET LOCAL statement_timeout = '{round(going.patience.statement * 1000)}ms'")
        with Lookout(going.target, connection, going.watcher.note) as lookout:
            for step in going.steps:
                _down(going, connection, step, lookout)
                _forget(connection, going.standing, position.applied, step)
        connection.run("COMMIT")


def _down(going: Going, connection: Connection, step: Step, lookout: Lookout) -> None:
    """Run one way back; raise Failed where PostgreSQL refuses, Problem where data would be lost."""
    statement = None
    try:
        if not going.lose_rows:
            _spare(step, held(connection, step.doomed))
        with watched(connection, () if going.lose_rows else step.recasts) as lost:
            for statement in step.way.statements:
                going.watcher.starts(step.way, statement)
                started = time.monotonic()
                connection.run(statement.text)
                going.watcher.ended(time.monotonic() - started)
        _spare(step, lost)
    except SqlError as error:
        if connection.closed:
            raise
        raise _refused(going, step, statement, error, lookout) from error


def _spare(step: Step, losing: Sequence[object]) -> None:
    """Raise Problem where anything would be lost."""
    if losing:
        raise Problem(
            "This would destroy data that was written since, so nothing was done.",
            where="\n".join(f"{step.migration.tag}: {one}" for one in losing),
            do="Save it (sterna backup), then say --lose-rows.",
            code=1,
        )


def _unchanged(standing: Standing, applied: Sequence[Place], tags: Sequence[str]) -> None:
    """Raise Problem where somebody migrated, or went back, since the plan was made."""
    before = [place.tag for place in standing.position.applied]
    now = [place.tag for place in applied]
    if before != now:
        raise Problem(
            f"The tracking table changed since the plan was made, so {', '.join(tags)} was not taken back.",
            do="See `sterna status`, then run it again.",
            code=1,
        )


def _forget(connection: Connection, standing: Standing, applied: Sequence[Place], step: Step) -> None:
    row = next(place.row for place in applied if place.tag == step.migration.tag and place.row is not None)
    if len(connection.rows(f"{tracking.delete(standing.table, row)} RETURNING id")) != 1:
        raise Problem(
            f"The row of {step.migration.tag} is not one row, so nothing was done.", where=str(standing.table)
        )


def _refused(going: Going, step: Step, statement: Statement | None, error: SqlError, lookout: Lookout) -> Failed:
    again = error.sqlstate in AGAIN
    more = f"it waited for {lookout.seen}" if again and lookout.seen else ""
    found = refused(step.way, statement, error, applied=(), undone=(), more=more)
    kept = f"Nothing was taken back; still applied: {', '.join(going.tags)}."
    return Failed(
        f"The way back of {step.migration.tag} was refused.",
        where=found.where.replace(told((), ()), kept),
        do=found.do if again else "Mend the down file, prove it (sterna rollback TAG), and run it again.",
        sqlstate=error.sqlstate,
        tag=step.migration.tag,
    )


def _lost(going: Going, error: SqlError, sleep: Callable[[float], None]) -> Failed:
    standing = going.standing
    said = " ".join(error.message.split())
    tags = ", ".join(going.tags)
    rows = rows_again(going.target, standing.table, name="sterna rollback", note=going.watcher.note, sleep=sleep)
    if rows is None:
        return Failed(
            "The connection was lost, and the server does not come back.",
            where=f"{said}\nWhether {tags} was taken back is not known: all of it or nothing.",
            do="When the server is back, `sterna status` says it.",
        )
    hashes = {(row.hash, row.created_at) for row in rows}
    before = {place.tag: place.row for place in standing.position.applied}
    still = [
        one for step in going.steps if (one := before[step.migration.tag]) and (one.hash, one.created_at) in hashes
    ]
    return Failed(
        "The connection was lost.",
        where=f"{said}\nThe server was asked again: {tags} "
        + ("is applied as before." if still else "was taken back."),
        do="Run it again." if still else "Nothing is left to do.",
    )
