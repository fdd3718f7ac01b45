"""Drizzle's tracking table: where it is, what is in it, and the SQL that reads and writes it as Drizzle does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sterna.history.model import Migration
from sterna.postgres.connection import Connection, SqlError
from sterna.problem import Problem
from sterna.sql import quote

SCHEMA: Final = "drizzle"
TABLE: Final = "__drizzle_migrations"

_SMALL: Final = 100_000
DENIED: Final = "42501"
"""The SQLSTATE of a right that is missing."""

# A table of this shape that bears another name may be anything, so it is looked into only while it is small.
_CANDIDATES: Final = f"""
SELECT n.nspname, c.relname, has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'),
  bool_or(a.attname = 'name')
FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
GROUP BY n.nspname, n.oid, c.relname, c.oid, c.reltuples
HAVING bool_or(a.attname = 'id')
  AND bool_or(a.attname = 'hash' AND t.typname IN ('text', 'varchar'))
  AND bool_or(a.attname = 'created_at' AND t.typname IN ('int8', 'numeric'))
  AND (c.relname = {quote.literal(TABLE)} OR (c.reltuples < {_SMALL} AND (count(*) = 3
    OR (count(*) = 5 AND bool_or(a.attname = 'name') AND bool_or(a.attname = 'applied_at')))))
ORDER BY 1, 2"""


@dataclass(frozen=True, slots=True)
class Table:
    """A tracking table by its name; `named` says that it has the column `name`, by which Drizzle 1.0 knows its own."""

    schema: str
    name: str
    named: bool = False

    @property
    def sql(self) -> str:
        """Return the name as PostgreSQL reads it."""
        return quote.name(self.schema, self.name)

    def __str__(self) -> str:
        """Return the name as people say it."""
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the tracking table.

    `created_at` is in milliseconds and is Drizzle's measure of what was applied; None where the column is empty.
    `name` is that of Drizzle 1.0: empty where the column is, None where the table has no such column.
    """

    id: int
    hash: str
    created_at: int | None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table that may be the tracking table, and its rows; `matching` counts those that the history knows."""

    table: Table
    rows: tuple[Row, ...]
    matching: int


DEFAULT: Final = Table(SCHEMA, TABLE)
"""Where Drizzle keeps what was applied, unless its configuration says otherwise."""


def candidates(connection: Connection, hashes: frozenset[str]) -> tuple[Candidate, ...]:
    """Return the tables of Drizzle's shape in all schemas; raise SqlError, or Problem where one may not be read.

    A table of another name counts only when it holds a hash of the history or nothing but hashes.
    """
    found = []
    for schema, name, readable, named in connection.rows(_CANDIDATES):
        table = Table(schema or "", name or "", named == "t")
        if readable != "t":
            if table.name == TABLE:
                raise denied(connection, table, "read")
            continue
        rows = read(connection, table)
        matching = sum(row.hash in hashes for row in rows)
        if table.name == TABLE or matching or (rows and all(is_hash(row.hash) for row in rows)):
            found.append(Candidate(table, rows, matching))
    return tuple(found)


def choose(found: Sequence[Candidate], asked: Table | None) -> Candidate:
    """Return the table that Drizzle is taken to use: the one asked for, else the default, else the only other one.

    Without any it is the default with no rows. Raises Problem where several could be meant.
    """
    if asked is not None:
        same = [one for one in found if (one.table.schema, one.table.name) == (asked.schema, asked.name)]
        return same[0] if same else Candidate(asked, (), 0)
    default = [one for one in found if (one.table.schema, one.table.name) == (SCHEMA, TABLE)]
    others = [one for one in found if one not in default and one.matching]
    if not others:
        return default[0] if default else Candidate(DEFAULT, (), 0)
    if len(others) == 1 and not default:
        return others[0]
    raise Problem(
        "Several tables track migrations of this history: "
        + ", ".join(f"{one.table} ({one.matching} of {len(one.rows)} rows known)" for one in (*default, *others))
        + ".",
        do="Say with --table SCHEMA.TABLE which one your migrator uses: migrations.table and migrations.schema in "
        "drizzle.config, or migrationsTable and migrationsSchema where migrate() is called.",
    )


def parse(text: str) -> Table:
    """Read `schema.table`, or a table in Drizzle's schema; raise Problem."""
    parts = text.split(".")
    if not all(parts) or len(parts) > 2:
        raise Problem(f"--table wants SCHEMA.TABLE, not `{text}`.")
    return Table(parts[0] if len(parts) == 2 else SCHEMA, parts[-1])


