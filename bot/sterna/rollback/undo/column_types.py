"""Types of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.postgres.catalog import Column
from sterna.rollback.blockers import unblocked
from sterna.rollback.invented import constants
from sterna.rollback.step import Rank, Step, step
from sterna.rollback.undo.definition import definition, table_of
from sterna.sql.quote import literal, name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sterna.postgres.catalog import Catalog
    from sterna.rollback.delta import Delta


def retypes(delta: Delta) -> Iterator[Step]:
    """Give columns their old type: without help, with a cast, through text, with default or blockers out of the way."""
    for now, then, traits in delta.altered("columns", Column):
        relation = delta.now.relations[now.table]
        if not traits & {"type", "collation"} or now.only_inherited or relation.is_view:
            continue
        table, column = table_of(delta.now, now), name(now.name)
        collate = f" COLLATE {then.collation}" if then.collation else ""
        if relation.kind == "c":
            alter = f"ALTER TYPE {table} ALTER ATTRIBUTE {column} TYPE {then.type}{collate}"
            yield step(Rank.ALTER_TYPE, alter, f"{alter} CASCADE", unblocked(now, [f"{alter} CASCADE"]))
            continue
        alter = f"ALTER TABLE {table} ALTER COLUMN {column} "
        if now.generated or then.generated:
            again = f"ADD COLUMN {definition(then, delta.then.relations[then.table])}"
            ways = [[f"{alter}SET DATA TYPE {then.type}{collate}"]] if now.generated == then.generated else []
            ways.append([f"ALTER TABLE {table} DROP COLUMN {column}", f"ALTER TABLE {table} {again}"])
            yield step(Rank.ALTER_TYPE, *ways)
            continue
        casts = ["", f" USING {column}::{then.type}", f" USING {column}::text::{then.type}"]
        if then.type.endswith("[]") and not now.type.endswith("[]"):
            casts.append(f" USING ARRAY[{column}]::{then.type}")
        if now.type.endswith("[]") and not then.type.endswith("[]"):
            casts.append(f" USING ({column})[1]::{then.type}")
        ways = [[f"{alter}SET DATA TYPE {then.type}{collate}{cast}"] for cast in casts]
        if now.default is not None:
            drop = f"{alter}DROP DEFAULT"
            restore = [f"{alter}SET DEFAULT {then.default}"] if then.default is not None else []
            ways += [[drop, *way, *restore] for way in ways] + [[drop, *way] for way in ways if restore]
        blocked = [unblocked(now, way) for way in ways]
        # Nothing else casts: the column keeps its place, and the rows their other values.
        free = [f"{alter}DROP DEFAULT"] if now.default is not None else []
        last = [
            [*free, f"{alter}SET DATA TYPE {then.type}{collate} USING {value}"]
            for value in ("NULL", *_invented(then, column, delta.then))
        ]
        yield step(Rank.ALTER_TYPE, *ways, *blocked, last=[*last, *(unblocked(now, way) for way in last)])


def _invented(then: Column, column: str, catalog: Catalog) -> list[str]:
    """Return what may stand in for values that do not cast; those of an enum that it has stay as they are."""
    held = catalog.types.get(then.type_oid)
    values = constants(then, catalog)
    if held is None or held.kind != "e":
        return values
    known = f"{column}::text IN ({', '.join(map(literal, held.values))})"
    return [f"CASE WHEN {known} THEN {column}::text::{then.type} ELSE {value} END" for value in values]
