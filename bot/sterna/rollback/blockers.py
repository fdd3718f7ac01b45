"""What stands in the way of a change, and how to take it away.

A dropped object comes back in the next round of the plan because it is missing, so nothing here has to be put back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import Type
from sterna.rollback.dependents import dependents
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sterna.postgres.catalog import Column, Relation, Routine
    from sterna.rollback.delta import Delta
    from sterna.rollback.dependents import Address
    from sterna.rollback.step import Alternative, Situation


def column_blockers(situation: Situation, column: Column, *, dropping: bool = False) -> list[str]:
    """Return the drops that free a column; `dropping` also frees it from keys that point to it."""
    return dependents(situation, [("pg_class", column.table, column.number)], keep={column.key}, dropping=dropping)


def unblocked(column: Column, way: Alternative, *, dropping: bool = False) -> Callable[[Situation], Sequence[str]]:
    """Return a way that first drops what blocks the column; see `column_blockers`."""

    def find(situation: Situation) -> Sequence[str]:
        statements = way(situation) if callable(way) else way
        return [*column_blockers(situation, column, dropping=dropping), *statements]

    return find


def relation_blockers(situation: Situation, relation: Relation) -> list[str]:
    """Return the drops of all that uses a view, table or sequence and is not part of it."""
    rows = situation.connection.rows(f"SELECT reltype FROM pg_catalog.pg_class WHERE oid = {relation.oid}")
    # It may be gone by now: an earlier step of the round dropped it, because it stood in the way.
    start = [("pg_class", relation.oid, 0), *(("pg_type", int(row_type or 0), 0) for (row_type,) in rows)]
    inside, level = set[int](), {relation.oid}
    while level:
        inside |= level
        relations = situation.catalog.relations.values()
        level = {held.oid for held in relations if held.is_partition and level & set(held.parents)} - inside
    return dependents(situation, start, keep=(), inside=inside)


def ways_to_drop(delta: Delta, relation: Relation, drop: str) -> list[Alternative]:
    """Return the ways to drop an added relation; one whose name is needed cannot wait until nothing uses it."""
    gone = delta.gone("relations", type(relation))
    if not any((held.schema, held.name) == (relation.schema, relation.name) for held in gone):
        return [(drop,)]
    return [(drop,), lambda situation: [*relation_blockers(situation, relation), drop]]


def routine_blockers(situation: Situation, routine: Routine) -> list[str]:
    """Return the drops of all that uses a routine."""
    return dependents(situation, [("pg_proc", routine.oid, 0)], keep=())


def type_blockers(situation: Situation, held: Type | Relation) -> list[str]:
    """Return the drops of all that uses a type; its columns become text, and so keep their values."""
    return dependents(situation, [("pg_type", oid, 0) for oid in _of_type(situation, held)], keep=())


def type_columns(situation: Situation, held: Type | Relation) -> list[str]:
    """Return the drops of all that uses a type, its columns too: the way that is left where they cannot become text."""
    catalog, oids = situation.catalog, _of_type(situation, held)
    columns = [
        column
        for column in catalog.columns.values()
        if column.type_oid in oids and catalog.relations[column.table].kind in "rp"
    ]
    start: list[Address] = [("pg_type", oid, 0) for oid in oids]
    start += [("pg_class", *column.key) for column in columns]
    return dependents(situation, start, keep={column.key for column in columns}, dropping=True) + [
        f"ALTER TABLE {name(*catalog.relation_name(column.table))} DROP COLUMN {name(column.name)}"
        for column in columns
    ]


def _of_type(situation: Situation, held: Type | Relation) -> tuple[int, int]:
    """Return the OIDs of a type and of the arrays of it."""
    if isinstance(held, Type):
        return (held.oid, held.array)
    rows = situation.connection.rows(f"SELECT oid, typarray FROM pg_catalog.pg_type WHERE typrelid = {held.oid}")
    return (int(rows[0][0] or 0), int(rows[0][1] or 0)) if rows else (0, 0)
