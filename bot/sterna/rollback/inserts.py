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
        given = rows.columns or tuple(column.name for column in before.columns_of(relation.oid))
        deletion = _delete(relation, columns, given, rows.rows)
        if deletion:
            found[statement.number] = deletion
    return found


def _table(rows: Inserted, catalog: Catalog) -> Relation | None:
    schema = rows.table[-2] if len(rows.table) > 1 else "public"
    relation = catalog.table(schema, rows.table[-1])
    return relation if relation is not None and relation.kind == "r" else None


def _delete(
    relation: Relation, key: list[str], given: tuple[str, ...], rows: tuple[tuple[str | None, ...], ...]
) -> str | None:
    if not set(key) <= set(given[: len(rows[0])]):
        return None
    places = [given.index(column) for column in key]
    found = [[row[place] for place in places] for row in rows]
    if any(value is None for values in found for value in values):
        return None
    table = name(relation.schema, relation.name)
    spelt = [", ".join(value or "" for value in values) for values in found]
    if len(key) == 1:
        return f"DELETE FROM {table} WHERE {name(key[0])} IN ({', '.join(spelt)})"
    listed = ", ".join(f"({values})" for values in spelt)
    return f"DELETE FROM {table} WHERE ({', '.join(name(column) for column in key)}) IN ({listed})"
