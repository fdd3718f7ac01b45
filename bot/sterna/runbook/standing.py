"""What there is to know of a database before anything is done to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sterna.history.model import History
from sterna.postgres.connection import Connection, SqlError
from sterna.problem import Problem
from sterna.runbook import tracking
from sterna.runbook.position import Position, locate
from sterna.runbook.tracking import Candidate, Table

_SERVER = """
SELECT current_database(), current_user, current_setting('server_version'), current_setting('server_version_num'),
  (SELECT reset_val FROM pg_settings WHERE name = 'default_transaction_read_only'), pg_is_in_recovery()"""
_INVALID = """
SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(m.nspname) || '.' || quote_ident(t.relname),
  EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = c.oid AND p.datname = current_database())
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace m ON m.oid = t.relnamespace
WHERE NOT i.indisvalid AND c.relkind = 'i' ORDER BY 1"""


@dataclass(frozen=True, slots=True)
class Server:
    """The server and the database: `version` is server_version_num, `read_only` that new sessions may not write."""

    address: str
    database: str
    user: str
    version_name: str
    version: int
    read_only: bool
    standby: bool

    @property
    def name(self) -> str:
        """Return database and server: what a question names, so that the wrong one is noticed."""
        return f"{self.database} on {self.address}"

    @property
    def place(self) -> str:
        """Return database and server in words, with the version and the user."""
        return f"{self.name} (PostgreSQL {self.version_name}), as {self.user}"


@dataclass(frozen=True, slots=True)
class InvalidIndex:
    """An index that CREATE INDEX CONCURRENTLY left behind, or that a session is still `building`."""

    name: str
    table: str
    building: bool

    @property
    def mend(self) -> str:
        """Return the SQL that removes it."""
        return f"DROP INDEX CONCURRENTLY {self.name};"


@dataclass(frozen=True, slots=True)
class Standing:
    """A database and its place in a history; `others` are tables that look like Drizzle's and were not chosen."""

    server: Server
    tracking: Candidate
    there: bool
    others: tuple[Table, ...]
    position: Position
    invalid: tuple[InvalidIndex, ...]

    @property
    def table(self) -> Table:
        """Return the tracking table."""
        return self.tracking.table

    @property
    def wrong(self) -> bool:
        """Tell whether anything is not as it should be; that something is pending is not wrong."""
        return self.position.wrong or any(not index.building for index in self.invalid)


def server(connection: Connection) -> Server:
    """Ask who and where we are; raise SqlError."""
    [(database, user, name, number, read_only, standby)] = connection.rows(_SERVER)
    return Server(
        connection.address,
        database or "",
        user or "",
        (name or "").split(" ")[0],
        int(number or 0),
        read_only == "on",
        standby == "t",
    )


def invalid_indexes(connection: Connection) -> tuple[InvalidIndex, ...]:
    """Return the indexes that are not valid; raise SqlError."""
    return tuple(
        InvalidIndex(name or "", table or "", building == "t") for name, table, building in connection.rows(_INVALID)
    )


def stand(connection: Connection, history: History, asked: Table | None) -> Standing:
    """Look at a database without changing anything; raise Problem, or SqlError when the session is lost."""
    try:
        about = server(connection)
        found = tracking.candidates(connection, frozenset(migration.hash for migration in history.migrations))
        chosen = tracking.choose(found, asked)
        if (
            asked is not None
            and chosen.table not in [one.table for one in found]
            and tracking.exists(connection, asked)
        ):
            named = tracking.is_named(connection, asked)
            chosen = Candidate(replace(asked, named=named), tracking.read(connection, asked), 0)
        there = tracking.exists(connection, chosen.table)
        if not there:
            chosen = replace(chosen, table=replace(chosen.table, named=history.named))
        invalid = invalid_indexes(connection)
    except SqlError as error:
        if connection.closed:
            raise
        raise Problem(f"The database could not be looked at: {error}.", where=connection.address) from error
    others = tuple(one.table for one in found if one.table != chosen.table)
    return Standing(about, chosen, there, others, locate(history, chosen.rows), invalid)
