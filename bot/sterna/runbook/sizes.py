"""How large tables are, as the live catalog estimates it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sterna.postgres.connection import Connection
from sterna.sql import quote


@dataclass(frozen=True, slots=True)
class Size:
    """A table's rows, as ANALYZE last estimated them (None: never), and its bytes with indexes and TOAST."""

    rows: int | None
    bytes: int

    def __str__(self) -> str:
        """Say it as people do."""
        rows = "rows never counted" if self.rows is None else f"about {self.rows:,} rows"
        return f"{rows}, {amount(self.bytes)}"


def sizes(connection: Connection, tables: Iterable[str]) -> dict[str, Size]:
    """Return the sizes of those tables that are there, by `schema.name` as PostgreSQL quotes it; raise SqlError."""
    found = {}
    for table in sorted(set(tables)):
        rows = connection.rows(
            "SELECT CASE WHEN reltuples < 0 THEN NULL ELSE reltuples::bigint END, pg_total_relation_size(oid)"
            f" FROM pg_class WHERE oid = to_regclass({quote.literal(table)})"
        )
        for count, size in rows:
            found[table] = Size(None if count is None else int(count), int(size or 0))
    return found


def empty(connection: Connection, tables: Iterable[str]) -> bool:
    """Tell whether none of the tables that are there holds a row; one that may not be read may. Raise SqlError."""
    for table in sorted(set(tables)):
        [(there, may)] = connection.rows(
            "SELECT oid IS NOT NULL, has_table_privilege(oid, 'SELECT')"
            f" FROM to_regclass({quote.literal(table)}) t (oid)"
        )
        if there == "t" and (may != "t" or connection.rows(f"SELECT EXISTS (SELECT FROM {table})") == [("t",)]):
            return False
    return True


def amount(size: int) -> str:
    """Return a number of bytes as people read it."""
    value = float(size)
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1024 or unit == "GB":
            return f"{size} bytes" if unit == "bytes" else f"{value:.1f} {unit}"
        value /= 1024
    return f"{value:.1f} GB"
