"""Bring the old values of an enum back: PostgreSQL can add values but take none away, so the type is built anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sterna.rollback.blockers import dependents
from sterna.sql.quote import name

if TYPE_CHECKING:
    from collections.abc import Callable

    from sterna.postgres.catalog import Catalog, Column, Type
    from sterna.rollback.step import Situation


def rebuild(situation: Situation, now: Type, then: Type, target: Catalog, create: Callable[[Type], str]) -> list[str]:
    """Return the statements that put a new type with the old values in the place of `now`.

    What depends on the type and cannot follow (views, policies, checks, partial indexes, functions) is dropped first; the next
    round of the plan creates it again because it is missing. A row that holds a value that goes away stops the cast, rightly.
    """
    catalog = situation.catalog
    columns = sorted(
        (
            column
            for column in catalog.columns.values()
            if column.type_oid in (now.oid, now.array) and _holds(catalog, column)
        ),
        key=lambda column: column.key,
    )
    keys = {column.key for column in columns}
    start = [("pg_type", now.oid, 0), ("pg_type", now.array, 0)]
    start += [("pg_class", column.table, column.number) for column in columns]
    aside = f"{now.name[:57]}__old"
    spelt = name(now.schema, now.name)
    former = {record.identity(target): record for record in target.columns.values()}
    moves: dict[tuple[int, str], list[str]] = {}
    for column in columns:
        if column.only_inherited or column.generated:
            continue
        array = "[]" if column.type_oid == now.array else ""
        quoted = name(column.name)
        if catalog.relations[column.table].kind == "c":
            moves.setdefault((column.table, "TYPE"), []).append(f"ALTER ATTRIBUTE {quoted} TYPE {spelt}{array} CASCADE")
            continue
        actions = moves.setdefault((column.table, "TABLE"), [])
        if column.default is not None:
            actions.append(f"ALTER COLUMN {quoted} DROP DEFAULT")
        actions.append(
            f"ALTER COLUMN {quoted} SET DATA TYPE {spelt}{array} USING {quoted}::text{array}::{spelt}{array}"
        )
        old = former.get(column.identity(catalog))
        if column.default is not None and old is not None and old.default is not None:
            actions.append(f"ALTER COLUMN {quoted} SET DEFAULT {old.default}")
    return [
        *dependents(situation, start, keep=keys),
        f"ALTER TYPE {spelt} RENAME TO {name(aside)}",
        create(replace(then, schema=now.schema, name=now.name)),
        *(
            f"ALTER {noun} {name(*catalog.relation_name(oid))} {', '.join(actions)}"
            for (oid, noun), actions in moves.items()
        ),
        f"DROP TYPE {name(now.schema, aside)}",
    ]


def _holds(catalog: Catalog, column: Column) -> bool:
    return catalog.relations[column.table].kind in "rpc"
