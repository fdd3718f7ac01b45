"""The tables that a migration touches, so that a proof fills those and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.rollback.delta import compare
from sterna.sql.named import tables
from sterna.sql.quote import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sterna.postgres.catalog import Catalog
    from sterna.sql.statement import Statement


def touched(before: Catalog, after: Catalog, statements: Sequence[Statement]) -> frozenset[int]:
    """Return the OIDs of tables of `before` that changed or are named, and of those their rows point to."""
    found = {oid for oid in _changed(before, after) if oid in before.relations and before.relations[oid].kind in "rp"}
    named = {folded(name)[-1] for statement in statements for name in tables(statement)}
    found |= {relation.oid for relation in before.tables if relation.name in named and relation.kind in "rp"}
    level = found
    while level:
        level = {
            key.references
            for oid in level
            for key in before.constraints_of(oid)
            if key.references is not None and key.references not in found
        }
        found |= level
    return frozenset(found)


def _changed(before: Catalog, after: Catalog) -> Iterator[int]:
    delta = compare(after, before)
    columns = [column for column in before.columns.values() if column.type_oid in _types(before, after)]
    yield from (column.table for column in columns)
    yield from (oid for oid in delta.removed["relations"] if isinstance(oid, int))
    for kind in ("columns", "constraints", "indexes", "triggers", "policies", "rules"):
        records = [after.kind(kind)[key] for key in delta.added[kind]]
        records += [before.kind(kind)[key] for key in delta.removed[kind]]
        records += [change.then for change in delta.changed[kind]] + [then for _, then in delta.moved[kind]]
        yield from (table for record in records if isinstance(table := getattr(record, "table", None), int))
    for change in delta.changed["relations"]:
        yield from (change.then.key,) if isinstance(change.then.key, int) else ()
    for _, then in delta.moved["relations"]:
        yield from (then.key,) if isinstance(then.key, int) else ()


def _types(before: Catalog, after: Catalog) -> set[int]:
    changed = {oid for oid, held in before.types.items() if after.types.get(oid) != held}
    return changed | {before.types[oid].array for oid in changed}