def read(connection: Connection, table: Table) -> tuple[Row, ...]:
    """Return the rows in the order of their ids, whichever columns the table has by now; raise SqlError."""
    rows = connection.rows(
        "SELECT id, hash, created_at::bigint,"
        " CASE WHEN to_jsonb(t) ? 'name' THEN coalesce(to_jsonb(t) ->> 'name', '') END"
        f" FROM {table.sql} t ORDER BY id, created_at"
    )
    return tuple(
        Row(int(id_ or 0), digest or "", None if created is None else int(created), label)
        for id_, digest, created, label in rows
    )


def exists(connection: Connection, table: Table) -> bool:
    """Tell whether the table is there; raise SqlError."""
    [(there,)] = connection.rows(f"SELECT to_regclass({quote.literal(table.sql)}) IS NOT NULL")
    return there == "t"


def is_named(connection: Connection, table: Table) -> bool:
    """Tell whether a table that is there has the column of names; raise SqlError."""
    [(named,)] = connection.rows(
        f"SELECT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = {quote.literal(table.sql)}::regclass"
        " AND attname = 'name' AND NOT attisdropped)"
    )
    return named == "t"


def make(connection: Connection, table: Table) -> None:
    """Make schema and table as drizzle-orm does, that of 1.0 where names belong in it; raise SqlError or Problem.

    Drizzle says CREATE SCHEMA IF NOT EXISTS, for which a role needs CREATE on the database even when it is there.
    """
    try:
        [(there,)] = connection.rows(f"SELECT to_regnamespace({quote.literal(quote.name(table.schema))}) IS NOT NULL")
        if there != "t":
            connection.run(f"CREATE SCHEMA IF NOT EXISTS {quote.name(table.schema)}")
        more = ", name text, applied_at timestamp with time zone DEFAULT now()" if table.named else ""
        connection.run(
            f"CREATE TABLE IF NOT EXISTS {table.sql} "
            f"(id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint{more})"
        )
    except SqlError as error:
        if error.sqlstate != DENIED:
            raise
        if connection.in_transaction:
            connection.run("ROLLBACK")
        [(database, user)] = connection.rows("SELECT current_database(), current_user")
        raise Problem(
            f"The tracking table {table} is not there, and this role may not make it: {error.message}.",
            do="Let the owner of the database run: "
            f"GRANT CREATE ON DATABASE {quote.name(database or '')} TO {quote.name(user or '')};",
        ) from error


def insert(table: Table, migration: Migration) -> str:
    """Return the SQL that adds the row that Drizzle adds: the hash of the file, its time, and in 1.0 its name."""
    columns, values = '"hash", "created_at"', f"{quote.literal(migration.hash)}, {migration.when}"
    if migration.named:
        columns, values = f'{columns}, "name"', f"{values}, {quote.literal(migration.tag)}"
    return f"INSERT INTO {table.sql} ({columns}) VALUES ({values})"


def delete(table: Table, row: Row) -> str:
    """Return the SQL that removes one row and nothing else."""
    created = "IS NULL" if row.created_at is None else f"= {row.created_at}"
    return f"DELETE FROM {table.sql} WHERE id = {row.id} AND hash = {quote.literal(row.hash)} AND created_at {created}"


def is_hash(text: str) -> bool:
    """Tell whether it is a sha256, as Drizzle writes it."""
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def grants(connection: Connection, table: Table, user: str) -> str:
    """Return the SQL that lets a role work with the table; raise SqlError."""
    schema, role = quote.name(table.schema), quote.name(user)
    sequences = connection.rows(
        "SELECT s.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_depend d ON d.refobjid = c.oid AND d.refclassid = 'pg_class'::regclass"
        " AND d.classid = 'pg_class'::regclass AND d.deptype = 'a'"
        " JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'"
        f" WHERE n.nspname = {quote.literal(table.schema)} AND c.relname = {quote.literal(table.name)}"
    )
    more = "".join(f" GRANT USAGE ON SEQUENCE {schema}.{quote.name(name or '')} TO {role};" for (name,) in sequences)
    rows = f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table.sql} TO {role};"
    return f"GRANT USAGE ON SCHEMA {schema} TO {role}; {rows}{more}"


def denied(connection: Connection, table: Table, what: str, error: SqlError | None = None) -> Problem:
    """Return what is said to a role that may not read, lock or write to the table; raise SqlError."""
    [(user,)] = connection.rows("SELECT current_user")
    return Problem(
        f"The role {user} may not {what} the tracking table {table}" + (f": {error.message}." if error else "."),
        do=f"Let its owner run: {grants(connection, table, user or '')}",
    )


def unwritten(connection: Connection, table: Table, error: SqlError) -> Problem:
    """Return what is said where PostgreSQL refused to write a row, and all is as it was; raise SqlError."""
    if error.sqlstate == DENIED:
        return denied(connection, table, "write to", error)
    return Problem(f"{table} could not be written to: {error}.", where=connection.address, code=1)
