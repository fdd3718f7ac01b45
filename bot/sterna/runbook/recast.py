"""Values that a way back casts to another type: whether they all come through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sterna.postgres.catalog import Catalog
from sterna.postgres.connection import Connection, SqlError
from sterna.sql import quote

# A sum of hashes is the same in whatever order the rows come, and a rewrite of the table changes the order.
_SUM: Final = (
    "SELECT count(value), sum(hashtextextended(value, 0)::numeric)"
    " FROM (SELECT ({value})::text AS value FROM {table}) v"
)


@dataclass(frozen=True, slots=True)
class Recast:
    """A column whose type a migration changed to `type`; `was` and its place are what the way back makes of it."""

    schema: str
    table: str
    column: str
    type: str
    was: str
    was_place: tuple[str, str, str]

    @property
    def sql(self) -> str:
        """Return the table as PostgreSQL reads it."""
        return quote.name(self.schema, self.table)

    def __str__(self) -> str:
        """Say what would be lost."""
        return f"values of {self.schema}.{self.table}.{self.column}, which {self.was} does not hold as they are"


def recasts(before: Catalog, after: Catalog) -> tuple[Recast, ...]:
    """Return the columns of tables whose type a migration changed, in the order of their names."""
    found = []
    for key, column in after.columns.items():
        old = before.columns.get(key)
        relation = after.relations[column.table]
        if old is None or old.type == column.type or relation.kind not in "rp" or column.generated or old.generated:
            continue
        place = before.relations[old.table]
        was = (place.schema, place.name, old.name)
        found.append(Recast(relation.schema, relation.name, column.name, column.type, old.type, was))
    return tuple(sorted(found, key=lambda one: (one.schema, one.table, one.column)))


@contextmanager
def watched(connection: Connection, columns: Iterable[Recast]) -> Iterator[list[Recast]]:
    """Look at the values before and after a block that takes them back; those that did not come through are listed.

    The list is empty until the block ends. Tables are locked; one that is not there is passed over. Raises SqlError.
    """
    lost: list[Recast] = []
    seen = []
    for one in columns:
        [(there,)] = connection.rows(f"SELECT to_regclass({quote.literal(one.sql)}) IS NOT NULL")
        if there == "t":
            connection.run(f"LOCK TABLE {one.sql} IN ACCESS EXCLUSIVE MODE")
            seen.append((one, _sum(connection, one.sql, quote.name(one.column))))
    yield lost
    for one, before in seen:
        schema, table, column = one.was_place
        value = quote.name(column)
        # The same text, as with a label of an enum, or the same value when it is cast back, as with 1.50 and 1.5.
        if before not in (
            _sum(connection, quote.name(schema, table), value),
            _sum(connection, quote.name(schema, table), f"{value}::{one.type}"),
        ):
            lost.append(one)


def _sum(connection: Connection, table: str, value: str) -> tuple[str | None, ...] | None:
    """Return count and sum of hashes of the values; None where they cannot be cast, and then nothing is harmed."""
    connection.run("SAVEPOINT sterna_recast")
    try:
        [found] = connection.rows(_SUM.format(value=value, table=table))
    except SqlError:
        if connection.closed:
            raise
        connection.run("ROLLBACK TO sterna_recast; RELEASE sterna_recast")
        return None
    connection.run("RELEASE sterna_recast")
    return found
