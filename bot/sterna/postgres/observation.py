"""What one migration was seen to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sterna.history.model import Migration
from sterna.postgres.catalog import Catalog
from sterna.sql.statement import Statement

BLOCKS: Final = {
    "SHARE": "writes",
    "SHARE ROW EXCLUSIVE": "writes",
    "EXCLUSIVE": "writes",
    "ACCESS EXCLUSIVE": "reads and writes",
}
"""What has to wait for a lock, as the table of conflicts in PostgreSQL's manual says; weaker locks block neither."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The strongest lock that a statement took on a table that was there before the migration.

    `table` is `schema.name` as PostgreSQL quotes it; `mode` is written as in the manual (`ACCESS EXCLUSIVE`).
    """

    statement: Statement
    table: str
    mode: str


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A statement that wrote a table that was there before anew."""

    statement: Statement
    table: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A statement that read the whole of a table that was there before."""

    statement: Statement
    table: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A statement that PostgreSQL refused, and what it said."""

    statement: Statement
    sqlstate: str
    message: str
    detail: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """One migration, the catalog before and after it, and what each statement was seen to do.

    `failure` is set when the migration does not run; `after` is then the catalog that the rest of the history goes on
    from. `outside_transaction` is what PostgreSQL said to the one transaction that Drizzle uses, when the migration ran
    without it. `pending` is what it said when all pending migrations ran in one transaction, while this one alone runs.
    `with_rows` is what it said to the migration on tables that hold rows, when it runs on empty ones only.
    """

    migration: Migration
    before: Catalog
    after: Catalog
    locks: tuple[Lock, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    scans: tuple[Scan, ...] = ()
    failure: Failure | None = None
    outside_transaction: Failure | None = None
    with_rows: Failure | None = None
    pending: Failure | None = None
