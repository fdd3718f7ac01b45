"""Take back the rows that a migration writes out, where their keys are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.sql.inserted import inserted
from sterna.sql.kind import Kind, kind, verb
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sterna.postgres.catalog import Catalog, Relation
    from sterna.sql.inserted import Inserted
    from sterna.sql.statement import Statement


def deletions(statements: Sequence[Statement], before: Catalog, after: Catalog) -> dict[int, str]:
    """Return a DELETE by primary key for each INSERT whose keys are constants, by the number of its statement.

    Only for tables that were there before and keep their name and key: rows of a new table go with it.
    """
    found: dict[int, str] = {}
    for statement in statements:
        if kind(statement) is not Kind.DATA or not verb(statement).startswith("INSERT"):
            continue
        rows = inserted(statement)
        relation = _table(rows, before) if rows else None
        kept = after.relations.get(relation.oid) if relation else None
        if rows is None or relation is None or kept is None or kept.identity(after) != relation.identity(before):
            continue
        key = next((held for held in before.constraints_of(relation.oid) if held.kind == "p"), None)
        if key is None or key.oid not in after.constraints:
            continue
        columns = [before.columns[relation.oid, number].name for number in key.columns]
        deletion = _delete(relation, columns, rows)
        if deletion:
            found[statement.number] = deletion
    return found


def _table(rows: Inserted, catalog: Catalog) -> Relation | None:
    schema = rows.table[-2] if len(rows.table) > 1 else "public"
    relation = catalog.table(schema, rows.table[-1])
    return relation if relation is not None and relation.kind == "r" else None


def _delete(relation: Relation, columns: list[str], rows: Inserted) -> str | None:
    if not set(columns) <= set(rows.columns):
        return None
    places = [rows.columns.index(column) for column in columns]
    keys = [[row[place] for place in places] for row in rows.rows]
    if not keys or any(value is None for key in keys for value in key):
        return None
    table = name(relation.schema, relation.name)
    spelt = [", ".join(value or "" for value in key) for key in keys]
    if len(columns) == 1:
        return f"DELETE FROM {table} WHERE {name(columns[0])} IN ({', '.join(spelt)})"
    listed = ", ".join(f"({key})" for key in spelt)
    return f"DELETE FROM {table} WHERE ({', '.join(name(column) for column in columns)}) IN ({listed})"
