"""What is wrong with a server, a role and the objects of a database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sterna.postgres.connection import Connection
from sterna.runbook.doctor.complaint import Complaint, Weight
from sterna.runbook.drift import Drift
from sterna.runbook.rights import lacks
from sterna.runbook.standing import Server, Standing
from sterna.runbook.tracking import Table

OLD_TRANSACTION: Final = 300
"""Seconds after which an open transaction is worth a word: every lock of a migration waits behind it."""

_SESSIONS: Final = """
SELECT pid, usename, application_name, floor(extract(epoch FROM now() - xact_start))::int, state,
  left(regexp_replace(query, '\\s+', ' ', 'g'), 80)
FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND xact_start < now() - interval '{old} seconds' ORDER BY xact_start"""


_TABLES: Final = """
SELECT count(*), min(quote_ident(n.nspname) || '.' || quote_ident(c.relname))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND c.relname <> '__drizzle_migrations'"""


def of_server(
    connection: Connection, about: Server, table: Table | None, *, old: int = OLD_TRANSACTION
) -> Iterator[Complaint]:
    """Yield what is wrong with the role and the sessions; `table` is the tracking table, if any. Raise SqlError.

    A transaction is told of when it has been open for longer than `old` seconds.
    """
    if about.read_only:
        yield Complaint(
            Weight.ERROR, "read-only", "New sessions of this database may only read.", "sterna read-only off"
        )
    if about.standby:
        yield Complaint(Weight.ERROR, "standby", "This server is a standby.", "Name the primary in the URL.")
    for lack in lacks(connection, about.user, table):
        yield Complaint(Weight.ERROR if lack.grave else Weight.WARNING, lack.name, lack.text, lack.mend)
    for pid, user, program, seconds, state, query in connection.rows(_SESSIONS.format(old=old)):
        yield Complaint(
            Weight.WARNING,
            "old-transaction",
            f"Session {pid} ({user}, {program or 'no name'}) has had a transaction open for {seconds} s "
            f"({state}): {query}",
            f"SELECT pg_terminate_backend({pid});",
        )


def of_untracked(connection: Connection, standing: Standing) -> tuple[Complaint, ...]:
    """Return what is said of a database that holds tables and no row of the history; raise SqlError."""
    if standing.tracking.rows or not standing.position.places:
        return ()
    [(count, example)] = connection.rows(_TABLES)
    if count == "0":
        return ()
    text = f"No migration is tracked, and there are tables, as {example}: Drizzle would make them again, and fail."
    return (Complaint(Weight.WARNING, "untracked", text, "sterna baseline"),)


def of_drift(compared: Drift) -> Iterator[Complaint]:
    """Yield each difference from what the applied migrations make."""
    for difference in compared.differences:
        yield Complaint(
            Weight.WARNING,
            "drift",
            str(difference),
            "Change the schema file and generate a migration, or undo it by hand.",
        )
