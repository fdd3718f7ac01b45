"""Bring the old values of an enum back: PostgreSQL can add values but take none away, so the type is built anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sterna.rollback.dependents import dependents
from sterna.rollback.invented import MARK, constants
from sterna.rollback.names import passing_name
from sterna.sql.quote import literal, name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from sterna.postgres.catalog import Catalog, Column, Type
    from sterna.rollback.dependents import Address
    from sterna.rollback.step import Situation


def rebuild(
    situation: Situation,
    now: Type,
    then: Type,
    target: Catalog,
    create: Callable[[Type], str],
    gone: Sequence[str] = (),
) -> list[str]:
    """Return the statements that put a new type with the old values in the place of `now`.

    What depends on the type and cannot follow (views, policies, checks, partial indexes, functions, a table that is
    partitioned by it) is dropped first; the next round of the plan creates it again because it is missing. A row that
    holds a value that goes away stops the cast, rightly; only where the migration writes such rows itself, the values
    that are `gone` are given, and an invented one takes their place.
    """
    catalog = situation.catalog
    columns = [
        column
        for key, column in sorted(catalog.columns.items())
        if column.type_oid in (now.oid, now.array) and catalog.relations[column.table].kind in "rpc"
    ]
    keyed = _partitioned_by(situation, columns)
    start = [("pg_type", now.oid, 0), ("pg_type", now.array, 0)]
    start += [("pg_class", column.table, column.number) for column in columns]
    start += [("pg_class", oid, 0) for oid in keyed]
    start += _row_types(situation, {column.table for column in columns if catalog.relations[column.table].kind == "c"})
    parts = [
        f"{name(*catalog.relation_name(held.parents[0]))} DETACH PARTITION {name(held.schema, held.name)}"
        for held in catalog.relations.values()
        if keyed.intersection(held.parents)
    ]
    aside = passing_name(now.name, {held.name for held in catalog.types.values() if held.schema == now.schema})
    return [
        *dependents(situation, start, keep={column.key for column in columns}),
        *(f"ALTER TABLE {part}" for part in parts),
        # It holds no rows of its own: those are in its partitions, which stay.
        *(f"DROP TABLE {name(*catalog.relation_name(oid))}" for oid in sorted(keyed)),
        f"ALTER TYPE {name(now.schema, now.name)} RENAME TO {name(aside)}",
        create(replace(then, schema=now.schema, name=now.name)),
        *_moves(situation, now, [column for column in columns if column.table not in keyed], target, keyed, gone),
        f"DROP TYPE {name(now.schema, aside)}",
    ]


def rebuilt(now: Type, then: Type) -> bool:
    """Tell whether an enum has to be built anew; its columns' defaults are put back with it."""
    return now.kind == then.kind == "e" and now.values != then.values


def _moves(
    situation: Situation,
    now: Type,
    columns: Sequence[Column],
    target: Catalog,
    apart: frozenset[int],
    gone: Sequence[str],
) -> Iterator[str]:
    """Move columns to the new type, those of one table in one statement, which reads the table once."""
    catalog = situation.catalog
    former = {record.identity(target): record for record in target.columns.values()}
    cascade = " CASCADE" if any(held.of_type for held in catalog.relations.values()) else ""
    actions: dict[int, list[str]] = {}
    for column in columns:
        follows = column.only_inherited and not apart.intersection(catalog.relations[column.table].parents)
        if follows or column.generated:
            continue
        array = "[]" if column.type_oid == now.array else ""
        spelt, quoted = name(now.schema, now.name) + array, name(column.name)
        found = actions.setdefault(column.table, [])
        if catalog.relations[column.table].kind == "c":
            found.append(f"ALTER ATTRIBUTE {quoted} TYPE {spelt}{cascade}")
            continue
        if column.default is not None:
            found.append(f"ALTER COLUMN {quoted} DROP DEFAULT")
        old = former.get(column.identity(catalog))
        text = (
            _without(gone, f"{quoted}::text{array}", old or column, now, target) if gone else f"{quoted}::text{array}"
        )
        found.append(f"ALTER COLUMN {quoted} SET DATA TYPE {spelt} USING {text}::{spelt}")
        if column.default is not None and old is not None and old.default is not None:
            found.append(f"ALTER COLUMN {quoted} SET DEFAULT {old.default}")
    for oid, words in actions.items():
        noun = "TYPE" if catalog.relations[oid].kind == "c" else "TABLE"
        yield f"ALTER {noun} {name(*catalog.relation_name(oid))} {', '.join(words)}"


def _without(gone: Sequence[str], text: str, column: Column, now: Type, target: Catalog) -> str:
    """Return the text of a value, with one that the type used to have in the place of each that is gone."""
    value = next(iter(constants(column, target)), f"NULL {MARK}")
    if column.type_oid == now.array:
        kept = next(value for value in now.values if value not in gone)
        for label in gone:
            text = f"array_replace({text}, {literal(label)}, {literal(kept)})"
        return f"{text} {MARK}"
    known = ", ".join(map(literal, gone))
    return f"(CASE WHEN {text} IN ({known}) THEN ({value})::text ELSE {text} END)"


def _partitioned_by(situation: Situation, columns: Sequence[Column]) -> frozenset[int]:
    """Return the tables that are partitioned by one of the columns: no such column changes its type."""
    asked = [column.key for column in columns if situation.catalog.relations[column.table].kind == "p"]
    if not asked:
        return frozenset()
    wanted = " OR ".join(f"(partrelid = {table} AND {number} = ANY (partattrs::int2[]))" for table, number in asked)
    rows = situation.connection.rows(f"SELECT partrelid FROM pg_catalog.pg_partitioned_table WHERE {wanted}")
    return frozenset(int(row[0] or 0) for row in rows)


def _row_types(situation: Situation, composites: Collection[int]) -> list[Address]:
    """Return the types of composites that columns of tables use: none of their attributes changes its type then."""
    if not composites:
        return []
    rows = situation.connection.rows(
        "SELECT t.oid, t.typarray FROM pg_catalog.pg_type t WHERE EXISTS (SELECT FROM pg_catalog.pg_attribute a"
        " JOIN pg_catalog.pg_class c ON c.oid = a.attrelid WHERE c.relkind IN ('r', 'p') AND NOT a.attisdropped"
        f" AND a.atttypid IN (t.oid, t.typarray)) AND t.typrelid IN ({', '.join(map(str, sorted(composites)))})"
    )
    return [("pg_type", int(oid or 0), 0) for row in rows for oid in row]
