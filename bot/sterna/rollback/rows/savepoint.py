"""Statements that may fail without taking anything along."""

from __future__ import annotations

from typing import Final

from sterna.postgres.connection import Connection, Row, SqlError

_ENDLESS: Final = frozenset({"57014", "54001"})


class Refused(Exception):
    """PostgreSQL refused a statement, and nothing of it is left; `error` is what it said."""

    def __init__(self, error: SqlError) -> None:
        super().__init__(str(error))
        self.error = error

    @property
    def endless(self) -> bool:
        """Tell whether it took longer than the statement timeout, or called itself without end."""
        return self.error.sqlstate in _ENDLESS


def attempt(connection: Connection, *statements: str) -> list[Row]:
    """Run the statements, all or none, and return the rows of the last; raise Refused.

    Within a transaction they run in a savepoint. A session that ended is no refusal: SqlError goes on.
    """
    nested = connection.in_transaction
    alone = not nested and len(statements) == 1
    if not alone:
        connection.run("SAVEPOINT sterna_rows" if nested else "BEGIN")
    try:
        for statement in statements[:-1]:
            connection.run(statement)
        rows = connection.rows(statements[-1])
        if not alone:
            connection.run("RELEASE SAVEPOINT sterna_rows" if nested else "COMMIT")
    except SqlError as error:
        if connection.closed:
            raise
        if nested:
            connection.run("ROLLBACK TO SAVEPOINT sterna_rows; RELEASE SAVEPOINT sterna_rows")
        elif not alone and connection.in_transaction:
            connection.run("ROLLBACK")
        raise Refused(error) from error
    return rows
