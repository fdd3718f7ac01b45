"""The tables that a migration touches, so that a proof fills those and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sterna.rollback.delta import compare
from sterna.sql.kind import Kind, kind
from sterna.sql.quote import folded
from sterna.sql.tables import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sterna.postgres.catalog import Catalog
    from sterna.sql.statement import Statement


def touched(
    before: Catalog, after: Catalog, statements: Sequence[Statement], by_hand: Sequence[Statement] = ()
) -> frozenset[int]:
    """Return the OIDs of tables of `before` that changed or are named, and of those their rows point to.

    Where rows are deleted, also of those whose rows point to them: ON DELETE CASCADE may take these along. Where code
    runs that nobody reads, all tables: that of triggers on rows that are written, and that of a way back `by_hand`.
    """
    everything = frozenset(relation.oid for relation in before.tables if relation.kind in "rp")
    if any(kind(statement) is Kind.OPAQUE for statement in by_hand):
        return everything
    statements = (*statements, *by_hand)
    changed = {oid for oid in _changed(before, after) if oid in before.relations}
    if any(before.relations[oid].kind == "c" for oid in changed):
        return everything  # a composite type may stand in columns of any table, within other types
    found = {oid for oid in changed if before.relations[oid].kind in "rp"}
    named = {folded(name)[-1] for statement in statements for name in tables(statement)}
    found |= {relation.oid for relation in before.tables if relation.name in named and relation.kind in "rp"}
    if any(kind(statement) in (Kind.DATA, Kind.OPAQUE) for statement in statements):
        if any(trigger.table in found for trigger in before.triggers.values()):
            return everything
        found = _closure(found, lambda oid: _pointing(before, oid))
    return frozenset(_closure(found, lambda oid: _pointed(before, oid)))


def behind(before: Catalog, statement: Statement) -> frozenset[int]:
    """Return the OIDs of the tables that a statement names, and of those whose rows point to them."""
    named = {folded(name)[-1] for name in tables(statement)}
    found = {relation.oid for relation in before.tables if relation.name in named}
    return frozenset(_closure(found, lambda oid: _pointing(before, oid)))


def _closure(found: set[int], more: Callable[[int], set[int]]) -> set[int]:
    level, closed = found, set(found)
    while level:
        level = {other for oid in level for other in more(oid)} - closed
        closed |= level
    return closed


def _pointed(catalog: Catalog, oid: int) -> set[int]:
    return {key.references for key in catalog.constraints_of(oid) if key.references is not None}


def _pointing(catalog: Catalog, oid: int) -> set[int]:
    return {key.table for key in catalog.constraints.values() if key.references == oid and key.table is not None}


def _changed(before: Catalog, after: Catalog) -> Iterator[int]:
    delta = compare(after, before)
    types = _types(before, after)
    yield from (column.table for column in before.columns.values() if column.type_oid in types)
    yield from (oid for oid in delta.removed["relations"] if isinstance(oid, int))
    for objects in ("columns", "constraints", "indexes", "triggers", "policies", "rules"):
        records = [after.kind(objects)[key] for key in delta.added[objects]]
        records += [before.kind(objects)[key] for key in delta.removed[objects]]
        records += [change.then for change in delta.changed[objects]]
        records += [then for _, then in delta.moved[objects]]
        yield from (table for record in records if isinstance(table := getattr(record, "table", None), int))
    for change in delta.changed["relations"]:
        yield from (change.then.key,) if isinstance(change.then.key, int) else ()
    for _, then in delta.moved["relations"]:
        yield from (then.key,) if isinstance(then.key, int) else ()


def _types(before: Catalog, after: Catalog) -> set[int]:
    changed = {oid for oid, held in before.types.items() if after.types.get(oid) != held}
    return changed | {before.types[oid].array for oid in changed}
