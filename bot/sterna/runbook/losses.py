"""What a way back would destroy in a database: rows of tables that it drops, values of columns that it drops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sterna.postgres.catalog import Catalog
from sterna.postgres.connection import Connection
from sterna.sql import quote


@dataclass(frozen=True, slots=True)
class Doomed:
    """A table that a migration made, or a column that it added to one that was there (then `column` is set)."""

    schema: str
    table: str
    column: str = ""

    @property
    def sql(self) -> str:
        """Return the table as PostgreSQL reads it."""
        return quote.name(self.schema, self.table)

    def __str__(self) -> str:
        """Say what would be lost."""
        what = f"{self.schema}.{self.table}"
        return f"values of {what}.{self.column}" if self.column else f"rows of {what}"


def doomed(before: Catalog, after: Catalog) -> tuple[Doomed, ...]:
    """Return the tables and columns that a migration added, which its way back takes away again."""
    found = [
        Doomed(relation.schema, relation.name)
        for relation in after.tables
        if relation.oid not in before.relations and relation.kind in "rp"
    ]
    for key, column in after.columns.items():
        relation = after.relations[column.table]
        if (
            key not in before.columns
            and relation.oid in before.relations
            and relation.is_table
            and not column.generated
        ):
            found.append(Doomed(relation.schema, relation.name, column.name))
    return tuple(sorted(set(found), key=lambda one: (one.schema, one.table, one.column)))


def held(connection: Connection, candidates: Iterable[Doomed]) -> tuple[Doomed, ...]:
    """Return those that hold anything, and lock their tables until the transaction ends; raise SqlError.

    A table of the migrations may be gone from the database; then there is nothing to lose. A column counts as soon
    as one row has a value that is not NULL.
    """
    found = []
    for one in candidates:
        [(there,)] = connection.rows(f"SELECT to_regclass({quote.literal(one.sql)}) IS NOT NULL")
        if there != "t":
            continue
        connection.run(f"LOCK TABLE {one.sql} IN ACCESS EXCLUSIVE MODE")
        where = f" WHERE {quote.name(one.column)} IS NOT NULL" if one.column else ""
        [(holds,)] = connection.rows(f"SELECT EXISTS (SELECT FROM {one.sql}{where})")
        if holds == "t":
            found.append(one)
    return tuple(found)
