"""What is dropped kept the values of its columns unique, and nothing does so any more."""

from __future__ import annotations

from collections.abc import Iterator

from sterna.postgres.catalog import Catalog
from sterna.postgres.catalog.index import Index
from sterna.review.case import Case, Hit
from sterna.review.names import PUBLIC, column, name
from sterna.sql.quote import name as quoted


def check(case: Case) -> Hit | None:
    """Look the constraint or the index up before the migration, and one over the same columns after it."""
    before, after = case.before, case.after
    dropped = _dropped(case, before) if before else None
    if before is None or dropped is None:
        return None
    wanted = frozenset(dropped.columns)
    names = {one.number: one.name for one in before.columns_of(dropped.table)}
    if not wanted <= names.keys():
        return None
    if after is not None:
        left = {one.number for one in after.columns_of(dropped.table)}
        # Where a column goes too, that is the finding.
        if not wanted <= left or any(frozenset(one.columns) == wanted for one in _unique(after, dropped.table)):
            return None
    schema, table = before.relation_name(dropped.table)
    written = ".".join(quoted(one) for one in ((schema, table) if schema != PUBLIC else (table,)))
    columns = ", ".join(quoted(names[number]) for number in dropped.columns)
    return Hit({"table": written, "columns": columns}, f"It kept {columns} of {written} unique.")


def _dropped(case: Case, catalog: Catalog) -> Index | None:
    """Return the unique index behind a dropped constraint, or the dropped index itself; a primary key has its page."""
    holes = case.holes
    if "index" in holes:
        named = name(holes["index"])
        indexes = [one for one in catalog.indexes.values() if (one.schema, one.name) == named]
        return next((one for one in indexes if one.constraint is None and _whole(one)), None)
    relation = catalog.table(*name(holes["table"]))
    held = catalog.constraints_of(relation.oid) if relation else ()
    constraint = next((one for one in held if one.name == column(holes["name"]) and one.kind == "u"), None)
    return catalog.indexes.get(constraint.index) if constraint and constraint.index else None


def _unique(catalog: Catalog, table: int) -> Iterator[Index]:
    return (index for index in catalog.indexes_of(table) if _whole(index))


def _whole(index: Index) -> bool:
    """Tell whether an index is unique for all rows: `ON CONFLICT` with columns alone finds no other."""
    return index.is_unique and " WHERE " not in index.definition
