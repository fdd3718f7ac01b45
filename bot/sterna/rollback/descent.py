"""The descent: the statements of a way back, run and looked at one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sterna.postgres import undumped
from sterna.postgres.connection import SqlError
from sterna.postgres.locks import Sight, Watch
from sterna.rollback.bench import UNTRACKED
from sterna.sql.kind import Kind, ends_transaction, kind
from sterna.sql.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sterna.postgres.connection import Connection
    from sterna.rollback.stage import Stage


@dataclass(frozen=True, slots=True)
class Descent:
    """What the statements took; which of a person's were to change rows and met none; or the one that was refused."""

    sights: tuple[Sight, ...] = ()
    idle: tuple[Statement, ...] = ()
    refused: tuple[str, SqlError] | None = None


def descend(connection: Connection, stage: Stage, statements: Sequence[str]) -> Descent:
    """Run the way back, and see what each statement takes, and which write no row: in one transaction, or none of it.

    A file that a person wrote into a plain folder runs as psql runs it.
    """
    eye = Watch(connection)
    # As a person would send it: a function whose body is not valid at that moment is refused.
    connection.run("RESET check_function_bodies; BEGIN" if stage.together else "RESET check_function_bodies")
    sights: list[Sight] = []
    idle: list[Statement] = []
    text = "COMMIT"
    try:
        for number, text in enumerate(statements, start=1):
            statement = Statement(text, stage.migration.down, number=number)
            if ends_transaction(statement):
                if stage.together:
                    raise SqlError("", "a way back is one transaction, and this would end it")
                connection.run(text)
                continue
            asked = stage.written is not None and kind(statement) is Kind.DATA
            written = undumped.writes(connection) if asked else None
            sights.append(eye.within(statement) if connection.in_transaction else eye.look(statement))
            if asked and undumped.writes(connection) == written:
                idle.append(statement)
        if stage.together:
            if stage.written is not None:
                text = UNTRACKED
                connection.run(text)
            connection.run("COMMIT")
        elif connection.in_transaction:
            raise SqlError("", "the transaction of the file is not ended, so nothing of it stays")
    except SqlError as error:
        if connection.in_transaction:
            connection.run("ROLLBACK")
        return Descent(refused=(text, error))
    return Descent(tuple(sights), tuple(idle))
