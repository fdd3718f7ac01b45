"""Names in the tracking table: what Drizzle 1.0 takes each row for, and the columns that its first run adds."""

from __future__ import annotations

from sterna.history.model import History
from sterna.postgres.connection import Connection
from sterna.problem import Problem
from sterna.runbook import tracking
from sterna.runbook.position import Place, Position, locate
from sterna.runbook.tracking import Table
from sterna.sql import quote


def give(connection: Connection, table: Table, history: History) -> None:
    """Give a table of Drizzle 0.x the columns of 1.0 and each row its name; raise SqlError or Problem.

    Within the transaction of whoever adds rows, as drizzle-orm 1.0 does before its first run. Drizzle goes by the
    second of a row and looks at the hash only where it has to; here it is the hash first, so that a row keeps its
    migration even where two fall into the same second. Nothing happens to a table that has the columns.
    """
    if not history.named or tracking.is_named(connection, table):
        return
    position = locate(history, tracking.read(connection, table))
    known(table, position)
    connection.run(f'ALTER TABLE {table.sql} ADD COLUMN IF NOT EXISTS "name" text')
    connection.run(
        f'ALTER TABLE {table.sql} ADD COLUMN IF NOT EXISTS "applied_at" timestamp with time zone DEFAULT now()'
    )
    for place in position.applied:
        if place.row is not None:
            connection.run(
                f'UPDATE {table.sql} SET "name" = {quote.literal(place.tag)}, "applied_at" = NULL '
                f"WHERE id = {place.row.id}"
            )


def known(table: Table, position: Position) -> None:
    """Raise Problem where a table of Drizzle 0.x has rows that would get no name."""
    if position.unknown:
        rows = ", ".join(str(row.id) for row in position.unknown)
        raise Problem(
            f"{table} is of Drizzle 0.x, and no migration here belongs to these of its rows: {rows}. Without their "
            "names Drizzle 1.0 cannot take the table over, and stops as well.",
            do="Deploy the folder that holds their migrations; where one was deleted, bring it back.",
        )


def mend(table: Table, place: Place) -> str:
    """Return the SQL that gives a row the name of its migration."""
    return f"UPDATE {table.sql} SET name = {quote.literal(place.tag)} WHERE id = {place.row.id if place.row else 0};"
