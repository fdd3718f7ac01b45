"""Rows that look as if the migration had been there already.

`UPDATE users SET department = 'General' WHERE department IS NULL` is not taken back by setting every 'General' to NULL:
some were that before. A way back that a person wrote is tried on such rows too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.connection import SqlError
from sterna.sql.changed import assignments
from sterna.sql.quote import folded, name
from sterna.sql.tables import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sterna.postgres.catalog import Catalog
    from sterna.postgres.connection import Connection
    from sterna.sql.statement import Statement


def mirror(connection: Connection, catalog: Catalog, statements: Sequence[Statement]) -> None:
    """Give one row of each table the constants that an UPDATE is about to write, where the table takes them."""
    for statement in statements:
        constants = [(column, value) for column, value in assignments(statement) if value is not None]
        names = tables(statement)
        if not constants or not names:
            continue
        parts = folded(names[0])
        table = catalog.table(parts[-2] if len(parts) > 1 else "public", parts[-1])
        if table is None:
            continue
        spelt = name(table.schema, table.name)
        for column, value in constants:
            last = f"(SELECT max(ctid) FROM {spelt} WHERE {name(column)} IS NOT NULL)"
            try:
                connection.run(f"UPDATE {spelt} SET {name(column)} = {value} WHERE ctid = {last}")
            except SqlError:
                continue  # a constraint or a trigger refuses: the row stays as it was
